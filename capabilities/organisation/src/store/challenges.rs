//! Sign-ins that are under way, known by the hashes of their tokens.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::{for_update, skip_locked};
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;

use crate::model::Challenge;

/// Old ones forgotten with each new one, so that they never pile up.
const FORGOTTEN_AT_ONCE: u32 = 20;

/// Writes a new one.
pub async fn insert(tx: &Tx, token_sha256: &str, challenge: &Challenge) -> Answer<()> {
    forget(tx, tx.now()).await?;
    let text = "INSERT INTO sign_in_challenges (token_sha256, staff_id, step, proved, created_at, expires_at, state) \
                VALUES ($1, $2, $3, $4, $5, $6, $7)";
    sql(text)
        .bind(token_sha256)
        .bind(challenge.staff_id)
        .bind(challenge.step.as_str())
        .bind(challenge.proved.as_str())
        .bind(tx.now())
        .bind(challenge.expires_at)
        .bind(challenge.state.as_deref())
        .run(tx.conn())
        .await?;
    Ok(())
}

/// The one behind a token, to be answered in this transaction, if it still holds.
pub async fn load(tx: &Tx, token_sha256: &str) -> Answer<Option<Challenge>> {
    let lock = for_update(tx.kind());
    let text = format!(
        "SELECT staff_id, step, proved, state, expires_at FROM sign_in_challenges \
         WHERE token_sha256 = $1 AND expires_at > $2{lock}"
    );
    sql(text).bind(token_sha256).bind(tx.now()).one(tx.conn()).await
}

/// Ends one: it is answered.
pub async fn end(tx: &Tx, token_sha256: &str) -> Answer<()> {
    let text = "DELETE FROM sign_in_challenges WHERE token_sha256 = $1";
    sql(text).bind(token_sha256).run(tx.conn()).await?;
    Ok(())
}

async fn forget(tx: &Tx, before: Instant) -> Answer<u64> {
    let skip = skip_locked(tx.kind());
    let text = format!(
        "DELETE FROM sign_in_challenges WHERE token_sha256 IN \
         (SELECT token_sha256 FROM sign_in_challenges WHERE expires_at < $1 LIMIT {FORGOTTEN_AT_ONCE}{skip})"
    );
    sql(text).bind(before).run(tx.conn()).await
}
