//! Passwords used before.

use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::StaffId;
use sea_orm::ConnectionTrait;

/// Past passwords kept of each person: more than any rule looks at.
const KEPT: u32 = 10;

/// The hashes of the last `n` past passwords, newest first.
pub async fn last(conn: &impl ConnectionTrait, id: StaffId, n: u32) -> Answer<Vec<String>> {
    let text = format!(
        "SELECT password_hash FROM past_passwords WHERE staff_id = $1 ORDER BY set_at DESC LIMIT {}",
        n.min(KEPT)
    );
    sql(text).bind(id).values(conn).await
}

/// Keeps the hash of a password that is a past one from now on, and forgets those beyond what is kept.
pub async fn keep(tx: &Tx, id: StaffId, hash: &str) -> Answer<()> {
    let text = "INSERT INTO past_passwords (staff_id, set_at, password_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    sql(text).bind(id).bind(tx.now()).bind(hash).run(tx.conn()).await?;
    let text = format!(
        "DELETE FROM past_passwords WHERE staff_id = $1 AND set_at < (SELECT min(set_at) FROM (SELECT set_at \
         FROM past_passwords WHERE staff_id = $1 ORDER BY set_at DESC LIMIT {KEPT}) AS kept)"
    );
    sql(text).bind(id).run(tx.conn()).await?;
    Ok(())
}
