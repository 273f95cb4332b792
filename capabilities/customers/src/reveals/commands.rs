//! The verbs.

use lingke_kernel::personal::kept;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::Answer;

use super::model::{NewReveal, RevealId, RevealRow, Revealed};
use super::{SHOWN_SECONDS, store};
use crate::model::CustomerId;
use crate::protection::salted_digest;
use crate::{REVEAL, VIEW, events};

/// Shows a customer's personal values in the clear, for a reason that is kept and for [`SHOWN_SECONDS`].
///
/// The caller shows them only after the commit: what the journal does not know was not seen.
pub async fn reveal(tx: &mut Tx, customer_id: CustomerId, new: NewReveal) -> Answer<Revealed> {
    tx.viewer().require(VIEW)?;
    tx.viewer().require(REVEAL)?;
    let record = crate::store::load(tx, customer_id).await?;
    let row = RevealRow {
        id: RevealId::new(tx.now()),
        customer_id,
        actor_id: tx.viewer().actor.id(),
        reason: kept(new.reason.trim()),
        case_id: new.case_id,
        created_at: tx.now(),
        until: tx.now().plus_seconds(SHOWN_SECONDS),
    };
    let digest = salted_digest(&row.reason);
    store::insert(tx, &row, &digest.salt).await?;
    tx.record(events::revealed(&record, &row, &digest.sha256));
    Ok(Revealed::of(&record, &row))
}

/// What is being shown to the viewer, while it lasts: a page that is loaded again asks for no new reason.
pub async fn current(ctx: &Ctx, customer_id: CustomerId) -> Answer<Option<Revealed>> {
    ctx.require(VIEW)?;
    ctx.require(REVEAL)?;
    let actor_id = ctx.viewer.actor.id();
    let Some(row) = store::current(ctx.read(), customer_id, &actor_id, ctx.now).await? else {
        return Ok(None);
    };
    let record = crate::store::find(ctx.read(), ctx.keys(), customer_id).await?;
    Ok(Some(Revealed::of(&record, &row)))
}

/// Puts the mask back before its time.
pub async fn hide(tx: &mut Tx, customer_id: CustomerId) -> Answer<()> {
    tx.viewer().require(REVEAL)?;
    let actor_id = tx.viewer().actor.id();
    if let Some(row) = store::current(tx.conn(), customer_id, &actor_id, tx.now()).await? {
        store::end(tx, customer_id, &actor_id).await?;
        tx.record(events::hidden(&row));
    }
    Ok(())
}
