//! A thousand clocks that come due at the same moment.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tokio::time::sleep;

use crate::load::Effort;
use crate::scenarios::{Stand, case};

/// How many.
const CLOCKS: usize = 1_000;

/// What came of it.
pub(crate) struct Fired {
    /// How many clocks were armed then.
    pub(crate) armed: i64,
    /// How long the timer worked.
    pub(crate) worked: Duration,
    /// From their time until the last was fired.
    pub(crate) late: Duration,
}

/// Statements that arm the clocks of finished work for a time that is far away: the index that finds what is due
/// knows no difference, and the cases are as they were.
pub(crate) fn arm(cases: usize) -> String {
    format!(
        "UPDATE case_clocks SET next_fire_at = 4000000000000000 + started_at % 1000000000 WHERE id IN \
         (SELECT id FROM case_clocks WHERE next_fire_at IS NULL LIMIT {cases})"
    )
}

fn micros() -> anyhow::Result<i64> {
    Ok(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros())?)
}

/// Opens cases, lets their first clock be due ten seconds from now, and watches.
pub(crate) async fn fire(stand: &Stand<'_>, effort: Effort) -> anyhow::Result<Fired> {
    let begun = micros()?;
    let each = CLOCKS / effort.connections;
    let opened = (0..effort.connections).map(|connection| async move {
        for n in 0..each {
            stand.agent.post("/cases", &case(&format!("firing-{connection}-{n}"))).await?;
        }
        anyhow::Ok(())
    });
    futures::future::try_join_all(opened).await?;
    let db = stand.place.connect().await?;
    let (from, target_seconds) = (begun / 1_000_000 * 1_000_000, 10 + (micros()? - begun) / 1_000_000);
    let due = from + target_seconds * 1_000_000;
    // All of them began together, on the calendar that never closes: what the pure function says is this moment.
    let text = format!(
        "UPDATE case_clocks SET calendar_version_id = (SELECT max(id) FROM calendar_versions WHERE name = 'always'), \
         started_at = {from}, facts = '[{{\"at\":\"{}\",\"kind\":\"started\"}}]', target_seconds = {target_seconds}, \
         due_at = {due}, warned_at = {from}, next_fire_at = {due} + 1 \
         WHERE running AND kind = 'first_response' AND case_id IN (SELECT id FROM cases WHERE created_at >= {begun})",
        rfc3339(&db, from).await?
    );
    let changed = db.execute_unprepared(&text).await?.rows_affected();
    ensure!(changed as usize == each * effort.connections, "{changed} clocks were armed");
    let armed = number(&db, "SELECT count(*) FROM case_clocks WHERE next_fire_at IS NOT NULL").await?;
    let fired = watch(&db, due).await?;
    db.close().await?;
    Ok(Fired { armed, ..fired })
}

async fn watch(db: &DatabaseConnection, due: i64) -> anyhow::Result<Fired> {
    let mut runs: BTreeMap<i64, i64> = BTreeMap::new();
    let waiting = format!("SELECT count(*) FROM case_clocks WHERE next_fire_at BETWEEN {due} AND {due} + 1");
    loop {
        let left = number(db, &waiting).await?;
        let now = micros()?;
        ensure!(now < due + 60_000_000, "{left} clocks were not fired within a minute");
        if left > 0 {
            sleep(Duration::from_millis(if now < due - 500_000 { 100 } else { 10 })).await;
            continue;
        }
        let late = Duration::from_micros(u64::try_from(now - due).unwrap_or_default());
        // The run writes what it did when it ends.
        sleep(Duration::from_secs(2)).await;
        let text = format!(
            "SELECT last_run_at, last_duration_us FROM timers WHERE name = 'fire_clocks' AND last_count > 0 \
             AND last_run_at >= {due}"
        );
        for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await? {
            runs.insert(row.try_get("", "last_run_at")?, row.try_get("", "last_duration_us")?);
        }
        let worked = runs.values().sum::<i64>();
        // A run that did nothing after it wrote over what it said: then all that is known is the whole.
        let worked = if worked == 0 { late } else { Duration::from_micros(worked.unsigned_abs()) };
        return Ok(Fired { armed: 0, worked, late });
    }
}

async fn number(db: &DatabaseConnection, text: &str) -> anyhow::Result<i64> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text.to_owned())).await?;
    Ok(row.context("no row")?.try_get_by_index(0)?)
}

/// The moment as the product writes it; whole seconds.
async fn rfc3339(db: &DatabaseConnection, micros: i64) -> anyhow::Result<String> {
    let seconds = micros / 1_000_000;
    let text = match db.get_database_backend() {
        sea_orm::DbBackend::Sqlite => {
            format!("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', {seconds}, 'unixepoch')")
        }
        _ => format!(
            "SELECT to_char(to_timestamp({seconds}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        ),
    };
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text)).await?;
    Ok(row.context("no row")?.try_get_by_index(0)?)
}
