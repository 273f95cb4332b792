//! The queries of change requests.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::query::Sql;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::keys::Keys;
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::model::{ChangeRequestId, ChangeStatus, ChangeWhat, CustomerSettings, PENDING_MAX, RequestRow};
use crate::model::CustomerId;
use crate::protection::{Personal, seal};
use crate::store::keys::{Opener, of_all};

const SELECT: &str = "SELECT r.id, r.customer_id, r.what, r.value, r.status, r.version, r.asked_by, r.asked_at, \
                      r.decided_by, r.decided_at, k.wrapped FROM customer_change_requests r \
                      LEFT JOIN customer_keys k ON k.customer_id = r.customer_id WHERE 1 = 1";

async fn opened(conn: &impl ConnectionTrait, keys: &Keys, statement: Sql) -> Answer<Vec<RequestRow>> {
    #[derive(FromQueryResult)]
    struct Stored {
        id: ChangeRequestId,
        customer_id: CustomerId,
        what: ChangeWhat,
        value: String,
        status: ChangeStatus,
        version: i64,
        asked_by: StaffId,
        asked_at: Instant,
        decided_by: Option<StaffId>,
        decided_at: Option<Instant>,
        wrapped: Option<String>,
    }
    let mut opener = Opener::new(keys);
    let rows = statement.all::<Stored>(conn).await?;
    let opened = rows.into_iter().map(|row| {
        let opened = opener.open((row.customer_id, row.wrapped.as_deref()), row.id, &row.value)?;
        Ok(RequestRow {
            id: row.id,
            customer_id: row.customer_id,
            what: row.what,
            sealed: serde_json::from_str(opened.in_the_clear())?,
            status: row.status,
            version: row.version,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
        })
    });
    opened.collect()
}

/// One, to be decided in this transaction: its customer is held.
pub async fn load(tx: &Tx, id: ChangeRequestId) -> Answer<RequestRow> {
    let text = "SELECT customer_id FROM customer_change_requests WHERE id = $1";
    let customer: Option<CustomerId> = sql(text).bind(id).value(tx.conn()).await?;
    crate::store::load(tx, customer.ok_or(Failure::NotFound)?).await?;
    let found = opened(tx.conn(), tx.keys(), sql(SELECT).and("r.id =", Some(id)).push(" LIMIT 1")).await?;
    found.into_iter().next().ok_or(Failure::NotFound)
}

/// Those of a customer that wait.
pub async fn pending_of(conn: &impl ConnectionTrait, keys: &Keys, id: CustomerId) -> Answer<Vec<RequestRow>> {
    let statement = sql(SELECT).and("r.customer_id =", Some(id));
    let order = format!(" AND r.status = 'pending' ORDER BY r.asked_at, r.id LIMIT {PENDING_MAX}");
    opened(conn, keys, statement.push(&order)).await
}

/// All of a customer, the newest first.
pub async fn of_customer(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    id: CustomerId,
    page: &PageRequest,
) -> Answer<Page<RequestRow>> {
    let mut statement = sql(SELECT).and("r.customer_id =", Some(id));
    if let Some((at, last)) = page.after::<(Instant, ChangeRequestId)>()? {
        let marks = statement.list([Value::from(at), last.into()]);
        statement = statement.push(&format!(" AND (r.asked_at, r.id) < ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("r.asked_at DESC, r.id DESC"));
    Ok(page.cut(opened(conn, keys, statement).await?, |row| (row.asked_at, row.id)))
}

/// All that wait, the longest first.
pub async fn pending(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    page: &PageRequest,
) -> Answer<Page<RequestRow>> {
    let mut statement = sql(SELECT).push(" AND r.status = 'pending'");
    if let Some((at, last)) = page.after::<(Instant, ChangeRequestId)>()? {
        let marks = statement.list([Value::from(at), last.into()]);
        statement = statement.push(&format!(" AND (r.asked_at, r.id) > ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("r.asked_at, r.id"));
    Ok(page.cut(opened(conn, keys, statement).await?, |row| (row.asked_at, row.id)))
}

async fn sealed(tx: &Tx, row: &RequestRow) -> Answer<String> {
    let own = of_all(tx, &[row.customer_id]).await?;
    seal(&own[&row.customer_id], row.id, &Personal::new(&serde_json::to_string(&row.sealed)?))
}

/// Writes a new one of a customer that is loaded.
pub async fn insert(tx: &Tx, row: &RequestRow) -> Answer<()> {
    let values: Vec<Value> = vec![
        row.id.into(),
        row.customer_id.into(),
        row.what.into(),
        sealed(tx, row).await?.into(),
        row.status.into(),
        row.version.into(),
        row.asked_by.into(),
        row.asked_at.into(),
    ];
    let into = "customer_change_requests (id, customer_id, what, value, status, version, asked_by, asked_at)";
    insert_rows(tx.conn(), into, [values], "").await?;
    Ok(())
}

/// Writes what was decided.
pub async fn update(tx: &Tx, row: &RequestRow) -> Answer<()> {
    let text = "UPDATE customer_change_requests SET value = $1, status = $2, version = $3, decided_by = $4, \
                decided_at = $5 WHERE id = $6";
    sql(text)
        .bind(sealed(tx, row).await?)
        .bind(row.status)
        .bind(row.version)
        .bind(row.decided_by)
        .bind(row.decided_at)
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// The settings.
pub async fn settings(conn: &impl ConnectionTrait) -> Answer<CustomerSettings> {
    let text = "SELECT second_person, version FROM customer_settings WHERE id = 1";
    sql(text).one(conn).await?.ok_or(Failure::NotFound)
}

/// The settings, to be changed in this transaction.
pub async fn load_settings(tx: &Tx) -> Answer<CustomerSettings> {
    let lock = for_update(tx.kind());
    let text = format!("SELECT second_person, version FROM customer_settings WHERE id = 1{lock}");
    sql(text).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Writes changed settings.
pub async fn update_settings(tx: &Tx, settings: &CustomerSettings) -> Answer<()> {
    sql("UPDATE customer_settings SET second_person = $1, version = $2 WHERE id = 1")
        .bind(settings.second_person)
        .bind(settings.version)
        .run(tx.conn())
        .await?;
    Ok(())
}
