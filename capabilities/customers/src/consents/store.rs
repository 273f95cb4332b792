//! The queries of consents.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::page::{Page, PageRequest};
use sea_orm::{ConnectionTrait, Value};

use super::model::{ConsentId, ConsentRow};
use crate::model::CustomerId;

const COLUMNS: &str = "id, customer_id, purpose, text_version, given_on, channel, recorded_by, recorded_at, withdrawn_on, \
                       withdrawn_channel, withdrawn_by, withdrawn_at";

/// One consent of a customer.
pub async fn find(conn: &impl ConnectionTrait, customer_id: CustomerId, id: ConsentId) -> Answer<ConsentRow> {
    let text = format!("SELECT {COLUMNS} FROM customer_consents WHERE id = $1 AND customer_id = $2");
    sql(text).bind(id).bind(customer_id).one(conn).await?.ok_or(Failure::NotFound)
}

/// All a customer ever agreed to, the newest first.
pub async fn of_customer(
    conn: &impl ConnectionTrait,
    id: CustomerId,
    page: &PageRequest,
) -> Answer<Page<ConsentRow>> {
    let text = format!("SELECT {COLUMNS} FROM customer_consents WHERE customer_id = $1");
    let mut statement = sql(text).bind(id);
    if let Some((at, id)) = page.after::<(Instant, ConsentId)>()? {
        let marks = statement.list([Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (recorded_at, id) < ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("recorded_at DESC, id DESC"));
    Ok(page.cut(statement.all::<ConsentRow>(conn).await?, |row| (row.recorded_at, row.id)))
}

/// Writes a new one.
pub async fn insert(tx: &Tx, row: &ConsentRow) -> Answer<()> {
    let values: Vec<Value> = vec![
        row.id.into(),
        row.customer_id.into(),
        row.purpose.into(),
        row.text_version.as_str().into(),
        row.given_on.as_str().into(),
        row.channel.into(),
        row.recorded_by.into(),
        row.recorded_at.into(),
    ];
    let into = "customer_consents (id, customer_id, purpose, text_version, given_on, channel, recorded_by, recorded_at)";
    let written = insert_rows(tx.conn(), into, [values], "").await;
    written.map_err(|failure| failure.on_unique(|| Refusal::conflict("consent_in_force").into()))?;
    Ok(())
}

/// Writes that it was withdrawn.
pub async fn update(tx: &Tx, row: &ConsentRow) -> Answer<()> {
    let text = "UPDATE customer_consents SET withdrawn_on = $1, withdrawn_channel = $2, withdrawn_by = $3, \
                withdrawn_at = $4 WHERE id = $5";
    sql(text)
        .bind(row.withdrawn_on.clone())
        .bind(row.withdrawn_channel)
        .bind(row.withdrawn_by)
        .bind(row.withdrawn_at)
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}
