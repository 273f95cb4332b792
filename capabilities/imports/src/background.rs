//! A run of the console: beside the requests, under a lease.
//!
//! Each batch notes the progress and renews the lease in its own transaction, and only while the run holds the
//! import and was not cancelled: nothing is counted twice, whoever takes it up. See [`crate::timers`] for the taking up.

use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::http::StatusCode;
use futures::FutureExt;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::node::Node;
use lingke_platform::viewer::{Actor, Viewer};
use serde_json::json;

use crate::events;
use crate::layout::Mapping;
use crate::model::{Import, ImportState, Progress, Report};
use crate::reading::Stored;
use crate::run::{self, Ended, Follower, Input};
use crate::store::{self, Ending};

/// How long to wait with a database that is away, in seconds.
const REST_SECONDS: i64 = 5;

/// Runs `import`, which its run holds, beside the requests.
pub fn begin(node: &Arc<Node>, import: Import) {
    let held = node.clone();
    node.spawn(async move {
        let ctx = ctx_of(&held, &import);
        let ran = AssertUnwindSafe(work(&ctx, &import)).catch_unwind().await;
        let ran = ran.unwrap_or_else(|_| Err(Failure::Fault(anyhow::anyhow!("the import panicked"))));
        if let Err(failure) = settle(&ctx, &import, ran).await {
            tracing::warn!(import = %import.id, %failure, "an import could not be ended; it is taken up again");
        }
    });
}

/// The person who began it acts, with the system's rights: theirs were asked for when they began.
fn ctx_of(node: &Arc<Node>, import: &Import) -> Ctx {
    let system = Ctx::system(node, "import");
    let viewer = Viewer { actor: Actor::Staff(import.staff_id), ..Viewer::system("import") };
    Ctx { viewer: Arc::new(viewer), ..system }
}

async fn work(ctx: &Ctx, import: &Import) -> Answer<(Report, Ended)> {
    let mapping = import.mapping.as_deref().map(serde_json::from_str::<Mapping>).transpose()?;
    let progress: Progress = serde_json::from_str(&import.progress)?;
    let input = Input {
        content: Stored::open(ctx.node.db.clone(), import.sha256.clone()),
        bytes_total: progress.bytes_total,
        mapping,
        created_before: progress.created,
    };
    run::run(ctx, input, &mut Holder(import)).await
}

struct Holder<'a>(&'a Import);

impl Follower for Holder<'_> {
    async fn note(&mut self, tx: &mut Tx, progress: &Progress) -> Answer<ControlFlow<()>> {
        let held = store::note(tx, self.0, progress).await?;
        Ok(if held { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    }
}

/// Writes how a run ended, unless it shall be taken up again.
async fn settle(ctx: &Ctx, import: &Import, ran: Answer<(Report, Ended)>) -> Answer<()> {
    let ctx = Ctx { now: ctx.node.clock.now(), ..ctx.clone() };
    let mut tx = ctx.begin().await?;
    match ran {
        Ok((report, Ended::Whole)) => {
            end(&mut tx, import, Ending { state: ImportState::Done, report: Some(report), failure: None })
                .await?
        }
        Ok((report, Ended::Stopped)) => {
            let cancelled = store::report_cancelled(&tx, import, &report).await?;
            if !cancelled {
                store::release(&tx, import, ctx.now).await?;
            }
        }
        Err(Failure::Refused(refusal)) if refusal.status == StatusCode::SERVICE_UNAVAILABLE => {
            store::release(&tx, import, ctx.now.plus_seconds(REST_SECONDS)).await?;
        }
        Err(failure) => {
            tracing::error!(import = %import.id, %failure, "an import failed");
            let failure = Some(code_of(&failure));
            end(&mut tx, import, Ending { state: ImportState::Failed, report: None, failure }).await?;
        }
    }
    tx.commit().await
}

/// Nothing to tell when it was cancelled at the last moment or another run has it.
async fn end(tx: &mut Tx, import: &Import, ending: Ending) -> Answer<()> {
    let payload = match &ending.report {
        Some(report) => json!({
            "state": ending.state, "rows": report.rows, "created": report.created,
            "duplicates": report.duplicates, "errors": report.errors_counted(),
        }),
        None => json!({ "state": ending.state, "failure": ending.failure }),
    };
    if store::end(tx, import, ending).await? {
        tx.record(events::of(&events::FINISHED, import.id, import.staff_id, payload));
    }
    Ok(())
}

fn code_of(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.code,
        Failure::Invalid(_) => "invalid",
        _ => "internal",
    }
}
