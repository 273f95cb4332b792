//! Legal holds 法律保全: everything of a customer is kept until the hold is lifted, whatever else would let it go.

use lingke_customers::model::CustomerId;
use lingke_kernel::id_kind;
use lingke_kernel::personal::kept;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ASK, events};

pub mod store;

id_kind!(
    /// A legal hold.
    HoldMark, "lhd", HoldId
);

/// A hold as the table holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct HoldRow {
    /// Its id.
    pub id: HoldId,
    /// Whose data it keeps.
    pub customer_id: CustomerId,
    /// Why.
    pub reason: String,
    /// Who placed it.
    pub placed_by: String,
    /// When.
    pub placed_at: Instant,
    /// When it was lifted.
    pub lifted_at: Option<Instant>,
    /// By whom.
    pub lifted_by: Option<String>,
    /// Why.
    pub lift_reason: Option<String>,
}

/// Why a hold is placed or lifted.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LegalHoldReason)]
pub struct HoldReason {
    /// 2 to 500 characters: the court, the file number.
    pub reason: String,
}

/// Places a hold on a customer.
pub async fn place(tx: &mut Tx, customer_id: CustomerId, why: &HoldReason) -> Answer<HoldRow> {
    tx.viewer().require(ASK)?;
    lingke_customers::store::load(tx, customer_id).await?;
    let row = HoldRow {
        id: HoldId::new(tx.now()),
        customer_id,
        reason: kept(why.reason.trim()),
        placed_by: tx.viewer().actor.id(),
        placed_at: tx.now(),
        lifted_at: None,
        lifted_by: None,
        lift_reason: None,
    };
    store::insert(tx, &row).await?;
    tx.record(events::of_hold(&events::HOLD_PLACED, customer_id, &row));
    Ok(row)
}

/// Lifts a hold; one that is lifted stays as it is.
pub async fn lift(tx: &mut Tx, customer_id: CustomerId, id: HoldId, why: &HoldReason) -> Answer<HoldRow> {
    tx.viewer().require(ASK)?;
    let mut row = store::load(tx, id).await?;
    if row.customer_id != customer_id {
        return Err(Failure::NotFound);
    }
    if row.lifted_at.is_some() {
        return Ok(row);
    }
    row.lifted_at = Some(tx.now());
    row.lifted_by = Some(tx.viewer().actor.id());
    row.lift_reason = Some(kept(why.reason.trim()));
    store::update(tx, &row).await?;
    tx.record(events::of_hold(&events::HOLD_LIFTED, customer_id, &row));
    Ok(row)
}
