//! The queries about requests.

use lingke_customers::model::CustomerId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::{for_update, skip_locked};
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::page::{Page, PageRequest};
use sea_orm::{ConnectionTrait, Value};

use super::model::{RequestId, RequestRow, RequestState};

const COLUMNS: &str = "id, kind, customer_id, state, reason, asked_by, asked_at, decided_by, decided_at, opinion, \
                       due_on, next_at, cases, done_at, version";

/// Writes a new one.
///
/// # Errors
/// `erasure_asked_already` when an erasure of the customer is under way.
pub async fn insert(tx: &Tx, row: &RequestRow) -> Answer<()> {
    let text = format!(
        "INSERT INTO privacy_requests ({COLUMNS}) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    );
    let written = sql(text)
        .bind(row.id)
        .bind(row.kind)
        .bind(row.customer_id)
        .bind(row.state)
        .bind(row.reason.as_str())
        .bind(row.asked_by.as_str())
        .bind(row.asked_at)
        .bind(row.decided_by.as_deref())
        .bind(row.decided_at)
        .bind(row.opinion.as_deref())
        .bind(row.due_on.as_deref())
        .bind(row.next_at)
        .bind(row.cases)
        .bind(row.done_at)
        .bind(row.version)
        .run(tx.conn())
        .await;
    written.map_err(|failure| failure.on_unique(|| Refusal::conflict("erasure_asked_already").into()))?;
    Ok(())
}

/// One.
pub async fn find(conn: &impl ConnectionTrait, id: RequestId) -> Answer<RequestRow> {
    let text = format!("SELECT {COLUMNS} FROM privacy_requests WHERE id = $1");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// One, to be changed in this transaction.
pub async fn load(tx: &Tx, id: RequestId) -> Answer<RequestRow> {
    let text = format!("SELECT {COLUMNS} FROM privacy_requests WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Writes a changed one.
pub async fn update(tx: &Tx, row: &mut RequestRow) -> Answer<()> {
    row.version += 1;
    let text = "UPDATE privacy_requests SET state = $1, decided_by = $2, decided_at = $3, opinion = $4, due_on = $5, \
                next_at = $6, cases = $7, done_at = $8, reason = $9, version = $10 WHERE id = $11";
    sql(text)
        .bind(row.state)
        .bind(row.decided_by.as_deref())
        .bind(row.decided_at)
        .bind(row.opinion.as_deref())
        .bind(row.due_on.as_deref())
        .bind(row.next_at)
        .bind(row.cases)
        .bind(row.done_at)
        .bind(row.reason.as_str())
        .bind(row.version)
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// All, newest first; only in one state when it is given.
pub async fn list(
    conn: &impl ConnectionTrait,
    state: Option<RequestState>,
    page: &PageRequest,
) -> Answer<Page<RequestRow>> {
    let mut statement =
        sql(format!("SELECT {COLUMNS} FROM privacy_requests WHERE 1 = 1")).and("state =", state);
    if let Some((at, id)) = page.after::<(Instant, RequestId)>()? {
        let marks = statement.list([Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (asked_at, id) < ({marks})"));
    }
    let rows =
        statement.push(&page.order_and_limit("asked_at DESC, id DESC")).all::<RequestRow>(conn).await?;
    Ok(page.cut(rows, |row| (row.asked_at, row.id)))
}

/// Those about one customer, newest first, at most 50.
pub async fn of_customer(conn: &impl ConnectionTrait, customer_id: CustomerId) -> Answer<Vec<RequestRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM privacy_requests WHERE customer_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 50"
    );
    sql(text).bind(customer_id).all(conn).await
}

/// Whether any is to be looked at.
pub async fn any_due(conn: &impl ConnectionTrait, now: Instant) -> Answer<bool> {
    let text = "SELECT 1 FROM privacy_requests WHERE next_at <= $1 LIMIT 1";
    Ok(sql(text).bind(now).value::<i32>(conn).await?.is_some())
}

/// The one that is to be looked at longest, held for this transaction.
pub async fn claim_due(tx: &Tx) -> Answer<Option<RequestRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM privacy_requests WHERE next_at <= $1 ORDER BY next_at, id LIMIT 1{}",
        skip_locked(tx.kind())
    );
    sql(text).bind(tx.now()).one(tx.conn()).await
}
