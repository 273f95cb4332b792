//! One running node: what it holds and the loops it runs. All nodes are the same.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::BoxFuture;
use lingke_kernel::time::Instant;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::capability::Capability;
use crate::config::Config;
use crate::db::{Db, sql};
use crate::failure::Answer;
use crate::http::credentials::Credentials;
use crate::http::limits::Limits;
use crate::journal::{EventKind, verify};
use crate::keys::{self, Keys};
use crate::live::{Feed, Notified};
use crate::numbers::Numbers;
use crate::outbound::Outbound;
use crate::outbox::Sender;
use crate::subscriptions::{self, Subscription};
use crate::timers::{self, Timer};
use crate::viewer::Viewer;
use crate::{backup, journal, live, outbox};

/// Turns credentials into a viewer; the organisation capability provides it.
pub type Authenticate = fn(Arc<Node>, Credentials, Instant) -> BoxFuture<'static, Answer<Viewer>>;

/// What `server/src/wiring.rs` knows and the platform does not.
#[derive(Clone, Copy)]
pub struct Wiring {
    /// All capabilities.
    pub capabilities: &'static [&'static Capability],
    /// How credentials become a viewer.
    pub authenticate: Authenticate,
    /// What leaves the outbox besides mail.
    pub senders: &'static [&'static Sender],
}

/// The wall clock, with an offset that tests and exercises set.
#[derive(Default)]
pub struct Clock(AtomicI64);

impl Clock {
    /// Now. Only the edge calls this: requests, timers and loops; all else gets it passed in.
    pub fn now(&self) -> Instant {
        let wall: Instant = jiff_now();
        wall.plus_micros(self.0.load(Ordering::Relaxed))
    }
    /// Moves this node's clock, as an exercise does, or a wall clock that jumps.
    pub fn shift_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

fn jiff_now() -> Instant {
    let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Instant::from_micros(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
}

/// Bells inside one node.
pub struct Wake {
    /// Events were committed here and wait for the sealer.
    pub journal: Notify,
    /// Effects wait in the outbox.
    pub outbox: Notify,
    /// The last sealed number this node knows of.
    pub sealed: watch::Sender<i64>,
}

/// Requests that run now under an idempotency key.
#[derive(Default)]
pub struct InFlight(Mutex<HashSet<String>>);

/// A place held while a request runs.
pub struct Place<'a>(&'a InFlight, String);

impl InFlight {
    /// Takes the place of `key`; none when it is taken.
    pub fn enter(&self, key: String) -> Option<Place<'_>> {
        let mut held = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // A place is made only when it was free: one that is dropped gives the key back.
        held.insert(key.clone()).then(|| Place(self, key))
    }
}
impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(&self.1);
    }
}

/// One running node.
pub struct Node {
    /// A name of its own, new at each start.
    pub id: String,
    /// Its settings.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// What personal values are sealed and found with.
    pub keys: Keys,
    /// Its clock.
    pub clock: Clock,
    /// Numbers it holds.
    pub numbers: Numbers,
    /// Its bells.
    pub wake: Wake,
    /// Its tail of the journal.
    pub feed: Feed,
    /// Whose notifications changed just now.
    pub notified: Notified,
    /// Idempotent requests that run now.
    pub in_flight: InFlight,
    /// How often somebody may ask.
    pub limits: Limits,
    /// The way to addresses that people typed in.
    pub outbound: Outbound,
    /// Every kind of event any capability or the platform tells.
    pub event_kinds: HashMap<&'static str, &'static EventKind>,
    /// When it started.
    pub started_at: Instant,
    /// Cancelled when it is told to stop.
    pub stopping: CancellationToken,
    wiring: Wiring,
    tasks: TaskTracker,
    listens_only_to: Mutex<HashMap<&'static str, &'static [&'static str]>>,
}

impl Node {
    /// Opens the database and makes a node; nothing runs yet.
    ///
    /// # Errors
    /// When the database cannot be reached or is newer, or the master key is not the one it was made with: then nothing
    /// in it was changed.
    pub async fn open(config: Config, wiring: Wiring) -> anyhow::Result<Arc<Self>> {
        backup::runs::daily(&config)?;
        let limits = Limits::of(&config)?;
        let outbound = Outbound::of(&config)?;
        let db = Db::connect(&config).await?;
        let keys = keys::find(&db, &config).await?;
        db.migrate().await?;
        verify::name_chain(&db).await?;
        let clock = Clock::default();
        let keys = match keys {
            Some(keys) => keys,
            None => keys::make(&db, &config, clock.now()).await?,
        };
        let own = crate::operations::EVENTS.iter();
        let kinds = wiring.capabilities.iter().flat_map(|capability| capability.events).chain(own);
        let node = Arc::new(Self {
            id: uuid::Uuid::new_v4().simple().to_string(),
            db,
            keys,
            numbers: Numbers::default(),
            wake: Wake { journal: Notify::new(), outbox: Notify::new(), sealed: watch::Sender::new(0) },
            feed: Feed::default(),
            notified: Notified::default(),
            in_flight: InFlight::default(),
            limits,
            outbound,
            event_kinds: kinds.map(|kind| (kind.name, *kind)).collect(),
            started_at: clock.now(),
            clock,
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
            listens_only_to: Mutex::default(),
            wiring,
            config,
        });
        subscriptions::register(&node).await?;
        timers::register(&node).await?;
        Ok(node)
    }

    /// Starts the loops: sealer, subscriptions, timers, outbox, live stream, heartbeat.
    pub fn start(self: &Arc<Self>) {
        self.tasks.spawn(journal::sealer::run(self.clone()));
        self.tasks.spawn(live::listen(self.clone()));
        self.tasks.spawn(live::run(self.clone()));
        self.tasks.spawn(timers::run(self.clone()));
        self.tasks.spawn(outbox::run(self.clone(), None));
        for sender in self.wiring.senders {
            self.tasks.spawn(outbox::run(self.clone(), Some(sender)));
        }
        self.tasks.spawn(heartbeat(self.clone()));
        for subscription in self.subscriptions() {
            self.tasks.spawn(subscriptions::run(self.clone(), subscription));
        }
    }

    /// Runs `work` beside the loops; the node waits for it when it stops.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(work);
    }

    /// Stops the loops and waits for what they hold, at most eight seconds; then notes the head and closes the database.
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.tasks.close();
        if tokio::time::timeout(Duration::from_secs(8), self.tasks.wait()).await.is_err() {
            tracing::warn!("some work did not stop in time; it is taken up again by the next start");
        }
        if let Err(failure) = verify::note_head(&self.db, &self.config.data_dir).await {
            tracing::warn!(%failure, "the head of the journal could not be noted");
        }
        let _ = sql("DELETE FROM nodes WHERE id = $1").bind(self.id.as_str()).run(self.db.write()).await;
        self.db.close().await;
    }

    /// All capabilities.
    pub fn capabilities(&self) -> &'static [&'static Capability] {
        self.wiring.capabilities
    }
    /// Who these credentials belong to.
    pub async fn authenticate(self: &Arc<Self>, credentials: Credentials, now: Instant) -> Answer<Viewer> {
        (self.wiring.authenticate)(self.clone(), credentials, now).await
    }
    /// Lets a subscription hear only events of these types on this node for now, so that it costs nothing while nobody
    /// wants anything of it; `None` lets it hear all of its own again. The first that it then hears wakes it for all.
    pub fn listens_only_to(&self, subscription: &Subscription, types: Option<&'static [&'static str]>) {
        let mut only = self.listens_only_to.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match types {
            Some(types) => only.insert(subscription.name, types),
            None => only.remove(subscription.name),
        };
    }

    /// What a subscription hears now, where that is less than all of its own.
    pub(crate) fn hears_only(&self, subscription: &Subscription) -> Option<&'static [&'static str]> {
        let only = self.listens_only_to.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        only.get(subscription.name).copied()
    }

    /// All subscriptions.
    pub fn subscriptions(&self) -> impl Iterator<Item = &'static Subscription> + use<> {
        self.wiring.capabilities.iter().flat_map(|capability| capability.subscriptions.iter().copied())
    }
    /// All timers, the platform's own included.
    pub fn timers(&self) -> impl Iterator<Item = &'static Timer> + use<> {
        let capabilities =
            self.wiring.capabilities.iter().flat_map(|capability| capability.timers.iter().copied());
        capabilities.chain(crate::operations::TIMERS.iter().copied())
    }

    /// Notes how far the chain goes and rings whoever waits for it.
    pub(crate) fn sealed_up_to(&self, seq: i64) {
        self.wake.sealed.send_if_modified(|known| {
            let grew = seq > *known;
            *known = seq.max(*known);
            grew
        });
    }

    /// Rests nine times as long as some background work took, at most 200 ms; breaks when the node is told to stop.
    ///
    /// Each such work ends in a durable commit of its own. On a busy node it so takes more at once and less of the time
    /// of those who wait for an answer; on an idle one nobody notices.
    pub(crate) async fn rest_after(&self, began: std::time::Instant) -> ControlFlow<()> {
        self.rest((began.elapsed() * 9).min(Duration::from_millis(200))).await
    }

    /// Waits; breaks when the node is told to stop.
    pub async fn rest(&self, duration: Duration) -> ControlFlow<()> {
        tokio::select! {
            () = self.stopping.cancelled() => ControlFlow::Break(()),
            () = tokio::time::sleep(duration) => ControlFlow::Continue(()),
        }
    }
}

/// Says every ten seconds that this node is there.
async fn heartbeat(node: Arc<Node>) {
    loop {
        let text = "INSERT INTO nodes (id, version, started_at, seen_at) VALUES ($1, $2, $3, $4) \
                    ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at";
        let beat = sql(text)
            .bind(node.id.as_str())
            .bind(env!("CARGO_PKG_VERSION"))
            .bind(node.started_at)
            .bind(node.clock.now())
            .run(node.db.write())
            .await;
        if let Err(failure) = beat {
            tracing::warn!(%failure, "the heartbeat failed; it is tried again");
        }
        if node.rest(Duration::from_secs(10)).await.is_break() {
            return;
        }
    }
}
