//! Sessions and tokens, known by their hashes.

use std::sync::Arc;

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::node::Node;
use lingke_platform::viewer::{SessionId, StaffId, UnitId};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::TokenId;

/// A sign-in that holds.
#[derive(Debug, Clone, FromQueryResult)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Its CSRF token.
    pub csrf_token: String,
    /// The last request, to the minute.
    pub seen_at: Instant,
    /// When it ends whatever happens.
    pub expires_at: Instant,
}

/// One session.
pub async fn find(conn: &impl ConnectionTrait, id: SessionId) -> Answer<SessionRow> {
    let text = "SELECT id, csrf_token, seen_at, expires_at FROM sessions WHERE id = $1 AND ended_at IS NULL";
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotSignedIn)
}

/// Writes a new session.
pub async fn insert(tx: &Tx, row: &SessionRow, token_sha256: &str, staff_id: StaffId) -> Answer<()> {
    let text = "INSERT INTO sessions (id, token_sha256, csrf_token, staff_id, started_at, seen_at, expires_at) \
                VALUES ($1, $2, $3, $4, $5, $5, $6)";
    sql(text)
        .bind(row.id)
        .bind(token_sha256)
        .bind(row.csrf_token.as_str())
        .bind(staff_id)
        .bind(tx.now())
        .bind(row.expires_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Notes that a session was used.
pub async fn touch(node: &Arc<Node>, id: SessionId, now: Instant) -> Answer<()> {
    let tx = node.db.begin().await?;
    sql("UPDATE sessions SET seen_at = $1 WHERE id = $2 AND seen_at < $1")
        .bind(now)
        .bind(id)
        .run(&*tx)
        .await?;
    tx.commit().await
}

/// Ends one session.
pub async fn end(tx: &Tx, id: SessionId) -> Answer<()> {
    sql("UPDATE sessions SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL")
        .bind(tx.now())
        .bind(id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Ends all of someone's sessions. Answers how many.
pub async fn end_all(tx: &Tx, staff_id: StaffId) -> Answer<u64> {
    let text = "UPDATE sessions SET ended_at = $1 WHERE staff_id = $2 AND ended_at IS NULL";
    sql(text).bind(tx.now()).bind(staff_id).run(tx.conn()).await
}

/// Writes a program's token.
pub async fn insert_token(
    tx: &Tx,
    id: TokenId,
    token_sha256: &str,
    staff_id: StaffId,
    name: &str,
) -> Answer<()> {
    let text =
        "INSERT INTO api_tokens (id, token_sha256, staff_id, name, created_at) VALUES ($1, $2, $3, $4, $5)";
    sql(text).bind(id).bind(token_sha256).bind(staff_id).bind(name).bind(tx.now()).run(tx.conn()).await?;
    Ok(())
}

/// A session and whose it is, as a request needs it.
#[derive(Debug, FromQueryResult)]
pub struct Held {
    /// The session.
    pub id: SessionId,
    /// Its CSRF token.
    pub csrf_token: String,
    /// The last request, to the minute.
    pub seen_at: Instant,
    /// When it ends whatever happens.
    pub expires_at: Instant,
    /// Whose it is.
    pub staff_id: StaffId,
    /// Their unit.
    pub unit_id: UnitId,
    /// Their own scope.
    pub scope: Option<String>,
    /// The codes of their roles, parted by commas.
    pub roles: Option<String>,
}

/// The roles beside the person, so that recognising a request is one statement.
const ROLES: &str = "(SELECT string_agg(r.role, ',') FROM staff_roles r WHERE r.staff_id = p.id) AS roles";

/// The session behind a token that has not been ended and whose owner still works here.
pub async fn held(conn: &impl ConnectionTrait, token_sha256: &str) -> Answer<Option<Held>> {
    let text = format!(
        "SELECT s.id, s.csrf_token, s.seen_at, s.expires_at, s.staff_id, p.unit_id, p.scope, {ROLES} \
         FROM sessions s JOIN staff p ON p.id = s.staff_id \
         WHERE s.token_sha256 = $1 AND s.ended_at IS NULL AND p.active"
    );
    sql(text).bind(token_sha256).one(conn).await
}

/// Whose a program's token is.
#[derive(Debug, FromQueryResult)]
pub struct Holder {
    /// The person.
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
        "SELECT t.staff_id, p.unit_id, p.scope, {ROLES} FROM api_tokens t JOIN staff p ON p.id = t.staff_id \
         WHERE t.token_sha256 = $1 AND t.ended_at IS NULL AND p.active"
    );
    sql(text).bind(token_sha256).one(conn).await
}

/// Forgets sessions that ran out before `before`, at most 1,000. Answers how many.
pub async fn forget(tx: &Tx, before: Instant) -> Answer<u64> {
    let text = "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < $1 LIMIT 1000)";
    sql(text).bind(before).run(tx.conn()).await
}
