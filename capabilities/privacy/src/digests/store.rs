//! The queries about digests.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use sea_orm::ConnectionTrait;

use super::model::{DigestId, DigestRow};

const COLUMNS: &str = "id, from_at, to_at, reveals, people, customers, flagged, lookers, made_at, reviewed_at, \
                       reviewed_by, opinion";

/// Whether the week that begins then has its digest.
pub async fn is_made(conn: &impl ConnectionTrait, from: Instant) -> Answer<bool> {
    let found = sql("SELECT 1 FROM reveal_digests WHERE from_at = $1").bind(from).value::<i32>(conn).await?;
    Ok(found.is_some())
}

/// Writes a new one; answers whether nobody else had.
pub async fn insert(tx: &Tx, row: &DigestRow) -> Answer<bool> {
    let text = "INSERT INTO reveal_digests (id, from_at, to_at, reveals, people, customers, flagged, lookers, made_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (from_at) DO NOTHING";
    let written = sql(text)
        .bind(row.id)
        .bind(row.from_at)
        .bind(row.to_at)
        .bind(row.reveals)
        .bind(row.people)
        .bind(row.customers)
        .bind(row.flagged)
        .bind(row.lookers.as_str())
        .bind(row.made_at)
        .run(tx.conn())
        .await?;
    Ok(written == 1)
}

/// One.
pub async fn find(conn: &impl ConnectionTrait, id: DigestId) -> Answer<DigestRow> {
    let text = format!("SELECT {COLUMNS} FROM reveal_digests WHERE id = $1");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// One, to be changed in this transaction.
pub async fn load(tx: &Tx, id: DigestId) -> Answer<DigestRow> {
    let text = format!("SELECT {COLUMNS} FROM reveal_digests WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Writes what was found.
pub async fn update(tx: &Tx, row: &DigestRow) -> Answer<()> {
    sql("UPDATE reveal_digests SET reviewed_at = $1, reviewed_by = $2, opinion = $3 WHERE id = $4")
        .bind(row.reviewed_at)
        .bind(row.reviewed_by.as_deref())
        .bind(row.opinion.as_deref())
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// All, newest first.
pub async fn list(conn: &impl ConnectionTrait, page: &PageRequest) -> Answer<Page<DigestRow>> {
    let mut statement = sql(format!("SELECT {COLUMNS} FROM reveal_digests WHERE 1 = 1"));
    if let Some(from) = page.after::<Instant>()? {
        statement = statement.and("from_at <", Some(from));
    }
    let rows = statement.push(&page.order_and_limit("from_at DESC")).all::<DigestRow>(conn).await?;
    Ok(page.cut(rows, |row| row.from_at))
}
