//! The verbs of holdings.

use lingke_kernel::time::Day;
use lingke_organisation::model::code_of;
use lingke_organisation::store::units;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::journal::EventKind;
use lingke_platform::viewer::UnitId;
use lingke_products::store as products;
use serde_json::json;

use super::model::{HOLDINGS_MAX, HoldingChange, HoldingId, HoldingRow, HoldingStatus, NewHolding};
use super::store;
use crate::history::{self, Changed};
use crate::model::CustomerId;
use crate::protection::Personal;
use crate::{EDIT, events, store as customers};

/// Notes what a customer has with us.
///
/// # Errors
/// `holding_known` when somebody has this number of this kind; `holdings_used_up`; days that cannot be.
pub async fn add(tx: &mut Tx, id: CustomerId, new: NewHolding) -> Answer<HoldingId> {
    tx.viewer().require(EDIT)?;
    customers::load(tx, id).await?;
    if store::of_customer(tx.conn(), tx.keys(), id).await?.len() >= HOLDINGS_MAX {
        return Err(Refusal::conflict("holdings_used_up").with("holdings_max", HOLDINGS_MAX).into());
    }
    let unknown = || Failure::invalid("product_id", "unknown", "no such product");
    products::find(tx.conn(), new.product_id).await.map_err(|_| unknown())?;
    check_unit(tx, new.unit_id).await?;
    let today = customers::today(tx.conn(), tx.now()).await?;
    let status = new.status.unwrap_or(HoldingStatus::Active);
    if new.opened_on.is_some_and(|day| day > today) {
        return Err(Failure::invalid("opened_on", "out_of_range", "today or before"));
    }
    let mut row = HoldingRow {
        id: HoldingId::new(tx.now()),
        customer_id: id,
        kind: new.kind,
        product_id: new.product_id,
        number: Personal::new(&new.number),
        status,
        opened_on: new.opened_on.map(|day| day.to_string()),
        closed_on: None,
        unit_id: new.unit_id,
        version: 1,
        created_at: tx.now(),
    };
    row.closed_on = closed_on(&row, new.closed_on, today)?;
    store::insert(tx, &row).await?;
    let came = Changed { field: "holding", old: None, new: Some(row.number.clone()) };
    history::note(tx, id, &[came]).await?;
    tell(tx, &events::HOLDING_ADDED, &row);
    Ok(row.id)
}

async fn check_unit(tx: &Tx, unit_id: Option<UnitId>) -> Answer<()> {
    let Some(unit_id) = unit_id else { return Ok(()) };
    if units::by_ids(tx.conn(), &[unit_id]).await?.is_empty() {
        return Err(Failure::invalid("unit_id", "unknown", "no such unit"));
    }
    Ok(())
}

/// The day it was closed: none while it is open, today when nobody says.
fn closed_on(row: &HoldingRow, said: Option<Day>, today: Day) -> Answer<Option<String>> {
    if row.status != HoldingStatus::Closed {
        return match said {
            Some(_) => Err(Failure::invalid("closed_on", "not_here", "only of what is closed")),
            None => Ok(None),
        };
    }
    let day = said.unwrap_or(today);
    let early = row.opened_on.as_ref().is_some_and(|opened| day.to_string() < *opened);
    if day > today || early {
        return Err(Failure::invalid("closed_on", "out_of_range", "since it was opened, today or before"));
    }
    Ok(Some(day.to_string()))
}

fn tell(tx: &mut Tx, kind: &'static EventKind, row: &HoldingRow) {
    let told = json!({
        "holding_id": row.id, "kind": row.kind, "product_id": row.product_id, "status": row.status,
        "version": row.version,
    });
    tx.record(events::of(kind, row.customer_id, told));
}

async fn loaded(tx: &Tx, id: CustomerId, holding_id: HoldingId) -> Answer<HoldingRow> {
    tx.viewer().require(EDIT)?;
    customers::load(tx, id).await?;
    let all = store::of_customer(tx.conn(), tx.keys(), id).await?;
    all.into_iter().find(|row| row.id == holding_id).ok_or(Failure::NotFound)
}

/// Changes a holding, if nobody changed it since `expected`.
pub async fn change(
    tx: &mut Tx,
    (id, holding_id): (CustomerId, HoldingId),
    expected: Expected,
    change: HoldingChange,
) -> Answer<()> {
    let mut row = loaded(tx, id, holding_id).await?;
    expected.check(row.version)?;
    check_unit(tx, change.unit_id).await?;
    row.unit_id = change.unit_id.or(row.unit_id);
    let before = row.status;
    row.status = change.status.unwrap_or(row.status);
    let today = customers::today(tx.conn(), tx.now()).await?;
    if change.closed_on.is_some() || before != row.status {
        row.closed_on = closed_on(&row, change.closed_on, today)?;
    }
    row.version += 1;
    store::update(tx, &row).await?;
    if before != row.status {
        let changed = Changed::new("holding_status", &code_of(&before), &code_of(&row.status));
        history::note(tx, id, &[changed]).await?;
    }
    tell(tx, &events::HOLDING_CHANGED, &row);
    Ok(())
}

/// Takes back what was noted by mistake.
pub async fn remove(tx: &mut Tx, id: CustomerId, holding_id: HoldingId) -> Answer<()> {
    let row = loaded(tx, id, holding_id).await?;
    store::delete(tx, row.id).await?;
    let went = Changed { field: "holding", old: Some(row.number.clone()), new: None };
    history::note(tx, id, &[went]).await?;
    tell(tx, &events::HOLDING_REMOVED, &row);
    Ok(())
}
