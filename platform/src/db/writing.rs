//! Writing transactions. On SQLite those that come together are committed together.
//!
//! SQLite has one writer, and its durable commit costs more than what most requests write. So writers take turns inside
//! one transaction of the database, each behind a savepoint of its own, and one commit makes all of them durable. None
//! is answered before that commit; where it fails, all of them fail. On PostgreSQL, which does this by itself, each
//! writer has a transaction of its own.

use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::anyhow;
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use super::dialect::{DatabaseKind, write_options};
use crate::failure::{Answer, Failure};

/// A group that has been open for longer takes no more members.
const GROUP_OPEN: Duration = Duration::from_millis(20);

/// Whose turn it is to write on SQLite, and the group that is open. The queue is fair.
pub(super) type Turns = Arc<Mutex<Option<Group>>>;

/// What became of a group; none while it is open.
type Outcome = Option<Result<(), Arc<DbErr>>>;

/// Writers that are committed together.
pub(super) struct Group {
    transaction: DatabaseTransaction,
    began: Instant,
    outcome: watch::Sender<Outcome>,
}

/// A writing transaction. Dropped without [`Writing::commit`], it never was.
pub struct Writing {
    inner: Option<DatabaseTransaction>,
    turn: Option<OwnedMutexGuard<Option<Group>>>,
}

impl Deref for Writing {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        self.inner.as_ref().expect("it is there from its beginning to its commit")
    }
}

impl Writing {
    /// Begins one. On SQLite it waits for its turn here and cannot be refused the lock later.
    pub(super) async fn begin(db: &DatabaseConnection, kind: DatabaseKind, turns: &Turns) -> Answer<Self> {
        if kind == DatabaseKind::Postgres {
            return Ok(Self { inner: Some(db.begin_with_options(write_options(kind)).await?), turn: None });
        }
        let mut this = Self { inner: None, turn: Some(turns.clone().lock_owned().await) };
        let Some(turn) = this.turn.as_mut() else { return Err(anyhow!("a writer without its turn").into()) };
        if turn.is_none() {
            let transaction = db.begin_with_options(write_options(kind)).await?;
            **turn = Some(Group { transaction, began: Instant::now(), outcome: watch::Sender::new(None) });
        }
        let Some(group) = turn.as_ref() else { return Err(anyhow!("a writer without its group").into()) };
        this.inner = Some(group.transaction.begin().await?);
        Ok(this)
    }

    /// Makes it durable.
    pub async fn commit(mut self) -> Answer<()> {
        if let Some(inner) = self.inner.take() {
            inner.commit().await?;
        }
        let Some(turn) = self.turn.take() else { return Ok(()) };
        // Also when nobody waits for the answer any more: others may have written into the same group.
        tokio::spawn(settle(turn)).await.map_err(|error| anyhow!(error).context("a commit was broken off"))?
    }

    /// Takes back what was written, before anybody is answered: dropped, it would keep its locks for a moment more.
    pub async fn roll_back(mut self) -> Answer<()> {
        match self.inner.take() {
            Some(inner) => Ok(inner.rollback().await?),
            None => Ok(()),
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        // What was not committed is taken back before the next one has its turn.
        drop(self.inner.take());
        let Some(turn) = self.turn.take() else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async {
                if let Err(failure) = settle(turn).await {
                    tracing::warn!(%failure, "what others wrote beside a writer that gave up was not committed");
                }
            });
        }
    }
}

/// Lets those who wait already write into the group, then commits it for all, unless one of them has.
async fn settle(turn: OwnedMutexGuard<Option<Group>>) -> Answer<()> {
    // It was given up before its group began.
    let Some(group) = turn.as_ref() else { return Ok(()) };
    let mut outcome = group.outcome.subscribe();
    let turn = if group.began.elapsed() < GROUP_OPEN {
        let turns = OwnedMutexGuard::mutex(&turn).clone();
        drop(turn);
        // Whoever stood in the queue before has had their turn when ours comes again.
        tokio::select! {
            turn = turns.lock_owned() => Some(turn),
            _ = outcome.changed() => None,
        }
    } else {
        Some(turn)
    };
    let told = outcome.borrow().clone();
    match (told, turn) {
        (None, Some(mut turn)) => match turn.take() {
            Some(group) => group.commit().await,
            None => Err(anyhow!("a group was given up").into()),
        },
        (Some(Ok(())), _) => Ok(()),
        (Some(Err(error)), _) => Err(Failure::of_database(&error)),
        (None, None) => Err(anyhow!("a group was given up").into()),
    }
}

impl Group {
    async fn commit(self) -> Answer<()> {
        let result = self.transaction.commit().await.map_err(Arc::new);
        self.outcome.send_replace(Some(result.clone()));
        result.map_err(|error| Failure::of_database(&error))
    }
}
