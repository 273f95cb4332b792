//! The queries of holdings.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::{Answer, Refusal};
use lingke_platform::keys::Keys;
use lingke_platform::viewer::UnitId;
use lingke_products::model::ProductId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::model::{HOLDINGS_MAX, HoldingId, HoldingKind, HoldingRow, HoldingStatus};
use crate::model::CustomerId;
use crate::protection::{lookup_holding, lookup_holding_tail, seal};
use crate::store::keys::{Opener, of_all};

/// What this customer has, oldest first.
pub async fn of_customer(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    id: CustomerId,
) -> Answer<Vec<HoldingRow>> {
    #[derive(FromQueryResult)]
    struct Stored {
        id: HoldingId,
        customer_id: CustomerId,
        kind: HoldingKind,
        product_id: ProductId,
        value: String,
        status: HoldingStatus,
        opened_on: Option<String>,
        closed_on: Option<String>,
        unit_id: Option<UnitId>,
        version: i64,
        created_at: Instant,
        wrapped: Option<String>,
    }
    let text = format!(
        "SELECT h.id, h.customer_id, h.kind, h.product_id, h.value, h.status, h.opened_on, h.closed_on, h.unit_id, \
                h.version, h.created_at, k.wrapped \
         FROM holdings h LEFT JOIN customer_keys k ON k.customer_id = h.customer_id \
         WHERE h.customer_id = $1 ORDER BY h.created_at, h.id LIMIT {HOLDINGS_MAX}"
    );
    let rows = sql(text).bind(id).all::<Stored>(conn).await?;
    let mut opener = Opener::new(keys);
    let opened = rows.into_iter().map(|row| {
        let number = opener.open((row.customer_id, row.wrapped.as_deref()), row.id, &row.value)?;
        Ok(HoldingRow {
            id: row.id,
            customer_id: row.customer_id,
            kind: row.kind,
            product_id: row.product_id,
            number,
            status: row.status,
            opened_on: row.opened_on,
            closed_on: row.closed_on,
            unit_id: row.unit_id,
            version: row.version,
            created_at: row.created_at,
        })
    });
    opened.collect()
}

/// Writes a new one of a customer that is loaded.
pub async fn insert(tx: &Tx, row: &HoldingRow) -> Answer<()> {
    let own = of_all(tx, &[row.customer_id]).await?;
    let values: Vec<Value> = vec![
        row.id.into(),
        row.customer_id.into(),
        row.kind.into(),
        row.product_id.into(),
        seal(&own[&row.customer_id], row.id, &row.number)?.into(),
        lookup_holding(tx.keys(), row.kind, &row.number).into(),
        lookup_holding_tail(tx.keys(), &row.number).into(),
        row.status.into(),
        row.opened_on.clone().into(),
        row.closed_on.clone().into(),
        row.unit_id.into(),
        row.version.into(),
        row.created_at.into(),
        row.created_at.into(),
    ];
    let into = "holdings (id, customer_id, kind, product_id, value, lookup, lookup_tail, status, opened_on, closed_on, \
                unit_id, version, created_at, updated_at)";
    let written = insert_rows(tx.conn(), into, [values], "").await;
    written.map_err(|failure| failure.on_unique(|| Refusal::conflict("holding_known").into()))?;
    Ok(())
}

/// Writes a changed one.
pub async fn update(tx: &Tx, row: &HoldingRow) -> Answer<()> {
    let text = "UPDATE holdings SET status = $1, closed_on = $2, unit_id = $3, version = $4, updated_at = $5 \
                WHERE id = $6";
    sql(text)
        .bind(row.status)
        .bind(row.closed_on.clone())
        .bind(row.unit_id)
        .bind(row.version)
        .bind(tx.now())
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Removes one.
pub async fn delete(tx: &Tx, id: HoldingId) -> Answer<()> {
    sql("DELETE FROM holdings WHERE id = $1").bind(id).run(tx.conn()).await?;
    Ok(())
}
