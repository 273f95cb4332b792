//! The audit page's routes: the journal as it stands, and the proof that it was not changed.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors, Query};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::journal::EventId;
use lingke_platform::journal::read::{Entry, Filter, list};
use lingke_platform::journal::sealer::Head;
use lingke_platform::journal::verify::{Verdict, read_noted, verify};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{VIEW, events};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(check))
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct JournalQuery {
    #[serde(rename = "type")]
    kind: Option<String>,
    actor_id: Option<String>,
    subject_id: Option<String>,
    from: Option<Instant>,
    to: Option<Instant>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// One entry of the journal.
#[derive(Serialize, ToSchema)]
pub struct JournalEntry {
    /// Its place in the chain.
    pub seq: i64,
    /// Its id.
    pub id: EventId,
    /// When it happened.
    pub at: Instant,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// `staff` or `system`.
    pub actor_kind: String,
    /// Who.
    pub actor_id: String,
    /// The kind of thing it happened to.
    pub subject_kind: String,
    /// The thing.
    pub subject_id: String,
    /// The particulars.
    #[schema(value_type = Object)]
    pub payload: Value,
    /// Its hash.
    pub hash: String,
}

/// How much to recompute.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerificationRequest {
    /// The first entry to recompute; 1 when absent.
    pub from_seq: Option<i64>,
}

/// What a verification found.
#[derive(Serialize, ToSchema)]
pub struct Verification {
    /// Whether the chain holds.
    pub ok: bool,
    /// How many entries were recomputed and found right.
    pub checked: i64,
    /// The head as the database holds it.
    pub head: Head,
    /// The first bad entry, if any.
    pub first_bad_seq: Option<i64>,
    /// What is wrong there.
    pub why: Option<String>,
}

impl From<Verdict> for Verification {
    fn from(verdict: Verdict) -> Self {
        let Verdict { checked, head, bad } = verdict;
        let first_bad_seq = bad.as_ref().map(|bad| bad.seq);
        Self { ok: bad.is_none(), checked, head, first_bad_seq, why: bad.map(|bad| bad.why) }
    }
}

impl Check for VerificationRequest {
    fn check(&self, errors: &mut Errors) {
        if self.from_seq.is_some_and(|seq| seq < 1) {
            errors.add("from_seq", "out_of_range", "1 or more");
        }
    }
}

/// The journal, newest first. Needs `journal.view`.
#[utoipa::path(get, path = "/journal", tag = "audit", params(JournalQuery),
    responses((status = 200, body = Page<JournalEntry>)))]
async fn show(ctx: Ctx, Query(query): Query<JournalQuery>) -> Answer<Json<Page<JournalEntry>>> {
    ctx.require(VIEW)?;
    let JournalQuery { kind, actor_id, subject_id, from, to, limit, cursor } = query;
    let filter = Filter { kind, actor_id, subject_id, from, to };
    let page = list(ctx.read(), &filter, &PageRequest::new(limit, cursor)?).await?;
    Ok(Json(page.map(shown)))
}

fn shown(entry: Entry) -> JournalEntry {
    JournalEntry {
        seq: entry.seq.unwrap_or_default(),
        id: entry.id,
        at: entry.at,
        kind: entry.kind,
        actor_kind: entry.actor_kind,
        actor_id: entry.actor_id,
        subject_kind: entry.subject_kind,
        subject_id: entry.subject_id,
        payload: serde_json::from_str(&entry.payload).unwrap_or(Value::Null),
        hash: entry.hash.unwrap_or_default(),
    }
}

/// Recomputes the chain and says whether it holds. Needs `journal.view`.
#[utoipa::path(post, path = "/journal/verifications", tag = "audit", request_body = VerificationRequest,
    responses((status = 200, body = Verification)))]
async fn check(
    State(node): State<Arc<Node>>,
    ctx: Ctx,
    Body(request): Body<VerificationRequest>,
) -> Answer<Json<Verification>> {
    ctx.require(VIEW)?;
    let noted = read_noted(&node.db, &node.config.data_dir).await?;
    let verdict = verify(&node.db, request.from_seq, &noted).await?;
    let mut tx = ctx.begin().await?;
    tx.record(events::verified(&verdict));
    tx.commit().await?;
    Ok(Json(verdict.into()))
}
