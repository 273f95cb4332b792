//! The verbs of relations.

use lingke_kernel::personal::kept;
use lingke_organisation::model::code_of;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use serde_json::json;

use super::model::{NewRelation, RELATIONS_MAX, RelationId, RelationKind, RelationRow, Sealed};
use super::store;
use crate::history::{self, Changed};
use crate::model::{CustomerId, CustomerKind};
use crate::{EDIT, events, phone, store as customers};

/// Notes who acts for a customer or belongs to them.
///
/// # Errors
/// `same_customer`; `not_of_such_a_customer` when an organisation would have a guardian or a person a company contact;
/// `relation_known`; `relations_used_up`, at either end.
pub async fn add(tx: &mut Tx, id: CustomerId, new: NewRelation) -> Answer<RelationId> {
    tx.viewer().require(EDIT)?;
    let recorded_by = tx.viewer().staff_id().ok_or(Failure::NotAllowed { permission: EDIT.into() })?;
    let record = customers::load(tx, id).await?;
    let organisation = record.row.kind == CustomerKind::Organisation;
    let fits = match new.kind {
        RelationKind::CompanyContact => organisation,
        RelationKind::Guardian | RelationKind::Heir => !organisation,
        RelationKind::Agent => true,
    };
    if !fits {
        return Err(Refusal::conflict("not_of_such_a_customer").into());
    }
    if new.other_id == Some(id) {
        return Err(Refusal::conflict("same_customer").into());
    }
    if new.valid_until.is_some() && new.valid_until < Some(customers::today(tx.conn(), tx.now()).await?) {
        return Err(Failure::invalid("valid_until", "out_of_range", "today or later"));
    }
    if let Some(other_id) = new.other_id {
        if !customers::exists(tx.conn(), other_id).await? {
            return Err(Failure::invalid("other_id", "unknown", "no such customer"));
        }
        room_for_one(tx, other_id).await?;
    }
    room_for_one(tx, id).await?;
    let there = store::of_customer(tx.conn(), tx.keys(), id).await?;
    let known = |row: &RelationRow| {
        row.customer_id == id
            && row.kind == new.kind
            && row.other_id.is_some()
            && row.other_id == new.other_id
    };
    if there.iter().any(known) {
        return Err(Refusal::conflict("relation_known").into());
    }
    let row = RelationRow {
        id: RelationId::new(tx.now()),
        customer_id: id,
        other_id: new.other_id,
        kind: new.kind,
        sealed: sealed(&new),
        valid_until: new.valid_until.map(|day| day.to_string()),
        recorded_by,
        recorded_at: tx.now(),
    };
    store::insert(tx, &row).await?;
    history::note(tx, id, &[Changed::new("relation", "", &code_of(&row.kind))]).await?;
    let told = json!({ "relation_id": row.id, "kind": row.kind, "other_id": row.other_id });
    tx.record(events::of(&events::RELATION_ADDED, id, told));
    Ok(row.id)
}

async fn room_for_one(tx: &Tx, id: CustomerId) -> Answer<()> {
    if store::of_customer(tx.conn(), tx.keys(), id).await?.len() < RELATIONS_MAX {
        return Ok(());
    }
    Err(Refusal::conflict("relations_used_up").with("relations_max", RELATIONS_MAX).into())
}

fn sealed(new: &NewRelation) -> Sealed {
    let text = |text: &Option<String>| kept(text.as_deref().unwrap_or_default());
    let person = new.person.as_ref();
    let number = person.and_then(|person| person.phone.as_deref()).unwrap_or_default();
    Sealed {
        name: person.map_or(String::new(), |person| person.name.trim().to_owned()),
        phone: phone::normalised(number, None).unwrap_or_default(),
        scope: text(&new.scope),
        document_ref: text(&new.document_ref),
    }
}

/// Ends a relation, from either end.
pub async fn end(tx: &mut Tx, id: CustomerId, relation_id: RelationId) -> Answer<()> {
    tx.viewer().require(EDIT)?;
    customers::load(tx, id).await?;
    let there = store::of_customer(tx.conn(), tx.keys(), id).await?;
    let row = there.iter().find(|row| row.id == relation_id).ok_or(Failure::NotFound)?;
    store::end(tx, relation_id).await?;
    history::note(tx, row.customer_id, &[Changed::new("relation", &code_of(&row.kind), "")]).await?;
    let told = json!({ "relation_id": row.id, "kind": row.kind, "other_id": row.other_id });
    tx.record(events::of(&events::RELATION_ENDED, row.customer_id, told));
    Ok(())
}
