//! What comes due: runs whose node is gone.

use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::timers::Timer;

use crate::{background, store};

/// Runs taken up at once at most.
const BATCH: usize = 4;

/// Takes up runs whose lease ran out, from the beginning of the file: rows that are there are passed over.
pub static RESUME_IMPORTS: Timer = Timer {
    name: "resume_imports",
    every_seconds: 2,
    due: Some(|ctx| Box::pin(async move { Ok(!store::abandoned(ctx.read(), ctx.now, 1).await?.is_empty()) })),
    run: |ctx| Box::pin(async move { resume(&ctx).await }),
};

async fn resume(ctx: &Ctx) -> Answer<u64> {
    let mut resumed = 0;
    for id in store::abandoned(ctx.read(), ctx.now, BATCH).await? {
        let tx = ctx.begin().await?;
        let claimed = store::claim(&tx, id).await?;
        tx.commit().await?;
        if let Some(import) = claimed {
            tracing::info!(import = %id, "an import is taken up again");
            background::begin(&ctx.node, import);
            resumed += 1;
        }
    }
    Ok(resumed)
}
