//! What comes due: clocks, cases whose rest is over, and replays whose node is gone.

use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::timers::Timer;

use crate::clocks::run;
use crate::commands::hand_on;
use crate::levels::run_replay;
use crate::store::{cases, clocks, relations, replays};

/// Cases looked at in one transaction; several transactions make a run.
const BATCH: usize = 100;
/// Transactions of one run at most: the rest waits for the next tick.
const BATCHES_MAX: usize = 50;

/// Warns and records breaches of clocks whose time has come.
pub static FIRE_CLOCKS: Timer = Timer {
    name: "fire_clocks",
    every_seconds: 0,
    due: Some(|ctx| {
        Box::pin(async move { Ok(!clocks::due_cases(ctx.read(), ctx.now, 1).await?.is_empty()) })
    }),
    run: |ctx| Box::pin(async move { fire_due(&ctx).await }),
};

/// Wakes cases whose rest is over.
pub static WAKE_CASES: Timer = Timer {
    name: "wake_cases",
    every_seconds: 0,
    due: Some(|ctx| {
        Box::pin(async move { Ok(!relations::to_wake(ctx.read(), ctx.now, 1).await?.is_empty()) })
    }),
    run: |ctx| Box::pin(async move { wake_due(&ctx).await }),
};

/// Wakes what has rested long enough. Answers how many.
pub async fn wake_due(ctx: &Ctx) -> Answer<u64> {
    let mut woken = 0;
    for _ in 0..BATCHES_MAX {
        let due = relations::to_wake(ctx.read(), ctx.now, BATCH).await?;
        if due.is_empty() {
            break;
        }
        let mut tx = ctx.begin().await?;
        let some = hand_on::wake_due(&mut tx, &due).await?;
        tx.commit().await?;
        if some == 0 {
            break; // all are held by others; the next tick looks again
        }
        woken += some as u64;
    }
    Ok(woken)
}

/// Replays taken up at once at most.
const REPLAYS: usize = 2;

/// Takes up replays whose lease ran out, from the last batch they noted.
pub static RESUME_REPLAYS: Timer = Timer {
    name: "resume_replays",
    every_seconds: 2,
    due: Some(|ctx| {
        Box::pin(async move { Ok(!replays::abandoned(ctx.read(), ctx.now, 1).await?.is_empty()) })
    }),
    run: |ctx| Box::pin(async move { resume(&ctx).await }),
};

async fn resume(ctx: &Ctx) -> Answer<u64> {
    let mut resumed = 0;
    for id in replays::abandoned(ctx.read(), ctx.now, REPLAYS).await? {
        let tx = ctx.begin().await?;
        let claimed = replays::claim(&tx, id).await?;
        tx.commit().await?;
        if let Some(replay) = claimed {
            run_replay::begin(&ctx.node, replay);
            resumed += 1;
        }
    }
    Ok(resumed)
}

/// Fires what is due, the longest due first. Answers how many warnings and breaches there were.
pub async fn fire_due(ctx: &Ctx) -> Answer<u64> {
    let mut fired = 0;
    for _ in 0..BATCHES_MAX {
        let due = clocks::due_cases(ctx.read(), ctx.now, BATCH).await?;
        if due.is_empty() {
            break;
        }
        let (done, some) = fire_batch(ctx, &due).await?;
        fired += some;
        if done == 0 {
            break; // all are held by others; the next tick looks again
        }
    }
    Ok(fired)
}

/// One transaction: the cases are locked first, as commands lock them, then their clocks are read anew.
async fn fire_batch(ctx: &Ctx, due: &[crate::model::CaseId]) -> Answer<(usize, u64)> {
    let mut tx = ctx.begin().await?;
    let mut held = cases::claim(&tx, due).await?;
    let ids: Vec<_> = held.iter().map(|case| case.id).collect();
    let clocks = clocks::due_of(tx.conn(), &ids, ctx.now).await?;
    let (done, mut fired) = (clocks.len(), 0);
    for clock in clocks {
        let Some(case) = held.iter_mut().find(|case| case.id == clock.case_id) else { continue };
        if run::fire(&mut tx, case, clock).await? {
            fired += 1;
        }
        run::refresh_case(&tx, case).await?;
        cases::update(&tx, case).await?;
    }
    tx.commit().await?;
    Ok((done, fired))
}
