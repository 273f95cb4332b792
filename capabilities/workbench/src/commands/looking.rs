//! Saying that one looks at a case, and hearing who else does.

use lingke_cases::model::CaseId;
use lingke_cases::store::cases;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};

use crate::model::Doing;
use crate::store::lookers::{self, Looker};

/// A sign of life holds for this long, in seconds.
pub const SIGN_SECONDS: i64 = 40;
/// The same sign is not written again within this time, in seconds.
const QUIET_SECONDS: i64 = 8;

/// Notes what the viewer does at a case and answers who else is there. Cheap: the same sign is seldom written.
pub async fn note(ctx: &Ctx, case_id: CaseId, doing: Doing) -> Answer<Vec<Looker>> {
    let me = ctx.viewer.staff_id().ok_or(Failure::NotSignedIn)?;
    cases::find(ctx.read(), &ctx.viewer, case_id).await?;
    let fresh_after = ctx.now.plus_seconds(-SIGN_SECONDS);
    let code = match doing {
        Doing::Looking => Some("looking"),
        Doing::Replying => Some("replying"),
        Doing::Gone => None,
    };
    match code {
        None => {
            let tx = ctx.begin().await?;
            lookers::leave(&tx, case_id, me).await?;
            tx.commit().await?;
        }
        Some(code) => {
            let lately = ctx.now.plus_seconds(-QUIET_SECONDS);
            if !lookers::said_lately(ctx.read(), case_id, me, code, lately).await? {
                let tx = ctx.begin().await?;
                lookers::note(&tx, case_id, me, code, fresh_after).await?;
                tx.commit().await?;
            }
        }
    }
    lookers::others(ctx.read(), case_id, me, fresh_after).await
}
