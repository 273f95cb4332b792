//! The queries about verifications.

use lingke_cases::model::CaseId;
use lingke_customers::model::CustomerId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::http::page::{Page, PageRequest};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use crate::model::{VerificationId, VerificationRow};
use crate::rules::Failures;

const COLUMNS: &str =
    "id, customer_id, level, channel, case_id, actor_id, matched, failed, holds_until, created_at";
/// How many that still hold are looked at for the strongest.
const HELD_MAX: usize = 50;

#[derive(FromQueryResult)]
struct Stored {
    id: VerificationId,
    customer_id: CustomerId,
    level: String,
    channel: String,
    case_id: Option<CaseId>,
    actor_id: String,
    matched: String,
    failed: String,
    holds_until: Option<Instant>,
    created_at: Instant,
}

impl Stored {
    fn opened(self) -> Answer<VerificationRow> {
        Ok(VerificationRow {
            id: self.id,
            customer_id: self.customer_id,
            level: self.level,
            channel: serde_json::from_value(self.channel.into())?,
            case_id: self.case_id,
            actor_id: self.actor_id,
            matched: serde_json::from_str(&self.matched)?,
            failed: serde_json::from_str(&self.failed)?,
            until: self.holds_until,
            created_at: self.created_at,
        })
    }
}

/// Writes a try.
pub async fn insert(tx: &Tx, row: &VerificationRow) -> Answer<()> {
    let text =
        format!("INSERT INTO verifications ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    let channel = serde_json::to_value(row.channel)?;
    sql(text)
        .bind(row.id)
        .bind(row.customer_id)
        .bind(row.level.as_str())
        .bind(channel.as_str().unwrap_or_default())
        .bind(row.case_id)
        .bind(row.actor_id.as_str())
        .bind(serde_json::to_string(&row.matched)?)
        .bind(serde_json::to_string(&row.failed)?)
        .bind(row.until)
        .bind(row.created_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Tries for a customer, newest first.
pub async fn list(
    conn: &impl ConnectionTrait,
    customer_id: CustomerId,
    page: &PageRequest,
) -> Answer<Page<VerificationRow>> {
    let text = format!("SELECT {COLUMNS} FROM verifications WHERE customer_id = $1");
    let mut statement = sql(text).bind(customer_id);
    if let Some((at, id)) = page.after::<(Instant, VerificationId)>()? {
        let marks = statement.list([Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (created_at, id) < ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("created_at DESC, id DESC"));
    let page = page.cut(statement.all::<Stored>(conn).await?, |row| (row.created_at, row.id));
    page.try_map(Stored::opened)
}

/// What of a customer still holds at `now`, newest first.
pub async fn held(
    conn: &impl ConnectionTrait,
    customer_id: CustomerId,
    now: Instant,
) -> Answer<Vec<VerificationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM verifications WHERE customer_id = $1 AND holds_until > $2 \
         ORDER BY created_at DESC, id DESC LIMIT {HELD_MAX}"
    );
    let rows = sql(text).bind(customer_id).bind(now).all::<Stored>(conn).await?;
    rows.into_iter().map(Stored::opened).collect()
}

/// Ends what still holds.
pub async fn end_held(tx: &Tx, customer_id: CustomerId) -> Answer<()> {
    let text = "UPDATE verifications SET holds_until = $1 WHERE customer_id = $2 AND holds_until > $1";
    sql(text).bind(tx.now()).bind(customer_id).run(tx.conn()).await?;
    Ok(())
}

/// The failures of a customer.
pub async fn failures(conn: &impl ConnectionTrait, customer_id: CustomerId) -> Answer<Failures> {
    let text = "SELECT failures, since, locked_until FROM verification_failures WHERE customer_id = $1";
    Ok(sql(text).bind(customer_id).one(conn).await?.unwrap_or_default())
}

/// Writes the failures of a customer who is locked for this transaction.
pub async fn set_failures(tx: &Tx, customer_id: CustomerId, failures: Failures) -> Answer<()> {
    let text = "INSERT INTO verification_failures (customer_id, failures, since, locked_until) \
                VALUES ($1, $2, $3, $4) ON CONFLICT (customer_id) DO UPDATE SET failures = excluded.failures, \
                since = excluded.since, locked_until = excluded.locked_until";
    sql(text)
        .bind(customer_id)
        .bind(failures.failures)
        .bind(failures.since)
        .bind(failures.locked_until)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Notes who opened a lock, and why.
pub async fn insert_unlock(tx: &Tx, customer_id: CustomerId, reason: &str) -> Answer<()> {
    let text = "INSERT INTO verification_unlocks (customer_id, actor_id, reason, created_at) \
                VALUES ($1, $2, $3, $4)";
    sql(text)
        .bind(customer_id)
        .bind(tx.viewer().actor.id())
        .bind(reason)
        .bind(tx.now())
        .run(tx.conn())
        .await?;
    Ok(())
}
