//! Passkeys.

use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::viewer::StaffId;
use sea_orm::ConnectionTrait;

use crate::model::{PasskeyId, PasskeyRow};

const COLUMNS: &str = "id, staff_id, credential, name, created_at, used_at";

/// Someone's passkeys, newest first.
pub async fn of(conn: &impl ConnectionTrait, staff_id: StaffId) -> Answer<Vec<PasskeyRow>> {
    let text = format!("SELECT {COLUMNS} FROM passkeys WHERE staff_id = $1 ORDER BY id DESC LIMIT 100");
    sql(text).bind(staff_id).all(conn).await
}

/// The passkey with this credential id, if any.
pub async fn by_credential(tx: &Tx, credential_id: &str) -> Answer<Option<PasskeyRow>> {
    let text = format!("SELECT {COLUMNS} FROM passkeys WHERE credential_id = $1");
    sql(text).bind(credential_id).one(tx.conn()).await
}

/// Writes a new passkey.
pub async fn insert(tx: &Tx, row: &PasskeyRow, credential_id: &str) -> Answer<()> {
    let text = "INSERT INTO passkeys (id, staff_id, credential_id, credential, name, created_at) \
                VALUES ($1, $2, $3, $4, $5, $6)";
    sql(text)
        .bind(row.id)
        .bind(row.staff_id)
        .bind(credential_id)
        .bind(row.credential.as_str())
        .bind(row.name.as_str())
        .bind(row.created_at)
        .run(tx.conn())
        .await
        .map_err(|failure| failure.on_unique(|| Refusal::conflict("passkey_not_taken").into()))?;
    Ok(())
}

/// Notes that a passkey was used: its counter is part of what is kept.
pub async fn note_use(tx: &Tx, id: PasskeyId, credential: &str) -> Answer<()> {
    let text = "UPDATE passkeys SET credential = $1, used_at = $2 WHERE id = $3";
    sql(text).bind(credential).bind(tx.now()).bind(id).run(tx.conn()).await?;
    Ok(())
}

/// Gives one of someone's passkeys another name.
pub async fn rename(tx: &Tx, staff_id: StaffId, id: PasskeyId, name: &str) -> Answer<()> {
    let text = "UPDATE passkeys SET name = $1 WHERE id = $2 AND staff_id = $3";
    let renamed = sql(text).bind(name).bind(id).bind(staff_id).run(tx.conn()).await?;
    if renamed == 1 { Ok(()) } else { Err(Failure::NotFound) }
}

/// Removes one of someone's passkeys.
pub async fn remove(tx: &Tx, staff_id: StaffId, id: PasskeyId) -> Answer<()> {
    let text = "DELETE FROM passkeys WHERE id = $1 AND staff_id = $2";
    let removed = sql(text).bind(id).bind(staff_id).run(tx.conn()).await?;
    if removed == 1 { Ok(()) } else { Err(Failure::NotFound) }
}
