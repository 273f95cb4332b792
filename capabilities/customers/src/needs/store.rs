//! The queries of customer needs.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::skip_locked;
use lingke_platform::db::query::Sql;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::keys::{Keys, Secret};
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::model::{NeedId, NeedKind, NeedRow, NeedStatus, Sealed};
use crate::model::CustomerId;
use crate::protection::{Personal, seal};
use crate::store::keys::{Opener, of_all};

#[derive(FromQueryResult)]
struct Stored {
    id: NeedId,
    customer_id: CustomerId,
    kind: NeedKind,
    value: String,
    owner_id: Option<StaffId>,
    due_on: Option<String>,
    status: NeedStatus,
    told_on: Option<String>,
    version: i64,
    recorded_by: StaffId,
    recorded_at: Instant,
    ended_by: Option<StaffId>,
    ended_at: Option<Instant>,
    wrapped: Option<String>,
}

const SELECT: &str = "SELECT n.id, n.customer_id, n.kind, n.value, n.owner_id, n.due_on, n.status, n.told_on, n.version, \
                      n.recorded_by, n.recorded_at, n.ended_by, n.ended_at, k.wrapped \
                      FROM customer_needs n LEFT JOIN customer_keys k ON k.customer_id = n.customer_id WHERE 1 = 1";

async fn opened(conn: &impl ConnectionTrait, keys: &Keys, statement: Sql) -> Answer<Vec<NeedRow>> {
    let mut opener = Opener::new(keys);
    let rows = statement.all::<Stored>(conn).await?;
    let opened = rows.into_iter().map(|row| {
        let opened = opener.open((row.customer_id, row.wrapped.as_deref()), row.id, &row.value)?;
        let sealed: Sealed = serde_json::from_str(opened.in_the_clear())?;
        Ok(NeedRow {
            id: row.id,
            customer_id: row.customer_id,
            kind: row.kind,
            sealed,
            owner_id: row.owner_id,
            due_on: row.due_on,
            status: row.status,
            told_on: row.told_on,
            version: row.version,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            ended_by: row.ended_by,
            ended_at: row.ended_at,
        })
    });
    opened.collect()
}

/// One, to be changed in this transaction: its customer is held.
pub async fn load(tx: &Tx, id: NeedId) -> Answer<NeedRow> {
    let text = "SELECT customer_id FROM customer_needs WHERE id = $1";
    let customer: Option<CustomerId> = sql(text).bind(id).value(tx.conn()).await?;
    crate::store::load(tx, customer.ok_or(Failure::NotFound)?).await?;
    let found = opened(tx.conn(), tx.keys(), sql(SELECT).and("n.id =", Some(id)).push(" LIMIT 1")).await?;
    found.into_iter().next().ok_or(Failure::NotFound)
}

/// What was learnt of one customer, the newest first.
pub async fn of_customer(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    id: CustomerId,
    page: &PageRequest,
) -> Answer<Page<NeedRow>> {
    let mut statement = sql(SELECT).and("n.customer_id =", Some(id));
    if let Some((at, id)) = page.after::<(Instant, NeedId)>()? {
        let marks = statement.list([Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (n.recorded_at, n.id) < ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("n.recorded_at DESC, n.id DESC"));
    Ok(page.cut(opened(conn, keys, statement).await?, |row| (row.recorded_at, row.id)))
}

/// Which next steps.
#[derive(Default)]
pub struct Wanted {
    /// Of this owner.
    pub owner_id: Option<StaffId>,
    /// About this customer.
    pub customer_id: Option<CustomerId>,
    /// Due by this day.
    pub until: Option<String>,
}

/// What is to be followed up, the longest due first.
pub async fn to_follow_up(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    wanted: Wanted,
    page: &PageRequest,
) -> Answer<Page<NeedRow>> {
    let statement = sql(SELECT).push(" AND n.status = 'open'");
    let mut statement = statement
        .and("n.owner_id =", wanted.owner_id)
        .and("n.customer_id =", wanted.customer_id)
        .and("n.due_on <=", wanted.until);
    if let Some((on, id)) = page.after::<(String, NeedId)>()? {
        let marks = statement.list([Value::from(on), id.into()]);
        statement = statement.push(&format!(" AND (n.due_on, n.id) > ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("n.due_on, n.id"));
    Ok(page.cut(opened(conn, keys, statement).await?, |row| (row.due_on.clone(), row.id)))
}

/// Whether the owner of any next step is to be told that it is due by `today`.
pub async fn any_untold(conn: &impl ConnectionTrait, today: &str) -> Answer<bool> {
    let text =
        "SELECT 1 FROM customer_needs WHERE status = 'open' AND told_on IS NULL AND due_on <= $1 LIMIT 1";
    Ok(sql(text).bind(today).value::<i32>(conn).await?.is_some())
}

/// Some of them, marked as told in this transaction.
pub async fn take_untold(tx: &Tx, today: &str, limit: usize) -> Answer<Vec<NeedRow>> {
    let text = format!(
        "SELECT id FROM customer_needs WHERE status = 'open' AND told_on IS NULL AND due_on <= $1 \
         ORDER BY due_on, id LIMIT {limit}{}",
        skip_locked(tx.kind())
    );
    let ids = sql(text).bind(today).values::<NeedId>(tx.conn()).await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sql("UPDATE customer_needs SET told_on = $1 WHERE 1 = 1")
        .bind(today)
        .and_in("id", ids.iter().copied())
        .run(tx.conn())
        .await?;
    let statement = sql(SELECT).and_in("n.id", ids).push(&format!(" ORDER BY n.due_on, n.id LIMIT {limit}"));
    opened(tx.conn(), tx.keys(), statement).await
}

fn sealed(key: &Secret, row: &NeedRow) -> Answer<String> {
    seal(key, row.id, &Personal::new(&serde_json::to_string(&row.sealed)?))
}

/// Writes a new one of a customer that is loaded.
pub async fn insert(tx: &Tx, row: &NeedRow) -> Answer<()> {
    let own = of_all(tx, &[row.customer_id]).await?;
    let values: Vec<Value> = vec![
        row.id.into(),
        row.customer_id.into(),
        row.kind.into(),
        sealed(&own[&row.customer_id], row)?.into(),
        row.owner_id.into(),
        row.due_on.clone().into(),
        row.status.into(),
        row.version.into(),
        row.recorded_by.into(),
        row.recorded_at.into(),
    ];
    let into = "customer_needs (id, customer_id, kind, value, owner_id, due_on, status, version, recorded_by, recorded_at)";
    insert_rows(tx.conn(), into, [values], "").await?;
    Ok(())
}

/// Writes a changed one.
pub async fn update(tx: &Tx, row: &NeedRow) -> Answer<()> {
    let own = of_all(tx, &[row.customer_id]).await?;
    let text = "UPDATE customer_needs SET value = $1, owner_id = $2, due_on = $3, status = $4, told_on = $5, version = $6, \
                ended_by = $7, ended_at = $8 WHERE id = $9";
    sql(text)
        .bind(sealed(&own[&row.customer_id], row)?)
        .bind(row.owner_id)
        .bind(row.due_on.clone())
        .bind(row.status)
        .bind(row.told_on.clone())
        .bind(row.version)
        .bind(row.ended_by)
        .bind(row.ended_at)
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}
