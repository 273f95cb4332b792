//! The live stream: what just happened, to each browser that may see it.
//!
//! One tail per node reads newly sealed events once and hands them to all streams. A browser that comes back
//! says the last number it saw and gets what it missed; one that missed too much is told to reload.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use futures::Stream;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::ctx::Ctx;
use crate::db::dialect::{NOTIFIED_CHANNEL, announce_notified};
use crate::failure::{Answer, Failure};
use crate::http::credentials::Credentials;
use crate::http::extract::Presented;
use crate::journal::read::sealed_after;
use crate::journal::{Sealed, sealer};
use crate::node::Node;
use crate::viewer::{StaffId, Viewer};

/// Events a slow browser may fall behind before it is told to reload.
const BACKLOG: usize = 4096;
/// Events a returning browser gets one by one; one that missed more reloads.
const CATCH_UP: usize = 500;
/// How often an open stream asks whether its viewer still may watch.
const CHECK_EVERY: Duration = Duration::from_secs(15);

/// The node's own tail of the journal.
pub struct Feed(broadcast::Sender<Arc<Sealed>>);

impl Default for Feed {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

/// Whose notifications changed just now. Not part of the journal: a browser that was away asks again anyway.
pub struct Notified(broadcast::Sender<StaffId>);

impl Default for Notified {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

/// Has these people's browsers look again, on every node. Outside of any transaction, as no write may wait for a
/// NOTIFY; a ring that is lost is made good when the bell asks by itself.
pub(crate) async fn ring(node: &Node, notified: BTreeSet<StaffId>) {
    if notified.is_empty() {
        return;
    }
    let ids: Vec<String> = notified.iter().map(ToString::to_string).collect();
    match announce_notified(&node.db, &ids).await {
        Ok(true) => {}
        Ok(false) => notified.into_iter().for_each(|staff_id| drop(node.notified.0.send(staff_id))),
        Err(failure) => tracing::warn!(%failure, "browsers were not told of notifications; they will ask"),
    }
}

/// Reads newly sealed events until the node stops, once for all streams.
pub(crate) async fn run(node: Arc<Node>) {
    let mut wake = node.wake.sealed.subscribe();
    let mut position = None;
    loop {
        match tail(&node, &mut position).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(failure) => {
                tracing::warn!(%failure, "the live stream could not read the journal; it is tried again")
            }
        }
        tokio::select! {
            () = node.stopping.cancelled() => return,
            _ = wake.changed() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}

async fn tail(node: &Node, position: &mut Option<i64>) -> Answer<bool> {
    let head = sealer::head(node.db.read()).await?.seq;
    let Some(at) = *position else {
        *position = Some(head);
        return Ok(false);
    };
    if at >= head {
        return Ok(false);
    }
    let events = sealed_after(node.db.read(), at, head, &[], CATCH_UP).await?;
    let more = events.len() == CATCH_UP;
    *position = Some(events.last().map_or(head, |event| event.seq));
    for event in events {
        let _ = node.feed.0.send(Arc::new(event));
    }
    Ok(more)
}

/// Listens for what nodes announce, and wakes this one.
pub(crate) async fn listen(node: Arc<Node>) {
    loop {
        let Some(mut listener) = crate::db::dialect::listen(&node.db).await else {
            let embedded = node.db.kind() == crate::db::DatabaseKind::Sqlite;
            if embedded || node.rest(Duration::from_secs(1)).await.is_break() {
                return;
            }
            continue;
        };
        loop {
            tokio::select! {
                () = node.stopping.cancelled() => return,
                told = listener.recv() => match told {
                    Ok(told) => heard(&node, told.channel(), told.payload()),
                    Err(_) => break,
                },
            }
        }
    }
}

fn heard(node: &Node, channel: &str, payload: &str) {
    if channel != NOTIFIED_CHANNEL {
        return node.sealed_up_to(payload.parse().unwrap_or_default());
    }
    let people = payload.split(',').filter_map(|id| id.parse::<StaffId>().ok());
    people.for_each(|staff_id| drop(node.notified.0.send(staff_id)));
}

/// The stream of one browser.
#[utoipa::path(
    get, path = "/live", tag = "platform",
    responses((status = 200, description = "Server-sent events; each `data` is JSON with the id of what changed",
        content_type = "text/event-stream", body = String)),
)]
pub async fn stream(
    State(node): State<Arc<Node>>,
    ctx: Ctx,
    Presented(credentials): Presented,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<SseEvent, Infallible>>>> {
    let last_seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let receivers = (node.feed.0.subscribe(), node.notified.0.subscribe());
    let missed = missed_since(&node, last_seen).await?;
    metrics::gauge!("lingke_live_streams").increment(1);
    let stream = events(node, ctx.viewer, credentials.quietly(), missed, receivers);
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)).text("alive")))
}

/// What a returning browser missed; none when it was too much.
async fn missed_since(node: &Node, last_seen: Option<i64>) -> Answer<Option<Vec<Sealed>>> {
    let Some(last_seen) = last_seen else { return Ok(Some(Vec::new())) };
    let head = sealer::head(node.db.read()).await?.seq;
    let missed = sealed_after(node.db.read(), last_seen, head, &[], CATCH_UP + 1).await?;
    Ok((missed.len() <= CATCH_UP).then_some(missed))
}

struct Leaving;
impl Drop for Leaving {
    fn drop(&mut self) {
        metrics::gauge!("lingke_live_streams").decrement(1);
    }
}

fn events(
    node: Arc<Node>,
    mut viewer: Arc<Viewer>,
    credentials: Credentials,
    missed: Option<Vec<Sealed>>,
    (mut receiver, mut notified): (broadcast::Receiver<Arc<Sealed>>, broadcast::Receiver<StaffId>),
) -> impl Stream<Item = Result<SseEvent, Infallible>> {
    async_stream::stream! {
        let _leaving = Leaving;
        yield Ok(SseEvent::default().event("hello").data("{}"));
        let mut last = 0;
        match missed {
            None => yield Ok(SseEvent::default().event("reset").data("{}")),
            Some(missed) => for event in missed {
                last = event.seq;
                if may_see(&node, &viewer, &event) { yield Ok(told(&event)); }
            },
        }
        let mut check = tokio::time::interval(CHECK_EVERY);
        check.tick().await;
        loop {
            let received = tokio::select! {
                () = node.stopping.cancelled() => break,
                _ = check.tick() => match node.authenticate(credentials.clone(), node.clock.now()).await {
                    Ok(still) => { viewer = Arc::new(still); continue; }
                    Err(Failure::NotSignedIn) => break,
                    Err(_) => continue, // the database is away: nothing new can be told meanwhile
                },
                whose = notified.recv() => {
                    // Who fell behind is told by what they missed of the journal; the bell asks again in any case.
                    if let Ok(whose) = whose && viewer.staff_id() == Some(whose) { yield Ok(bell(whose)); }
                    continue;
                },
                received = receiver.recv() => received,
            };
            match received {
                Ok(event) if event.seq <= last => {}
                Ok(event) => if may_see(&node, &viewer, &event) { yield Ok(told(&event)); },
                Err(RecvError::Lagged(_)) => yield Ok(SseEvent::default().event("reset").data("{}")),
                Err(RecvError::Closed) => break,
            }
        }
    }
}

fn may_see(node: &Node, viewer: &Viewer, event: &Sealed) -> bool {
    let actor = event.actor_id.parse::<StaffId>().ok();
    let allowed = node.event_kinds.get(event.kind.as_str()).is_some_and(|kind| viewer.may(kind.permission));
    allowed && (event.unit_id.is_none() || viewer.sees(event.unit_id, &[event.staff_id, actor]))
}

/// Without a number of its own, so that a browser that comes back still says the last event it saw.
fn bell(whose: StaffId) -> SseEvent {
    let subject = serde_json::json!({ "kind": "notifications", "id": whose });
    let data = serde_json::json!({ "type": "notifications_changed", "subject": subject });
    SseEvent::default().data(data.to_string())
}

fn told(event: &Sealed) -> SseEvent {
    let data = serde_json::json!({
        "seq": event.seq,
        "type": event.kind,
        "subject": { "kind": event.subject_kind, "id": event.subject_id },
        "at": event.at,
    });
    SseEvent::default().id(event.seq.to_string()).data(data.to_string())
}
