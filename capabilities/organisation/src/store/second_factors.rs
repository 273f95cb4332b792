//! Authenticators and recovery codes.

use std::collections::BTreeSet;

use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::StaffId;
use sea_orm::ConnectionTrait;

use crate::model::Authenticator;

/// Someone's authenticator, confirmed or being set up.
pub async fn authenticator(conn: &impl ConnectionTrait, id: StaffId) -> Answer<Option<Authenticator>> {
    let text = "SELECT wrapped_key, secret, last_step, confirmed_at FROM authenticators WHERE staff_id = $1";
    sql(text).bind(id).one(conn).await
}

/// Writes an authenticator that is being set up, in the place of one that was.
pub async fn offer(tx: &Tx, id: StaffId, wrapped_key: &str, secret: &str) -> Answer<()> {
    let text = "INSERT INTO authenticators (staff_id, wrapped_key, secret, last_step, created_at) \
                VALUES ($1, $2, $3, -1, $4) ON CONFLICT (staff_id) DO UPDATE SET wrapped_key = excluded.wrapped_key, \
                secret = excluded.secret, last_step = -1, created_at = excluded.created_at, confirmed_at = NULL";
    sql(text).bind(id).bind(wrapped_key).bind(secret).bind(tx.now()).run(tx.conn()).await?;
    Ok(())
}

/// Notes that a code of this step was taken; the first one confirms the authenticator.
pub async fn take_step(tx: &Tx, id: StaffId, step: i64) -> Answer<()> {
    let text = "UPDATE authenticators SET last_step = $1, confirmed_at = COALESCE(confirmed_at, $2) \
                WHERE staff_id = $3";
    sql(text).bind(step).bind(tx.now()).bind(id).run(tx.conn()).await?;
    Ok(())
}

/// Replaces someone's recovery codes by these, each found by its lookup.
pub async fn write_recovery_codes(tx: &Tx, id: StaffId, lookups: &[String]) -> Answer<()> {
    sql("DELETE FROM recovery_codes WHERE staff_id = $1").bind(id).run(tx.conn()).await?;
    for lookup in lookups {
        let text = "INSERT INTO recovery_codes (staff_id, lookup) VALUES ($1, $2)";
        sql(text).bind(id).bind(lookup.as_str()).run(tx.conn()).await?;
    }
    Ok(())
}

/// Uses a recovery code up; says whether it was there to be used.
pub async fn use_recovery_code(tx: &Tx, id: StaffId, lookup: &str) -> Answer<bool> {
    let text =
        "UPDATE recovery_codes SET used_at = $1 WHERE staff_id = $2 AND lookup = $3 AND used_at IS NULL";
    Ok(sql(text).bind(tx.now()).bind(id).bind(lookup).run(tx.conn()).await? == 1)
}

/// How many recovery codes are left.
pub async fn recovery_codes_left(conn: &impl ConnectionTrait, id: StaffId) -> Answer<i64> {
    let text = "SELECT count(*) FROM recovery_codes WHERE staff_id = $1 AND used_at IS NULL";
    Ok(sql(text).bind(id).value(conn).await?.unwrap_or_default())
}

/// Who of these has a second factor.
pub async fn who_has(conn: &impl ConnectionTrait, ids: &[StaffId]) -> Answer<BTreeSet<StaffId>> {
    let statement = sql("SELECT staff_id FROM authenticators WHERE confirmed_at IS NOT NULL");
    let statement = statement.and_in("staff_id", ids.iter().copied());
    let statement = statement.push(" UNION SELECT staff_id FROM passkeys WHERE 1 = 1");
    let statement = statement.and_in("staff_id", ids.iter().copied());
    Ok(statement.push(" LIMIT 1000").values(conn).await?.into_iter().collect())
}

/// Whether someone has a second factor.
pub async fn has(conn: &impl ConnectionTrait, id: StaffId) -> Answer<bool> {
    Ok(who_has(conn, &[id]).await?.contains(&id))
}

/// Whether someone has an authenticator.
pub async fn has_authenticator(conn: &impl ConnectionTrait, id: StaffId) -> Answer<bool> {
    Ok(authenticator(conn, id).await?.is_some_and(|found| found.confirmed_at.is_some()))
}

/// Takes all of someone's second factors away.
pub async fn remove_all(tx: &Tx, id: StaffId) -> Answer<()> {
    remove(tx, id).await?;
    sql("DELETE FROM passkeys WHERE staff_id = $1").bind(id).run(tx.conn()).await?;
    Ok(())
}

/// Takes someone's authenticator and recovery codes away.
pub async fn remove(tx: &Tx, id: StaffId) -> Answer<()> {
    for table in ["authenticators", "recovery_codes"] {
        sql(format!("DELETE FROM {table} WHERE staff_id = $1")).bind(id).run(tx.conn()).await?;
    }
    Ok(())
}
