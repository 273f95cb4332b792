//! Following a case 关注: to be told what happens to it.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Refusal};
use serde_json::json;

use super::work::me;
use crate::model::{Case, CaseId};
use crate::store::relations::FOLLOWERS_MAX;
use crate::store::{cases, relations};
use crate::{VIEW, events};

/// Begins to follow. Who follows already goes on following.
pub async fn follow(tx: &mut Tx, id: CaseId) -> Answer<Case> {
    let (case, me) = (seen(tx, id).await?, me(tx)?);
    if relations::followers(tx.conn(), id).await?.len() >= FOLLOWERS_MAX {
        return Err(Refusal::conflict("too_many_followers")
            .with("followers_max", FOLLOWERS_MAX as i64)
            .into());
    }
    if relations::follow(tx, id, me).await? {
        tx.record(events::of(&events::FOLLOWED, &case, json!({ "follower_id": me })));
    }
    Ok(case)
}

/// No longer follows.
pub async fn unfollow(tx: &mut Tx, id: CaseId) -> Answer<Case> {
    let (case, me) = (seen(tx, id).await?, me(tx)?);
    if relations::unfollow(tx, id, me).await? {
        tx.record(events::of(&events::UNFOLLOWED, &case, json!({ "follower_id": me })));
    }
    Ok(case)
}

async fn seen(tx: &Tx, id: CaseId) -> Answer<Case> {
    tx.viewer().require(VIEW)?;
    cases::load(tx, id).await
}
