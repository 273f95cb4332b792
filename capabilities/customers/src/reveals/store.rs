//! The queries about reveals.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use sea_orm::ConnectionTrait;

use super::model::{RevealId, RevealRow};
use crate::model::CustomerId;

const COLUMNS: &str = "id, customer_id, actor_id, reason, case_id, created_at, until";

/// Writes a new one. `salt` is what the digest in the journal was made with.
pub async fn insert(tx: &Tx, row: &RevealRow, salt: &str) -> Answer<()> {
    let text = "INSERT INTO customer_reveals (id, customer_id, actor_id, reason, salt, case_id, created_at, until) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sql(text)
        .bind(row.id)
        .bind(row.customer_id)
        .bind(row.actor_id.as_str())
        .bind(row.reason.as_str())
        .bind(salt)
        .bind(row.case_id.as_deref())
        .bind(row.created_at)
        .bind(row.until)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// What of the customer is being shown to this person: the reveal that lasts longest.
pub async fn current(
    conn: &impl ConnectionTrait,
    customer_id: CustomerId,
    actor_id: &str,
    now: Instant,
) -> Answer<Option<RevealRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM customer_reveals WHERE actor_id = $1 AND customer_id = $2 AND until > $3 \
         ORDER BY until DESC LIMIT 1"
    );
    sql(text).bind(actor_id).bind(customer_id).bind(now).one(conn).await
}

/// Ends what of the customer is being shown to this person; answers how many reveals that were.
pub async fn end(tx: &Tx, customer_id: CustomerId, actor_id: &str) -> Answer<u64> {
    let text =
        "UPDATE customer_reveals SET until = $1 WHERE actor_id = $2 AND customer_id = $3 AND until > $1";
    sql(text).bind(tx.now()).bind(actor_id).bind(customer_id).run(tx.conn()).await
}

/// The reveals of `[from, to)` in the order they began, at most `count`, after the one named.
pub async fn between(
    conn: &impl ConnectionTrait,
    (from, to): (Instant, Instant),
    after: Option<(Instant, RevealId)>,
    count: usize,
) -> Answer<Vec<RevealRow>> {
    let text = format!("SELECT {COLUMNS} FROM customer_reveals WHERE created_at >= $1 AND created_at < $2");
    let mut statement = sql(text).bind(from).bind(to);
    if let Some((at, id)) = after {
        let marks = statement.list([sea_orm::Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (created_at, id) > ({marks})"));
    }
    statement.push(&format!(" ORDER BY created_at, id LIMIT {count}")).all(conn).await
}
