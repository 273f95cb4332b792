//! The only file with queries about calendars.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use anyhow::anyhow;
use lingke_kernel::calendar::Calendar;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use sea_orm::ConnectionTrait;

use crate::model::{CalendarVersion, CalendarVersionId};

const COLUMNS: &str = "id, name, version, title, title_en, spec, created_at, number, created_by";
const NEWEST_FIRST: &str = "number DESC";

/// How many compiled versions a node keeps; beyond that it begins anew.
const KEPT_MAX: usize = 256;
/// How many calendars there may be; the list reads no more.
pub const CALENDARS_MAX: i64 = 200;

/// Compiled versions with their calendars' names. A version never changes, so what is kept is never wrong.
static KEPT: LazyLock<Mutex<HashMap<CalendarVersionId, Named>>> = LazyLock::new(Mutex::default);

/// A calendar with its name.
type Named = (Arc<str>, Arc<Calendar>);

/// The present version of the calendar called `name`, for a clock that starts now.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such calendar.
pub async fn current(conn: &impl ConnectionTrait, name: &str) -> Answer<(CalendarVersionId, Arc<Calendar>)> {
    let text = format!("SELECT id FROM calendar_versions WHERE name = $1 ORDER BY {NEWEST_FIRST} LIMIT 1");
    let id = sql(text).bind(name).value::<CalendarVersionId>(conn).await?.ok_or(Failure::NotFound)?;
    Ok((id, version(conn, id).await?))
}

/// The calendar of a version, for a clock that named it.
pub async fn version(conn: &impl ConnectionTrait, id: CalendarVersionId) -> Answer<Arc<Calendar>> {
    Ok(named_version(conn, id).await?.1)
}

/// The same with the calendar's name.
pub async fn named_version(conn: &impl ConnectionTrait, id: CalendarVersionId) -> Answer<Named> {
    if let Some(kept) = kept().get(&id) {
        return Ok(kept.clone());
    }
    let text = format!("SELECT {COLUMNS} FROM calendar_versions WHERE id = $1");
    let row = sql(text).bind(id).one::<CalendarVersion>(conn).await?;
    let row = row.ok_or_else(|| anyhow!("there is no calendar version {id}"))?;
    let compiled = Calendar::from_spec(&row.facts()?).map_err(anyhow::Error::from)?;
    let compiled = (Arc::from(row.name.as_str()), Arc::new(compiled.with_version(&row.version)));
    let mut kept = kept();
    if kept.len() >= KEPT_MAX {
        kept.clear();
    }
    kept.insert(id, compiled.clone());
    Ok(compiled)
}

fn kept() -> std::sync::MutexGuard<'static, HashMap<CalendarVersionId, Named>> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The present version of the calendar called `name`, with its facts.
pub async fn find(conn: &impl ConnectionTrait, name: &str) -> Answer<CalendarVersion> {
    find_if_any(conn, name).await?.ok_or(Failure::NotFound)
}

/// The present version of every calendar, by name.
pub async fn list(conn: &impl ConnectionTrait) -> Answer<Vec<CalendarVersion>> {
    let text = format!(
        "SELECT {COLUMNS} FROM calendar_versions WHERE (name, number) IN \
         (SELECT name, MAX(number) FROM calendar_versions GROUP BY name) ORDER BY name LIMIT {CALENDARS_MAX}"
    );
    sql(text).all(conn).await
}

/// How many calendars there are.
pub async fn count(conn: &impl ConnectionTrait) -> Answer<i64> {
    Ok(sql("SELECT count(DISTINCT name) FROM calendar_versions").value(conn).await?.unwrap_or_default())
}

/// The present version of the calendar called `name`; none when there is no such calendar.
pub async fn find_if_any(conn: &impl ConnectionTrait, name: &str) -> Answer<Option<CalendarVersion>> {
    let text =
        format!("SELECT {COLUMNS} FROM calendar_versions WHERE name = $1 ORDER BY {NEWEST_FIRST} LIMIT 1");
    sql(text).bind(name).one(conn).await
}

/// Whether this version is stored.
pub async fn has(conn: &impl ConnectionTrait, name: &str, version: &str) -> Answer<bool> {
    let text = "SELECT id FROM calendar_versions WHERE name = $1 AND version = $2";
    Ok(sql(text).bind(name).bind(version).value::<CalendarVersionId>(conn).await?.is_some())
}

/// Writes a version, unless it is there; says whether it wrote.
pub async fn insert_if_missing(tx: &Tx, row: &CalendarVersion) -> Answer<bool> {
    Ok(write(tx, row, " ON CONFLICT DO NOTHING").await? > 0)
}

/// Writes a version. A broken unique constraint means that another writer had the name or the number.
pub async fn insert(tx: &Tx, row: &CalendarVersion) -> Answer<()> {
    write(tx, row, "").await.map(|_| ())
}

async fn write(tx: &Tx, row: &CalendarVersion, otherwise: &str) -> Answer<u64> {
    let text = format!(
        "INSERT INTO calendar_versions ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9){otherwise}"
    );
    let written = sql(text)
        .bind(row.id)
        .bind(row.name.as_str())
        .bind(row.version.as_str())
        .bind(row.title.as_str())
        .bind(row.title_en.as_str())
        .bind(row.spec.as_str())
        .bind(row.created_at)
        .bind(row.number)
        .bind(row.created_by.as_deref());
    written.run(tx.conn()).await
}
