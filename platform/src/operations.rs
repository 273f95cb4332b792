//! How the machinery stands: timers, subscriptions, outbox, journal, nodes; and the platform's own timers.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lingke_kernel::time::Instant;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ctx::Ctx;
use crate::db::sql;
use crate::failure::{Answer, Failure};
use crate::http::extract::{PathId, PathName, Query};
use crate::http::page::{Page, PageRequest};
use crate::journal::sealer::Head;
use crate::journal::{Event, EventKind, sealer, verify};
use crate::node::Node;
use crate::outbox::{self, OutboxId};
use crate::timers::Timer;
use crate::{backup, keys, subscriptions, timers};

/// To see how the machinery stands.
pub const VIEW: &str = "operations.view";
/// To send again, rebuild and run.
pub const MANAGE: &str = "operations.manage";

/// Someone sent a dead letter again.
pub static OUTBOX_RESENT: EventKind = EventKind { name: "outbox_resent", version: 1, permission: VIEW };
/// Someone had a projection computed again.
pub static REBUILD_STARTED: EventKind = EventKind { name: "rebuild_started", version: 1, permission: VIEW };
/// All of them.
pub static EVENTS: &[&EventKind] = &[
    &OUTBOX_RESENT,
    &REBUILD_STARTED,
    &outbox::GIVEN_UP,
    &keys::MASTER_KEY_ROTATED,
    &backup::runs::BACKUP_MADE,
    &backup::runs::BACKUP_FAILED,
    &backup::runs::BACKUP_TESTED,
    &backup::runs::BACKUP_RESTORED,
];

/// The platform's own timers.
pub static TIMERS: &[&Timer] =
    &[&NOTE_HEAD, &FORGET, &backup::runs::MAKE_BACKUPS, &backup::runs::TEST_BACKUPS];

/// Notes the head of the journal outside the database, hourly.
static NOTE_HEAD: Timer = Timer {
    name: "note_journal_head",
    every_seconds: 3600,
    due: None,
    run: |ctx| {
        Box::pin(async move {
            verify::note_head(&ctx.node.db, &ctx.node.config.data_dir).await?;
            Ok(1)
        })
    },
};

/// Forgets idempotency keys after a week, a bounded number at a time, and nodes not seen for an hour.
static FORGET: Timer = Timer {
    name: "forget_old_keys",
    every_seconds: 600,
    due: None,
    run: |ctx| {
        Box::pin(async move {
            let tx = ctx.begin().await?;
            let text = "DELETE FROM idempotency_keys WHERE (actor_id, key) IN \
                        (SELECT actor_id, key FROM idempotency_keys WHERE created_at < $1 LIMIT 5000)";
            let forgotten = sql(text).bind(ctx.now.plus_seconds(-7 * 86_400)).run(tx.conn()).await?;
            let old = ctx.now.plus_seconds(-3600);
            sql("DELETE FROM nodes WHERE seen_at < $1").bind(old).run(tx.conn()).await?;
            tx.commit().await?;
            Ok(forgotten)
        })
    },
};

/// How all of it stands.
#[derive(Serialize, ToSchema)]
pub struct Operations {
    /// The node that answered.
    pub node_id: String,
    /// The program's version.
    pub version: &'static str,
    /// When this node started.
    pub started_at: Instant,
    /// `sqlite` or `postgresql`.
    pub database: &'static str,
    /// Every timer.
    pub timers: Vec<timers::Standing>,
    /// Every subscription.
    pub subscriptions: Vec<SubscriptionStanding>,
    /// The outbox by state.
    pub outbox: outbox::Counts,
    /// Whether a mail server is set.
    pub mail_configured: bool,
    /// How backups are set up.
    pub backups: backup::api::BackupPlan,
    /// The end of the chain.
    pub journal: Head,
    /// Events that wait for the sealer.
    pub unsealed: i64,
    /// The nodes seen in the last minute.
    pub nodes: Vec<Peer>,
}

/// A subscription and how far it is behind.
#[derive(Serialize, ToSchema)]
pub struct SubscriptionStanding {
    /// Where it stands.
    #[serde(flatten)]
    pub standing: subscriptions::Standing,
    /// Events it has still to see.
    pub lag: i64,
    /// Whether it can be rebuilt.
    pub can_be_rebuilt: bool,
}

/// A node.
#[derive(Serialize, ToSchema, FromQueryResult)]
pub struct Peer {
    /// Its id.
    pub id: String,
    /// Its program's version.
    pub version: String,
    /// When it started.
    pub started_at: Instant,
    /// When it last said it is there.
    pub seen_at: Instant,
}

/// One outbox row without its content; the recipient is masked.
#[derive(Serialize, ToSchema)]
pub struct OutboxItem {
    /// Its id.
    pub id: OutboxId,
    /// How it is sent.
    pub kind: String,
    /// To whom, masked.
    pub to: String,
    /// The member of staff or the customer who does not get it, where known.
    pub recipient_id: Option<String>,
    /// What it is about.
    pub subject_id: Option<String>,
    /// `pending`, `sending`, `sent`, `dead`.
    pub state: String,
    /// Attempts so far.
    pub attempts: i32,
    /// When it is tried next.
    pub next_attempt_at: Instant,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was asked for.
    pub created_at: Instant,
}

/// The states of an outbox row.
#[derive(Deserialize, ToSchema, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waiting for its time.
    Pending,
    /// Claimed by a node.
    Sending,
    /// Out.
    Sent,
    /// Given up.
    #[default]
    Dead,
}

/// Which outbox rows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OutboxQuery {
    #[param(inline)]
    state: Option<OutboxState>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(list_outbox))
        .routes(routes!(resend))
        .routes(routes!(rebuild))
        .routes(routes!(run_timer))
        .routes(routes!(crate::live::stream))
        .merge(backup::api::routes())
}

/// How the machinery stands. Needs `operations.view`.
#[utoipa::path(get, path = "/operations", tag = "operations", responses((status = 200, body = Operations)))]
async fn show(State(node): State<Arc<Node>>, ctx: Ctx) -> Answer<Json<Operations>> {
    ctx.require(VIEW)?;
    let journal = sealer::head(ctx.read()).await?;
    let standings = subscriptions::standings(&node).await?;
    let seen = sql(
        "SELECT id, version, started_at, seen_at FROM nodes WHERE seen_at > $1 ORDER BY started_at LIMIT 100",
    );
    Ok(Json(Operations {
        node_id: node.id.clone(),
        version: env!("CARGO_PKG_VERSION"),
        started_at: node.started_at,
        database: node.db.kind().name(),
        timers: timers::standings(&node).await?,
        subscriptions: standings.into_iter().map(|standing| with_lag(&node, standing, journal.seq)).collect(),
        outbox: outbox::counts(ctx.read(), ctx.now).await?,
        mail_configured: node.config.smtp_url.is_some(),
        backups: backup::api::BackupPlan::of(&node.config),
        unsealed: verify::unsealed(ctx.read()).await?,
        nodes: seen.bind(ctx.now.plus_seconds(-60)).all(ctx.read()).await?,
        journal,
    }))
}

fn with_lag(node: &Node, standing: subscriptions::Standing, head: i64) -> SubscriptionStanding {
    let known = node.subscriptions().find(|subscription| subscription.name == standing.name);
    let lag = (head - standing.position).max(0);
    SubscriptionStanding { lag, can_be_rebuilt: known.is_some_and(|s| s.clear.is_some()), standing }
}

/// Outgoing messages in one state, newest first. Needs `operations.view`.
#[utoipa::path(get, path = "/operations/outbox", tag = "operations", params(OutboxQuery),
    responses((status = 200, body = Page<OutboxItem>)))]
async fn list_outbox(ctx: Ctx, Query(query): Query<OutboxQuery>) -> Answer<Json<Page<OutboxItem>>> {
    ctx.require(VIEW)?;
    let state = match query.state.unwrap_or_default() {
        OutboxState::Pending => "pending",
        OutboxState::Sending => "sending",
        OutboxState::Sent => "sent",
        OutboxState::Dead => "dead",
    };
    let page = outbox::list(ctx.read(), state, &PageRequest::new(query.limit, query.cursor)?).await?;
    Ok(Json(page.map(|row| OutboxItem {
        id: row.id,
        kind: row.kind,
        to: mask_address(&row.recipient),
        recipient_id: row.recipient_id,
        subject_id: row.subject_id,
        state: row.state,
        attempts: row.attempts,
        next_attempt_at: row.next_attempt_at,
        last_error: row.last_error,
        created_at: row.created_at,
    })))
}

fn mask_address(address: &str) -> String {
    // A webhook goes to a place with a name, not to a person.
    let Some((local, domain)) = address.split_once('@') else { return address.to_owned() };
    let first: String = local.chars().take(1).collect();
    format!("{first}***@{domain}")
}

/// Sends a dead letter again. Needs `operations.manage`.
#[utoipa::path(post, path = "/operations/outbox/{id}/resends", tag = "operations", params(("id" = OutboxId, Path)),
    responses((status = 204)))]
async fn resend(ctx: Ctx, PathId(id): PathId<OutboxId>) -> Answer<StatusCode> {
    ctx.require(MANAGE)?;
    let mut tx = ctx.begin().await?;
    outbox::resend(tx.conn(), id, ctx.now).await?;
    tx.record(about(&OUTBOX_RESENT, "outbox", id.to_string()));
    tx.commit().await?;
    ctx.node.wake.outbox.notify_waiters();
    Ok(StatusCode::NO_CONTENT)
}

/// Has a projection computed again from the whole journal. Needs `operations.manage`.
#[utoipa::path(post, path = "/operations/subscriptions/{name}/rebuilds", tag = "operations",
    params(("name" = String, Path)), responses((status = 202)))]
async fn rebuild(State(node): State<Arc<Node>>, ctx: Ctx, PathName(name): PathName) -> Answer<StatusCode> {
    ctx.require(MANAGE)?;
    subscriptions::begin_rebuild(&node, &name).await?;
    let mut tx = ctx.begin().await?;
    tx.record(about(&REBUILD_STARTED, "subscription", name));
    tx.commit().await?;
    Ok(StatusCode::ACCEPTED)
}

/// Runs a timer now. Needs `operations.manage`.
#[utoipa::path(post, path = "/operations/timers/{name}/runs", tag = "operations", params(("name" = String, Path)),
    responses((status = 202)))]
async fn run_timer(State(node): State<Arc<Node>>, ctx: Ctx, PathName(name): PathName) -> Answer<StatusCode> {
    ctx.require(MANAGE)?;
    let timer = node.timers().find(|timer| timer.name == name).ok_or(Failure::NotFound)?;
    timers::run_once(&node, timer).await?;
    Ok(StatusCode::ACCEPTED)
}

fn about(kind: &'static EventKind, subject_kind: &'static str, subject_id: String) -> Event {
    Event { kind, subject_kind, subject_id, unit_id: None, staff_id: None, payload: serde_json::json!({}) }
}
