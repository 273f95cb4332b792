//! Backups: the whole database at one moment, in one file, taken while everybody works on; and how it comes back.
//!
//! The file is a zip: one part for each table, a row a line, in a form that knows neither SQLite nor PostgreSQL; and a
//! [`Manifest`] that names the head of the journal, the migrations and the checksum of each part. Invariants: nothing is
//! in it that is personal and not sealed in the database too; it never holds the master key, only says which one is
//! needed; a file appears under its name when it is whole and on the disk; nothing of it is believed before its
//! checksum, and the proof that somebody with the keys wrote it, were looked at; a database is either restored and
//! verified as a whole or as it was before. Left out on purpose: the index of search, which is computed again, and the
//! list of running nodes. Begin with [`take`], then [`restore`]; [`runs`] does both by the clock.

pub mod api;
mod container;
mod restore;
mod rows;
pub mod runs;
pub mod store;
mod take;

use lingke_kernel::time::Instant;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::journal::sealer::Head;
use crate::keys::{Keys, MasterKey, Wrapped, opened};
use crate::search;

pub use container::Opened;
pub use restore::{Restoring, restore, set_heads_aside};
pub use take::{Taking, take};

/// Raised when the form of the file changes.
const FORMAT: u32 = 1;

/// Tables that are not in a backup: who runs now, and what search computes again.
fn is_left_out(table: &str) -> bool {
    table == "nodes" || search::TABLES.contains(&table)
}

/// What a backup says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the file.
    pub format: u32,
    /// For whoever opens the file without the program.
    pub note: String,
    /// The moment whose rows it holds.
    pub at: Instant,
    /// The program that wrote it.
    pub version: String,
    /// `sqlite` or `postgresql`: where it came from; it goes back into either.
    pub database: String,
    /// The name of the journal's chain.
    pub chain: String,
    /// The head of the journal.
    pub head: BackupHead,
    /// The steps of the schema that its rows have.
    pub migrations: Vec<String>,
    /// The fingerprint of the master key that opens what is sealed in it.
    pub master_key: String,
    /// The root keys, wrapped by that key: with them it is found out at once whether the right one is there.
    pub(crate) root_keys: Vec<Wrapped>,
    /// Tables whose rows are computed again.
    pub left_out: Vec<String>,
    /// One for each table.
    pub(crate) parts: Vec<Part>,
}

/// The head of the journal that a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupHead {
    /// The place of its last sealed event.
    pub seq: i64,
    /// That event's hash.
    pub hash: String,
}

impl From<Head> for BackupHead {
    fn from(head: Head) -> Self {
        Self { seq: head.seq, hash: head.hash }
    }
}

/// The rows of one table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Part {
    /// The file in the zip.
    name: String,
    table: String,
    columns: Vec<rows::Column>,
    rows: u64,
    bytes: u64,
    /// Of the part unpacked, hexadecimal.
    sha256: String,
}

impl Manifest {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.parts.iter().map(|part| part.rows).sum()
    }

    /// What opens what is sealed in it.
    ///
    /// # Errors
    /// When the master key that is configured is not the one it was made under; the message names the one that is needed.
    pub fn keys(&self, config: &Config) -> anyhow::Result<Keys> {
        let Some(there) = MasterKey::find(config)? else {
            anyhow::bail!(
                "this backup needs the master key with the fingerprint {}, and there is none in {} nor in \
                 LINGKE_MASTER_KEY: put it there first",
                self.master_key,
                config.master_key_path().display()
            )
        };
        anyhow::ensure!(
            there.fingerprint() == self.master_key,
            "this backup needs the master key with the fingerprint {}; the one that is configured has {}",
            self.master_key,
            there.fingerprint()
        );
        opened(&self.root_keys, config)
    }
}
