//! Endpoints.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use sea_orm::ConnectionTrait;

use crate::model::{EndpointId, EndpointRow};

/// Endpoints that may be there at once.
pub const ENDPOINTS_MAX: i64 = 50;

const COLUMNS: &str = "id, name, url, kinds, active, off_because, wrapped_key, secret, previous_secret, previous_until, \
                       from_seq, failures, failing_since, rest_until, last_success_at, version, created_at";

/// One endpoint.
pub async fn find(conn: &impl ConnectionTrait, id: EndpointId) -> Answer<EndpointRow> {
    let text = format!("SELECT {COLUMNS} FROM webhook_endpoints WHERE id = $1 AND removed_at IS NULL");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// One endpoint, to be changed in this transaction.
pub async fn load(tx: &Tx, id: EndpointId) -> Answer<EndpointRow> {
    let lock = for_update(tx.kind());
    let text = format!("SELECT {COLUMNS} FROM webhook_endpoints WHERE id = $1 AND removed_at IS NULL{lock}");
    sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Endpoints, oldest first.
pub async fn list(conn: &impl ConnectionTrait, page: &PageRequest) -> Answer<Page<EndpointRow>> {
    let statement = sql(format!("SELECT {COLUMNS} FROM webhook_endpoints WHERE removed_at IS NULL"));
    let statement = statement.and("id >", page.after::<EndpointId>()?);
    let rows = statement.push(&page.order_and_limit("id")).all::<EndpointRow>(conn).await?;
    Ok(page.cut(rows, |row| row.id))
}

/// All that are sent something.
pub async fn active(conn: &impl ConnectionTrait) -> Answer<Vec<EndpointRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM webhook_endpoints WHERE active AND removed_at IS NULL ORDER BY id LIMIT {ENDPOINTS_MAX}"
    );
    sql(text).all(conn).await
}

/// How many there are.
pub async fn count(conn: &impl ConnectionTrait) -> Answer<i64> {
    let counted = sql("SELECT count(*) FROM webhook_endpoints WHERE removed_at IS NULL").value(conn).await?;
    Ok(counted.unwrap_or_default())
}

/// Writes a new one.
pub async fn insert(tx: &Tx, row: &EndpointRow) -> Answer<()> {
    let text = "INSERT INTO webhook_endpoints (id, name, url, kinds, active, wrapped_key, secret, from_seq, failures, \
                version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $10)";
    sql(text)
        .bind(row.id)
        .bind(row.name.as_str())
        .bind(row.url.as_str())
        .bind(row.kinds.as_str())
        .bind(row.active)
        .bind(row.wrapped_key.as_str())
        .bind(row.secret.as_str())
        .bind(row.from_seq)
        .bind(row.version)
        .bind(row.created_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Writes a changed one.
pub async fn update(tx: &Tx, row: &EndpointRow) -> Answer<()> {
    let text = "UPDATE webhook_endpoints SET name = $1, url = $2, kinds = $3, active = $4, off_because = $5, secret = $6, \
                previous_secret = $7, previous_until = $8, from_seq = $9, failures = $10, failing_since = $11, \
                rest_until = $12, last_success_at = $13, version = $14, updated_at = $15 WHERE id = $16";
    sql(text)
        .bind(row.name.as_str())
        .bind(row.url.as_str())
        .bind(row.kinds.as_str())
        .bind(row.active)
        .bind(row.off_because.as_deref())
        .bind(row.secret.as_str())
        .bind(row.previous_secret.as_deref())
        .bind(row.previous_until)
        .bind(row.from_seq)
        .bind(row.failures)
        .bind(row.failing_since)
        .bind(row.rest_until)
        .bind(row.last_success_at)
        .bind(row.version)
        .bind(tx.now())
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Takes one away: what was sent to it is still told of until it is forgotten. Its secrets go at once.
pub async fn remove(tx: &Tx, id: EndpointId, now: Instant) -> Answer<()> {
    let text = "UPDATE webhook_endpoints SET removed_at = $1, active = FALSE, secret = '', previous_secret = NULL, \
                wrapped_key = '' WHERE id = $2";
    sql(text).bind(now).bind(id).run(tx.conn()).await?;
    Ok(())
}
