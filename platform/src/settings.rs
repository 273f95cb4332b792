//! What the institution has set: one value each, as JSON, with a version so that nobody overwrites anyone.
//!
//! Whose setting it is, what it may be and what holds while nobody has set it is the capability's to say.

use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ctx::Tx;
use crate::db::dialect::for_update;
use crate::db::sql;
use crate::failure::Answer;

/// What is set under `name`, and its version; none when nobody has set it.
pub async fn find<T: DeserializeOwned>(conn: &impl ConnectionTrait, name: &str) -> Answer<Option<(T, i64)>> {
    read(conn, name, "").await
}

/// The same, to be changed in this transaction.
pub async fn load<T: DeserializeOwned>(tx: &Tx, name: &str) -> Answer<Option<(T, i64)>> {
    read(tx.conn(), name, for_update(tx.kind())).await
}

async fn read<T: DeserializeOwned>(
    conn: &impl ConnectionTrait,
    name: &str,
    lock: &str,
) -> Answer<Option<(T, i64)>> {
    #[derive(FromQueryResult)]
    struct Stored {
        value: String,
        version: i64,
    }
    let text = format!("SELECT value, version FROM settings WHERE name = $1{lock}");
    match sql(text).bind(name).one::<Stored>(conn).await? {
        Some(Stored { value, version }) => Ok(Some((serde_json::from_str(&value)?, version))),
        None => Ok(None),
    }
}

/// Sets `name`; `version` is one more than what was read.
pub async fn write(tx: &Tx, name: &str, value: &impl Serialize, version: i64) -> Answer<()> {
    let text = "INSERT INTO settings (name, value, version, updated_at) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version, \
                updated_at = excluded.updated_at";
    sql(text)
        .bind(name)
        .bind(serde_json::to_string(value)?)
        .bind(version)
        .bind(tx.now())
        .run(tx.conn())
        .await?;
    Ok(())
}
