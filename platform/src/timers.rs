//! Timers: what comes due. Each takes no input, is idempotent and bounded, and calls the verb a person would.
//!
//! A lease gives each timer one runner over all nodes; that nothing happens twice is kept by the commands
//! themselves, so a lease that is lost costs nothing but time.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use lingke_kernel::time::Instant;
use sea_orm::FromQueryResult;

use crate::ctx::Ctx;
use crate::db::sql;
use crate::failure::{Answer, Failure};
use crate::node::Node;

/// How long a runner holds a timer unless it gives it back, in seconds.
const LEASE_SECONDS: i64 = 60;

/// Whether a timer has work now; cheap, for it is asked at every tick.
pub type Due = for<'a> fn(&'a Ctx) -> BoxFuture<'a, Answer<bool>>;

/// One timer.
pub struct Timer {
    /// Its stable name.
    pub name: &'static str,
    /// How often it looks, in seconds; 0 means every tick.
    pub every_seconds: i64,
    /// Whether anything is due, by a look that costs next to nothing; a timer that looks at every tick needs it,
    /// so that an idle system writes nothing.
    pub due: Option<Due>,
    /// Does what is due, a bounded amount; answers how many things it did.
    pub run: fn(Ctx) -> BoxFuture<'static, Answer<u64>>,
}

/// How one stands, for the operations page.
#[derive(Debug, Clone, FromQueryResult, serde::Serialize, utoipa::ToSchema)]
#[schema(as = TimerStanding)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// When it looks next.
    pub next_run_at: Instant,
    /// The node that runs it now.
    pub lease_holder: Option<String>,
    /// Until when.
    pub lease_until: Option<Instant>,
    /// When it last ran.
    pub last_run_at: Option<Instant>,
    /// How long that took, in microseconds.
    pub last_duration_us: Option<i64>,
    /// How many things it did.
    pub last_count: Option<i64>,
    /// How late it began, in microseconds; null for one that sleeps until there is work.
    pub lag_us: Option<i64>,
    /// Failures in a row.
    pub failures: i32,
    /// Why the last one failed.
    pub last_error: Option<String>,
}

/// Makes the row of each timer that has none.
pub(crate) async fn register(node: &Node) -> Answer<()> {
    for timer in node.timers() {
        let text = "INSERT INTO timers (name, next_run_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        sql(text).bind(timer.name).bind(node.clock.now()).run(node.db.write()).await?;
    }
    Ok(())
}

/// How all stand.
pub async fn standings(node: &Node) -> Answer<Vec<Standing>> {
    let text = "SELECT name, next_run_at, lease_holder, lease_until, last_run_at, last_duration_us, last_count, lag_us, \
                failures, last_error FROM timers ORDER BY name LIMIT 200";
    sql(text).all(node.db.read()).await
}

/// Runs what is due until the node stops.
pub(crate) async fn run(node: Arc<Node>) {
    loop {
        if let Err(failure) = tick(&node).await {
            tracing::warn!(%failure, "the timers could not be read; they are tried again");
        }
        if node.rest(Duration::from_millis(node.config.tick_ms)).await == ControlFlow::Break(()) {
            return;
        }
    }
}

async fn tick(node: &Arc<Node>) -> Answer<()> {
    let now = node.clock.now();
    let standings = standings(node).await?;
    for timer in node.timers() {
        let Some(standing) = standings.iter().find(|standing| standing.name == timer.name) else { continue };
        if is_due(standing, timer, now) && has_work(node, standing, timer, now).await? {
            run_planned(node, timer, Some(standing.next_run_at)).await?;
        }
    }
    Ok(())
}

/// Due when its time has come, or lies further ahead than it ever sleeps: then the wall clock jumped back.
fn is_due(standing: &Standing, timer: &Timer, now: Instant) -> bool {
    let ahead_us = standing.next_run_at.micros_since(now);
    ahead_us <= 0 || ahead_us > (timer.every_seconds + 2 * LEASE_SECONDS) * 1_000_000
}

/// Whether a look is worth a lease: when something is due, and every half minute in any case, to show it is alive.
async fn has_work(node: &Arc<Node>, standing: &Standing, timer: &Timer, now: Instant) -> Answer<bool> {
    let Some(due) = timer.due else { return Ok(true) };
    let fresh = standing.last_run_at.is_some_and(|at| (0..30_000_000).contains(&now.micros_since(at)));
    Ok(!fresh || due(&Ctx::system(node, timer.name)).await?)
}

/// Runs one timer now, if no other node does. Answers how many things it did; none when another holds it.
pub async fn run_once(node: &Arc<Node>, timer: &'static Timer) -> Answer<Option<u64>> {
    run_planned(node, timer, None).await
}

/// Runs the run that was planned for `planned`, unless another node has run it meanwhile.
async fn run_planned(
    node: &Arc<Node>,
    timer: &'static Timer,
    planned: Option<Instant>,
) -> Answer<Option<u64>> {
    let ctx = Ctx::system(node, timer.name);
    let now = ctx.now;
    let text = "UPDATE timers SET lease_holder = $1, lease_until = $2 WHERE name = $3 \
                AND (lease_until IS NULL OR lease_until < $4 OR lease_until > $5 OR lease_holder = $1)";
    let taken = sql(text)
        .bind(node.id.as_str())
        .bind(now.plus_seconds(LEASE_SECONDS))
        .bind(timer.name)
        .bind(now)
        .bind(now.plus_seconds(2 * LEASE_SECONDS))
        .and("next_run_at =", planned)
        .run(node.db.write())
        .await?;
    if taken == 0 {
        return Ok(None);
    }
    let planned = planned.unwrap_or(now);
    let run = std::panic::AssertUnwindSafe((timer.run)(ctx)).catch_unwind().await;
    let outcome = run.unwrap_or_else(|_| Err(Failure::Fault(anyhow::anyhow!("the timer panicked"))));
    let ran = Ran { started: now, planned, ended: node.clock.now() };
    note_run(node, timer, &ran, &outcome).await?;
    outcome.map(Some)
}

struct Ran {
    started: Instant,
    planned: Instant,
    ended: Instant,
}

async fn note_run(node: &Node, timer: &Timer, ran: &Ran, outcome: &Answer<u64>) -> Answer<()> {
    if let Err(failure) = outcome {
        tracing::warn!(timer = timer.name, %failure, "a timer failed; it is tried again");
    }
    let count = outcome.as_ref().map_or(0, |count| i64::try_from(*count).unwrap_or(i64::MAX));
    let error = outcome.as_ref().err().map(ToString::to_string);
    let text = "UPDATE timers SET lease_holder = NULL, lease_until = NULL, next_run_at = $1, last_run_at = $2, \
                last_duration_us = $3, last_count = $4, lag_us = $5, last_error = $6, \
                failures = CASE WHEN $7 THEN failures + 1 ELSE 0 END WHERE name = $8 AND lease_holder = $9";
    sql(text)
        .bind(ran.ended.plus_seconds(timer.every_seconds))
        .bind(ran.started)
        .bind(ran.ended.micros_since(ran.started).max(0))
        .bind(count)
        .bind(timer.due.is_none().then(|| ran.started.micros_since(ran.planned).max(0)))
        .bind(error)
        .bind(outcome.is_err())
        .bind(timer.name)
        .bind(node.id.as_str())
        .run(node.db.write())
        .await?;
    Ok(())
}
