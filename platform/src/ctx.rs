//! The context of one request or one timer run: who asks, when, and the only way to a transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use lingke_kernel::time::Instant;
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{DatabaseKind, Writing, dialect, sql};
use crate::failure::{Answer, Refusal};
use crate::journal::{self, Event};
use crate::keys::Keys;
use crate::live;
use crate::node::Node;
use crate::outbox::{self, Outgoing};
use crate::viewer::{StaffId, Viewer};

/// Who asks, when, and the way to the database. No code below the edge reads a clock: it is `now`.
#[derive(Clone)]
pub struct Ctx {
    /// This node.
    pub node: Arc<Node>,
    /// The moment of the request or the timer run.
    pub now: Instant,
    /// Who is asking.
    pub viewer: Arc<Viewer>,
    /// Written to every log line and journal event of this request.
    pub request_id: Arc<str>,
}

/// A writing transaction. Dropped without [`Tx::commit`], it never was.
pub struct Tx {
    inner: Writing,
    ctx: Ctx,
    events: Vec<journal::Unsealed>,
    outgoing: bool,
    notified: BTreeSet<StaffId>,
}

/// What [`Ctx::once`] found: the object just made, or the one an earlier identical request made.
pub enum Once<T> {
    /// Made now.
    Made(T),
    /// Made before, by the same key and body.
    Before(T),
}

/// A request to do something at most once.
pub struct OnceKey<'a> {
    /// The caller's key; none means: just do it.
    pub key: Option<&'a str>,
    /// What is asked, `POST /cases`.
    pub operation: &'a str,
    /// SHA-256 of the body, hexadecimal.
    pub body_sha256: &'a str,
}

impl Ctx {
    /// The system's own context for the part called `name`.
    pub fn system(node: &Arc<Node>, name: &'static str) -> Self {
        let now = node.clock.now();
        let request_id = uuid::Uuid::new_v4().simple().to_string();
        Self {
            node: node.clone(),
            now,
            viewer: Arc::new(Viewer::system(name)),
            request_id: request_id.into(),
        }
    }

    /// For reading.
    pub fn read(&self) -> &DatabaseConnection {
        self.node.db.read()
    }

    /// Which database this is.
    pub fn kind(&self) -> DatabaseKind {
        self.node.db.kind()
    }

    /// What personal values are sealed and found with.
    pub fn keys(&self) -> &Keys {
        &self.node.keys
    }

    /// Refuses unless the viewer has `permission`.
    pub fn require(&self, permission: &'static str) -> Answer<()> {
        self.viewer.require(permission)
    }

    /// Begins a writing transaction. Take numbers and read files before: on SQLite others wait meanwhile.
    pub async fn begin(&self) -> Answer<Tx> {
        let inner = self.node.db.begin().await?;
        Ok(Tx { inner, ctx: self.clone(), events: Vec::new(), outgoing: false, notified: BTreeSet::new() })
    }

    /// The next number of a series, to be taken before [`Ctx::begin`].
    pub async fn next_number(&self, name: &str) -> Answer<i64> {
        self.node.numbers.next(&self.node.db, name).await
    }

    /// Runs `make` in a transaction, at most once for one key: a retry gets the first answer.
    ///
    /// # Errors
    /// 409 `idempotency_key_reused` with another body; 409 `idempotency_key_in_flight` while the first runs.
    pub async fn once<T, F>(&self, once: OnceKey<'_>, make: F) -> Answer<Once<T>>
    where
        T: Serialize + DeserializeOwned,
        F: AsyncFnOnce(&mut Tx) -> Answer<(T, String)>,
    {
        let Some(key) = once.key else {
            let mut tx = self.begin().await?;
            let (made, _) = make(&mut tx).await?;
            tx.commit().await?;
            return Ok(Once::Made(made));
        };
        let in_flight = || Refusal::conflict("idempotency_key_in_flight");
        let actor = self.viewer.actor.id();
        let _place = self.node.in_flight.enter(format!("{actor}/{key}")).ok_or_else(in_flight)?;
        let mut tx = self.begin().await?;
        if !dialect::try_lock(tx.conn(), self.kind(), &format!("once/{actor}/{key}")).await? {
            return Err(in_flight().into());
        }
        let made = self.make_once(&mut tx, (&actor, key), &once, make).await;
        if matches!(made, Ok(Once::Made(_))) {
            tx.commit().await?;
        } else {
            // The key is free for a retry from the moment of the answer on.
            let _ = tx.inner.roll_back().await;
        }
        made
    }

    async fn make_once<T, F>(
        &self,
        tx: &mut Tx,
        (actor, key): (&str, &str),
        once: &OnceKey<'_>,
        make: F,
    ) -> Answer<Once<T>>
    where
        T: Serialize + DeserializeOwned,
        F: AsyncFnOnce(&mut Tx) -> Answer<(T, String)>,
    {
        if let Some(before) = self.made_before(tx, actor, key, once).await? {
            return Ok(Once::Before(serde_json::from_str(&before)?));
        }
        let (made, location) = make(tx).await?;
        sql("INSERT INTO idempotency_keys (actor_id, key, operation, body_sha256, location, answer, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(actor)
        .bind(key)
        .bind(once.operation)
        .bind(once.body_sha256)
        .bind(location)
        .bind(serde_json::to_string(&made)?)
        .bind(self.now)
        .run(tx.conn())
        .await?;
        Ok(Once::Made(made))
    }

    async fn made_before(
        &self,
        tx: &Tx,
        actor: &str,
        key: &str,
        once: &OnceKey<'_>,
    ) -> Answer<Option<String>> {
        #[derive(sea_orm::FromQueryResult)]
        struct Before {
            operation: String,
            body_sha256: String,
            answer: String,
        }
        let text =
            "SELECT operation, body_sha256, answer FROM idempotency_keys WHERE actor_id = $1 AND key = $2";
        let Some(before) = sql(text).bind(actor).bind(key).one::<Before>(tx.conn()).await? else {
            return Ok(None);
        };
        if before.operation != once.operation || before.body_sha256 != once.body_sha256 {
            return Err(Refusal::conflict("idempotency_key_reused").into());
        }
        Ok(Some(before.answer))
    }
}

impl Tx {
    /// For the queries of `store.rs`.
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.inner
    }
    /// The moment of the request.
    pub fn now(&self) -> Instant {
        self.ctx.now
    }
    /// Who is asking.
    pub fn viewer(&self) -> &Viewer {
        &self.ctx.viewer
    }
    /// This node.
    pub fn node(&self) -> &Arc<Node> {
        &self.ctx.node
    }
    /// Which database this is.
    pub fn kind(&self) -> DatabaseKind {
        self.ctx.kind()
    }
    /// What personal values are sealed and found with.
    pub fn keys(&self) -> &Keys {
        self.ctx.keys()
    }

    /// Records what happened; written with the commit, in the order recorded.
    pub fn record(&mut self, event: Event) {
        let n = self.events.len();
        self.events.push(journal::Unsealed::new(event, &self.ctx, n));
    }

    /// Records what happened at a moment that is not now: history that is imported or made for a demo.
    pub fn record_at(&mut self, event: Event, at: Instant) {
        let n = self.events.len();
        let mut unsealed = journal::Unsealed::new(event, &self.ctx, n);
        unsealed.at = at;
        self.events.push(unsealed);
    }

    /// Acts for someone else in what is recorded from here on: demo history only.
    pub fn act_as(&mut self, viewer: Viewer) {
        self.ctx.viewer = Arc::new(viewer);
    }

    /// Asks for an effect outside the database, after this commit. The same key is sent once.
    pub async fn send(&mut self, outgoing: Outgoing) -> Answer<()> {
        self.outgoing = true;
        outbox::put(&*self.inner, outgoing, self.ctx.viewer.actor.id(), self.ctx.now).await
    }

    /// Has the outbox looked at after this commit: rows of it were put back.
    pub fn wake_outbox(&mut self) {
        self.outgoing = true;
    }

    /// Has this person's own browsers, and nobody else's, look at their notifications again, after this commit.
    pub fn notify(&mut self, staff_id: StaffId) {
        self.notified.insert(staff_id);
    }

    /// Writes the events and commits; then wakes the sealer.
    pub async fn commit(self) -> Answer<()> {
        let recorded = !self.events.is_empty();
        journal::write(&self.inner, self.events).await?;
        self.inner.commit().await?;
        live::ring(&self.ctx.node, self.notified).await;
        if recorded {
            self.ctx.node.wake.journal.notify_one();
        }
        if self.outgoing {
            self.ctx.node.wake.outbox.notify_waiters();
        }
        Ok(())
    }
}
