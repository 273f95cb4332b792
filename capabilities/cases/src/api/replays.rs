//! Replays of service levels: begun, watched, stopped.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use lingke_kernel::time::Instant;
use lingke_organisation::model::UnitName;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors, PathId};
use lingke_platform::http::once::{IdempotencyKey, fingerprint};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use lingke_platform::viewer::UnitId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::levels::replay::{Cell, Findings, Sample, Tally};
use crate::levels::run_replay::{self, Progress, Replay, ReplayState};
use crate::model::{CaseId, ClockKind, LevelVersionId, ReplayId};
use crate::store::{cases, level_versions, replays};
use crate::{LEVELS, LEVELS_VIEW, VIEW};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(list, start)).routes(routes!(show)).routes(routes!(cancel))
}

/// Over which clocks: those that began from `from_at` on and before `to_at`.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewReplay {
    from_at: Instant,
    to_at: Instant,
}

/// Nothing but the verb.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = ReplayCancellation)]
#[serde(deny_unknown_fields)]
struct Cancellation {}

impl Check for NewReplay {
    fn check(&self, errors: &mut Errors) {
        if self.from_at >= self.to_at {
            errors.add("to_at", "out_of_range", "after from_at");
        }
    }
}
impl Check for Cancellation {
    fn check(&self, _: &mut Errors) {}
}

/// A clock that would have come out otherwise, and its case's number.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReplayedCase {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: String,
    /// Which limit.
    pub clock: ClockKind,
}

/// A replay and what it found so far, in the units that the viewer sees.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Replay)]
pub struct ReplayShown {
    /// Its id.
    pub id: ReplayId,
    /// The version that is played.
    pub version_id: LevelVersionId,
    /// What the version was about then.
    pub title: String,
    /// Clocks that began from here on,
    pub from_at: Instant,
    /// and before this.
    pub to_at: Instant,
    /// Where it stands.
    pub state: ReplayState,
    /// Clocks played over.
    pub clocks: u64,
    /// How far it has come, in percent of the period.
    pub percent: i64,
    /// All together.
    pub total: Tally,
    /// By unit, clock and month.
    pub cells: Vec<Cell>,
    /// The units they name.
    pub units: Vec<UnitName>,
    /// Some cases that would have breached and did not.
    pub added: Vec<ReplayedCase>,
    /// Some cases that breached and would not have.
    pub spared: Vec<ReplayedCase>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// Whether the viewer may stop it now.
    pub may_cancel: bool,
}

/// The replays of a version, newest first. Needs `cases.levels_view`.
#[utoipa::path(get, path = "/service-level-versions/{id}/replays", tag = "cases",
    params(("id" = LevelVersionId, Path)), responses((status = 200, body = List<ReplayShown>)))]
async fn list(ctx: Ctx, PathId(id): PathId<LevelVersionId>) -> Answer<Json<List<ReplayShown>>> {
    ctx.require(LEVELS_VIEW)?;
    level_versions::find(ctx.read(), id).await?;
    let mut items = Vec::new();
    for replay in replays::of_version(ctx.read(), id).await? {
        items.push(shown(&ctx, &replay, Detail::Total).await?);
    }
    Ok(Json(List { items }))
}

/// Plays a version over the clocks of a period, as a job. Needs `cases.levels`.
#[utoipa::path(post, path = "/service-level-versions/{id}/replays", tag = "cases",
    params(("id" = LevelVersionId, Path)), request_body = NewReplay, responses((status = 201, body = ReplayShown)))]
async fn start(
    ctx: Ctx,
    PathId(id): PathId<LevelVersionId>,
    key: IdempotencyKey,
    Body(new): Body<NewReplay>,
) -> Answer<Response> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let replay = run_replay::start(tx, id, new.from_at, new.to_at).await?;
        Ok((replay.id, at(replay.id)))
    });
    let (status, id) = match once.await? {
        Once::Made(id) => (StatusCode::CREATED, id),
        Once::Before(id) => (StatusCode::OK, id),
    };
    let replay = replays::find(ctx.read(), id).await?;
    if status == StatusCode::CREATED {
        run_replay::begin(&ctx.node, replay.clone());
    }
    let body = shown(&ctx, &replay, Detail::Whole).await?;
    Ok((status, [(header::LOCATION, at(id))], Json(body)).into_response())
}

fn at(id: ReplayId) -> String {
    format!("/api/v1/service-level-replays/{id}")
}

/// A replay and what it found so far. Needs `cases.levels_view`.
#[utoipa::path(get, path = "/service-level-replays/{id}", tag = "cases", params(("id" = ReplayId, Path)),
    responses((status = 200, body = ReplayShown)))]
async fn show(ctx: Ctx, PathId(id): PathId<ReplayId>) -> Answer<Json<ReplayShown>> {
    ctx.require(LEVELS_VIEW)?;
    let replay = replays::find(ctx.read(), id).await?;
    Ok(Json(shown(&ctx, &replay, Detail::Whole).await?))
}

/// Stops a replay; what it found stays. Needs `cases.levels`.
#[utoipa::path(post, path = "/service-level-replays/{id}/cancellations", tag = "cases",
    params(("id" = ReplayId, Path)), request_body = Cancellation, responses((status = 201, body = ReplayShown)))]
async fn cancel(
    ctx: Ctx,
    PathId(id): PathId<ReplayId>,
    Body(Cancellation {}): Body<Cancellation>,
) -> Answer<Response> {
    let mut tx = ctx.begin().await?;
    let replay = run_replay::cancel(&mut tx, id).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(shown(&ctx, &replay, Detail::Whole).await?)).into_response())
}

/// How much of a replay is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Total,
    Whole,
}

async fn shown(ctx: &Ctx, replay: &Replay, detail: Detail) -> Answer<ReplayShown> {
    let progress: Progress = serde_json::from_str(&replay.progress)?;
    let result: Findings = serde_json::from_str(&replay.result)?;
    let seen = |cell: &Cell| ctx.viewer.sees(Some(cell.unit_id), &[]);
    let cells: Vec<Cell> = result.cells.into_iter().filter(seen).collect();
    let total = total(&cells);
    let whole = detail == Detail::Whole;
    let cells = if whole { cells } else { Vec::new() };
    let mut units: Vec<UnitId> = cells.iter().map(|cell| cell.unit_id).collect();
    units.dedup();
    let units: HashMap<UnitId, UnitName> =
        lingke_organisation::store::units::names(ctx.read(), &units).await?;
    let mut units: Vec<UnitName> = units.into_values().collect();
    units.sort_by(|a, b| a.name.cmp(&b.name));
    let may_see_cases = whole && ctx.viewer.may(VIEW);
    let (added, spared) =
        if may_see_cases { (result.added, result.spared) } else { (Vec::new(), Vec::new()) };
    Ok(ReplayShown {
        id: replay.id,
        version_id: replay.version_id,
        title: replay.title.clone(),
        from_at: replay.from_at,
        to_at: replay.to_at,
        state: replay.state,
        clocks: progress.clocks,
        percent: percent(replay, &progress),
        total,
        cells,
        units,
        added: named(ctx, &added).await?,
        spared: named(ctx, &spared).await?,
        created_at: replay.created_at,
        updated_at: replay.updated_at,
        may_cancel: replay.state == ReplayState::Running && ctx.viewer.may(LEVELS),
    })
}

fn total(cells: &[Cell]) -> Tally {
    let mut total = Tally::default();
    for Cell { tally, .. } in cells {
        total.clocks += tally.clocks;
        total.breached += tally.breached;
        total.would_clocks += tally.would_clocks;
        total.would_breach += tally.would_breach;
        total.added += tally.added;
        total.spared += tally.spared;
    }
    total
}

/// How far the cursor, which begins with the time of its clock, lies in the period.
fn percent(replay: &Replay, progress: &Progress) -> i64 {
    if replay.state == ReplayState::Done {
        return 100;
    }
    let digits = progress.cursor.get(4..16).unwrap_or_default();
    let reached_ms = i64::from_str_radix(digits, 16).unwrap_or_default();
    let (from_ms, to_ms) = (replay.from_at.micros() / 1_000, replay.to_at.micros() / 1_000);
    ((reached_ms - from_ms).max(0) * 100 / (to_ms - from_ms).max(1)).min(99)
}

/// The cases in the viewer's sight.
async fn named(ctx: &Ctx, samples: &[Sample]) -> Answer<Vec<ReplayedCase>> {
    let ids: Vec<CaseId> = samples.iter().map(|sample| sample.case_id).collect();
    let cases = cases::by_ids(ctx.read(), &ids).await?;
    let mut named = Vec::new();
    for sample in samples {
        let case = cases.iter().find(|case| case.id == sample.case_id);
        if let Some(case) = case.filter(|case| cases::in_sight(&ctx.viewer, case)) {
            named.push(ReplayedCase { case_id: case.id, number: case.number.clone(), clock: sample.clock });
        }
    }
    Ok(named)
}
