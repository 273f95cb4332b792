//! A replay as a job beside the requests: batch after batch, under a lease, each batch noted with what it found.
//!
//! It reads clocks and writes only its own row. A run that is killed is taken up again from the last batch it noted, with
//! the same moment as now, so that it comes out the same; one that is cancelled keeps what it found.

use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::http::StatusCode;
use futures::FutureExt;
use jiff::tz::TimeZone;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::node::Node;
use lingke_platform::viewer::UnitId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::commands::Around;
use super::current;
use super::model::{Level, LevelVersion, Work};
use super::replay::{Findings, Played, Ran, Tallies};
use crate::model::{CaseId, ClockKind, LevelVersionId, ReplayId, ReplayRunId, codes};
use crate::store::entries::{self, Said};
use crate::store::level_versions;
use crate::store::replays::{self, RanRow};
use crate::subscriptions::institution_zone;
use crate::{LEVELS, events};

/// Clocks read at once.
const BATCH: usize = 1_000;
/// Batches between two notes.
const BATCHES_NOTED: usize = 4;
/// Replays that run at once at most.
const RUNNING_MAX: i64 = 2;
/// The longest period: three years, in seconds.
pub const PERIOD_SECONDS_MAX: i64 = 3 * 366 * 86_400;
/// How long to wait with a database that is away, in seconds.
const REST_SECONDS: i64 = 5;

codes! {
    /// Where a replay stands.
    ReplayState as "ReplayState" {
        /// Under way.
        Running = "running",
        /// Played to the end.
        Done = "done",
        /// Stopped; what it found stays.
        Cancelled = "cancelled",
        /// Broken off.
        Failed = "failed",
    }
}

/// A replay as the table holds it.
#[derive(Debug, Clone, sea_orm::FromQueryResult)]
pub struct Replay {
    /// Its id.
    pub id: ReplayId,
    /// The version that is played.
    pub version_id: LevelVersionId,
    /// What the version was about then.
    pub title: String,
    /// Its levels then, as JSON: who edits a draft meanwhile does not disturb it.
    pub levels: String,
    /// Clocks that began from here on,
    pub from_at: Instant,
    /// and before this.
    pub to_at: Instant,
    /// Where it stands.
    pub state: ReplayState,
    /// How far it has come, as JSON.
    pub progress: String,
    /// What it found so far, as JSON.
    pub result: String,
    /// The run that holds it.
    pub run_id: Option<ReplayRunId>,
    /// Who asked for it.
    pub staff_id: String,
    /// When: clocks that still run are read at this moment.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

/// How far a replay has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Clocks played over.
    pub clocks: u64,
    /// The last of them; empty at first.
    pub cursor: String,
}

/// Begins a replay of a version over the clocks that began in a period. See [`begin`] for the running.
///
/// # Errors
/// `replay_period_impossible` when it is empty, not past, or longer than three years; `too_many_replays` when two run.
pub async fn start(
    tx: &mut Tx,
    version_id: LevelVersionId,
    from_at: Instant,
    to_at: Instant,
) -> Answer<Replay> {
    tx.viewer().require(LEVELS)?;
    let to_at = to_at.min(tx.now());
    let length_us = to_at.micros_since(from_at);
    if length_us <= 0 || length_us > PERIOD_SECONDS_MAX * 1_000_000 {
        return Err(Refusal::impossible("replay_period_impossible").into());
    }
    if replays::running(tx.conn()).await? >= RUNNING_MAX {
        return Err(Refusal::conflict("too_many_replays").with("running_max", RUNNING_MAX).into());
    }
    let version: LevelVersion = level_versions::find(tx.conn(), version_id).await?;
    let replay = Replay {
        id: ReplayId::new(tx.now()),
        version_id,
        title: version.title,
        levels: version.levels,
        from_at,
        to_at,
        state: ReplayState::Running,
        progress: serde_json::to_string(&Progress::default())?,
        result: serde_json::to_string(&Findings::default())?,
        run_id: Some(ReplayRunId::new(tx.now())),
        staff_id: tx.viewer().actor.id(),
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    replays::insert(tx, &replay).await?;
    let payload = json!({ "replay_id": replay.id, "from_at": from_at, "to_at": to_at });
    tx.record(events::of_levels(&events::REPLAY_STARTED, version_id, payload));
    Ok(replay)
}

/// Stops a replay. What it found stays.
pub async fn cancel(tx: &mut Tx, id: ReplayId) -> Answer<Replay> {
    tx.viewer().require(LEVELS)?;
    let replay = replays::load(tx, id).await?;
    if !replays::cancel(tx, id).await? {
        return Err(Refusal::conflict("replay_ended").with("state", replay.state.code()).into());
    }
    let payload = json!({ "replay_id": id });
    tx.record(events::of_levels(&events::REPLAY_CANCELLED, replay.version_id, payload));
    Ok(Replay { state: ReplayState::Cancelled, ..replay })
}

/// Runs `replay`, which its run holds, beside the requests.
pub fn begin(node: &Arc<Node>, replay: Replay) {
    let held = node.clone();
    node.spawn(async move {
        let ctx = Ctx::system(&held, "replay");
        let mut replay = replay;
        let ran = AssertUnwindSafe(play(&ctx, &mut replay)).catch_unwind().await;
        let ran = ran.unwrap_or_else(|_| Err(Failure::Fault(anyhow::anyhow!("the replay panicked"))));
        if let Err(failure) = settle(&ctx, replay, ran).await {
            tracing::warn!(%failure, "a replay could not be ended; it is taken up again");
        }
    });
}

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    Whole,
    /// Cancelled, or another run has it.
    Lost,
    /// The node stops.
    Stopping,
}

async fn play(ctx: &Ctx, replay: &mut Replay) -> Answer<Ended> {
    let around = Around::read(ctx.read()).await?;
    let units: HashMap<UnitId, Vec<UnitId>> = around.units().iter().cloned().collect();
    let levels: Vec<Level> = serde_json::from_str(&replay.levels)?;
    let zone: TimeZone = institution_zone(ctx.read()).await?;
    let played = Played {
        levels: &levels,
        calendars: around.calendars(),
        units: &units,
        zone: &zone,
        now: replay.created_at,
    };
    let mut progress: Progress = serde_json::from_str(&replay.progress)?;
    if progress.cursor.is_empty() {
        progress.cursor = replays::begun_at(replay.from_at);
    }
    let mut tallies = Tallies::from(serde_json::from_str(&replay.result)?);
    loop {
        let mut more = true;
        for _ in 0..BATCHES_NOTED {
            if ctx.node.stopping.is_cancelled() {
                return Ok(Ended::Stopping);
            }
            more = batch(ctx, replay.to_at, &played, (&mut progress, &mut tallies)).await?;
            if !more {
                break;
            }
        }
        replay.state = if more { ReplayState::Running } else { ReplayState::Done };
        replay.progress = serde_json::to_string(&progress)?;
        replay.result = serde_json::to_string(&tallies.findings())?;
        if !note(ctx, replay, &progress).await? {
            return Ok(Ended::Lost);
        }
        if !more {
            return Ok(Ended::Whole);
        }
    }
}

/// Notes what was found; at the end the journal is told too. False when the run no longer holds the replay.
async fn note(ctx: &Ctx, replay: &Replay, progress: &Progress) -> Answer<bool> {
    let ctx = Ctx { now: ctx.node.clock.now(), ..ctx.clone() };
    let mut tx = ctx.begin().await?;
    let held = replays::note(&tx, replay).await?;
    if held && replay.state != ReplayState::Running {
        let payload = json!({ "replay_id": replay.id, "state": replay.state, "clocks": progress.clocks });
        tx.record(events::of_levels(&events::REPLAY_FINISHED, replay.version_id, payload));
    }
    tx.commit().await?;
    Ok(held)
}

/// Plays over the next clocks; false when there are no more.
async fn batch(
    ctx: &Ctx,
    to_at: Instant,
    played: &Played<'_>,
    (progress, tallies): (&mut Progress, &mut Tallies),
) -> Answer<bool> {
    let rows = replays::ran(ctx.read(), &progress.cursor, to_at, BATCH).await?;
    let Some(last) = rows.last() else { return Ok(false) };
    let (count, cursor) = (rows.len(), last.id.to_string());
    let mut ran = Vec::with_capacity(count);
    for row in &rows {
        ran.push(clock_of(ctx, row, played.now).await?);
    }
    let said = said_about(ctx, played, &ran).await?;
    for clock in &ran {
        tallies.add(played, clock)?;
        if clock.kind == ClockKind::Resolution {
            let about = said.get(&clock.case_id).map_or(&[][..], Vec::as_slice);
            tallies.add_unlimited(played, clock, about)?;
        }
    }
    progress.clocks += u64::try_from(count).unwrap_or_default();
    progress.cursor = cursor;
    Ok(count == BATCH)
}

/// A clock with its facts; an old one that does not say what its case was is read by what it is.
async fn clock_of(ctx: &Ctx, row: &RanRow, now: Instant) -> Answer<Ran> {
    let present = Work { kind: row.kind, priority: row.priority, class: row.class, unit_id: row.unit_id };
    let work = if row.work.is_empty() { present } else { serde_json::from_str::<Work>(&row.work)? };
    let limited = match row.service_level_id {
        Some(id) => {
            let level = current::level(ctx.read(), id).await?;
            level.level.clocks.iter().map(|rule| rule.kind).collect()
        }
        None => Vec::new(),
    };
    Ok(Ran {
        case_id: row.case_id,
        kind: row.clock,
        work: Work { class: work.class.or(row.class), ..work },
        facts: serde_json::from_str(&row.facts)?,
        breached: row.breached_at.is_some() || (row.running && row.due_at.is_some_and(|due| now > due)),
        limited,
    })
}

/// What was said about the cases that did not have a limit then which the levels have.
async fn said_about(ctx: &Ctx, played: &Played<'_>, ran: &[Ran]) -> Answer<HashMap<CaseId, Vec<Said>>> {
    let has = |kind: ClockKind| played.levels.iter().any(|level| level.rule(kind).is_some());
    let sought: Vec<ClockKind> = [ClockKind::FirstResponse, ClockKind::NextResponse, ClockKind::Update]
        .into_iter()
        .filter(|kind| has(*kind))
        .collect();
    let lacks = |clock: &&Ran| {
        clock.kind == ClockKind::Resolution && sought.iter().any(|kind| !clock.limited.contains(kind))
    };
    let cases: HashSet<CaseId> = ran.iter().filter(lacks).map(|clock| clock.case_id).collect();
    let mut said: HashMap<CaseId, Vec<Said>> = HashMap::new();
    let cases: Vec<CaseId> = cases.into_iter().collect();
    for some in cases.chunks(500) {
        for one in entries::said(ctx.read(), some).await? {
            said.entry(one.case_id).or_default().push(one);
        }
    }
    Ok(said)
}

/// Writes how a run ended, unless it shall be taken up again.
async fn settle(ctx: &Ctx, replay: Replay, ran: Answer<Ended>) -> Answer<()> {
    let now = ctx.node.clock.now();
    let ctx = Ctx { now, ..ctx.clone() };
    let until = match ran {
        Ok(Ended::Whole | Ended::Lost) => return Ok(()),
        Ok(Ended::Stopping) => now,
        Err(Failure::Refused(refusal)) if refusal.status == StatusCode::SERVICE_UNAVAILABLE => {
            now.plus_seconds(REST_SECONDS)
        }
        Err(failure) => {
            tracing::error!(replay = %replay.id, %failure, "a replay failed");
            let progress: Progress = serde_json::from_str(&replay.progress)?;
            let failed = Replay { state: ReplayState::Failed, ..replay };
            return note(&ctx, &failed, &progress).await.map(|_| ());
        }
    };
    let tx = ctx.begin().await?;
    replays::release(&tx, &replay, until).await?;
    tx.commit().await
}
