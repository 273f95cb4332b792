//! What comes due: approved erasures.

use lingke_platform::timers::Timer;

use super::{commands, store};

/// Steps in one run; the rest waits for the next tick.
const STEPS_MAX: u64 = 50;

/// Erases customers whose erasure was approved and whose day has come.
pub static ERASE_CUSTOMERS: Timer = Timer {
    name: "erase_customers",
    every_seconds: 0,
    due: Some(|ctx| Box::pin(async move { store::any_due(ctx.read(), ctx.now).await })),
    run: |ctx| {
        Box::pin(async move {
            let mut steps = 0;
            while steps < STEPS_MAX && commands::step(&ctx).await? {
                steps += 1;
            }
            Ok(steps)
        })
    },
};
