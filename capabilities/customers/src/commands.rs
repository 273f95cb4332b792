//! The verbs.

use jiff::ToSpan;
use lingke_kernel::personal::kept;
use lingke_kernel::time::{Day, Instant};
use lingke_organisation::model::code_of;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::db::dialect;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::{Expected, MaybeExpected};

use crate::contact::{self, CONTACT_POINTS_MAX};
use crate::documents::IDENTITY_DOCUMENTS_MAX;
use crate::history::{self, Changed};
use crate::model::{
    ContactPointId, ContactRow, Customer, CustomerChange, CustomerId, CustomerRecord, CustomerRow,
    IdentityDocumentId, IdentityRow, NewContactPoint, NewCustomer, NewIdentityDocument, NewReview,
    NewVerification, VerificationState, Verified,
};
use crate::protection::{Personal, identity_form};
use crate::requests::commands as requests;
use crate::requests::model::{ChangeWhat, Sealed};
use crate::{EDIT, events, store};

/// Adds a customer under `number`, which was taken before the transaction began.
pub async fn add(tx: &mut Tx, number: String, new: NewCustomer) -> Answer<Customer> {
    tx.viewer().require(EDIT)?;
    let (id, now) = (CustomerId::new(tx.now()), tx.now());
    let mut row = CustomerRow::new(id, number, new.name.trim().to_owned(), now);
    (row.kind, row.class) = (new.kind, new.class);
    row.note = kept(&new.note.unwrap_or_default());
    row.registered_name = new.registered_name.unwrap_or_default().trim().to_owned();
    row.set_wish(new.contact_wish);
    let (contact_points, identity_documents) = (new.contact_points, new.identity_documents);
    // A microsecond apart, so that they keep the order they were given in.
    let moments = || (0..).map(|n| now.plus_micros(n));
    let contact_points = contact_points.into_iter().zip(moments());
    let contact_points = contact_points.map(|(point, at)| contact_row(id, point, at)).collect();
    let identity_documents = identity_documents.into_iter().zip(moments());
    let identity_documents =
        identity_documents.map(|(document, at)| identity_row(id, document, at)).collect();
    let record = CustomerRecord {
        row,
        contact_points,
        identity_documents,
        care_needs: Vec::new(),
        relations: Vec::new(),
        holdings: Vec::new(),
    };
    store::insert_bulk(tx.conn(), tx.keys(), std::slice::from_ref(&record)).await?;
    tx.record(events::added(&record));
    Ok(record.shown_to(tx.viewer()))
}

fn contact_row(customer_id: CustomerId, new: NewContactPoint, created_at: Instant) -> ContactRow {
    ContactRow {
        id: ContactPointId::new(created_at),
        customer_id,
        kind: new.kind,
        value: contact::value_of(&new),
        preferred: new.preferred,
        verified: Verified::default(),
        created_at,
    }
}

fn identity_row(customer_id: CustomerId, new: NewIdentityDocument, created_at: Instant) -> IdentityRow {
    IdentityRow {
        id: IdentityDocumentId::new(created_at),
        customer_id,
        kind: new.kind,
        number: Personal::new(&new.number),
        expires_on: new.expires_on.map(|day| day.to_string()),
        created_at,
    }
}

/// Changes a customer, if nobody changed them since `expected`. Answers whether something of it waits for a second
/// person; the rest is changed at once.
pub async fn change(
    tx: &mut Tx,
    id: CustomerId,
    expected: Expected,
    change: CustomerChange,
) -> Answer<(Customer, bool)> {
    tx.viewer().require(EDIT)?;
    let mut record = store::load(tx, id).await?;
    expected.check(record.row.version)?;
    let mut row = record.row.clone();
    row.name = change.name.map_or(row.name, |name| name.trim().to_owned());
    row.kind = change.kind.unwrap_or(row.kind);
    row.class = change.class.unwrap_or(row.class);
    row.note = change.note.map_or(row.note, |note| kept(&note));
    row.registered_name = change.registered_name.map_or(row.registered_name, |name| name.trim().to_owned());
    if let Some(wish) = change.contact_wish {
        row.set_wish(wish);
    }
    let waits = ask_for_identity(tx, &record, &mut row).await?;
    if !waits || !history::between(&record.row, &row)?.is_empty() {
        record.row = save(tx, &record.row, row).await?;
    }
    Ok((record.shown_to(tx.viewer()), waits))
}

/// Takes name and kind out of what is changed at once, where they need a second person; answers whether any did.
async fn ask_for_identity(tx: &mut Tx, record: &CustomerRecord, row: &mut CustomerRow) -> Answer<bool> {
    let Some(me) = requests::second_person(tx).await? else { return Ok(false) };
    let changed = |old: String, new: String| Sealed { old, new, ..Sealed::default() };
    let mut asked = Vec::new();
    if row.name != record.row.name {
        let new = std::mem::replace(&mut row.name, record.row.name.clone());
        asked.push((ChangeWhat::Name, changed(record.row.name.clone(), new)));
    }
    if row.kind != record.row.kind {
        let new = std::mem::replace(&mut row.kind, record.row.kind);
        asked.push((ChangeWhat::Kind, changed(code_of(&record.row.kind), code_of(&new))));
    }
    let waits = !asked.is_empty();
    for one in asked {
        requests::ask(tx, me, record, one).await?;
    }
    Ok(waits)
}

/// Writes a changed customer and what changed of them; answers them as they are now.
pub(crate) async fn save(tx: &mut Tx, before: &CustomerRow, mut row: CustomerRow) -> Answer<CustomerRow> {
    let changes = history::between(before, &row)?;
    row.version += 1;
    store::update(tx, &row).await?;
    history::note(tx, row.id, &changes).await?;
    let fields: Vec<&str> = changes.iter().map(|changed| changed.field).collect();
    tx.record(events::changed(&row, &fields));
    Ok(row)
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
    history::note(tx, id, &[Changed::contact_came(&point)]).await?;
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
    history::note(tx, id, &[Changed::contact_went(&point)]).await?;
    record.row.version += 1;
    store::update(tx, &record.row).await?;
    tx.record(events::contact_point(&events::CONTACT_POINT_REMOVED, &point, &record.row));
    shown(tx, id).await
}

/// Writes down what somebody found out about a contact point.
///
/// # Errors
/// When it is said without how it was found, or taken back with it.
pub async fn verify_contact_point(
    tx: &mut Tx,
    id: CustomerId,
    contact_point_id: ContactPointId,
    new: NewVerification,
) -> Answer<Customer> {
    tx.viewer().require(EDIT)?;
    let mut record = store::load(tx, id).await?;
    let point = record.contact_points.iter_mut().find(|point| point.id == contact_point_id);
    let point = point.ok_or(Failure::NotFound)?;
    let known = new.state != VerificationState::Unverified;
    let before = code_of(&point.verified.state);
    if new.how.is_some() != known {
        return Err(Failure::invalid("how", "missing", "how it was found; nothing when it is taken back"));
    }
    point.verified = Verified {
        state: new.state,
        how: new.how,
        at: known.then_some(tx.now()),
        by: tx.viewer().staff_id().filter(|_| known),
        by_name: None,
    };
    record.row.version += 1;
    store::update_verified(tx, point).await?;
    let changed = Changed::new("contact_verification", &before, &code_of(&new.state));
    history::note(tx, id, &[changed]).await?;
    store::update(tx, &record.row).await?;
    tx.record(events::contact_point_verified(point, &record.row));
    shown(tx, id).await
}

/// Adds a document that says who the customer is; none when that waits for a second person: a first one does not.
///
/// # Errors
/// `identity_documents_used_up` when there are ten; `identity_document_known` when they have this one.
pub async fn add_identity_document(
    tx: &mut Tx,
    id: CustomerId,
    expected: MaybeExpected,
    new: NewIdentityDocument,
) -> Answer<Option<Customer>> {
    tx.viewer().require(EDIT)?;
    let mut record = store::load(tx, id).await?;
    expected.check(record.row.version)?;
    if record.identity_documents.len() >= IDENTITY_DOCUMENTS_MAX {
        let refusal = Refusal::conflict("identity_documents_used_up");
        return Err(refusal.with("identity_documents_max", IDENTITY_DOCUMENTS_MAX).into());
    }
    let document = identity_row(id, new, tx.now());
    let known = |one: &IdentityRow| {
        one.kind == document.kind && identity_form(&one.number) == identity_form(&document.number)
    };
    if record.identity_documents.iter().any(known) {
        return Err(Refusal::conflict("identity_document_known").into());
    }
    let first = record.identity_documents.is_empty();
    if let Some(me) = requests::second_person(tx).await?.filter(|_| !first) {
        let sealed = Sealed {
            new: document.number.in_the_clear().to_owned(),
            document_kind: Some(document.kind),
            expires_on: document.expires_on,
            ..Sealed::default()
        };
        requests::ask(tx, me, &record, (ChangeWhat::AddDocument, sealed)).await?;
        return Ok(None);
    }
    put_document(tx, &mut record, document).await?;
    Ok(Some(shown(tx, id).await?))
}

/// Gives a customer who is held a document.
pub(crate) async fn put_document(
    tx: &mut Tx,
    record: &mut CustomerRecord,
    document: IdentityRow,
) -> Answer<()> {
    store::insert_identity_document(tx, &document).await?;
    record.row.version += 1;
    store::update(tx, &record.row).await?;
    history::note(tx, record.row.id, &[Changed::document_came(&document)]).await?;
    tx.record(events::identity_document(&events::IDENTITY_DOCUMENT_ADDED, &document, &record.row));
    Ok(())
}

/// Removes a document that says who the customer is; none when that waits for a second person.
pub async fn remove_identity_document(
    tx: &mut Tx,
    id: CustomerId,
    document_id: IdentityDocumentId,
    expected: MaybeExpected,
) -> Answer<Option<Customer>> {
    tx.viewer().require(EDIT)?;
    let mut record = store::load(tx, id).await?;
    expected.check(record.row.version)?;
    let document = record.identity_documents.iter().find(|document| document.id == document_id);
    let document = document.cloned().ok_or(Failure::NotFound)?;
    if let Some(me) = requests::second_person(tx).await? {
        let sealed = Sealed {
            old: document.number.in_the_clear().to_owned(),
            document_kind: Some(document.kind),
            document_id: Some(document.id),
            ..Sealed::default()
        };
        requests::ask(tx, me, &record, (ChangeWhat::RemoveDocument, sealed)).await?;
        return Ok(None);
    }
    take_document(tx, &mut record, &document).await?;
    Ok(Some(shown(tx, id).await?))
}

/// Takes a document from a customer who is held.
pub(crate) async fn take_document(
    tx: &mut Tx,
    record: &mut CustomerRecord,
    document: &IdentityRow,
) -> Answer<()> {
    store::delete_identity_document(tx, document.id).await?;
    record.row.version += 1;
    store::update(tx, &record.row).await?;
    history::note(tx, record.row.id, &[Changed::document_went(document)]).await?;
    tx.record(events::identity_document(&events::IDENTITY_DOCUMENT_REMOVED, document, &record.row));
    Ok(())
}

/// Somebody looked whether all this still holds, and says when somebody should again.
///
/// # Errors
/// When that day is not ahead, or more than ten years.
pub async fn review(
    tx: &mut Tx,
    id: CustomerId,
    expected: MaybeExpected,
    new: NewReview,
) -> Answer<Customer> {
    tx.viewer().require(EDIT)?;
    let mut record = store::load(tx, id).await?;
    expected.check(record.row.version)?;
    let today = store::today(tx.conn(), tx.now()).await?;
    let far = |next: Day| next <= today || next > today.saturating_add(10.years());
    if new.next_review_on.is_some_and(far) {
        return Err(Failure::invalid("next_review_on", "out_of_range", "a day within the next ten years"));
    }
    let before = record.row.clone();
    record.row.reviewed_on = Some(today.to_string());
    record.row.next_review_on = new.next_review_on.map(|day| day.to_string());
    record.row.version += 1;
    store::update(tx, &record.row).await?;
    history::note(tx, id, &history::between(&before, &record.row)?).await?;
    tx.record(events::reviewed(&record.row));
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
