//! The service levels a new institution begins with, from `data/service_levels/default.toml`.

use std::sync::Arc;

use lingke_kernel::duration::Duration;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::Answer;
use lingke_platform::node::Node;
use serde::Deserialize;

use crate::levels::commands::rows_of;
use crate::levels::model::{ClockRule, Example, Level, LevelVersion, Step, Who, Whom};
use crate::model::{CaseKind, ClockKind, LevelVersionId, PauseReason, Priority};
use crate::store::{level_versions, service_levels};

const DEFAULT: &str = include_str!("../../../data/service_levels/default.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    levels: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(default)]
    kinds: Vec<CaseKind>,
    #[serde(default)]
    priorities: Vec<Priority>,
    calendar: String,
    first_response: String,
    resolution: String,
    task: String,
    #[serde(default)]
    examples: Vec<Example>,
}

/// Writes the first version where there is none, and the document of one that an older program left behind. Safe to call
/// at every start, on every node.
pub async fn service_levels(node: &Arc<Node>) -> Answer<()> {
    let there = level_versions::current(node.db.read()).await?.is_some();
    if there && level_versions::without_document(node.db.read()).await?.is_empty() {
        return Ok(());
    }
    let ctx = Ctx::system(node, "seed");
    let tx = ctx.begin().await?;
    if !lingke_platform::db::dialect::try_lock(tx.conn(), tx.kind(), "seed/service_levels").await? {
        return Ok(()); // another node is at it
    }
    if level_versions::current(tx.conn()).await?.is_none() {
        write_first(&tx).await?;
    }
    for id in level_versions::without_document(tx.conn()).await? {
        let levels = service_levels::of_version(tx.conn(), id).await?;
        let levels: Vec<Level> = levels.into_iter().map(|row| row.level).collect();
        level_versions::write_document(&tx, id, &serde_json::to_string(&levels)?).await?;
    }
    tx.commit().await
}

async fn write_first(tx: &Tx) -> Answer<()> {
    let (title, levels) = read()?;
    let version = LevelVersion {
        id: LevelVersionId::new(tx.now()),
        number: Some(1),
        title,
        based_on: None,
        levels: serde_json::to_string(&levels)?,
        created_by: "system".to_owned(),
        published_by: Some("system".to_owned()),
        opinion: None,
        published_at: Some(tx.now()),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    level_versions::insert(tx, &version).await?;
    service_levels::insert(tx, &rows_of(version.id, levels, tx.now())?).await
}

fn read() -> Answer<(String, Vec<Level>)> {
    let file: File = toml::from_str(DEFAULT).map_err(anyhow::Error::from)?;
    let levels = file.levels.into_iter().map(Written::level).collect::<Answer<_>>()?;
    Ok((file.title, levels))
}

impl Written {
    /// Warnings at three quarters, the unit's manager at the breach; only waiting for the customer pauses, and only what
    /// comes after the first answer.
    fn level(self) -> Answer<Level> {
        let rule = |kind, text: &str, pauses: &[PauseReason]| -> Answer<ClockRule> {
            let duration: Duration = text.parse().map_err(anyhow::Error::from)?;
            Ok(ClockRule {
                kind,
                target_seconds: duration.micros() / 1_000_000,
                reopened_seconds: None,
                calendar: self.calendar.clone(),
                pauses: pauses.to_vec(),
                warn_percents: vec![75],
            })
        };
        let clocks = vec![
            rule(ClockKind::FirstResponse, &self.first_response, &[])?,
            rule(ClockKind::Resolution, &self.resolution, &[PauseReason::WaitingCustomer])?,
            rule(ClockKind::Task, &self.task, &[PauseReason::WaitingCustomer])?,
        ];
        let manager = Whom { who: Who::UnitManager, role: None };
        let chain = vec![Step { at_percent: 100, clocks: Vec::new(), tell: vec![manager], take_over: None }];
        let Self { name, kinds, priorities, examples, .. } = self;
        Ok(Level { name, kinds, priorities, classes: vec![], unit_ids: vec![], clocks, chain, examples })
    }
}

#[cfg(test)]
mod tests {
    use lingke_kernel::calendar::named;

    use crate::levels::check::{Surroundings, contradictions};
    use crate::levels::coverage::coverage;
    use crate::levels::examples::tried;

    #[test]
    fn the_default_levels_are_sound_keep_their_examples_and_leave_nothing_out() {
        let (_, levels) = super::read().unwrap();
        let around = Surroundings { calendars: &|name| named(name), units: &[] };
        assert_eq!(contradictions(&levels, &around), []);
        assert!(tried(&levels, &around).iter().all(|example| example.passed));
        let coverage = coverage(&levels, &[]);
        assert_eq!((coverage.uncovered, coverage.unreached), (vec![], vec![]));
    }
}
