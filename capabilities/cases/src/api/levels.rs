//! Versions of the service levels: list, draft, edit, check, try, publish.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lingke_customers::model::CustomerClass;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use lingke_platform::viewer::{StaffId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::levels::commands::{self, Around, DraftChange, Report};
use crate::levels::model::{EXAMPLES_MAX, LEVELS_MAX, Level, LevelVersion};
use crate::levels::trial::{Question, Trial, trial};
use crate::model::{CaseKind, LevelVersionId, Priority};
use crate::store::level_versions;
use crate::{LEVELS, LEVELS_VIEW};

/// Longest opinion, in characters.
const OPINION_MAX: usize = 2_000;
/// Units that a level names at most.
const UNITS_MAX: usize = 200;
/// Steps of a chain, shares of a warning, and events of an example at most.
const PARTS_MAX: usize = 20;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list, draft))
        .routes(routes!(show, edit, discard))
        .routes(routes!(check))
        .routes(routes!(try_it))
        .routes(routes!(publish))
}

/// Which versions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct VersionQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// A new draft: what it is about, and from which version; the current one when absent.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = NewServiceLevelDraft)]
#[serde(deny_unknown_fields)]
struct NewDraft {
    title: String,
    from_version_id: Option<LevelVersionId>,
}

/// What is tried: `at` is a moment, in the calendar's zone unless it has an offset.
#[derive(Deserialize, ToSchema)]
#[schema(as = ServiceLevelQuestion)]
#[serde(deny_unknown_fields)]
struct Asked {
    kind: CaseKind,
    priority: Priority,
    #[serde(default)]
    class: CustomerClass,
    unit_id: Option<UnitId>,
    at: String,
}

/// Why it is published.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceLevelPublication)]
#[serde(deny_unknown_fields)]
struct Publication {
    opinion: String,
}

/// A version in a list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceLevelVersionRow)]
pub struct VersionRow {
    /// Its id.
    pub id: LevelVersionId,
    /// Counted when published; null while it is a draft.
    pub number: Option<i32>,
    /// What it is about.
    pub title: String,
    /// Whether new work follows it.
    pub current: bool,
    /// How many levels it has.
    pub levels_count: usize,
    /// The published version it was made from.
    pub based_on: Option<LevelVersionId>,
    /// Who made it; null for the system.
    pub created_by: Option<StaffName>,
    /// Who published it; null for the system.
    pub published_by: Option<StaffName>,
    /// What they said to it.
    pub opinion: Option<String>,
    /// When.
    pub published_at: Option<Instant>,
    /// Raised at each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// What the viewer may do now.
    pub may: VersionMay,
}

/// What may be done with a version now.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceLevelVersionMay)]
pub struct VersionMay {
    /// Change it, or throw it away.
    pub edit: bool,
    /// Publish it.
    pub publish: bool,
    /// Play it over what has run.
    pub replay: bool,
}

/// A version in full.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceLevelVersion)]
pub struct VersionShown {
    /// What a list shows.
    #[serde(flatten)]
    pub row: VersionRow,
    /// The levels in order.
    pub levels: Vec<Level>,
}

impl Check for NewDraft {
    fn check(&self, errors: &mut Errors) {
        errors.length("title", &self.title, 1, 100);
    }
}
impl Check for Asked {
    fn check(&self, errors: &mut Errors) {
        errors.length("at", &self.at, 1, 40);
    }
}
impl Check for Publication {
    fn check(&self, errors: &mut Errors) {
        errors.length("opinion", &self.opinion, 1, OPINION_MAX);
    }
}
impl Check for DraftChange {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("title", self.title.as_deref(), 1, 100);
        let levels = self.levels.as_deref().unwrap_or_default();
        at_most(errors, "levels", levels.len(), LEVELS_MAX);
        for (n, level) in levels.iter().enumerate() {
            bounded(errors, &format!("levels[{n}]"), level);
        }
    }
}

fn at_most(errors: &mut Errors, field: &str, count: usize, max: usize) {
    if count > max {
        errors.add(field, "too_many", format!("at most {max}"));
    }
}

/// Sizes only: what contradicts itself may stand in a draft, and the check says so.
fn bounded(errors: &mut Errors, at: &str, level: &Level) {
    errors.length(&format!("{at}.name"), &level.name, 1, 60);
    at_most(errors, &format!("{at}.kinds"), level.kinds.len(), PARTS_MAX);
    at_most(errors, &format!("{at}.priorities"), level.priorities.len(), PARTS_MAX);
    at_most(errors, &format!("{at}.classes"), level.classes.len(), PARTS_MAX);
    at_most(errors, &format!("{at}.unit_ids"), level.unit_ids.len(), UNITS_MAX);
    at_most(errors, &format!("{at}.clocks"), level.clocks.len(), PARTS_MAX);
    at_most(errors, &format!("{at}.chain"), level.chain.len(), PARTS_MAX);
    at_most(errors, &format!("{at}.examples"), level.examples.len(), EXAMPLES_MAX);
    for (n, rule) in level.clocks.iter().enumerate() {
        errors.length(&format!("{at}.clocks[{n}].calendar"), &rule.calendar, 1, 60);
        let parts = rule.pauses.len().max(rule.warn_percents.len());
        at_most(errors, &format!("{at}.clocks[{n}]"), parts, PARTS_MAX);
    }
    for (n, step) in level.chain.iter().enumerate() {
        at_most(errors, &format!("{at}.chain[{n}]"), step.tell.len().max(step.clocks.len()), PARTS_MAX);
    }
    for (n, example) in level.examples.iter().enumerate() {
        let at = format!("{at}.examples[{n}]");
        at_most(errors, &format!("{at}.events"), example.events.len(), PARTS_MAX);
        let events = example.events.iter().map(|event| event.at.as_str());
        for text in events.chain(example.now.as_deref()).chain(example.due.as_deref()) {
            errors.length(&format!("{at}.events"), text, 1, 40);
        }
    }
}

/// Versions of the service levels, newest first. Needs `cases.levels_view`.
#[utoipa::path(get, path = "/service-level-versions", tag = "cases", params(VersionQuery),
    responses((status = 200, body = Page<VersionRow>)))]
async fn list(ctx: Ctx, Query(query): Query<VersionQuery>) -> Answer<Json<Page<VersionRow>>> {
    ctx.require(LEVELS_VIEW)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = level_versions::list(ctx.read(), &page).await?;
    let rows = rows(&ctx, &page.items).await?;
    Ok(Json(Page { items: rows, next: page.next }))
}

/// Makes a draft from a version. Needs `cases.levels`.
#[utoipa::path(post, path = "/service-level-versions", tag = "cases", request_body = NewDraft,
    responses((status = 201, body = VersionShown)))]
async fn draft(ctx: Ctx, key: IdempotencyKey, Body(new): Body<NewDraft>) -> Answer<Created<VersionShown>> {
    let body = fingerprint(&new)?;
    let shown = async |tx: &mut lingke_platform::ctx::Tx| {
        let draft = commands::draft(tx, &new.title, new.from_version_id).await?;
        let shown = full(&ctx, &draft).await?;
        let location = at(&shown);
        Ok((shown, location))
    };
    let once = ctx.once(key.once(&body), shown);
    Ok(Created { once: once.await?, location: at, version: |shown| shown.row.version })
}

fn at(shown: &VersionShown) -> String {
    format!("/api/v1/service-level-versions/{}", shown.row.id)
}

/// One version with its levels. Needs `cases.levels_view`.
#[utoipa::path(get, path = "/service-level-versions/{id}", tag = "cases", params(("id" = LevelVersionId, Path)),
    responses((status = 200, body = VersionShown)))]
async fn show(ctx: Ctx, PathId(id): PathId<LevelVersionId>) -> Answer<Versioned<VersionShown>> {
    ctx.require(LEVELS_VIEW)?;
    let version = level_versions::find(ctx.read(), id).await?;
    shown(&ctx, &version).await
}

async fn shown(ctx: &Ctx, version: &LevelVersion) -> Answer<Versioned<VersionShown>> {
    Ok(Versioned { version: version.version, body: full(ctx, version).await? })
}

/// Changes a draft. Needs `cases.levels`.
#[utoipa::path(patch, path = "/service-level-versions/{id}", tag = "cases", params(("id" = LevelVersionId, Path)),
    request_body = DraftChange, responses((status = 200, body = VersionShown)))]
async fn edit(
    ctx: Ctx,
    PathId(id): PathId<LevelVersionId>,
    expected: Expected,
    Body(change): Body<DraftChange>,
) -> Answer<Versioned<VersionShown>> {
    let mut tx = ctx.begin().await?;
    let draft = commands::edit(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    shown(&ctx, &draft).await
}

/// Throws a draft away. Needs `cases.levels`.
#[utoipa::path(delete, path = "/service-level-versions/{id}", tag = "cases", params(("id" = LevelVersionId, Path)),
    responses((status = 204)))]
async fn discard(ctx: Ctx, PathId(id): PathId<LevelVersionId>, expected: Expected) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    commands::discard(&mut tx, id, expected).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a version contradicts, how its examples come out and what it leaves out. Needs `cases.levels_view`.
#[utoipa::path(get, path = "/service-level-versions/{id}/check", tag = "cases",
    params(("id" = LevelVersionId, Path)), responses((status = 200, body = Report)))]
async fn check(ctx: Ctx, PathId(id): PathId<LevelVersionId>) -> Answer<Json<Report>> {
    ctx.require(LEVELS_VIEW)?;
    let version = level_versions::find(ctx.read(), id).await?;
    Ok(Json(Around::read(ctx.read()).await?.check(&version.levels()?)))
}

/// Tries a version with a piece of work: which level, which clocks, due when and why. Needs `cases.levels_view`.
#[utoipa::path(post, path = "/service-level-versions/{id}/trials", tag = "cases",
    params(("id" = LevelVersionId, Path)), request_body = Asked, responses((status = 200, body = Trial)))]
async fn try_it(
    ctx: Ctx,
    PathId(id): PathId<LevelVersionId>,
    Body(asked): Body<Asked>,
) -> Answer<Json<Trial>> {
    ctx.require(LEVELS_VIEW)?;
    let version = level_versions::find(ctx.read(), id).await?;
    let around = Around::read(ctx.read()).await?;
    let units = match asked.unit_id {
        Some(id) => around.units().iter().find(|(unit, _)| *unit == id).map(|(_, path)| path.clone()),
        None => Some(Vec::new()),
    };
    let unknown = || Failure::invalid("unit_id", "unknown", "there is no such unit");
    let question = Question {
        kind: asked.kind,
        priority: asked.priority,
        class: asked.class,
        units: units.ok_or_else(unknown)?,
        at: moment(&ctx, &asked.at).await?,
    };
    Ok(Json(trial(&version.levels()?, &question, around.calendars())?))
}

/// A moment with an offset, or in the institution's zone.
async fn moment(ctx: &Ctx, text: &str) -> Answer<Instant> {
    let zone = crate::subscriptions::institution_zone(ctx.read()).await?;
    let local = || -> Option<Instant> {
        let at: jiff::civil::DateTime = text.parse().ok()?;
        zone.to_timestamp(at).ok().map(Instant::from)
    };
    let wrong = || Failure::invalid("at", "not_a_time", "a moment such as 2026-09-18T17:50");
    text.parse().ok().or_else(local).ok_or_else(wrong)
}

/// Publishes a draft: work that begins from now on follows it. Needs `cases.levels`.
#[utoipa::path(post, path = "/service-level-versions/{id}/publications", tag = "cases",
    params(("id" = LevelVersionId, Path)), request_body = Publication,
    responses((status = 201, body = VersionShown)))]
async fn publish(
    ctx: Ctx,
    PathId(id): PathId<LevelVersionId>,
    expected: Expected,
    Body(publication): Body<Publication>,
) -> Answer<Response> {
    let mut tx = ctx.begin().await?;
    let version = commands::publish(&mut tx, id, expected, &publication.opinion).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, shown(&ctx, &version).await?).into_response())
}

async fn full(ctx: &Ctx, version: &LevelVersion) -> Answer<VersionShown> {
    let mut rows = rows(ctx, std::slice::from_ref(version)).await?;
    let row = rows.pop().ok_or(Failure::NotFound)?;
    Ok(VersionShown { row, levels: version.levels()? })
}

async fn rows(ctx: &Ctx, versions: &[LevelVersion]) -> Answer<Vec<VersionRow>> {
    let current = level_versions::current(ctx.read()).await?.map(|mark| mark.id);
    let people = versions.iter().flat_map(|one| [Some(&one.created_by), one.published_by.as_ref()]);
    let people: Vec<StaffId> = people.flatten().filter_map(|id| id.parse().ok()).collect();
    let people = lingke_organisation::store::staff::names(ctx.read(), &people).await?;
    versions.iter().map(|version| row(ctx, version, current, &people)).collect()
}

fn row(
    ctx: &Ctx,
    version: &LevelVersion,
    current: Option<LevelVersionId>,
    people: &HashMap<StaffId, StaffName>,
) -> Answer<VersionRow> {
    let person = |id: &str| people.get(&id.parse().ok()?).cloned();
    let may = ctx.viewer.may(LEVELS);
    let draft = version.number.is_none();
    Ok(VersionRow {
        id: version.id,
        number: version.number,
        title: version.title.clone(),
        current: current == Some(version.id),
        levels_count: version.levels()?.len(),
        based_on: version.based_on,
        created_by: person(&version.created_by),
        published_by: version.published_by.as_deref().and_then(person),
        opinion: version.opinion.clone(),
        published_at: version.published_at,
        version: version.version,
        created_at: version.created_at,
        updated_at: version.updated_at,
        may: VersionMay { edit: may && draft, publish: may && draft, replay: may },
    })
}
