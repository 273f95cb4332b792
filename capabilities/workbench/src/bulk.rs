//! The run of a bulk job: beside the requests, under a lease.
//!
//! Each case is a transaction of its own, which also settles its item: an item is done at most once, whoever takes
//! the job up again. Whoever began it acts, with the rights they have at that moment.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use lingke_organisation::authenticate::viewer_of_staff;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::node::Node;
use serde_json::json;

use crate::actions::Action;
use crate::commands::act::act;
use crate::commands::code_of;
use crate::events;
use crate::store::bulk::{self, ItemRow, JobRow};

/// Items between two looks at the person's rights.
const BATCH: usize = 50;
/// How long to wait with what may pass, in seconds.
const REST_SECONDS: i64 = 5;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Nothing waits any more.
    Whole,
    /// It was cancelled, taken over, or the node stops.
    Stopped,
}

/// Runs `job`, which its run holds, beside the requests.
pub fn begin(node: &Arc<Node>, job: JobRow) {
    let held = node.clone();
    node.spawn(async move {
        let ran = AssertUnwindSafe(work(&held, &job)).catch_unwind().await;
        let ran = ran.unwrap_or_else(|_| Err(Failure::Fault(anyhow::anyhow!("the bulk job panicked"))));
        if let Err(failure) = settle(&held, &job, ran).await {
            tracing::warn!(job = %job.id, %failure, "a bulk job could not be ended; it is taken up again");
        }
    });
}

async fn work(node: &Arc<Node>, job: &JobRow) -> Answer<Ended> {
    let actions: Vec<Action> = serde_json::from_str(&job.actions)?;
    loop {
        let items = bulk::waiting(node.db.read(), job.id, BATCH).await?;
        if items.is_empty() {
            return Ok(Ended::Whole);
        }
        let viewer = viewer_of_staff(node, job.staff_id).await;
        for item in &items {
            let system = Ctx::system(node, "bulk");
            let outcome = match &viewer {
                Ok(viewer) => {
                    one(&Ctx { viewer: Arc::new(viewer.clone()), ..system }, job, item, &actions).await?
                }
                Err(_) => refuse(&system, job, item, "not_allowed").await?,
            };
            if outcome == Ended::Stopped || node.stopping.is_cancelled() {
                return Ok(Ended::Stopped);
            }
        }
    }
}

/// One case. What a rule refuses is noted and the next has its turn.
async fn one(ctx: &Ctx, job: &JobRow, item: &ItemRow, actions: &[Action]) -> Answer<Ended> {
    match try_one(ctx, job, item, actions).await {
        Err(failure) => match code_of(&failure) {
            Some(code) => refuse(ctx, job, item, code).await,
            None => Err(failure),
        },
        ok => ok,
    }
}

async fn try_one(ctx: &Ctx, job: &JobRow, item: &ItemRow, actions: &[Action]) -> Answer<Ended> {
    let mut tx = ctx.begin().await?;
    if !bulk::hold(&tx, job).await? {
        return Ok(Ended::Stopped);
    }
    if bulk::settle(&tx, job, item.n, None).await? {
        for action in actions {
            act(&mut tx, item.case_id, action).await?;
        }
        tx.commit().await?;
    }
    Ok(Ended::Whole)
}

async fn refuse(ctx: &Ctx, job: &JobRow, item: &ItemRow, code: &str) -> Answer<Ended> {
    let tx = ctx.begin().await?;
    if !bulk::hold(&tx, job).await? {
        return Ok(Ended::Stopped);
    }
    bulk::settle(&tx, job, item.n, Some(code)).await?;
    tx.commit().await?;
    Ok(Ended::Whole)
}

/// Writes how a run ended, unless it shall be taken up again.
async fn settle(node: &Arc<Node>, job: &JobRow, ran: Answer<Ended>) -> Answer<()> {
    let ctx = Ctx::system(node, "bulk");
    let mut tx = ctx.begin().await?;
    match ran {
        Ok(Ended::Whole) => {
            if bulk::end(&tx, job.id, "done", job.run_id).await? {
                let ended = bulk::load(&tx, job.id).await?;
                let payload = json!({ "total": ended.total, "done": ended.done, "refused": ended.refused });
                tx.record(events::of(&events::BULK_FINISHED, "bulk_job", job.id, job.staff_id, payload));
            }
        }
        Ok(Ended::Stopped) => bulk::release(&tx, job, ctx.now).await?,
        Err(failure) => {
            tracing::warn!(job = %job.id, %failure, "a bulk job rests; it is taken up again");
            bulk::release(&tx, job, ctx.now.plus_seconds(REST_SECONDS)).await?;
        }
    }
    tx.commit().await
}
