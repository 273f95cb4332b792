//! The verbs of consents.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use serde_json::json;

use super::model::{ConsentId, ConsentRow, NewConsent, Withdrawal};
use super::store;
use crate::model::CustomerId;
use crate::{EDIT, events, store as customers};

/// Notes what a customer agreed to.
///
/// # Errors
/// `consent_in_force` when they agreed to it already; a day to come.
pub async fn give(tx: &mut Tx, id: CustomerId, new: NewConsent) -> Answer<ConsentId> {
    tx.viewer().require(EDIT)?;
    let recorded_by = tx.viewer().staff_id().ok_or(Failure::NotAllowed { permission: EDIT.into() })?;
    customers::load(tx, id).await?;
    if new.given_on > customers::today(tx.conn(), tx.now()).await? {
        return Err(Failure::invalid("given_on", "out_of_range", "today or before"));
    }
    let row = ConsentRow {
        id: ConsentId::new(tx.now()),
        customer_id: id,
        purpose: new.purpose,
        text_version: new.text_version.trim().to_owned(),
        given_on: new.given_on.to_string(),
        channel: new.channel,
        recorded_by,
        recorded_at: tx.now(),
        withdrawn_on: None,
        withdrawn_channel: None,
        withdrawn_by: None,
        withdrawn_at: None,
    };
    store::insert(tx, &row).await?;
    let told = json!({
        "consent_id": row.id, "purpose": row.purpose, "given_on": row.given_on,
        "channel": row.channel,
    });
    tx.record(events::of(&events::CONSENT_GIVEN, id, told));
    Ok(row.id)
}

/// Notes that a customer took it back.
///
/// # Errors
/// `consent_withdrawn` when they did already; a day before it was given or to come.
pub async fn withdraw(tx: &mut Tx, id: CustomerId, consent_id: ConsentId, new: Withdrawal) -> Answer<()> {
    tx.viewer().require(EDIT)?;
    customers::load(tx, id).await?;
    let mut row = store::find(tx.conn(), id, consent_id).await?;
    if row.withdrawn_at.is_some() {
        return Err(Refusal::conflict("consent_withdrawn").into());
    }
    let today = customers::today(tx.conn(), tx.now()).await?;
    let day = new.withdrawn_on.to_string();
    if new.withdrawn_on > today || day < row.given_on {
        return Err(Failure::invalid("withdrawn_on", "out_of_range", "since it was given, today or before"));
    }
    (row.withdrawn_on, row.withdrawn_channel) = (Some(day), Some(new.channel));
    (row.withdrawn_by, row.withdrawn_at) = (tx.viewer().staff_id(), Some(tx.now()));
    store::update(tx, &row).await?;
    let told = json!({
        "consent_id": row.id, "purpose": row.purpose, "withdrawn_on": row.withdrawn_on, "channel": new.channel,
    });
    tx.record(events::of(&events::CONSENT_WITHDRAWN, id, told));
    Ok(())
}
