//! Subscriptions: what happens because something happened.
//!
//! Each has a stable name and a position in the chain, moved in the same transaction as its effect: every event
//! takes effect once, also when a node is killed or two run side by side. One that fails stays where it is, is
//! tried again with growing rests, and says why on the operations page.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use lingke_kernel::time::Instant;
use sea_orm::FromQueryResult;

use crate::ctx::{Ctx, Tx};
use crate::db::dialect::skip_locked;
use crate::db::sql;
use crate::failure::{Answer, Failure};
use crate::journal::read::sealed_after;
use crate::journal::{Sealed, sealer};
use crate::node::Node;

/// Events handed over at once at most.
const BATCH: usize = 500;
/// The same for one that is far behind, as while it is rebuilt: fewer commits, and what they add up is added once.
const CATCH_UP: usize = 2000;
/// How many events behind that is.
const FAR_BEHIND: i64 = 10_000;

/// Empties what a subscription keeps, before it reads the journal again from its beginning.
pub type Clear = for<'a> fn(&'a mut Tx) -> BoxFuture<'a, Answer<()>>;

/// One listener.
pub struct Subscription {
    /// Its stable name; its position is kept under it.
    pub name: &'static str,
    /// The types it wants; empty means all.
    pub types: &'static [&'static str],
    /// Takes effect of a batch of events, in order, in the transaction that moves the position.
    pub handle: for<'a> fn(&'a mut Tx, &'a [Sealed]) -> BoxFuture<'a, Answer<()>>,
    /// Empties what it computed, so that it can be rebuilt; none when its effect cannot be undone.
    pub clear: Option<Clear>,
}

/// Where one stands, for the operations page.
#[derive(Debug, Clone, FromQueryResult, serde::Serialize, utoipa::ToSchema)]
#[schema(as = SubscriptionPosition)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// The last event that took effect.
    pub position: i64,
    /// When it last moved.
    pub moved_at: Option<Instant>,
    /// Failures in a row.
    pub failures: i32,
    /// Why the last one failed.
    pub last_error: Option<String>,
}

/// Makes the row of each subscription that has none: a new one begins at the beginning.
pub(crate) async fn register(node: &Node) -> Answer<()> {
    for subscription in node.subscriptions() {
        let text = "INSERT INTO subscriptions (name, position) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING";
        sql(text).bind(subscription.name).run(node.db.write()).await?;
    }
    Ok(())
}

/// Where all stand.
pub async fn standings(node: &Node) -> Answer<Vec<Standing>> {
    let text =
        "SELECT name, position, moved_at, failures, last_error FROM subscriptions ORDER BY name LIMIT 200";
    sql(text).all(node.db.read()).await
}

#[derive(FromQueryResult)]
struct Position {
    position: i64,
    retry_at: Option<Instant>,
}

/// How far the one called `name` has come.
pub async fn position(node: &Node, name: &str) -> Answer<i64> {
    let position = sql("SELECT position FROM subscriptions WHERE name = $1").bind(name);
    Ok(position.value(node.db.read()).await?.unwrap_or_default())
}

/// Takes effect of the next batch. Answers whether there may be more.
///
/// The events are read before the transaction begins, so that on SQLite nobody waits for the reading.
pub async fn step(node: &Arc<Node>, subscription: &'static Subscription) -> Answer<bool> {
    let ctx = Ctx::system(node, subscription.name);
    let head = sealer::head(node.db.read()).await?.seq;
    let from = position(node, subscription.name).await?;
    if from >= head {
        return Ok(false);
    }
    let batch = if head - from > FAR_BEHIND { CATCH_UP } else { BATCH };
    let mut heard = Vec::new();
    let only = node.hears_only(subscription);
    if let Some(types) = only {
        heard = sealed_after(node.db.read(), from, head, types, 1).await?;
        if !heard.is_empty() {
            node.listens_only_to(subscription, None);
        }
    }
    let asleep = only.is_some() && heard.is_empty();
    let events = match asleep {
        true => Vec::new(),
        false => sealed_after(node.db.read(), from, head, subscription.types, batch).await?,
    };
    let last = if events.len() < batch { head } else { events[events.len() - 1].seq };
    let mut tx = ctx.begin().await?;
    let text = format!(
        "SELECT position, retry_at FROM subscriptions WHERE name = $1{}",
        skip_locked(node.db.kind())
    );
    let Some(Position { position, retry_at }) = sql(text).bind(subscription.name).one(tx.conn()).await?
    else {
        return Ok(false); // another node holds it
    };
    // A rest that lies far ahead comes from a wall clock that jumped back.
    let resting = retry_at.is_some_and(|at| at > ctx.now && at.micros_since(ctx.now) < 120_000_000);
    if resting {
        return Ok(false);
    }
    if position != from {
        return Ok(position < head); // it was moved meanwhile
    }
    (subscription.handle)(&mut tx, &events).await?;
    let text = "UPDATE subscriptions SET position = $1, moved_at = $2, failures = 0, last_error = NULL, \
                retry_at = NULL WHERE name = $3";
    sql(text).bind(last).bind(ctx.now).bind(subscription.name).run(tx.conn()).await?;
    tx.commit().await?;
    Ok(last < head)
}

/// What a listener saw that was not for it, since its position was last written.
#[derive(Default)]
struct Seen {
    from: i64,
    up_to: i64,
    moved: Option<std::time::Instant>,
}

impl Seen {
    /// Whether nothing sealed is for this listener. Then its position need not be written with each event of others,
    /// which would cost a durable commit for each listener; once a second will do.
    async fn nothing(&mut self, node: &Node, subscription: &Subscription) -> Answer<bool> {
        let head = sealer::head(node.db.read()).await?.seq;
        let position = position(node, subscription.name).await?;
        if position != self.from {
            (self.from, self.up_to) = (position, position);
        }
        if position >= head {
            return Ok(true);
        }
        let types = node.hears_only(subscription).unwrap_or(subscription.types);
        let wanted = sealed_after(node.db.read(), self.up_to, head, types, 1).await?;
        if !wanted.is_empty() {
            return Ok(false);
        }
        self.up_to = head;
        let rests = self.moved.is_some_and(|at| at.elapsed() < Duration::from_secs(1));
        if !rests {
            self.moved = Some(std::time::Instant::now());
        }
        Ok(rests)
    }
}

/// Notes a failure and when to try again: 1 s, 2 s, 4 s, … up to a minute.
async fn note_failure(node: &Node, name: &str, failure: &Failure, now: Instant) -> Answer<()> {
    let text =
        "UPDATE subscriptions SET failures = failures + 1, last_error = $1, retry_at = $2 WHERE name = $3";
    let failures = sql("SELECT failures FROM subscriptions WHERE name = $1").bind(name);
    let failures = failures.value::<i32>(node.db.read()).await?.unwrap_or(0);
    let rest_seconds = 1_i64 << failures.clamp(0, 6);
    let retry_at = now.plus_seconds(rest_seconds.min(60));
    sql(text).bind(failure.to_string()).bind(retry_at).bind(name).run(node.db.write()).await?;
    Ok(())
}

/// Runs one subscription until the node stops.
pub(crate) async fn run(node: Arc<Node>, subscription: &'static Subscription) {
    let mut sealed = node.wake.sealed.subscribe();
    let mut seen = Seen::default();
    loop {
        let began = std::time::Instant::now();
        let mut stepped = false;
        let moved = async {
            stepped = !seen.nothing(&node, subscription).await?;
            if stepped { step(&node, subscription).await } else { Ok(false) }
        };
        match moved.await {
            Ok(true) => continue,
            Ok(false) if stepped && node.rest_after(began).await.is_break() => return,
            Ok(false) => {}
            Err(failure) => {
                tracing::warn!(subscription = subscription.name, %failure, "a subscription failed; it is tried again");
                let _ = note_failure(&node, subscription.name, &failure, node.clock.now()).await;
            }
        }
        tokio::select! {
            () = node.stopping.cancelled() => return,
            _ = sealed.changed() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}

/// Empties what the subscription computed and computes it again from the whole journal.
///
/// # Errors
/// `NotFound` for an unknown name or one that cannot be rebuilt.
pub async fn rebuild(node: &Arc<Node>, name: &str) -> Answer<i64> {
    begin_rebuild(node, name).await?;
    let subscription = node.subscriptions().find(|s| s.name == name).ok_or(Failure::NotFound)?;
    while sealer::seal_batch(&node.db, node.clock.now()).await?.0 > 0 {}
    while step(node, subscription).await? {}
    position(node, name).await
}

/// Empties what the subscription computed and sends it back to the beginning; the running nodes do the rest.
pub async fn begin_rebuild(node: &Arc<Node>, name: &str) -> Answer<()> {
    let subscription = node.subscriptions().find(|s| s.name == name).ok_or(Failure::NotFound)?;
    let clear = subscription.clear.ok_or(Failure::NotFound)?;
    let mut tx = Ctx::system(node, "rebuild").begin().await?;
    let text = "UPDATE subscriptions SET position = 0, failures = 0, last_error = NULL, retry_at = NULL WHERE name = $1";
    sql(text).bind(name).run(tx.conn()).await?;
    clear(&mut tx).await?;
    tx.commit().await
}
