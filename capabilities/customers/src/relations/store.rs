//! The queries of relations.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::Answer;
use lingke_platform::keys::Keys;
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::model::{RELATIONS_MAX, RelationId, RelationKind, RelationRow};
use crate::model::CustomerId;
use crate::protection::{Personal, seal};
use crate::store::keys::{Opener, of_all};

/// The relations in force that have this customer at either end, oldest first. Each is sealed by the key of the customer
/// it was noted with.
pub async fn of_customer(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    id: CustomerId,
) -> Answer<Vec<RelationRow>> {
    #[derive(FromQueryResult)]
    struct Stored {
        id: RelationId,
        customer_id: CustomerId,
        other_id: Option<CustomerId>,
        kind: RelationKind,
        value: String,
        valid_until: Option<String>,
        recorded_by: StaffId,
        recorded_at: Instant,
        wrapped: Option<String>,
    }
    let limit = RELATIONS_MAX * 2;
    let text = format!(
        "SELECT r.id, r.customer_id, r.other_id, r.kind, r.value, r.valid_until, r.recorded_by, r.recorded_at, k.wrapped \
         FROM customer_relations r LEFT JOIN customer_keys k ON k.customer_id = r.customer_id \
         WHERE r.ended_at IS NULL AND (r.customer_id = $1 OR r.other_id = $1) \
         ORDER BY r.recorded_at, r.id LIMIT {limit}"
    );
    let rows = sql(text).bind(id).all::<Stored>(conn).await?;
    let mut opener = Opener::new(keys);
    let opened = rows.into_iter().map(|row| {
        let opened = opener.open((row.customer_id, row.wrapped.as_deref()), row.id, &row.value)?;
        Ok(RelationRow {
            id: row.id,
            customer_id: row.customer_id,
            other_id: row.other_id,
            kind: row.kind,
            sealed: serde_json::from_str(opened.in_the_clear())?,
            valid_until: row.valid_until,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        })
    });
    opened.collect()
}

/// Writes a new one of a customer that is loaded.
pub async fn insert(tx: &Tx, row: &RelationRow) -> Answer<()> {
    let own = of_all(tx, &[row.customer_id]).await?;
    let sealed = Personal::new(&serde_json::to_string(&row.sealed)?);
    let values: Vec<Value> = vec![
        row.id.into(),
        row.customer_id.into(),
        row.other_id.into(),
        row.kind.into(),
        seal(&own[&row.customer_id], row.id, &sealed)?.into(),
        row.valid_until.clone().into(),
        1_i64.into(),
        row.recorded_by.into(),
        row.recorded_at.into(),
    ];
    let into = "customer_relations (id, customer_id, other_id, kind, value, valid_until, version, recorded_by, recorded_at)";
    insert_rows(tx.conn(), into, [values], "").await?;
    Ok(())
}

/// Writes that it ended.
pub async fn end(tx: &Tx, id: RelationId) -> Answer<()> {
    sql("UPDATE customer_relations SET ended_by = $1, ended_at = $2 WHERE id = $3")
        .bind(tx.viewer().actor.id())
        .bind(tx.now())
        .bind(id)
        .run(tx.conn())
        .await?;
    Ok(())
}
