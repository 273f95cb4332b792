//! The queries of care.

use std::collections::HashMap;

use anyhow::anyhow;
use lingke_kernel::time::Instant;
use lingke_organisation::store::names;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::keys::{Keys, Secret};
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::model::{CARE_CODES_MAX, CARE_NEEDS_MAX, CareCode, CareNeedId, CareRow, Sealed};
use crate::model::CustomerId;
use crate::protection::{Personal, seal};
use crate::store::keys::{Opener, of_all};

const COLUMNS: &str = "code, name, name_en, advice, advice_en, active, version";

/// The whole list, by age.
pub async fn codes(conn: &impl ConnectionTrait) -> Answer<Vec<CareCode>> {
    let text = format!("SELECT {COLUMNS} FROM care_codes ORDER BY created_at, code LIMIT {CARE_CODES_MAX}");
    sql(text).all(conn).await
}

/// One of the list, to be changed in this transaction.
pub async fn load_code(tx: &Tx, code: &str) -> Answer<CareCode> {
    let text = format!("SELECT {COLUMNS} FROM care_codes WHERE code = $1{}", for_update(tx.kind()));
    sql(text).bind(code).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Writes a new one.
pub async fn insert_code(tx: &Tx, code: &CareCode) -> Answer<()> {
    let values: Vec<Value> = vec![
        code.code.as_str().into(),
        code.name.as_str().into(),
        code.name_en.as_str().into(),
        code.advice.as_str().into(),
        code.advice_en.as_str().into(),
        code.active.into(),
        code.version.into(),
        tx.now().into(),
    ];
    let into = format!("care_codes ({COLUMNS}, created_at)");
    let written = insert_rows(tx.conn(), &into, [values], "").await;
    written.map_err(|failure| {
        failure.on_unique(|| Failure::invalid("code", "taken", "the list has this code"))
    })?;
    Ok(())
}

/// Writes a changed one.
pub async fn update_code(tx: &Tx, code: &CareCode) -> Answer<()> {
    let text = "UPDATE care_codes SET name = $1, name_en = $2, advice = $3, advice_en = $4, active = $5, version = $6 \
                WHERE code = $7";
    sql(text)
        .bind(code.name.as_str())
        .bind(code.name_en.as_str())
        .bind(code.advice.as_str())
        .bind(code.advice_en.as_str())
        .bind(code.active)
        .bind(code.version)
        .bind(code.code.as_str())
        .run(tx.conn())
        .await?;
    Ok(())
}

/// What is kept of these customers, each one's oldest first.
pub async fn of_customers(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    ids: &[CustomerId],
) -> Answer<Vec<CareRow>> {
    #[derive(FromQueryResult)]
    struct Stored {
        id: CareNeedId,
        customer_id: CustomerId,
        value: String,
        consent_on: String,
        recorded_by: StaffId,
        recorded_at: Instant,
        wrapped: Option<String>,
    }
    let text = "SELECT n.id, n.customer_id, n.value, n.consent_on, n.recorded_by, n.recorded_at, k.wrapped \
                FROM care_needs n LEFT JOIN customer_keys k ON k.customer_id = n.customer_id \
                WHERE n.ended_at IS NULL";
    let limit = ids.len() * CARE_NEEDS_MAX;
    let order = format!(" ORDER BY n.customer_id, n.recorded_at, n.id LIMIT {limit}");
    let rows = sql(text).and_in("n.customer_id", ids.iter().copied()).push(&order);
    let rows = rows.all::<Stored>(conn).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let codes: HashMap<String, CareCode> =
        codes(conn).await?.into_iter().map(|code| (code.code.clone(), code)).collect();
    let people: Vec<StaffId> = rows.iter().map(|row| row.recorded_by).collect();
    let names = names::of(conn, &people, &[]).await?;
    let mut opener = Opener::new(keys);
    let opened = rows.into_iter().map(|row| {
        let opened = opener.open((row.customer_id, row.wrapped.as_deref()), row.id, &row.value)?;
        let Sealed { code, words } = serde_json::from_str(opened.in_the_clear())?;
        let code = codes.get(&code).cloned().ok_or_else(|| anyhow!("a care code is not in the list"))?;
        Ok(CareRow {
            id: row.id,
            customer_id: row.customer_id,
            code,
            words: Personal::new(&words),
            consent_on: row.consent_on,
            recorded_by: row.recorded_by,
            recorded_by_name: names.staff.get(&row.recorded_by).map(|staff| staff.name.clone()),
            recorded_at: row.recorded_at,
        })
    });
    opened.collect()
}

pub(crate) const INTO: &str = "care_needs (id, customer_id, value, consent_on, recorded_by, recorded_at)";

pub(crate) fn values(key: &Secret, need: &CareRow) -> Answer<Vec<Value>> {
    let sealed = Sealed { code: need.code.code.clone(), words: need.words.in_the_clear().to_owned() };
    let sealed = Personal::new(&serde_json::to_string(&sealed)?);
    Ok(vec![
        need.id.into(),
        need.customer_id.into(),
        seal(key, need.id, &sealed)?.into(),
        need.consent_on.as_str().into(),
        need.recorded_by.into(),
        need.recorded_at.into(),
    ])
}

/// Writes a new one of a customer that is loaded.
pub async fn insert(tx: &Tx, need: &CareRow) -> Answer<()> {
    let own = of_all(tx, &[need.customer_id]).await?;
    insert_rows(tx.conn(), INTO, [values(&own[&need.customer_id], need)?], "").await?;
    Ok(())
}

/// Takes out what it was, and writes when that was.
pub async fn end(tx: &Tx, id: CareNeedId) -> Answer<()> {
    sql("UPDATE care_needs SET value = NULL, ended_by = $1, ended_at = $2 WHERE id = $3")
        .bind(tx.viewer().actor.id())
        .bind(tx.now())
        .bind(id)
        .run(tx.conn())
        .await?;
    Ok(())
}
