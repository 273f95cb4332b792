//! The two keys that lie in the database, wrapped by the master key.

use anyhow::{Context, anyhow, bail};
use lingke_kernel::time::Instant;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;

use super::{Keys, MasterKey, Secret};
use crate::config::Config;
use crate::ctx::Tx;
use crate::db::{Db, dialect, sql};
use crate::failure::Answer;
use crate::journal::{Event, EventKind};
use crate::operations::VIEW;

/// The root keys were wrapped by another master key.
pub static MASTER_KEY_ROTATED: EventKind =
    EventKind { name: "master_key_rotated", version: 1, permission: VIEW };

/// Held while root keys are made or wrapped anew.
const LOCK: &str = "root_keys";

/// A root key as the table holds it.
#[derive(Debug, Clone, FromQueryResult, serde::Serialize, serde::Deserialize)]
pub(crate) struct Wrapped {
    name: String,
    wrapped: String,
}

/// The root keys as the database holds them.
pub(crate) async fn wrapped(conn: &impl ConnectionTrait) -> Answer<Vec<Wrapped>> {
    sql("SELECT name, wrapped FROM root_keys ORDER BY id LIMIT 10").all(conn).await
}

/// Opens the root keys, before anything in the database is changed; none where it has none yet.
///
/// # Errors
/// When the database has root keys and the master key is missing or another one.
pub(crate) async fn find(db: &Db, config: &Config) -> anyhow::Result<Option<Keys>> {
    if !dialect::has_table(db, "root_keys").await? {
        return Ok(None);
    }
    let there = wrapped(db.read()).await?;
    (!there.is_empty()).then(|| opened(&there, config)).transpose()
}

/// Makes the root keys of a database that has none, and a master key where there is none either. Where another node was
/// first, opens what it made.
pub(crate) async fn make(db: &Db, config: &Config, now: Instant) -> anyhow::Result<Keys> {
    let tx = db.begin().await?;
    dialect::lock(&tx, db.kind(), LOCK).await?;
    let there = wrapped(&*tx).await?;
    if !there.is_empty() {
        return opened(&there, config);
    }
    let master = found_or_made(config)?;
    let keys = Keys { data: Secret::random(), index: Secret::random() };
    for (id, name, key) in [(1, "data", &keys.data), (2, "index", &keys.index)] {
        sql("INSERT INTO root_keys (id, name, wrapped, created_at) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(name)
            .bind(master.secret.wrap(name, key)?)
            .bind(now)
            .run(&*tx)
            .await?;
    }
    tx.commit().await?;
    Ok(keys)
}

/// The root keys under the master key as configured.
///
/// # Errors
/// When there is no such key, or it is another one.
pub(crate) fn opened(there: &[Wrapped], config: &Config) -> anyhow::Result<Keys> {
    let master = MasterKey::find(config)?;
    let path = config.master_key_path();
    let master = master.ok_or_else(|| {
        anyhow!(
            "the personal values in this database are sealed, and there is no master key in {} nor in \
             LINGKE_MASTER_KEY: put back the key it was made with",
            path.display()
        )
    })?;
    let key = |name: &str| -> anyhow::Result<Secret> {
        let found = there.iter().find(|stored| stored.name == name);
        let found =
            found.with_context(|| format!("the database has lost its root key {name}: restore it"))?;
        let opened = master.secret.unwrapped(name, &found.wrapped);
        opened.map_err(|_| {
            anyhow!(
                "the master key in {} is not the one the personal values in this database are sealed with",
                master.whence
            )
        })
    };
    Ok(Keys { data: key("data")?, index: key("index")? })
}

/// One that is configured must be there: it may lie on a disk that is not mounted.
fn found_or_made(config: &Config) -> anyhow::Result<MasterKey> {
    if let Some(master) = MasterKey::find(config)? {
        return Ok(master);
    }
    let path = config.master_key_path();
    if config.master_key_file.is_some() {
        bail!("there is no master key in {}, where the configuration says it is", path.display());
    }
    let made = MasterKey::make(&path)?;
    tracing::info!(file = %path.display(), "a master key was made: keep a copy of it away from the database");
    Ok(made)
}

/// Wraps the root keys by another master key, and tells the journal. Nodes that run go on: they hold the root keys.
///
/// # Errors
/// When `old` does not open them, or `new` is the one that does already.
pub async fn rotate(tx: &mut Tx, old: &MasterKey, new: &MasterKey) -> Answer<()> {
    dialect::lock(tx.conn(), tx.kind(), LOCK).await?;
    let there = wrapped(tx.conn()).await?;
    for Wrapped { name, wrapped } in &there {
        if new.secret.unwrapped(name, wrapped).is_ok() {
            return Err(anyhow!("the key in {} is the one in use already", new.whence).into());
        }
        let key = old.secret.unwrapped(name, wrapped)?;
        sql("UPDATE root_keys SET wrapped = $1 WHERE name = $2")
            .bind(new.secret.wrap(name, &key)?)
            .bind(name.as_str())
            .run(tx.conn())
            .await?;
    }
    let names: Vec<&str> = there.iter().map(|stored| stored.name.as_str()).collect();
    tx.record(Event {
        kind: &MASTER_KEY_ROTATED,
        subject_kind: "master_key",
        subject_id: "master_key".to_owned(),
        unit_id: None,
        staff_id: None,
        payload: json!({ "root_keys": names }),
    });
    Ok(())
}
