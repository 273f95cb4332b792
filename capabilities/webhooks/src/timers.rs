//! What comes due: deliveries are forgotten.

use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::outbox;
use lingke_platform::timers::Timer;

use crate::store::deliveries;

/// Deliveries that ended are kept for so long, in days.
pub const KEPT_DAYS: i64 = 30;
/// Forgotten at once at most.
const BATCH: usize = 1000;

/// Forgets deliveries that ended a month ago, with their attempts and their rows in the outbox.
pub static FORGET_DELIVERIES: Timer = Timer {
    name: "forget_deliveries",
    every_seconds: 600,
    due: None,
    run: |ctx| Box::pin(async move { forget(&ctx).await }),
};

async fn forget(ctx: &Ctx) -> Answer<u64> {
    let before = ctx.now.plus_seconds(-KEPT_DAYS * 86_400);
    let old = deliveries::old(ctx.read(), before, BATCH).await?;
    if old.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    deliveries::forget(&tx, &old).await?;
    outbox::forget(tx.conn(), old.iter().map(ToString::to_string)).await?;
    tx.commit().await?;
    Ok(old.len() as u64)
}
