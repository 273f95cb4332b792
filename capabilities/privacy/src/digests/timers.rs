//! What comes due: a digest after each week.

use lingke_platform::timers::Timer;

use super::commands;

/// Makes the digests of past weeks that have none.
pub static MAKE_REVEAL_DIGESTS: Timer = Timer {
    name: "make_reveal_digests",
    every_seconds: 600,
    due: None,
    run: |ctx| Box::pin(async move { commands::make_due(&ctx).await }),
};
