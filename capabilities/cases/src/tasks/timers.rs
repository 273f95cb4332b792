//! What comes due: tasks.

use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::timers::Timer;
use lingke_platform::viewer::Viewer;

use super::{commands, events as told, store};
use crate::events;
use crate::store::cases;

/// Tasks looked at in one transaction; several transactions make a run.
const BATCH: usize = 100;
/// Transactions of one run at most: the rest waits for the next tick.
const BATCHES_MAX: usize = 50;

/// Warns of tasks that will soon be due, and records those that are overdue.
pub static FIRE_TASKS: Timer = Timer {
    name: "fire_tasks",
    every_seconds: 0,
    due: Some(|ctx| Box::pin(async move { store::any_due(ctx.read(), ctx.now).await })),
    run: |ctx| Box::pin(async move { fire_due(&ctx).await }),
};

/// Fires what is due, the longest due first. Answers how many warnings and overdue tasks there were.
pub async fn fire_due(ctx: &Ctx) -> Answer<u64> {
    let mut fired = 0;
    for _ in 0..BATCHES_MAX {
        match fire_batch(ctx).await? {
            0 => break,
            n => fired += n,
        }
    }
    Ok(fired)
}

async fn fire_batch(ctx: &Ctx) -> Answer<u64> {
    let mut tx = ctx.begin().await?;
    let due = store::claim_due(&tx, ctx.now, BATCH).await?;
    let mut looked_at = 0;
    for mut task in due {
        let case = cases::find(tx.conn(), &Viewer::system("tasks"), task.case_id).await?;
        if !commands::settle(&mut tx, &case, &mut task) && task.warn(ctx.now) {
            tx.record(told::of(&events::TASK_WARNED, &case, &task, None));
        }
        if task.next_fire_at.is_some_and(|at| at <= ctx.now) {
            task.next_fire_at = None; // nothing is left to say of this round
        }
        store::update(&tx, &task).await?;
        looked_at += 1;
    }
    tx.commit().await?;
    Ok(looked_at)
}
