//! Tokens of programs, known by their hashes.

use std::sync::Arc;

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::node::Node;
use lingke_platform::viewer::{StaffId, UnitId};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::sessions::ROLES;
use crate::model::{TokenId, TokenRow};

/// Tokens one person has at most.
pub const TOKENS_MAX: i64 = 50;

/// Writes a program's token.
pub async fn insert(tx: &Tx, row: &TokenRow, token_sha256: &str, staff_id: StaffId) -> Answer<()> {
    let text = "INSERT INTO api_tokens (id, token_sha256, staff_id, name, scopes, expires_at, created_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7)";
    sql(text)
        .bind(row.id)
        .bind(token_sha256)
        .bind(staff_id)
        .bind(row.name.as_str())
        .bind(row.scopes.as_deref())
        .bind(row.expires_at)
        .bind(row.created_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Someone's tokens that were not revoked, newest first.
pub async fn of(conn: &impl ConnectionTrait, staff_id: StaffId) -> Answer<Vec<TokenRow>> {
    let text = "SELECT id, name, scopes, created_at, expires_at, used_at FROM api_tokens \
                WHERE staff_id = $1 AND ended_at IS NULL ORDER BY id DESC LIMIT 200";
    sql(text).bind(staff_id).all(conn).await
}

/// How many tokens someone has that were not revoked.
pub async fn count(tx: &Tx, staff_id: StaffId) -> Answer<i64> {
    let text = "SELECT count(*) FROM api_tokens WHERE staff_id = $1 AND ended_at IS NULL";
    Ok(sql(text).bind(staff_id).value(tx.conn()).await?.unwrap_or_default())
}

/// Revokes one of someone's tokens.
pub async fn revoke(tx: &Tx, staff_id: StaffId, id: TokenId) -> Answer<()> {
    let text = "UPDATE api_tokens SET ended_at = $1 WHERE id = $2 AND staff_id = $3 AND ended_at IS NULL";
    let revoked = sql(text).bind(tx.now()).bind(id).bind(staff_id).run(tx.conn()).await?;
    if revoked == 1 { Ok(()) } else { Err(Failure::NotFound) }
}

/// Notes that a token was used.
pub async fn touch(node: &Arc<Node>, id: TokenId, now: Instant) -> Answer<()> {
    let tx = node.db.begin().await?;
    let text = "UPDATE api_tokens SET used_at = $1 WHERE id = $2 AND (used_at IS NULL OR used_at < $1)";
    sql(text).bind(now).bind(id).run(&*tx).await?;
    tx.commit().await
}

/// A token and whose it is, as a request needs it.
#[derive(Debug, FromQueryResult)]
pub struct Holder {
    /// The token.
    pub id: TokenId,
    /// Permissions parted by commas; none means all that its owner may do.
    pub scopes: Option<String>,
    /// When it ends, if it does by itself.
    pub expires_at: Option<Instant>,
    /// The last request, to the minute.
    pub used_at: Option<Instant>,
    /// Whose it is.
    pub staff_id: StaffId,
    /// Their unit.
    pub unit_id: UnitId,
    /// Their own scope.
    pub scope: Option<String>,
    /// The codes of their roles, parted by commas.
    pub roles: Option<String>,
}

/// Whose a token is, if it has not been ended and they still work here.
pub async fn holder(conn: &impl ConnectionTrait, token_sha256: &str) -> Answer<Option<Holder>> {
    let text = format!(
        "SELECT t.id, t.scopes, t.expires_at, t.used_at, t.staff_id, p.unit_id, p.scope, {ROLES} \
         FROM api_tokens t JOIN staff p ON p.id = t.staff_id \
         WHERE t.token_sha256 = $1 AND t.ended_at IS NULL AND p.active"
    );
    sql(text).bind(token_sha256).one(conn).await
}
