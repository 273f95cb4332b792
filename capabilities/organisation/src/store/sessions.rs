//! Sessions and tokens, known by their hashes.

use std::sync::Arc;

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::node::Node;
use lingke_platform::viewer::{SessionId, StaffId, UnitId};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::{Origin, SessionSeen};

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
    /// What was proved at the sign-in.
    pub proved: String,
}

/// One session.
pub async fn find(conn: &impl ConnectionTrait, id: SessionId) -> Answer<SessionRow> {
    let text =
        "SELECT id, csrf_token, seen_at, expires_at, proved FROM sessions WHERE id = $1 AND ended_at IS NULL";
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotSignedIn)
}

/// Writes a new session.
pub async fn insert(
    tx: &Tx,
    row: &SessionRow,
    token_sha256: &str,
    (staff_id, origin): (StaffId, &Origin),
) -> Answer<()> {
    let text = "INSERT INTO sessions (id, token_sha256, csrf_token, staff_id, started_at, seen_at, expires_at, proved, \
                device, address) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)";
    sql(text)
        .bind(row.id)
        .bind(token_sha256)
        .bind(row.csrf_token.as_str())
        .bind(staff_id)
        .bind(tx.now())
        .bind(row.expires_at)
        .bind(row.proved.as_str())
        .bind(origin.device.as_str())
        .bind(origin.address.as_str())
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

/// Someone's sessions that hold: not ended, not over, and used after `idle_since`; the last used first.
pub async fn open_of(
    conn: &impl ConnectionTrait,
    staff_id: StaffId,
    now: Instant,
    idle_since: Instant,
) -> Answer<Vec<SessionSeen>> {
    let text = "SELECT id, device, address, proved, started_at, seen_at, expires_at FROM sessions \
                WHERE staff_id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at >= $3 \
                ORDER BY seen_at DESC, id DESC LIMIT 200";
    sql(text).bind(staff_id).bind(now).bind(idle_since).all(conn).await
}

/// Ends one of someone's sessions; not found when it is not theirs or ended before.
pub async fn end_of(tx: &Tx, staff_id: StaffId, id: SessionId) -> Answer<()> {
    let text = "UPDATE sessions SET ended_at = $1 WHERE id = $2 AND staff_id = $3 AND ended_at IS NULL";
    let ended = sql(text).bind(tx.now()).bind(id).bind(staff_id).run(tx.conn()).await?;
    if ended == 1 { Ok(()) } else { Err(Failure::NotFound) }
}

/// Ends all of someone's sessions but one. Answers how many.
pub async fn end_others(tx: &Tx, staff_id: StaffId, but: SessionId) -> Answer<u64> {
    let text = "UPDATE sessions SET ended_at = $1 WHERE staff_id = $2 AND id <> $3 AND ended_at IS NULL";
    sql(text).bind(tx.now()).bind(staff_id).bind(but).run(tx.conn()).await
}

/// Ends all of someone's sessions. Answers how many.
pub async fn end_all(tx: &Tx, staff_id: StaffId) -> Answer<u64> {
    let text = "UPDATE sessions SET ended_at = $1 WHERE staff_id = $2 AND ended_at IS NULL";
    sql(text).bind(tx.now()).bind(staff_id).run(tx.conn()).await
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
pub(super) const ROLES: &str =
    "(SELECT string_agg(r.role, ',') FROM staff_roles r WHERE r.staff_id = p.id) AS roles";

/// The session behind a token that has not been ended and whose owner still works here.
pub async fn held(conn: &impl ConnectionTrait, token_sha256: &str) -> Answer<Option<Held>> {
    let text = format!(
        "SELECT s.id, s.csrf_token, s.seen_at, s.expires_at, s.staff_id, p.unit_id, p.scope, {ROLES} \
         FROM sessions s JOIN staff p ON p.id = s.staff_id \
         WHERE s.token_sha256 = $1 AND s.ended_at IS NULL AND p.active"
    );
    sql(text).bind(token_sha256).one(conn).await
}

/// Forgets sessions that ran out before `before`, at most 1,000. Answers how many.
pub async fn forget(tx: &Tx, before: Instant) -> Answer<u64> {
    let text = "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < $1 LIMIT 1000)";
    sql(text).bind(before).run(tx.conn()).await
}
