//! The queries about customers. What is personal is sealed on its way in and opened on its way out, nowhere else.

pub mod erasure;
pub(crate) mod keys;
mod sought;
pub mod unsealed;

use std::collections::HashMap;

use jiff::tz::TimeZone;
use lingke_kernel::time::{Day, Instant};
use lingke_organisation::store::names as people;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::{Reader, for_update, listed};
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::keys::{Keys, Secret};
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use crate::care::store as care;
use crate::contact::CONTACT_POINTS_MAX;
use crate::documents::IDENTITY_DOCUMENTS_MAX;
use crate::model::{
    ContactKind, ContactPointId, ContactRow, CustomerClass, CustomerId, CustomerRecord, CustomerRow,
    IdentityDocumentId, IdentityRow, VerificationState, Verified, VerifiedHow,
};
use crate::protection::{lookup_contact, lookup_identity, lookup_tail, seal};
use keys::Opener;

const COLUMNS: &str = "id, number, name, kind, class, note, registered_name, wish_channel, wish_days, wish_from, \
                       wish_until, wish_language, reviewed_on, next_review_on, version, created_at, erased_at";

/// How many rows one statement names: far below both databases' limits on placeholders.
const ROWS_PER_STATEMENT: usize = 500;

/// Whether there is such a customer, and they are not erased.
pub async fn exists(conn: &impl ConnectionTrait, id: CustomerId) -> Answer<bool> {
    let found = sql("SELECT 1 FROM customers WHERE id = $1 AND erased_at IS NULL")
        .bind(id)
        .value::<i32>(conn)
        .await?;
    Ok(found.is_some())
}

/// How a customer is served.
pub async fn class_of(conn: &impl ConnectionTrait, id: CustomerId) -> Answer<Option<CustomerClass>> {
    sql("SELECT class FROM customers WHERE id = $1").bind(id).value(conn).await
}

/// The names of these customers; those that do not exist are left out.
pub async fn names(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CustomerId>,
) -> Answer<HashMap<CustomerId, String>> {
    #[derive(FromQueryResult)]
    struct Named {
        id: CustomerId,
        name: String,
    }
    let mut ids: Vec<_> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names = HashMap::with_capacity(ids.len());
    for some in ids.chunks(ROWS_PER_STATEMENT) {
        let statement = sql("SELECT id, name FROM customers WHERE 1 = 1").and_in("id", some.iter().copied());
        let rows = statement.push(&format!(" LIMIT {ROWS_PER_STATEMENT}")).all::<Named>(conn).await?;
        names.extend(rows.into_iter().map(|row| (row.id, row.name)));
    }
    Ok(names)
}

/// One customer with all that belongs to them.
pub async fn find(conn: &impl ConnectionTrait, keys: &Keys, id: CustomerId) -> Answer<CustomerRecord> {
    let text = format!("SELECT {COLUMNS} FROM customers WHERE id = $1");
    let row = sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)?;
    record(conn, keys, row).await
}

/// The same, to be changed in this transaction.
///
/// # Errors
/// `customer_erased`: what is erased is not written to again.
pub async fn load(tx: &Tx, id: CustomerId) -> Answer<CustomerRecord> {
    let text = format!("SELECT {COLUMNS} FROM customers WHERE id = $1{}", for_update(tx.kind()));
    let row: CustomerRow = sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)?;
    if row.erased_at.is_some() {
        return Err(Refusal::conflict("customer_erased").into());
    }
    record(tx.conn(), tx.keys(), row).await
}

async fn record(conn: &impl ConnectionTrait, keys: &Keys, row: CustomerRow) -> Answer<CustomerRecord> {
    let contact_points = contact_points(conn, keys, &[row.id]).await?;
    let identity_documents = identity_documents(conn, keys, &[row.id]).await?;
    let care_needs = care::of_customers(conn, keys, &[row.id]).await?;
    let relations = crate::relations::store::of_customer(conn, keys, row.id).await?;
    let holdings = crate::holdings::store::of_customer(conn, keys, row.id).await?;
    Ok(CustomerRecord { row, contact_points, identity_documents, care_needs, relations, holdings })
}

/// What day it is where the institution is.
pub async fn today(conn: &impl ConnectionTrait, now: Instant) -> Answer<Day> {
    let institution = lingke_organisation::store::units::institution(conn).await?;
    let zone = institution.map_or("Asia/Shanghai".to_owned(), |institution| institution.time_zone);
    Ok(now.day_in(&TimeZone::get(&zone).unwrap_or(TimeZone::UTC)))
}

/// Customers, newest first.
///
/// `sought` is a customer number, the beginning of a name, in writing or by its sound, words of a name or note as the
/// index has them, a part of a name of one of the newest customers, a whole contact value or number however
/// written, or the last four digits of a phone number or holding. Each way finds at most 1000.
pub async fn list(
    conn: &impl Reader,
    keys: &Keys,
    sought: Option<&str>,
    page: &PageRequest,
) -> Answer<Page<CustomerRecord>> {
    let mut statement = sql(format!("SELECT {COLUMNS} FROM customers WHERE erased_at IS NULL"));
    if let Some(sought) = sought.map(str::trim).filter(|sought| !sought.is_empty()) {
        statement = sought::only(conn, statement, keys, sought).await?;
    }
    if let Some((at, id)) = page.after::<(Instant, CustomerId)>()? {
        let marks = statement.list([Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (created_at, id) < ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("created_at DESC, id DESC"));
    let page = page.cut(statement.all::<CustomerRow>(conn).await?, |row| (row.created_at, row.id));
    with_all(conn, keys, page).await
}

/// Customers somebody should look at again by today, the longest due first.
pub async fn due_for_review(
    conn: &impl Reader,
    keys: &Keys,
    now: Instant,
    page: &PageRequest,
) -> Answer<Page<CustomerRecord>> {
    let today = today(conn, now).await?.to_string();
    let text = format!("SELECT {COLUMNS} FROM customers WHERE next_review_on <= $1");
    let mut statement = sql(text).bind(today);
    if let Some((on, id)) = page.after::<(String, CustomerId)>()? {
        let marks = statement.list([Value::from(on), id.into()]);
        statement = statement.push(&format!(" AND (next_review_on, id) > ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("next_review_on, id"));
    let rows = statement.all::<CustomerRow>(conn).await?;
    let page = page.cut(rows, |row| (row.next_review_on.clone(), row.id));
    with_all(conn, keys, page).await
}

/// With contact points and identity documents.
async fn with_all(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    page: Page<CustomerRow>,
) -> Answer<Page<CustomerRecord>> {
    let ids: Vec<_> = page.items.iter().map(|row| row.id).collect();
    let mut points = by_customer(contact_points(conn, keys, &ids).await?, |point| point.customer_id);
    let mut documents =
        by_customer(identity_documents(conn, keys, &ids).await?, |document| document.customer_id);
    Ok(page.map(|row| CustomerRecord {
        contact_points: points.remove(&row.id).unwrap_or_default(),
        identity_documents: documents.remove(&row.id).unwrap_or_default(),
        care_needs: Vec::new(),
        relations: Vec::new(),
        holdings: Vec::new(),
        row,
    }))
}

/// Customers as the index keeps them, without what belongs to them; those that are not there are left out.
pub async fn rows(conn: &impl ConnectionTrait, ids: &[CustomerId]) -> Answer<Vec<CustomerRow>> {
    let wanted = listed(conn.get_database_backend(), "$1");
    let text = format!("SELECT {COLUMNS} FROM customers WHERE id IN ({wanted}) LIMIT {}", ids.len());
    sql(text).bind(serde_json::to_string(ids)?).all(conn).await
}

fn by_customer<T>(rows: Vec<T>, customer_id: impl Fn(&T) -> CustomerId) -> HashMap<CustomerId, Vec<T>> {
    let mut grouped: HashMap<_, Vec<T>> = HashMap::new();
    for row in rows {
        grouped.entry(customer_id(&row)).or_default().push(row);
    }
    grouped
}

/// The contact points of these customers, each customer's oldest first.
pub async fn contact_points(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    ids: &[CustomerId],
) -> Answer<Vec<ContactRow>> {
    #[derive(FromQueryResult)]
    struct Stored {
        id: ContactPointId,
        customer_id: CustomerId,
        kind: ContactKind,
        value: String,
        preferred: bool,
        verification: VerificationState,
        verified_how: Option<VerifiedHow>,
        verified_at: Option<Instant>,
        verified_by: Option<StaffId>,
        created_at: Instant,
        wrapped: Option<String>,
    }
    let text = "SELECT p.id, p.customer_id, p.kind, p.value, p.preferred, p.verification, p.verified_how, \
                p.verified_at, p.verified_by, p.created_at, k.wrapped \
                FROM contact_points p LEFT JOIN customer_keys k ON k.customer_id = p.customer_id WHERE 1 = 1";
    let limit = ids.len() * CONTACT_POINTS_MAX;
    let order = format!(" ORDER BY p.customer_id, p.created_at, p.id LIMIT {limit}");
    let rows = sql(text).and_in("p.customer_id", ids.iter().copied()).push(&order);
    let rows = rows.all::<Stored>(conn).await?;
    let verifiers: Vec<StaffId> = rows.iter().filter_map(|row| row.verified_by).collect();
    let names = people::of(conn, &verifiers, &[]).await?;
    let mut opener = Opener::new(keys);
    let opened = rows.into_iter().map(|row| {
        let verified = Verified {
            state: row.verification,
            how: row.verified_how,
            at: row.verified_at,
            by: row.verified_by,
            by_name: row.verified_by.and_then(|id| names.staff.get(&id)).map(|staff| staff.name.clone()),
        };
        let Stored { id, customer_id, kind, value, preferred, created_at, wrapped, .. } = row;
        let value = opener.open((customer_id, wrapped.as_deref()), id, &value)?;
        Ok(ContactRow { id, customer_id, kind, value, preferred, verified, created_at })
    });
    opened.collect()
}

/// The identity documents of these customers, each customer's oldest first.
async fn identity_documents(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    ids: &[CustomerId],
) -> Answer<Vec<IdentityRow>> {
    #[derive(FromQueryResult)]
    struct Stored {
        id: IdentityDocumentId,
        customer_id: CustomerId,
        kind: String,
        value: String,
        expires_on: Option<String>,
        created_at: Instant,
        wrapped: Option<String>,
    }
    let text = "SELECT d.id, d.customer_id, d.kind, d.value, d.expires_on, d.created_at, k.wrapped \
                FROM identity_documents d LEFT JOIN customer_keys k ON k.customer_id = d.customer_id WHERE 1 = 1";
    let limit = ids.len() * IDENTITY_DOCUMENTS_MAX;
    let order = format!(" ORDER BY d.customer_id, d.created_at, d.id LIMIT {limit}");
    let rows = sql(text).and_in("d.customer_id", ids.iter().copied()).push(&order);
    let rows = rows.all::<Stored>(conn).await?;
    let mut opener = Opener::new(keys);
    let opened = rows.into_iter().map(|row| {
        let Stored { id, customer_id, kind, value, expires_on, created_at, wrapped } = row;
        let number = opener.open((customer_id, wrapped.as_deref()), id, &value)?;
        Ok(IdentityRow { id, customer_id, kind, number, expires_on, created_at })
    });
    opened.collect()
}

/// Writes new customers with all that belongs to them, many rows with each statement. Who has anything personal gets a
/// key of their own.
pub async fn insert_bulk(conn: &impl ConnectionTrait, keys: &Keys, records: &[CustomerRecord]) -> Answer<()> {
    let rows = records.iter().map(|record| customer_values(&record.row));
    insert_rows(conn, INTO_CUSTOMERS, rows, "").await?;
    let (mut own, mut points, mut documents, mut needs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for CustomerRecord { row, contact_points, identity_documents, care_needs, .. } in records {
        if contact_points.is_empty() && identity_documents.is_empty() && care_needs.is_empty() {
            continue;
        }
        let (key, wrapped) = keys::new_key(keys, row.id, row.created_at)?;
        own.push(wrapped);
        for point in contact_points {
            points.push(contact_values(keys, &key, point)?);
        }
        for document in identity_documents {
            documents.push(identity_values(keys, &key, document)?);
        }
        for need in care_needs {
            needs.push(care::values(&key, need)?);
        }
    }
    insert_rows(conn, keys::COLUMNS, own, "").await?;
    insert_rows(conn, CONTACT_COLUMNS, points, "").await?;
    insert_rows(conn, IDENTITY_COLUMNS, documents, "").await?;
    insert_rows(conn, care::INTO, needs, "").await?;
    Ok(())
}

const INTO_CUSTOMERS: &str = "customers (id, number, name, name_lower, kind, class, note, registered_name, wish_channel, \
                              wish_days, wish_from, wish_until, wish_language, reviewed_on, next_review_on, version, \
                              created_at, updated_at)";
const CONTACT_COLUMNS: &str = "contact_points (id, customer_id, kind, value, lookup, lookup_tail, preferred, \
                               verification, verified_how, verified_at, verified_by, created_at)";
const IDENTITY_COLUMNS: &str =
    "identity_documents (id, customer_id, kind, value, lookup, expires_on, created_at)";

fn customer_values(row: &CustomerRow) -> Vec<Value> {
    vec![
        row.id.into(),
        row.number.as_str().into(),
        row.name.as_str().into(),
        row.name.to_lowercase().into(),
        row.kind.into(),
        row.class.into(),
        row.note.as_str().into(),
        row.registered_name.as_str().into(),
        row.wish_channel.into(),
        row.wish_days.into(),
        row.wish_from.clone().into(),
        row.wish_until.clone().into(),
        row.wish_language.into(),
        row.reviewed_on.clone().into(),
        row.next_review_on.clone().into(),
        row.version.into(),
        row.created_at.into(),
        row.created_at.into(),
    ]
}

fn contact_values(keys: &Keys, key: &Secret, point: &ContactRow) -> Answer<Vec<Value>> {
    Ok(vec![
        point.id.into(),
        point.customer_id.into(),
        point.kind.into(),
        seal(key, point.id, &point.value)?.into(),
        lookup_contact(keys, point.kind, &point.value).into(),
        lookup_tail(keys, point.kind, &point.value).into(),
        point.preferred.into(),
        point.verified.state.into(),
        point.verified.how.into(),
        point.verified.at.into(),
        point.verified.by.into(),
        point.created_at.into(),
    ])
}

fn identity_values(keys: &Keys, key: &Secret, document: &IdentityRow) -> Answer<Vec<Value>> {
    Ok(vec![
        document.id.into(),
        document.customer_id.into(),
        document.kind.as_str().into(),
        seal(key, document.id, &document.number)?.into(),
        lookup_identity(keys, &document.number).into(),
        document.expires_on.clone().into(),
        document.created_at.into(),
    ])
}

/// Writes a changed customer.
pub async fn update(tx: &Tx, row: &CustomerRow) -> Answer<()> {
    let text = "UPDATE customers SET name = $1, name_lower = $2, kind = $3, class = $4, note = $5, registered_name = $6, \
                wish_channel = $7, wish_days = $8, wish_from = $9, wish_until = $10, wish_language = $11, \
                reviewed_on = $12, next_review_on = $13, version = $14, updated_at = $15 WHERE id = $16";
    sql(text)
        .bind(row.name.as_str())
        .bind(row.name.to_lowercase())
        .bind(row.kind)
        .bind(row.class)
        .bind(row.note.as_str())
        .bind(row.registered_name.as_str())
        .bind(row.wish_channel)
        .bind(row.wish_days)
        .bind(row.wish_from.clone())
        .bind(row.wish_until.clone())
        .bind(row.wish_language)
        .bind(row.reviewed_on.clone())
        .bind(row.next_review_on.clone())
        .bind(row.version)
        .bind(tx.now())
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Writes what was found out about a contact point.
pub async fn update_verified(tx: &Tx, point: &ContactRow) -> Answer<()> {
    let text = "UPDATE contact_points SET verification = $1, verified_how = $2, verified_at = $3, verified_by = $4 \
                WHERE id = $5";
    sql(text)
        .bind(point.verified.state)
        .bind(point.verified.how)
        .bind(point.verified.at)
        .bind(point.verified.by)
        .bind(point.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Writes a new identity document of a customer that is [`load`]ed.
pub async fn insert_identity_document(tx: &Tx, document: &IdentityRow) -> Answer<()> {
    let own = keys::of_all(tx, &[document.customer_id]).await?;
    let values = identity_values(tx.keys(), &own[&document.customer_id], document)?;
    let written = insert_rows(tx.conn(), IDENTITY_COLUMNS, [values], "").await;
    written.map_err(|failure| failure.on_unique(|| Refusal::conflict("identity_document_known").into()))?;
    Ok(())
}

/// Removes an identity document.
pub async fn delete_identity_document(tx: &Tx, id: IdentityDocumentId) -> Answer<()> {
    sql("DELETE FROM identity_documents WHERE id = $1").bind(id).run(tx.conn()).await?;
    Ok(())
}

/// Writes a new contact point of a customer that is [`load`]ed; a preferred one takes the place of the one of its kind
/// before.
pub async fn insert_contact_point(tx: &Tx, point: &ContactRow) -> Answer<()> {
    if point.preferred {
        sql("UPDATE contact_points SET preferred = FALSE WHERE customer_id = $1 AND kind = $2 AND preferred")
            .bind(point.customer_id)
            .bind(point.kind)
            .run(tx.conn())
            .await?;
    }
    let own = keys::of_all(tx, &[point.customer_id]).await?;
    let values = contact_values(tx.keys(), &own[&point.customer_id], point)?;
    let written = insert_rows(tx.conn(), CONTACT_COLUMNS, [values], "").await;
    written.map_err(|failure| failure.on_unique(|| Refusal::conflict("contact_point_known").into()))?;
    Ok(())
}

/// Removes a contact point.
pub async fn delete_contact_point(tx: &Tx, id: ContactPointId) -> Answer<()> {
    sql("DELETE FROM contact_points WHERE id = $1").bind(id).run(tx.conn()).await?;
    Ok(())
}
