//! The verbs.

use lingke_kernel::personal::kept;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::db::dialect;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::{Expected, MaybeExpected};

use crate::contact::CONTACT_POINTS_MAX;
use crate::model::{
    ContactPointId, ContactRow, Customer, CustomerChange, CustomerId, CustomerRecord, CustomerRow,
    IdentityDocumentId, IdentityRow, NewContactPoint, NewCustomer, NewIdentityDocument,
};
use crate::protection::Personal;
use crate::{EDIT, events, store};

/// Adds a customer under `number`, which was taken before the transaction began.
pub async fn add(tx: &mut Tx, number: String, new: NewCustomer) -> Answer<Customer> {
    tx.viewer().require(EDIT)?;
    let (id, now) = (CustomerId::new(tx.now()), tx.now());
    let NewCustomer { name, kind, class, note, contact_points, identity_documents } = new;
    let row = CustomerRow {
        id,
        number,
        name: name.trim().to_owned(),
        kind,
        class,
        note: kept(&note.unwrap_or_default()),
        version: 1,
        created_at: now,
        erased_at: None,
    };
    // A microsecond apart, so that they keep the order they were given in.
    let moments = || (0..).map(|n| now.plus_micros(n));
    let contact_points = contact_points.into_iter().zip(moments());
    let contact_points = contact_points.map(|(point, at)| contact_row(id, point, at)).collect();
    let identity_documents = identity_documents.into_iter().zip(moments());
    let identity_documents =
        identity_documents.map(|(document, at)| identity_row(id, document, at)).collect();
    let record = CustomerRecord { row, contact_points, identity_documents };
    store::insert_bulk(tx.conn(), tx.keys(), std::slice::from_ref(&record)).await?;
    tx.record(events::added(&record));
    Ok(record.shown_to(tx.viewer()))
}

fn contact_row(customer_id: CustomerId, new: NewContactPoint, created_at: Instant) -> ContactRow {
    ContactRow {
        id: ContactPointId::new(created_at),
        customer_id,
        kind: new.kind,
        value: Personal::new(&new.value),
        preferred: new.preferred,
        created_at,
    }
}

fn identity_row(customer_id: CustomerId, new: NewIdentityDocument, created_at: Instant) -> IdentityRow {
    IdentityRow {
        id: IdentityDocumentId::new(created_at),
        customer_id,
        kind: new.kind,
        number: Personal::new(&new.number),
        created_at,
    }
}

/// Changes a customer, if nobody changed them since `expected`.
pub async fn change(
    tx: &mut Tx,
    id: CustomerId,
    expected: Expected,
    change: CustomerChange,
) -> Answer<Customer> {
    tx.viewer().require(EDIT)?;
    let mut record = store::load(tx, id).await?;
    expected.check(record.row.version)?;
    let row = &mut record.row;
    let before = row.clone();
    row.name = change.name.map_or_else(|| row.name.clone(), |name| name.trim().to_owned());
    row.kind = change.kind.unwrap_or(row.kind);
    row.class = change.class.unwrap_or(row.class);
    row.note = change.note.map_or_else(|| row.note.clone(), |note| kept(&note));
    row.version += 1;
    store::update(tx, row).await?;
    tx.record(events::changed(row, &differing(&before, row)));
    Ok(record.shown_to(tx.viewer()))
}

fn differing(before: &CustomerRow, after: &CustomerRow) -> Vec<&'static str> {
    let fields = [
        ("name", before.name != after.name),
        ("kind", before.kind != after.kind),
        ("class", before.class != after.class),
        ("note", before.note != after.note),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

/// Adds a way to reach a customer.
///
/// # Errors
/// `contact_points_used_up` when there are twenty; `contact_point_known` when they have this one.
pub async fn add_contact_point(
    tx: &mut Tx,
    id: CustomerId,
    expected: MaybeExpected,
    new: NewContactPoint,
) -> Answer<Customer> {
    tx.viewer().require(EDIT)?;
    let mut record = store::load(tx, id).await?;
    expected.check(record.row.version)?;
    if record.contact_points.len() >= CONTACT_POINTS_MAX {
        let refusal = Refusal::conflict("contact_points_used_up");
        return Err(refusal.with("contact_points_max", CONTACT_POINTS_MAX).into());
    }
    let point = contact_row(id, new, tx.now());
    store::insert_contact_point(tx, &point).await?;
    record.row.version += 1;
    store::update(tx, &record.row).await?;
    tx.record(events::contact_point(&events::CONTACT_POINT_ADDED, &point, &record.row));
    shown(tx, id).await
}

/// Removes a way to reach a customer.
pub async fn remove_contact_point(
    tx: &mut Tx,
    id: CustomerId,
    contact_point_id: ContactPointId,
    expected: MaybeExpected,
) -> Answer<Customer> {
    tx.viewer().require(EDIT)?;
    let mut record = store::load(tx, id).await?;
    expected.check(record.row.version)?;
    let point = record.contact_points.iter().find(|point| point.id == contact_point_id);
    let point = point.cloned().ok_or(Failure::NotFound)?;
    store::delete_contact_point(tx, point.id).await?;
    record.row.version += 1;
    store::update(tx, &record.row).await?;
    tx.record(events::contact_point(&events::CONTACT_POINT_REMOVED, &point, &record.row));
    shown(tx, id).await
}

async fn shown(tx: &Tx, id: CustomerId) -> Answer<Customer> {
    Ok(store::find(tx.conn(), tx.keys(), id).await?.shown_to(tx.viewer()))
}

/// Seals what a version before this one left in the clear, a batch in each transaction, before anybody is served;
/// answers how many values. Broken off, it goes on at the next start.
pub async fn seal_what_is_in_the_clear(ctx: &Ctx) -> Answer<usize> {
    if !store::unsealed::are_there(ctx.read()).await? {
        return Ok(0);
    }
    tracing::info!("personal values of an earlier version are being sealed");
    let mut sealed = 0;
    loop {
        let tx = ctx.begin().await?;
        dialect::lock(tx.conn(), tx.kind(), "seal_customers").await?;
        let some = store::unsealed::seal_some(&tx).await?;
        tx.commit().await?;
        if some == 0 {
            break;
        }
        sealed += some;
    }
    // What was replaced lies in the room that is free until it is taken again.
    tracing::warn!(
        sealed,
        "personal values are sealed; the manual says how to clear away what they replaced"
    );
    Ok(sealed)
}
