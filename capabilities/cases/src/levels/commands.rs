//! The verbs: draft, edit, discard, publish.

use std::sync::Arc;

use lingke_kernel::time::Instant;
use lingke_organisation::store::units as tree;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::viewer::UnitId;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::check::{Contradiction, Surroundings, contradictions};
use super::coverage::{Coverage, coverage};
use super::current::{self, Calendars};
use super::examples::{Tried, tried};
use super::model::{Level, LevelVersion, ServiceLevel};
use super::units_of;
use crate::model::{LevelVersionId, ServiceLevelId};
use crate::store::entries::{digest_of, salt};
use crate::store::{level_versions, service_levels};
use crate::{LEVELS, events};

/// Drafts there may be at once.
const DRAFTS_MAX: i64 = 20;

/// What to change of a draft; absent stays.
#[derive(Debug, Clone, Default, serde::Deserialize, Serialize, ToSchema)]
#[schema(as = ServiceLevelDraftChange)]
#[serde(deny_unknown_fields)]
pub struct DraftChange {
    /// What it is about, 1 to 100 characters.
    pub title: Option<String>,
    /// All levels, in order.
    pub levels: Option<Vec<Level>>,
    /// The published version whose differences were looked at, where another was published meanwhile.
    pub based_on: Option<LevelVersionId>,
}

/// What a check of a version says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceLevelReport)]
pub struct Report {
    /// Whether it could be published.
    pub publishable: bool,
    /// What contradicts itself, by line.
    pub contradictions: Vec<Contradiction>,
    /// How its examples came out.
    pub examples: Vec<Tried>,
    /// What it leaves out.
    pub coverage: Coverage,
}

/// What levels refer to, read once.
pub struct Around {
    calendars: Arc<Calendars>,
    units: Vec<(UnitId, Vec<UnitId>)>,
}

impl Around {
    /// Reads the calendars and the tree.
    pub async fn read(conn: &impl ConnectionTrait) -> Answer<Self> {
        let now = current::current(conn).await?;
        let calendars = now.map(|now| now.calendars).unwrap_or_default();
        let units = tree::all(conn).await?;
        let units = units.into_iter().map(|unit| (unit.id, units_of(&unit.path))).collect();
        Ok(Self { calendars, units })
    }

    /// The calendars by name.
    pub fn calendars(&self) -> &Calendars {
        &self.calendars
    }

    /// Every unit with all above it.
    pub fn units(&self) -> &[(UnitId, Vec<UnitId>)] {
        &self.units
    }

    /// Checks a set of levels.
    pub fn check(&self, levels: &[Level]) -> Report {
        let calendars = |name: &str| self.calendars.get(name).map(|(_, calendar)| calendar.clone());
        let around = Surroundings { calendars: &calendars, units: &self.units };
        let contradictions = contradictions(levels, &around);
        let examples = tried(levels, &around);
        let publishable = contradictions.is_empty() && examples.iter().all(|example| example.passed);
        Report { publishable, contradictions, examples, coverage: coverage(levels, &self.units) }
    }
}

/// Makes a draft from a version, the current one unless another is named.
pub async fn draft(tx: &mut Tx, title: &str, from: Option<LevelVersionId>) -> Answer<LevelVersion> {
    tx.viewer().require(LEVELS)?;
    if level_versions::drafts(tx.conn()).await? >= DRAFTS_MAX {
        return Err(Refusal::conflict("too_many_level_drafts").with("drafts_max", DRAFTS_MAX).into());
    }
    let current = level_versions::current(tx.conn()).await?.map(|mark| mark.id);
    let levels = match from.or(current) {
        Some(id) => level_versions::find(tx.conn(), id).await?.levels,
        None => "[]".to_owned(),
    };
    let draft = LevelVersion {
        id: LevelVersionId::new(tx.now()),
        number: None,
        title: title.trim().to_owned(),
        based_on: current,
        levels,
        created_by: tx.viewer().actor.id(),
        published_by: None,
        opinion: None,
        published_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    level_versions::insert(tx, &draft).await?;
    let payload = json!({ "from_version_id": from.or(current) });
    tx.record(events::of_levels(&events::LEVELS_DRAFTED, draft.id, payload));
    Ok(draft)
}

/// Loads a draft to change it. What is published never changes.
async fn load_draft(tx: &Tx, id: LevelVersionId, expected: Expected) -> Answer<LevelVersion> {
    tx.viewer().require(LEVELS)?;
    let draft = level_versions::load(tx, id).await?;
    expected.check(draft.version)?;
    if let Some(number) = draft.number {
        return Err(Refusal::conflict("levels_are_published").with("number", number).into());
    }
    Ok(draft)
}

/// Changes a draft, if nobody changed it since `expected`.
pub async fn edit(
    tx: &mut Tx,
    id: LevelVersionId,
    expected: Expected,
    change: DraftChange,
) -> Answer<LevelVersion> {
    let mut draft = load_draft(tx, id, expected).await?;
    draft.title = change.title.map_or(draft.title, |title| title.trim().to_owned());
    if let Some(levels) = &change.levels {
        draft.levels = serde_json::to_string(levels)?;
    }
    if let Some(id) = change.based_on {
        draft.based_on = Some(level_versions::find(tx.conn(), id).await?.id);
    }
    level_versions::update(tx, &mut draft).await?;
    let payload = json!({ "levels": change.levels.map(|levels| levels.len()), "based_on": change.based_on });
    tx.record(events::of_levels(&events::LEVELS_EDITED, id, payload));
    Ok(draft)
}

/// Throws a draft away.
pub async fn discard(tx: &mut Tx, id: LevelVersionId, expected: Expected) -> Answer<()> {
    load_draft(tx, id, expected).await?;
    level_versions::delete(tx, id).await?;
    tx.record(events::of_levels(&events::LEVELS_DISCARDED, id, json!({})));
    Ok(())
}

/// Publishes a draft: work that begins from now on follows it.
///
/// # Errors
/// `levels_contradict` and `level_example_failed` name the line; `levels_behind` when another version was published
/// since the draft was made, whose changes it would undo unseen.
pub async fn publish(
    tx: &mut Tx,
    id: LevelVersionId,
    expected: Expected,
    opinion: &str,
) -> Answer<LevelVersion> {
    let mut draft = load_draft(tx, id, expected).await?;
    let current = level_versions::current(tx.conn()).await?;
    if let Some(mark) = current.filter(|mark| draft.based_on != Some(mark.id)) {
        return Err(Refusal::conflict("levels_behind").with("number", mark.number).into());
    }
    let levels = draft.levels()?;
    must_be_sound(&Around::read(tx.conn()).await?.check(&levels))?;
    draft.number = Some(current.map_or(0, |mark| mark.number) + 1);
    draft.published_by = Some(tx.viewer().actor.id());
    draft.opinion = Some(opinion.trim().to_owned());
    draft.published_at = Some(tx.now());
    draft.version += 1;
    draft.updated_at = tx.now();
    let salt = salt();
    level_versions::publish(tx, &draft, &salt).await?;
    service_levels::insert(tx, &rows_of(id, levels, tx.now())?).await?;
    let payload = json!({
        "number": draft.number, "levels": draft.levels()?.len(), "text_digest": digest_of(&salt, opinion.trim()),
    });
    tx.record(events::of_levels(&events::LEVELS_PUBLISHED, id, payload));
    Ok(draft)
}

fn must_be_sound(report: &Report) -> Answer<()> {
    if let Some(first) = report.contradictions.first() {
        let refusal = Refusal::impossible("levels_contradict").with("line", first.line);
        let refusal = refusal.with("field", first.field.as_str()).with("problem", first.code);
        return Err(refusal.with("count", report.contradictions.len()).into());
    }
    if let Some(failed) = report.examples.iter().find(|example| !example.passed) {
        let refusal = Refusal::impossible("level_example_failed").with("line", failed.line);
        let refusal = refusal.with("example", failed.example).with("problem", failed.code);
        return Err(refusal.with("expected", failed.expected.clone()).with("got", failed.got.clone()).into());
    }
    Ok(())
}

/// The levels of a version as rows that clocks name.
pub fn rows_of(version_id: LevelVersionId, levels: Vec<Level>, now: Instant) -> Answer<Vec<ServiceLevel>> {
    let row = |(position, level)| {
        let position = i32::try_from(position).map_err(anyhow::Error::from)?;
        Ok(ServiceLevel { id: ServiceLevelId::new(now), version_id, position, level })
    };
    levels.into_iter().enumerate().map(row).collect()
}
