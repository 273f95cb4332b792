//! The verbs as sub-resources: each answers the case after it. `If-Match` is honoured where it is sent.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lingke_platform::ctx::{Ctx, Once, Tx};
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{MaybeExpected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId};
use lingke_platform::http::once::{IdempotencyKey, fingerprint};
use lingke_platform::node::Node;
use lingke_platform::viewer::{StaffId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cases::TEXT_MAX;
use crate::commands::escalate;
use crate::commands::work::{self, Destination};
use crate::model::{Case, CaseId};
use crate::shown::{self, CaseShown};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(take))
        .routes(routes!(assign))
        .routes(routes!(note))
        .routes(routes!(reply))
        .routes(routes!(record_message))
        .routes(routes!(wait))
        .routes(routes!(resume))
        .routes(routes!(resolve))
        .routes(routes!(close))
        .routes(routes!(reopen))
        .routes(routes!(escalate_case))
}

/// Longest opinion, in characters.
pub(crate) const OPINION_MAX: usize = 2_000;

/// Nothing but the verb.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// To whom: a person, a unit's queue, or both.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Assignment {
    staff_id: Option<StaffId>,
    unit_id: Option<UnitId>,
    opinion: Option<String>,
}

/// What is written.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) text: String,
}

/// What is noted, and who is to read it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Note {
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<StaffId>,
}

/// People one note can mention.
const MENTIONS_MAX: usize = 20;

impl Check for Note {
    fn check(&self, errors: &mut Errors) {
        errors.length("text", &self.text, 1, TEXT_MAX);
        if self.mentions.len() > MENTIONS_MAX {
            errors.add("mentions", "too_many", format!("at most {MENTIONS_MAX}"));
        }
    }
}

/// What is answered, and whether to wait for the customer then.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    text: String,
    #[serde(default)]
    then_wait: bool,
}

/// Why, if there is something to say.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opinion {
    pub(crate) opinion: Option<String>,
}

/// Why; it must be said.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    pub(crate) reason: String,
}

/// To whom, the unit's manager when absent, and why.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Escalation {
    reason: String,
    staff_id: Option<StaffId>,
}

impl Check for Nothing {
    fn check(&self, _: &mut Errors) {}
}
impl Check for Assignment {
    fn check(&self, errors: &mut Errors) {
        if self.staff_id.is_none() && self.unit_id.is_none() {
            errors.add("staff_id", "missing", "a person, a unit, or both");
        }
        errors.length_if("opinion", self.opinion.as_deref(), 0, OPINION_MAX);
    }
}
impl Check for Words {
    fn check(&self, errors: &mut Errors) {
        errors.length("text", &self.text, 1, TEXT_MAX);
    }
}
impl Check for Reply {
    fn check(&self, errors: &mut Errors) {
        errors.length("text", &self.text, 1, TEXT_MAX);
    }
}
impl Check for Opinion {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("opinion", self.opinion.as_deref(), 0, OPINION_MAX);
    }
}
impl Check for Reason {
    fn check(&self, errors: &mut Errors) {
        errors.length("reason", &self.reason, 1, OPINION_MAX);
    }
}
impl Check for Escalation {
    fn check(&self, errors: &mut Errors) {
        errors.length("reason", &self.reason, 1, OPINION_MAX);
    }
}

/// Does a verb once per key and answers the case as it stands after; 201 when it was done now.
pub(super) async fn done<B: Serialize>(
    ctx: &Ctx,
    key: &IdempotencyKey,
    body: &B,
    verb: impl AsyncFnOnce(&mut Tx) -> Answer<Case>,
) -> Answer<Response> {
    let fingerprint = fingerprint(body)?;
    let once = ctx.once(key.once(&fingerprint), async |tx| {
        let case = verb(tx).await?;
        Ok((case.id, format!("/api/v1/cases/{}", case.id)))
    });
    let (status, id) = match once.await? {
        Once::Made(id) => (StatusCode::CREATED, id),
        Once::Before(id) => (StatusCode::OK, id),
    };
    // Read as the system: whoever gave the case away may not see it any more, and still gets the answer.
    let system = lingke_platform::viewer::Viewer::system("verbs");
    let case = crate::store::cases::find(ctx.read(), &system, id).await?;
    let body = shown::full(ctx, &case).await?;
    Ok((status, Versioned { version: body.row.version, body }).into_response())
}

/// Takes a case from the queue. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/takes", tag = "cases", params(("id" = CaseId, Path)), request_body = Nothing,
    responses((status = 201, body = CaseShown)))]
async fn take(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Nothing>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| work::take(tx, id, seen).await).await
}

/// Gives a case to someone, or to a queue. Needs `cases.assign`.
#[utoipa::path(post, path = "/cases/{id}/assignments", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Assignment, responses((status = 201, body = CaseShown)))]
async fn assign(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Assignment>,
) -> Answer<Response> {
    let to = Destination { staff_id: body.staff_id, unit_id: body.unit_id };
    done(&ctx, &key, &body, async |tx| work::assign(tx, id, seen, to, body.opinion.as_deref()).await).await
}

/// Writes a note between us. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/notes", tag = "cases", params(("id" = CaseId, Path)), request_body = Note,
    responses((status = 201, body = CaseShown)))]
async fn note(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<Note>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| work::note(tx, id, &body.text, &body.mentions).await).await
}

/// Answers the customer. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/replies", tag = "cases", params(("id" = CaseId, Path)), request_body = Reply,
    responses((status = 201, body = CaseShown)))]
async fn reply(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Reply>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| work::reply(tx, id, seen, &body.text, body.then_wait).await).await
}

/// Records what the customer said or wrote. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/customer-messages", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Words, responses((status = 201, body = CaseShown)))]
async fn record_message(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<Words>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| work::record_message(tx, id, &body.text).await).await
}

/// Waits for the customer: the resolution clock stands still. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/waits", tag = "cases", params(("id" = CaseId, Path)), request_body = Opinion,
    responses((status = 201, body = CaseShown)))]
async fn wait(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Opinion>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| work::wait(tx, id, seen, body.opinion.as_deref()).await).await
}

/// Goes on without waiting longer. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/resumptions", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Opinion, responses((status = 201, body = CaseShown)))]
async fn resume(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Opinion>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| work::resume(tx, id, seen, body.opinion.as_deref()).await).await
}

/// Says how the matter was resolved. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/resolutions", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Words, responses((status = 201, body = CaseShown)))]
async fn resolve(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Words>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| work::resolve(tx, id, seen, &body.text).await).await
}

/// Closes what is resolved. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/closures", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Opinion, responses((status = 201, body = CaseShown)))]
async fn close(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Opinion>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| work::close(tx, id, seen, body.opinion.as_deref()).await).await
}

/// Begins again on what was resolved or closed. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/reopenings", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Reason, responses((status = 201, body = CaseShown)))]
async fn reopen(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Reason>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| work::reopen(tx, id, seen, &body.reason).await).await
}

/// Escalates. Needs `cases.escalate`.
#[utoipa::path(post, path = "/cases/{id}/escalations", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Escalation, responses((status = 201, body = CaseShown)))]
async fn escalate_case(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Escalation>,
) -> Answer<Response> {
    let verb = async |tx: &mut Tx| escalate::escalate(tx, id, seen, body.staff_id, &body.reason).await;
    done(&ctx, &key, &body, verb).await
}
