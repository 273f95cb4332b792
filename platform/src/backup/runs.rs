//! Backups by the clock: taken daily, the older ones cleared away, and now and then one restored to see that it can be.
//!
//! A run goes on beside the requests, so that no timer waits for it; a row says who takes it and what became of it. One
//! runs at a time over all nodes; what a node that is gone was taking counts as failed and is tried again.

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, anyhow};
use futures::FutureExt;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use lingke_kernel::time::Instant;
use serde_json::{Value, json};

use super::store::{self, Backup, BackupId, Begun};
use super::{Opened, Restoring, Taking, restore, take};
use crate::config::Config;
use crate::ctx::{Ctx, Tx};
use crate::failure::{Answer, Refusal};
use crate::journal::{Event, EventKind};
use crate::node::Node;
use crate::operations::VIEW;
use crate::timers::Timer;

/// A backup was taken.
pub static BACKUP_MADE: EventKind = EventKind { name: "backup_made", version: 1, permission: VIEW };
/// A backup, or the test of one, failed.
pub static BACKUP_FAILED: EventKind = EventKind { name: "backup_failed", version: 1, permission: VIEW };
/// A backup could be restored in a test.
pub static BACKUP_TESTED: EventKind = EventKind { name: "backup_tested", version: 1, permission: VIEW };
/// The database was restored from a backup: what happened after it is gone.
pub static BACKUP_RESTORED: EventKind = EventKind { name: "backup_restored", version: 1, permission: VIEW };

/// A node not seen for so long is gone, in seconds.
const GONE_SECONDS: i64 = 60;
/// After a failure it is tried again so much later, in seconds.
const AGAIN_SECONDS: i64 = 1800;
/// Half a file of a node that was killed is cleared away when it is so old.
const HALF_KEPT: Duration = Duration::from_secs(86_400);
/// What ended with its node.
const INTERRUPTED: &str = "interrupted: the node that did it is gone";

/// Takes a backup each day, where a folder for them is set.
pub static MAKE_BACKUPS: Timer = Timer {
    name: "make_backups",
    every_seconds: 60,
    due: None,
    run: |ctx| Box::pin(async move { make_due(&ctx).await }),
};

/// Restores the newest backup into a file that is thrown away, every few days.
pub static TEST_BACKUPS: Timer = Timer {
    name: "test_backups",
    every_seconds: 60,
    due: None,
    run: |ctx| Box::pin(async move { test_due(&ctx).await }),
};

/// The time of day in a zone that `backup_at` names, `02:30 Asia/Shanghai`.
///
/// # Errors
/// When it names none.
pub fn daily(config: &Config) -> anyhow::Result<(Time, TimeZone)> {
    let read = || {
        let (time, zone) = config.backup_at.trim().split_once(' ')?;
        Some((Time::strptime("%H:%M", time).ok()?, TimeZone::get(zone.trim()).ok()?))
    };
    read().with_context(|| {
        format!("backup_at is {:?}: a time and a zone, 02:30 Asia/Shanghai", config.backup_at)
    })
}

/// The last moment up to `now` at which the clock in `zone` showed `time`.
fn last_time(now: Instant, time: Time, zone: &TimeZone) -> anyhow::Result<Instant> {
    let today = now.day_in(zone);
    let at = |day: jiff::civil::Date| -> anyhow::Result<Instant> {
        let moment = zone.to_ambiguous_timestamp(day.to_datetime(time)).compatible()?;
        Ok(Instant::from_micros(moment.as_microsecond()))
    };
    let then = at(today)?;
    if then <= now { Ok(then) } else { at(today.yesterday()?) }
}

async fn make_due(ctx: &Ctx) -> Answer<u64> {
    sweep(ctx).await?;
    tell_metrics(ctx).await?;
    if ctx.node.config.backup_dir.is_none() {
        return Ok(0);
    }
    let (time, zone) = daily(&ctx.node.config)?;
    let since = last_time(ctx.now, time, &zone)?;
    let lately = ctx.now.plus_seconds(-AGAIN_SECONDS);
    if store::was_begun(ctx.read(), MAKE_BACKUPS.name, since, lately).await? {
        return Ok(0);
    }
    match begin(ctx).await {
        Err(failure) if is_conflict(&failure) => Ok(0),
        begun => begun.map(|_| 1),
    }
}

async fn test_due(ctx: &Ctx) -> Answer<u64> {
    let config = &ctx.node.config;
    let (Some(dir), days @ 1..) = (&config.backup_dir, i64::from(config.backup_test_days)) else {
        return Ok(0);
    };
    let Some(newest) = store::newest(ctx.read()).await?.filter(|one| one.test_state.is_none()) else {
        return Ok(0);
    };
    let last = store::last_tested_at(ctx.read()).await?;
    let rests = last.is_some_and(|at| ctx.now.micros_since(at) < days * 86_400_000_000);
    if rests || !dir.join(&newest.file).exists() {
        return Ok(0);
    }
    match begin_test(ctx, newest.id).await {
        Err(failure) if is_conflict(&failure) => Ok(0),
        begun => begun.map(|()| 1),
    }
}

fn is_conflict(failure: &crate::failure::Failure) -> bool {
    matches!(failure, crate::failure::Failure::Refused(refusal) if refusal.status == axum::http::StatusCode::CONFLICT)
}

/// Notes what ended with its node.
async fn sweep(ctx: &Ctx) -> Answer<()> {
    for (id, is_test) in store::abandoned(ctx.read(), ctx.now.plus_seconds(-GONE_SECONDS)).await? {
        let mut tx = ctx.begin().await?;
        let ended = match is_test {
            true => store::tested(tx.conn(), id, Some(INTERRUPTED), ctx.now).await?,
            false => store::failed(tx.conn(), id, INTERRUPTED, ctx.now).await?,
        };
        if ended {
            record_failure(&mut tx, id, is_test);
        }
        tx.commit().await?;
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // gauges are floats
async fn tell_metrics(ctx: &Ctx) -> Answer<()> {
    let health = store::health(ctx.read()).await?;
    let failed = |state: Option<String>| f64::from(u8::from(state.as_deref() == Some("failed")));
    if let Some(at) = health.last_good_at {
        metrics::gauge!("lingke_backup_last_success_seconds").set(at.micros() as f64 / 1e6);
    }
    metrics::gauge!("lingke_backup_failed").set(failed(health.last_state));
    metrics::gauge!("lingke_backup_test_failed").set(failed(health.last_test));
    Ok(())
}

/// Begins a backup into the folder that is set; it goes on beside this request.
///
/// # Errors
/// 409 `backup_folder_missing` where none is set, `backup_running` while another runs.
pub async fn begin(ctx: &Ctx) -> Answer<Backup> {
    let Some(dir) = ctx.node.config.backup_dir.clone() else {
        return Err(Refusal::conflict("backup_folder_missing").into());
    };
    let stamp = ctx.now.timestamp().strftime("%Y%m%d-%H%M%S").to_string();
    let (id, file) = (BackupId::new(ctx.now), format!("lingke-{stamp}.backup.zip"));
    let tx = ctx.begin().await?;
    let asked_by = ctx.viewer.actor.id();
    let begun = Begun { id, asked_by, node_id: &ctx.node.id, file: &file, now: ctx.now };
    store::begin(tx.conn(), begun).await?;
    let backup = store::find(tx.conn(), id).await?;
    tx.commit().await?;
    let ctx = ctx.clone();
    ctx.node.clone().spawn(async move {
        let taken = AssertUnwindSafe(take_into(&ctx, &dir, &file)).catch_unwind();
        let taken = tokio::select! {
            taken = taken => taken.unwrap_or_else(|_| Err(anyhow!("it panicked"))),
            () = ctx.node.stopping.cancelled() => Err(anyhow!("interrupted: the node was told to stop")),
        };
        let ended = end(&ctx, id, &dir, taken).await;
        if let Err(failure) = ended {
            tracing::warn!(%id, %failure, "the end of a backup could not be noted");
        }
    });
    Ok(backup)
}

async fn take_into(ctx: &Ctx, dir: &Path, file: &str) -> anyhow::Result<(super::Manifest, u64)> {
    std::fs::create_dir_all(dir).with_context(|| format!("the folder {} cannot be made", dir.display()))?;
    let taking = Taking { db: &ctx.node.db, config: &ctx.node.config, now: ctx.now };
    take(&taking, &dir.join(file), &mut |_, _| {}).await
}

async fn end(
    ctx: &Ctx,
    id: BackupId,
    dir: &Path,
    taken: anyhow::Result<(super::Manifest, u64)>,
) -> Answer<()> {
    let ctx = later(ctx);
    let mut tx = ctx.begin().await?;
    match taken {
        Ok((manifest, bytes)) => {
            if store::done(tx.conn(), id, (&manifest, bytes), ctx.now).await? {
                tx.record(about(&BACKUP_MADE, id, json!({ "head_seq": manifest.head.seq, "bytes": bytes })));
            }
            tx.commit().await?;
            clear_away(&ctx, dir).await?;
        }
        Err(error) => {
            tracing::error!(%id, error = format!("{error:#}"), "a backup failed");
            if store::failed(tx.conn(), id, &format!("{error:#}"), ctx.now).await? {
                record_failure(&mut tx, id, false);
            }
            tx.commit().await?;
        }
    }
    tell_metrics(&ctx).await
}

/// Removes the files of older backups than are kept, and halves that a killed node left.
async fn clear_away(ctx: &Ctx, dir: &Path) -> Answer<()> {
    for old in store::beyond(ctx.read(), ctx.node.config.backup_keep.max(1)).await? {
        match std::fs::remove_file(dir.join(&old.file)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(id = %old.id, %error, "an old backup could not be removed");
                continue;
            }
            _ => {}
        }
        let tx = ctx.begin().await?;
        store::removed(tx.conn(), old.id, ctx.now).await?;
        tx.commit().await?;
    }
    for entry in std::fs::read_dir(dir)?.flatten() {
        let half = entry.file_name().to_string_lossy().starts_with(super::container::HALF_PREFIX);
        let written = entry.metadata().and_then(|about| about.modified()).ok();
        let old = written
            .and_then(|at| SystemTime::now().duration_since(at).ok())
            .is_some_and(|age| age > HALF_KEPT);
        if half && old {
            let _ = std::fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// Begins to restore a backup into a file that is thrown away; it goes on beside this request.
///
/// # Errors
/// 409 when its file is not there, or another test runs.
pub async fn begin_test(ctx: &Ctx, id: BackupId) -> Answer<()> {
    let backup = store::find(ctx.read(), id).await?;
    let path = ctx.node.config.backup_dir.as_ref().map(|dir| dir.join(&backup.file));
    let Some(path) = path.filter(|path| path.exists()) else {
        return Err(Refusal::conflict("backup_not_there").into());
    };
    let tx = ctx.begin().await?;
    store::begin_test(tx.conn(), id, &ctx.node.id, ctx.now).await?;
    tx.commit().await?;
    let ctx = ctx.clone();
    ctx.node.clone().spawn(async move {
        let tested = AssertUnwindSafe(restore_for_test(&ctx, path)).catch_unwind();
        let tested = tokio::select! {
            tested = tested => tested.unwrap_or_else(|_| Err(anyhow!("it panicked"))),
            () = ctx.node.stopping.cancelled() => Err(anyhow!("interrupted: the node was told to stop")),
        };
        if let Err(failure) = end_test(&ctx, id, tested).await {
            tracing::warn!(%id, %failure, "the end of a test could not be noted");
        }
    });
    Ok(())
}

/// Into a new SQLite file beside the data, wherever the backup came from.
async fn restore_for_test(ctx: &Ctx, path: PathBuf) -> anyhow::Result<()> {
    let config = &ctx.node.config;
    std::fs::create_dir_all(&config.data_dir)?;
    let scratch = tempfile::Builder::new().prefix(".restore-test-").tempdir_in(&config.data_dir)?;
    let into = Config {
        data_dir: scratch.path().to_owned(),
        database_url: None,
        master_key_file: Some(config.master_key_path()),
        sqlite_pages_max: None,
        ..config.clone()
    };
    let backup = tokio::task::spawn_blocking(move || Opened::open(&path)).await??;
    let restoring = Restoring { config: &into, replace: false, scratch: true, now: ctx.now };
    restore(&restoring, &backup, &mut |_, _, _| {}).await?;
    Ok(())
}

async fn end_test(ctx: &Ctx, id: BackupId, tested: anyhow::Result<()>) -> Answer<()> {
    let ctx = later(ctx);
    let why = tested.err().map(|error| format!("{error:#}"));
    let mut tx = ctx.begin().await?;
    if store::tested(tx.conn(), id, why.as_deref(), ctx.now).await? {
        match &why {
            None => tx.record(about(&BACKUP_TESTED, id, json!({}))),
            Some(why) => {
                tracing::error!(%id, why, "a backup could not be restored in a test");
                record_failure(&mut tx, id, true);
            }
        }
    }
    tx.commit().await?;
    tell_metrics(&ctx).await
}

fn record_failure(tx: &mut Tx, id: BackupId, is_test: bool) {
    let what = if is_test { "test" } else { "backup" };
    let asked_by = tx.viewer().actor.id();
    tx.record(about(&BACKUP_FAILED, id, json!({ "what": what, "asked_by": asked_by })));
}

fn about(kind: &'static EventKind, id: BackupId, payload: Value) -> Event {
    Event { kind, subject_kind: "backup", subject_id: id.to_string(), unit_id: None, staff_id: None, payload }
}

/// The same context at the present moment.
fn later(ctx: &Ctx) -> Ctx {
    Ctx { now: ctx.node.clock.now(), ..ctx.clone() }
}

/// Records in the journal that a backup was written to a file that somebody named.
///
/// # Errors
/// When the database fails.
pub async fn record_made(node: &Arc<Node>, manifest: &super::Manifest, bytes: u64) -> Answer<()> {
    let mut tx = Ctx::system(node, "backup").begin().await?;
    let payload = json!({ "head_seq": manifest.head.seq, "bytes": bytes });
    tx.record(about(&BACKUP_MADE, BackupId::new(tx.now()), payload));
    tx.commit().await
}

/// Records in the journal that this database was restored.
///
/// # Errors
/// When the database fails.
pub async fn record_restored(node: &Arc<Node>, manifest: &super::Manifest) -> Answer<()> {
    let mut tx = Ctx::system(node, "restore").begin().await?;
    let payload = json!({ "head_seq": manifest.head.seq, "taken_at": manifest.at });
    tx.record(about(&BACKUP_RESTORED, BackupId::new(tx.now()), payload));
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn the_time_of_day_is_read_with_its_zone() {
        let config = |text: &str| Config { backup_at: text.to_owned(), ..Config::default() };
        assert!(daily(&Config::default()).is_ok());
        assert!(daily(&config("23:59 UTC")).is_ok());
        for wrong in ["", "02:30", "24:00 UTC", "2:3:4 UTC", "02:30 Nowhere/At_All"] {
            assert!(daily(&config(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_last_time_is_today_or_yesterday() {
        let (time, zone) = daily(&Config::default()).unwrap();
        let last = |now: &str| last_time(at(now), time, &zone).unwrap();
        assert_eq!(last("2026-03-01T18:30:00Z"), at("2026-03-01T18:30:00Z"));
        assert_eq!(last("2026-03-01T18:29:59Z"), at("2026-02-28T18:30:00Z"));
        assert_eq!(last("2026-03-02T18:29:59Z"), at("2026-03-01T18:30:00Z"));
    }
}
