//! What comes due: sessions and links that ran out are forgotten a day later.

use lingke_platform::timers::Timer;

use crate::store;

/// Forgets sessions and links that ended or ran out more than a day ago, a bounded number at a time.
pub static END_OLD_SESSIONS: Timer = Timer {
    name: "forget_old_sessions",
    every_seconds: 3600,
    due: None,
    run: |ctx| {
        Box::pin(async move {
            let tx = ctx.begin().await?;
            let before = ctx.now.plus_seconds(-86_400);
            let forgotten =
                store::sessions::forget(&tx, before).await? + store::links::forget(&tx, before).await?;
            tx.commit().await?;
            Ok(forgotten)
        })
    },
};
