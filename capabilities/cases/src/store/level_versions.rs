//! Versions of the service levels.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::page::{Page, PageRequest};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use crate::levels::model::LevelVersion;
use crate::model::LevelVersionId;

const COLUMNS: &str = "id, number, title, based_on, levels, created_by, published_by, opinion, published_at, version, \
    created_at, updated_at";

/// Which version is current, and whether the calendars are still those known.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Mark {
    /// The current version.
    pub id: LevelVersionId,
    /// Its number.
    pub number: i32,
    /// How many calendar versions there are: they are never taken away.
    pub calendars: i64,
}

/// What new work follows; none before the first version is there.
pub async fn current(conn: &impl ConnectionTrait) -> Answer<Option<Mark>> {
    let text = "SELECT id, number, (SELECT count(*) FROM calendar_versions) AS calendars FROM service_level_versions \
                WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1";
    sql(text).one(conn).await
}

/// One version.
pub async fn find(conn: &impl ConnectionTrait, id: LevelVersionId) -> Answer<LevelVersion> {
    let text = format!("SELECT {COLUMNS} FROM service_level_versions WHERE id = $1");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// One version, to be changed in this transaction.
pub async fn load(tx: &Tx, id: LevelVersionId) -> Answer<LevelVersion> {
    let text = format!("SELECT {COLUMNS} FROM service_level_versions WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Versions, newest first.
pub async fn list(conn: &impl ConnectionTrait, page: &PageRequest) -> Answer<Page<LevelVersion>> {
    let mut statement = sql(format!("SELECT {COLUMNS} FROM service_level_versions WHERE 1 = 1"));
    if let Some((at, id)) = page.after::<(Instant, LevelVersionId)>()? {
        let marks = statement.list([Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (created_at, id) < ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("created_at DESC, id DESC"));
    let rows = statement.all::<LevelVersion>(conn).await?;
    Ok(page.cut(rows, |row| (row.created_at, row.id)))
}

/// How many drafts there are.
pub async fn drafts(conn: &impl ConnectionTrait) -> Answer<i64> {
    let text = "SELECT count(*) FROM service_level_versions WHERE number IS NULL";
    Ok(sql(text).value(conn).await?.unwrap_or_default())
}

/// Versions whose document is not written yet: those that an older program left behind.
pub async fn without_document(conn: &impl ConnectionTrait) -> Answer<Vec<LevelVersionId>> {
    sql("SELECT id FROM service_level_versions WHERE levels = '' ORDER BY id LIMIT 100").values(conn).await
}

/// Writes a new version.
pub async fn insert(tx: &Tx, version: &LevelVersion) -> Answer<()> {
    let text = format!(
        "INSERT INTO service_level_versions ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    sql(text)
        .bind(version.id)
        .bind(version.number)
        .bind(version.title.as_str())
        .bind(version.based_on)
        .bind(version.levels.as_str())
        .bind(version.created_by.as_str())
        .bind(version.published_by.as_deref())
        .bind(version.opinion.as_deref())
        .bind(version.published_at)
        .bind(version.version)
        .bind(version.created_at)
        .bind(version.updated_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Writes a changed draft and raises its version. What is published is never written again.
pub async fn update(tx: &Tx, draft: &mut LevelVersion) -> Answer<()> {
    draft.version += 1;
    draft.updated_at = tx.now();
    let text = "UPDATE service_level_versions SET title = $1, based_on = $2, levels = $3, version = $4, updated_at = $5 \
                WHERE id = $6 AND number IS NULL";
    sql(text)
        .bind(draft.title.as_str())
        .bind(draft.based_on)
        .bind(draft.levels.as_str())
        .bind(draft.version)
        .bind(draft.updated_at)
        .bind(draft.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Makes a draft the version with its number. Two that are published at once meet in the number.
pub async fn publish(tx: &Tx, version: &LevelVersion, salt: &str) -> Answer<()> {
    let text = "UPDATE service_level_versions SET number = $1, published_by = $2, opinion = $3, salt = $4, \
                published_at = $5, version = $6, updated_at = $7 WHERE id = $8 AND number IS NULL";
    let done = sql(text)
        .bind(version.number)
        .bind(version.published_by.as_deref())
        .bind(version.opinion.as_deref())
        .bind(salt)
        .bind(version.published_at)
        .bind(version.version)
        .bind(version.updated_at)
        .bind(version.id)
        .run(tx.conn())
        .await;
    done.map_err(|failure| failure.on_unique(|| Refusal::conflict("levels_published_meanwhile").into()))?;
    Ok(())
}

/// Writes the document of a version that an older program left behind.
pub async fn write_document(tx: &Tx, id: LevelVersionId, levels: &str) -> Answer<()> {
    let text = "UPDATE service_level_versions SET levels = $1 WHERE id = $2 AND levels = ''";
    sql(text).bind(levels).bind(id).run(tx.conn()).await?;
    Ok(())
}

/// Throws a draft away.
pub async fn delete(tx: &Tx, id: LevelVersionId) -> Answer<()> {
    sql("DELETE FROM service_level_versions WHERE id = $1 AND number IS NULL")
        .bind(id)
        .run(tx.conn())
        .await?;
    Ok(())
}
