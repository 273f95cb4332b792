//! Links by which somebody sets a password, known by the hashes of their tokens.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::{for_update, skip_locked};
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::StaffId;
use sea_orm::ConnectionTrait;

use crate::model::LinkRow;

const COLUMNS: &str = "staff_id, kind, expires_at";

/// Writes a new link; those before it no longer hold.
pub async fn insert(tx: &Tx, token_sha256: &str, row: &LinkRow) -> Answer<()> {
    let text = "INSERT INTO password_links (token_sha256, staff_id, kind, created_at, expires_at) \
                VALUES ($1, $2, $3, $4, $5)";
    end_all(tx, row.staff_id).await?;
    sql(text)
        .bind(token_sha256)
        .bind(row.staff_id)
        .bind(row.kind.as_str())
        .bind(tx.now())
        .bind(row.expires_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// The link behind a token, if it still holds.
pub async fn find(conn: &impl ConnectionTrait, token_sha256: &str, now: Instant) -> Answer<Option<LinkRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM password_links WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > $2"
    );
    sql(text).bind(token_sha256).bind(now).one(conn).await
}

/// The same, to be used in this transaction.
pub async fn load(tx: &Tx, token_sha256: &str) -> Answer<Option<LinkRow>> {
    let lock = for_update(tx.kind());
    let text = format!(
        "SELECT {COLUMNS} FROM password_links \
         WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > $2{lock}"
    );
    sql(text).bind(token_sha256).bind(tx.now()).one(tx.conn()).await
}

/// Ends all of someone's links that still hold.
pub async fn end_all(tx: &Tx, staff_id: StaffId) -> Answer<()> {
    let text = "UPDATE password_links SET used_at = $1 WHERE staff_id = $2 AND used_at IS NULL";
    sql(text).bind(tx.now()).bind(staff_id).run(tx.conn()).await?;
    Ok(())
}

/// Forgets links that ran out before `before`, at most 1,000. Answers how many.
pub async fn forget(tx: &Tx, before: Instant) -> Answer<u64> {
    let skip = skip_locked(tx.kind());
    let text = format!(
        "DELETE FROM password_links WHERE token_sha256 IN \
         (SELECT token_sha256 FROM password_links WHERE expires_at < $1 LIMIT 1000{skip})"
    );
    sql(text).bind(before).run(tx.conn()).await
}
