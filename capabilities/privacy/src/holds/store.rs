//! The queries about legal holds.

use lingke_customers::model::CustomerId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use sea_orm::ConnectionTrait;

use super::{HoldId, HoldRow};

const COLUMNS: &str = "id, customer_id, reason, placed_by, placed_at, lifted_at, lifted_by, lift_reason";

/// Writes a new one.
pub async fn insert(tx: &Tx, row: &HoldRow) -> Answer<()> {
    let text =
        "INSERT INTO legal_holds (id, customer_id, reason, placed_by, placed_at) VALUES ($1, $2, $3, $4, $5)";
    sql(text)
        .bind(row.id)
        .bind(row.customer_id)
        .bind(row.reason.as_str())
        .bind(row.placed_by.as_str())
        .bind(row.placed_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// One, to be changed in this transaction.
pub async fn load(tx: &Tx, id: HoldId) -> Answer<HoldRow> {
    let text = format!("SELECT {COLUMNS} FROM legal_holds WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Writes a lifted one.
pub async fn update(tx: &Tx, row: &HoldRow) -> Answer<()> {
    sql("UPDATE legal_holds SET lifted_at = $1, lifted_by = $2, lift_reason = $3 WHERE id = $4")
        .bind(row.lifted_at)
        .bind(row.lifted_by.as_deref())
        .bind(row.lift_reason.as_deref())
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// A customer's holds, newest first, lifted ones too; at most 100.
pub async fn of_customer(conn: &impl ConnectionTrait, customer_id: CustomerId) -> Answer<Vec<HoldRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM legal_holds WHERE customer_id = $1 ORDER BY placed_at DESC, id DESC LIMIT 100"
    );
    sql(text).bind(customer_id).all(conn).await
}

/// Since when the customer is held; empty when not.
pub async fn held_since(conn: &impl ConnectionTrait, customer_id: CustomerId) -> Answer<Vec<Instant>> {
    let text = "SELECT placed_at FROM legal_holds WHERE customer_id = $1 AND lifted_at IS NULL \
                ORDER BY placed_at LIMIT 100";
    sql(text).bind(customer_id).values(conn).await
}
