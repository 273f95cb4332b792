//! What comes due: held replies, planned cases, jobs whose node is gone, and what has had its time.

use std::sync::Arc;

use lingke_organisation::authenticate::viewer_of_staff;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::timers::Timer;

use crate::commands::{code_of, held, recurring};
use crate::store::{self, drafts, kept, lookers};
use crate::{bulk, exports};

/// All of them.
pub static ALL: &[&Timer] =
    &[&SEND_HELD_REPLIES, &OPEN_RECURRING_CASES, &RESUME_BULK_JOBS, &RESUME_EXPORTS, &TIDY_WORKBENCH];

/// Things of one run at most; the rest waits for the next tick.
const BATCH: usize = 50;
/// Days an untouched draft is kept.
const DRAFT_DAYS: i64 = 180;
/// Days something deleted can be restored, and a reply that could not be sent is shown.
const DELETED_DAYS: i64 = 30;

/// Sends replies whose seconds are over.
pub static SEND_HELD_REPLIES: Timer = Timer {
    name: "send_held_replies",
    every_seconds: 0,
    due: Some(|ctx| Box::pin(async move { Ok(!store::held::due(ctx.read(), ctx.now, 1).await?.is_empty()) })),
    run: |ctx| Box::pin(async move { send_held(&ctx).await }),
};

async fn send_held(ctx: &Ctx) -> Answer<u64> {
    let mut sent = 0;
    for row in store::held::due(ctx.read(), ctx.now, BATCH).await? {
        let viewer = viewer_of_staff(&ctx.node, row.staff_id).await;
        let viewer = match viewer {
            Ok(viewer) => viewer,
            Err(failure) => {
                held::refuse(&as_writer(ctx, row.staff_id), row.id, &failure).await?;
                continue;
            }
        };
        let theirs = Ctx { viewer: Arc::new(viewer), ..ctx.clone() };
        match held::release(&theirs, row.id).await {
            Ok(_) => sent += 1,
            // It was noted with the reply, or somebody was faster; what may pass is tried at the next tick.
            Err(failure) if code_of(&failure).is_some() => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(sent)
}

/// The system in the place of somebody who may not do anything any more, to give their words back.
fn as_writer(ctx: &Ctx, staff_id: lingke_platform::viewer::StaffId) -> Ctx {
    use lingke_platform::viewer::{Actor, Viewer};
    let viewer = Viewer { actor: Actor::Staff(staff_id), ..Viewer::system("send_held_replies") };
    Ctx { viewer: Arc::new(viewer), ..ctx.clone() }
}

/// Opens planned cases.
pub static OPEN_RECURRING_CASES: Timer = Timer {
    name: "open_recurring_cases",
    every_seconds: 0,
    due: Some(|ctx| {
        Box::pin(async move { Ok(!store::recurring::due(ctx.read(), ctx.now, 1).await?.is_empty()) })
    }),
    run: |ctx| Box::pin(async move { open_recurring(&ctx).await }),
};

async fn open_recurring(ctx: &Ctx) -> Answer<u64> {
    let mut came = 0;
    for id in store::recurring::due(ctx.read(), ctx.now, BATCH).await? {
        came += u64::from(recurring::come(ctx, id).await?);
    }
    Ok(came)
}

/// Takes up bulk jobs whose lease ran out: items that are done stay done.
pub static RESUME_BULK_JOBS: Timer = Timer {
    name: "resume_bulk_jobs",
    every_seconds: 2,
    due: Some(|ctx| {
        Box::pin(async move { Ok(!store::bulk::abandoned(ctx.read(), ctx.now, 1).await?.is_empty()) })
    }),
    run: |ctx| Box::pin(async move { resume_bulk(&ctx).await }),
};

async fn resume_bulk(ctx: &Ctx) -> Answer<u64> {
    let mut resumed = 0;
    for id in store::bulk::abandoned(ctx.read(), ctx.now, 4).await? {
        let tx = ctx.begin().await?;
        let claimed = store::bulk::claim(&tx, id).await?;
        tx.commit().await?;
        if let Some(job) = claimed {
            tracing::info!(job = %id, "a bulk job is taken up again");
            bulk::begin(&ctx.node, job);
            resumed += 1;
        }
    }
    Ok(resumed)
}

/// Takes up exports whose lease ran out, from the first row.
pub static RESUME_EXPORTS: Timer = Timer {
    name: "resume_exports",
    every_seconds: 2,
    due: Some(|ctx| {
        Box::pin(async move { Ok(!store::exports::abandoned(ctx.read(), ctx.now, 1).await?.is_empty()) })
    }),
    run: |ctx| Box::pin(async move { resume_exports(&ctx).await }),
};

async fn resume_exports(ctx: &Ctx) -> Answer<u64> {
    let mut resumed = 0;
    for id in store::exports::abandoned(ctx.read(), ctx.now, 4).await? {
        let tx = ctx.begin().await?;
        let claimed = store::exports::claim(&tx, id).await?;
        tx.commit().await?;
        if let Some(row) = claimed {
            tracing::info!(export = %id, "an export is taken up again");
            exports::begin(&ctx.node, row);
            resumed += 1;
        }
    }
    Ok(resumed)
}

/// Erases what has had its time: expired files, old drafts, deleted things, who looked at what.
pub static TIDY_WORKBENCH: Timer = Timer {
    name: "tidy_workbench",
    every_seconds: 600,
    due: None,
    run: |ctx| Box::pin(async move { tidy(&ctx).await }),
};

async fn tidy(ctx: &Ctx) -> Answer<u64> {
    let mut erased = 0;
    for id in store::exports::expired(ctx.read(), ctx.now, BATCH).await? {
        let tx = ctx.begin().await?;
        store::exports::expire(&tx, id).await?;
        tx.commit().await?;
        erased += 1;
    }
    let days_ago = |days: i64| ctx.now.plus_seconds(-days * 86_400);
    let tx = ctx.begin().await?;
    erased += drafts::erase_old(&tx, days_ago(DRAFT_DAYS)).await?;
    erased += kept::forget_deleted(&tx, days_ago(DELETED_DAYS)).await?;
    erased += store::held::forget(&tx, days_ago(DELETED_DAYS)).await?;
    erased += lookers::forget(&tx, ctx.now.plus_seconds(-3600)).await?;
    tx.commit().await?;
    Ok(erased)
}
