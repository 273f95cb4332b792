//! What comes due: next steps.

use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::timers::Timer;

use super::{commands, store};
use crate::{events, store as customers};

/// Next steps told of in one transaction; several make a run.
const BATCH: usize = 100;
/// Transactions of one run at most: the rest waits for the next one.
const BATCHES_MAX: usize = 20;

/// Tells the owners of next steps whose day has come, once each.
pub static REMIND: Timer = Timer {
    name: "remind_customer_needs",
    every_seconds: 300,
    due: None,
    run: |ctx| Box::pin(async move { remind(&ctx).await }),
};

/// Tells those not told yet, the longest due first; answers how many.
pub async fn remind(ctx: &Ctx) -> Answer<u64> {
    let today = customers::today(ctx.read(), ctx.now).await?.to_string();
    let mut told = 0;
    for _ in 0..BATCHES_MAX {
        if !store::any_untold(ctx.read(), &today).await? {
            break;
        }
        let mut tx = ctx.begin().await?;
        for row in store::take_untold(&tx, &today, BATCH).await? {
            tx.record(commands::told(&events::NEED_DUE, &row));
            told += 1;
        }
        tx.commit().await?;
    }
    Ok(told)
}
