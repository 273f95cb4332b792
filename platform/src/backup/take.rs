//! Takes a backup: reads the whole database at one moment while others write on.

use std::path::Path;

use anyhow::Context;
use lingke_kernel::time::Instant;
use sea_orm::DatabaseTransaction;

use super::container::Packing;
use super::rows::{self, Column};
use super::{FORMAT, Manifest, Part, is_left_out};
use crate::config::Config;
use crate::db::dialect::whole::{self, RowWalk};
use crate::db::{Db, sql};
use crate::journal::sealer;
use crate::keys::{MasterKey, opened, wrapped};

/// Rows read at once, unless they are long.
const ROWS: usize = 1000;
/// The same for a table whose rows are pieces of files.
const LONG_ROWS: usize = 8;
/// Bytes handed to the packing at once, about.
const BYTES: usize = 256 * 1024;

const NOTE: &str = "A backup of Lingke 聆客. It does not hold the master key: keep that key somewhere else, for without it \
                    nothing that is sealed in this file can be read. master_key is its fingerprint. Put it back with: \
                    lingke restore FILE";

/// What a backup is made of.
pub struct Taking<'a> {
    /// The database.
    pub db: &'a Db,
    /// Its settings: where the master key is.
    pub config: &'a Config,
    /// Now.
    pub now: Instant,
}

/// Writes the whole database into a file called `path`; answers what is in it and its size. `progress` is told the table
/// and how many of its rows are written.
///
/// # Errors
/// When the database or the disk fails; then there is no such file, or still the one that was there before.
pub async fn take(
    taking: &Taking<'_>,
    path: &Path,
    progress: &mut (dyn FnMut(&str, u64) + Send),
) -> anyhow::Result<(Manifest, u64)> {
    let tx = whole::one_moment(taking.db).await?;
    let mut manifest = described(taking, &tx).await?;
    // Also that the key whose fingerprint the manifest names is the one that is needed.
    let keys = opened(&manifest.root_keys, taking.config)?;
    let mut packing = Packing::begin(path.to_owned());
    for table in whole::tables(&tx).await? {
        if is_left_out(&table) {
            manifest.left_out.push(table);
            continue;
        }
        let declared = whole::columns(&tx, &table).await?;
        let columns =
            declared.into_iter().map(|one| Column::of(&table, one)).collect::<Result<Vec<_>, _>>()?;
        let name = format!("tables/{table}.jsonl");
        packing.part(&name).await?;
        let rows = write_rows(&tx, &table, &columns, &mut packing, progress).await;
        let rows = rows.with_context(|| format!("{table} could not be read"))?;
        let sum = packing.end_part().await?;
        manifest.parts.push(Part { name, table, columns, rows, bytes: sum.bytes, sha256: sum.sha256 });
    }
    tx.rollback().await?; // nothing was written
    let size = packing.finish(&manifest, &keys).await?;
    Ok((manifest, size))
}

async fn described(taking: &Taking<'_>, tx: &DatabaseTransaction) -> anyhow::Result<Manifest> {
    let master_key = MasterKey::find(taking.config)?.context("there is no master key")?;
    let chain = sql("SELECT chain FROM journal_head WHERE id = 1").value::<String>(tx).await?;
    let steps = sql("SELECT version FROM seaql_migrations ORDER BY version LIMIT 10000");
    Ok(Manifest {
        format: FORMAT,
        note: NOTE.to_owned(),
        at: taking.now,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        database: taking.db.kind().name().to_owned(),
        chain: chain.unwrap_or_default(),
        head: sealer::head(tx).await?.into(),
        migrations: steps.values(tx).await?,
        master_key: master_key.fingerprint(),
        root_keys: wrapped(tx).await?,
        left_out: Vec::new(),
        parts: Vec::new(),
    })
}

async fn write_rows(
    tx: &DatabaseTransaction,
    table: &str,
    columns: &[Column],
    packing: &mut Packing,
    progress: &mut (dyn FnMut(&str, u64) + Send),
) -> anyhow::Result<u64> {
    let selected: Vec<String> = columns.iter().map(Column::selected).collect();
    let at_once = if table == "file_chunks" { LONG_ROWS } else { ROWS };
    let mut walk = RowWalk::begin(tx, table, &selected.join(", ")).await?;
    let (mut written, mut buffer) = (0, Vec::with_capacity(BYTES));
    loop {
        let found = walk.next(at_once).await?;
        if found.is_empty() {
            break;
        }
        for row in &found {
            rows::write(columns, row, &mut buffer)?;
            if buffer.len() >= BYTES {
                packing.write(std::mem::replace(&mut buffer, Vec::with_capacity(BYTES))).await?;
            }
        }
        written += found.len() as u64;
        progress(table, written);
    }
    packing.write(buffer).await?;
    Ok(written)
}
