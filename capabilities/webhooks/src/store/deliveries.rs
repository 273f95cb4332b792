//! What was sent, and each attempt.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use sea_orm::ConnectionTrait;

use crate::model::{Attempt, Delivery, DeliveryId, EndpointId};

const COLUMNS: &str = "id, endpoint_id, event_type, event_id, event_seq, state, attempts, last_status, \
                       last_duration_ms, last_error, created_at, ended_at";

/// One delivery.
pub async fn find(conn: &impl ConnectionTrait, id: DeliveryId) -> Answer<Delivery> {
    let text = format!("SELECT {COLUMNS} FROM webhook_deliveries WHERE id = $1");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// What was sent to one endpoint, newest first.
pub async fn list(
    conn: &impl ConnectionTrait,
    endpoint_id: EndpointId,
    state: Option<&str>,
    page: &PageRequest,
) -> Answer<Page<Delivery>> {
    let text = format!("SELECT {COLUMNS} FROM webhook_deliveries WHERE endpoint_id = $1");
    let mut statement = sql(text).bind(endpoint_id).and("state =", state);
    if let Some((at, id)) = page.after::<(Instant, DeliveryId)>()? {
        let marks = statement.list([sea_orm::Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (created_at, id) < ({marks})"));
    }
    let rows =
        statement.push(&page.order_and_limit("created_at DESC, id DESC")).all::<Delivery>(conn).await?;
    Ok(page.cut(rows, |row| (row.created_at, row.id)))
}

/// Writes a new one, unless the endpoint has one of this event already. Answers whether it is new.
pub async fn insert(tx: &Tx, row: &Delivery) -> Answer<bool> {
    let text = "INSERT INTO webhook_deliveries (id, endpoint_id, event_type, event_id, event_seq, state, attempts, \
                created_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT DO NOTHING";
    let written = sql(text)
        .bind(row.id)
        .bind(row.endpoint_id)
        .bind(row.event_type.as_str())
        .bind(row.event_id.as_deref())
        .bind(row.event_seq)
        .bind(row.state.as_str())
        .bind(row.created_at)
        .run(tx.conn())
        .await?;
    Ok(written > 0)
}

/// Notes an attempt and how the delivery stands after it.
pub async fn attempted(tx: &Tx, id: DeliveryId, attempt: &Attempt, state: &str) -> Answer<()> {
    let text = "UPDATE webhook_deliveries SET attempts = attempts + 1, last_status = $1, last_duration_ms = $2, \
                last_error = $3, state = $4, ended_at = $5 WHERE id = $6";
    sql(text)
        .bind(attempt.status)
        .bind(attempt.duration_ms)
        .bind(attempt.error.as_deref())
        .bind(state)
        .bind((state != "pending").then_some(attempt.at))
        .bind(id)
        .run(tx.conn())
        .await?;
    let text = "INSERT INTO webhook_attempts (delivery_id, n, at, status, duration_ms, error) \
                SELECT $1, attempts, $2, $3, $4, $5 FROM webhook_deliveries WHERE id = $1";
    sql(text)
        .bind(id)
        .bind(attempt.at)
        .bind(attempt.status)
        .bind(attempt.duration_ms)
        .bind(attempt.error.as_deref())
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Notes that it is given up without another attempt.
pub async fn give_up(tx: &Tx, id: DeliveryId, why: &str) -> Answer<()> {
    let text = "UPDATE webhook_deliveries SET state = 'failed', last_error = $1, ended_at = $2 WHERE id = $3";
    sql(text).bind(why).bind(tx.now()).bind(id).run(tx.conn()).await?;
    Ok(())
}

/// The attempts of one delivery, in order.
pub async fn attempts(conn: &impl ConnectionTrait, id: DeliveryId) -> Answer<Vec<Attempt>> {
    let text = "SELECT n, at, status, duration_ms, error FROM webhook_attempts WHERE delivery_id = $1 \
                ORDER BY n LIMIT 200";
    sql(text).bind(id).all(conn).await
}

/// Failed ones of an endpoint since then, oldest first, at most `limit`.
pub async fn failed_since(
    tx: &Tx,
    endpoint_id: EndpointId,
    since: Instant,
    limit: usize,
) -> Answer<Vec<DeliveryId>> {
    let text = format!(
        "SELECT id FROM webhook_deliveries WHERE endpoint_id = $1 AND state = 'failed' AND created_at >= $2 \
         AND event_id IS NOT NULL ORDER BY created_at, id LIMIT {limit}"
    );
    sql(text).bind(endpoint_id).bind(since).values(tx.conn()).await
}

/// Puts one back on its way.
pub async fn again(tx: &Tx, id: DeliveryId) -> Answer<()> {
    let text = "UPDATE webhook_deliveries SET state = 'pending', ended_at = NULL WHERE id = $1";
    sql(text).bind(id).run(tx.conn()).await?;
    Ok(())
}

/// Those that ended before then, at most `limit`.
pub async fn old(conn: &impl ConnectionTrait, before: Instant, limit: usize) -> Answer<Vec<DeliveryId>> {
    let text =
        format!("SELECT id FROM webhook_deliveries WHERE ended_at < $1 ORDER BY ended_at LIMIT {limit}");
    sql(text).bind(before).values(conn).await
}

/// Forgets some, with their attempts.
pub async fn forget(tx: &Tx, ids: &[DeliveryId]) -> Answer<()> {
    sql("DELETE FROM webhook_attempts WHERE 1 = 1")
        .and_in("delivery_id", ids.iter().copied())
        .run(tx.conn())
        .await?;
    sql("DELETE FROM webhook_deliveries WHERE 1 = 1")
        .and_in("id", ids.iter().copied())
        .run(tx.conn())
        .await?;
    Ok(())
}
