//! Puts a backup back: into an empty database, in one transaction that ends only when all of it was verified.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use lingke_kernel::time::Instant;
use lingke_migrations::Migrator;
use sea_orm::{DatabaseTransaction, FromQueryResult};
use sea_orm_migration::{MigratorTrait, SchemaManager};

use super::container::{Opened, Unpacked};
use super::{BackupHead, Manifest, store};
use crate::config::Config;
use crate::db::dialect::whole::{self, Aside};
use crate::db::{Db, dialect, insert_rows, sql};
use crate::failure::Answer;
use crate::journal::verify;
use crate::search;

/// A node that was seen so lately runs, in seconds.
const RUNS_SECONDS: i64 = 30;

/// How a backup is put back.
pub struct Restoring<'a> {
    /// The settings of the database it goes into.
    pub config: &'a Config,
    /// Whether what is in that database is given up for it.
    pub replace: bool,
    /// Whether it is thrown away afterwards, so that it need not be durable.
    pub scratch: bool,
    /// Now.
    pub now: Instant,
}

/// Puts a backup back and verifies it. `progress` is told what is done, how much of it, and of how much.
///
/// # Errors
/// When the database is not empty, a node runs on it, or anything of the backup is not right: then the database is as
/// it was.
pub async fn restore(
    restoring: &Restoring<'_>,
    backup: &Opened,
    progress: &mut (dyn FnMut(&str, u64, u64) + Send),
) -> anyhow::Result<BackupHead> {
    backup.check_keys(restoring.config)?;
    let steps = known_steps(&backup.manifest)?;
    let db = Db::connect(restoring.config).await?;
    let restored = async {
        refuse_in_use(&db, restoring).await?;
        if restoring.scratch {
            dialect::hurry(&db).await?;
        }
        whole::mind_references(&db, false).await?;
        let head = in_one(&db, (restoring, backup), &steps, progress).await?;
        dialect::count_again(&db).await?;
        Ok(head)
    };
    let restored = restored.await;
    db.close().await;
    restored
}

/// The steps of the backup's schema as this program knows them.
fn known_steps(manifest: &Manifest) -> anyhow::Result<Vec<String>> {
    let ours: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    if let Some(unknown) = manifest.migrations.iter().find(|step| !ours.contains(step)) {
        bail!("this backup was made by a newer program ({}): it knows the step {unknown}", manifest.version);
    }
    Ok(ours.into_iter().filter(|step| manifest.migrations.contains(step)).collect())
}

async fn refuse_in_use(db: &Db, restoring: &Restoring<'_>) -> anyhow::Result<()> {
    let tables = whole::tables(db.write()).await?;
    if tables.iter().any(|table| table == "nodes") {
        let since = restoring.now.plus_seconds(-RUNS_SECONDS);
        let running = sql("SELECT count(*) FROM nodes WHERE seen_at > $1").bind(since);
        ensure!(
            running.value::<i64>(db.write()).await? == Some(0),
            "a node runs on this database, or did half a minute ago: stop it first"
        );
    }
    let written = if tables.iter().any(|table| table == "journal") {
        sql("SELECT 1 FROM journal LIMIT 1").value::<i32>(db.write()).await?.is_some()
    } else {
        !tables.is_empty()
    };
    ensure!(
        restoring.replace || !written,
        "this database is not empty: restore into an empty one, or give up all that is in it with --replace"
    );
    Ok(())
}

async fn in_one(
    db: &Db,
    (restoring, backup): (&Restoring<'_>, &Opened),
    steps: &[String],
    progress: &mut (dyn FnMut(&str, u64, u64) + Send),
) -> anyhow::Result<BackupHead> {
    let manifest = &backup.manifest;
    let tx = db.begin().await?;
    whole::drop_everything(&tx, db.kind()).await?;
    Migrator::install(&*tx).await?;
    let migrations = Migrator::migrations();
    for step in migrations.iter().filter(|step| steps.iter().any(|known| known == step.name())) {
        step.up(&SchemaManager::new(&*tx)).await.with_context(|| format!("step {}", step.name()))?;
    }
    let aside = whole::set_aside(&tx, db.kind()).await?;
    for part in &manifest.parts {
        sql(format!("DELETE FROM \"{}\"", part.table)).run(&*tx).await?;
    }
    put_rows(&tx, backup, progress).await?;
    stand_again(&tx, db, aside, progress).await?;
    count(&tx, manifest).await?;
    let text = "UPDATE subscriptions SET position = 0, failures = 0, last_error = NULL, retry_at = NULL WHERE name = $1";
    sql(text).bind(search::SUBSCRIPTION).run(&*tx).await?;
    let has_backups = manifest.parts.iter().any(|part| part.table == "backups");
    if has_backups {
        store::was_taken_whole(&*tx, manifest, restoring.now).await?;
    }
    sql("UPDATE timers SET lease_holder = NULL, lease_until = NULL").run(&*tx).await?;
    progress("journal", 0, 1);
    let verdict = verify::verify_on(&*tx, None, &verify::Noted::new()).await?;
    if let Some(bad) = verdict.bad {
        bail!("the journal in this backup is not whole: entry {}: {}", bad.seq, bad.why);
    }
    let head = BackupHead::from(verdict.head);
    ensure!(head == manifest.head, "the head of the journal is not the one that the backup names");
    progress("journal", 1, 1);
    Migrator::up(&*tx, None).await.context("the schema cannot be brought up to date")?;
    tx.commit().await?;
    Ok(head)
}

async fn put_rows(
    tx: &DatabaseTransaction,
    backup: &Opened,
    progress: &mut (dyn FnMut(&str, u64, u64) + Send),
) -> anyhow::Result<()> {
    let parts = &backup.manifest.parts;
    let into: Vec<String> = parts
        .iter()
        .map(|part| {
            let names: Vec<String> =
                part.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
            format!("\"{}\" ({})", part.table, names.join(", "))
        })
        .collect();
    let (mut unpacked, thread) = backup.unpack();
    let mut put = 0;
    while let Some(some) = unpacked.recv().await {
        match some {
            Unpacked::Rows(n, rows) => {
                put += rows.len() as u64;
                let written = insert_rows(tx, &into[n], rows, "").await;
                written.with_context(|| format!("the rows of {} cannot be written", parts[n].table))?;
                progress(&parts[n].table, put, parts[n].rows);
            }
            Unpacked::Right => put = 0,
        }
    }
    thread.await.context("the unpacking was broken off")?
}

/// Builds the indexes and lets the references and triggers keep watch again.
async fn stand_again(
    tx: &DatabaseTransaction,
    db: &Db,
    aside: Aside,
    progress: &mut (dyn FnMut(&str, u64, u64) + Send),
) -> anyhow::Result<()> {
    whole::put_back(tx, aside, |done, all| progress("indexes", done, all)).await?;
    if let Some(table) = whole::broken_reference(tx, db.kind()).await? {
        bail!("a row of {table} names another that is not in the backup");
    }
    Ok(())
}

/// Every table has as many rows as the backup says.
async fn count(tx: &DatabaseTransaction, manifest: &Manifest) -> anyhow::Result<()> {
    for part in &manifest.parts {
        let counted = sql(format!("SELECT count(*) FROM \"{}\"", part.table)).value::<i64>(tx).await?;
        let right = counted.and_then(|rows| u64::try_from(rows).ok()) == Some(part.rows);
        ensure!(right, "{} has not as many rows as the backup says", part.table);
    }
    Ok(())
}

/// Lays the heads that were noted beside the database aside where they lie beyond the one that was restored: what they
/// bear witness of is no longer in the database. Answers the file they now lie in, if there were any.
pub async fn set_heads_aside(db: &Db, data_dir: &Path, now: Instant) -> Answer<Option<std::path::PathBuf>> {
    #[derive(FromQueryResult)]
    struct Place {
        seq: i64,
    }
    let head = sql("SELECT seq FROM journal_head WHERE id = 1").one::<Place>(db.read()).await?;
    let restored = head.map_or(0, |head| head.seq);
    let noted = verify::read_noted(db, data_dir).await?;
    if noted.range(restored + 1..).next().is_none() {
        return Ok(None);
    }
    let file = verify::heads_file(db, data_dir).await?;
    let aside = file.with_added_extension(format!("before-restore-{}", now.micros() / 1_000_000));
    let text = std::fs::read_to_string(&file)?;
    std::fs::rename(&file, &aside)?;
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| {
            line.split(' ').next().and_then(|seq| seq.parse::<i64>().ok()).is_some_and(|seq| seq <= restored)
        })
        .collect();
    let kept: String = kept.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(&file, kept)?;
    Ok(Some(aside))
}
