//! Handing work on, sending it back, hurrying it, letting it rest.

use std::sync::Arc;

use axum::response::Response;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::MaybeExpected;
use lingke_platform::http::extract::{Body, Check, Errors, PathId};
use lingke_platform::http::once::IdempotencyKey;
use lingke_platform::node::Node;
use lingke_platform::viewer::{StaffId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::verbs::{Nothing, OPINION_MAX, Opinion, Reason, done};
use crate::commands::hand_on;
use crate::commands::work::Destination;
use crate::model::CaseId;
use crate::shown::CaseShown;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(transfer))
        .routes(routes!(give_back))
        .routes(routes!(urge))
        .routes(routes!(snooze))
        .routes(routes!(wake))
}

/// To whom the work goes, and why.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Transfer {
    staff_id: Option<StaffId>,
    unit_id: Option<UnitId>,
    opinion: String,
}

/// Until when it rests; until the customer answers when no time is given.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Snooze {
    until: Option<Instant>,
    opinion: Option<String>,
}

impl Check for Transfer {
    fn check(&self, errors: &mut Errors) {
        if self.staff_id.is_none() && self.unit_id.is_none() {
            errors.add("staff_id", "missing", "a person, a unit, or both");
        }
        errors.length("opinion", &self.opinion, 1, OPINION_MAX);
    }
}
impl Check for Snooze {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("opinion", self.opinion.as_deref(), 0, OPINION_MAX);
    }
}

/// Hands the work on to another unit or person, who answers for it from now on. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/transfers", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Transfer, responses((status = 201, body = CaseShown)))]
async fn transfer(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Transfer>,
) -> Answer<Response> {
    let to = Destination { staff_id: body.staff_id, unit_id: body.unit_id };
    done(&ctx, &key, &body, async |tx| hand_on::transfer(tx, id, seen, to, &body.opinion).await).await
}

/// Sends transferred work back; every third time the manager is told. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/returns", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Reason, responses((status = 201, body = CaseShown)))]
async fn give_back(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Reason>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| hand_on::give_back(tx, id, seen, &body.reason).await).await
}

/// Asks to hurry; each time counts. Needs `cases.view`.
#[utoipa::path(post, path = "/cases/{id}/urges", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Opinion, responses((status = 201, body = CaseShown)))]
async fn urge(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<Opinion>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| hand_on::urge(tx, id, body.opinion.as_deref()).await).await
}

/// Lets it rest until a time, or until the customer answers. Its clocks run on. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/snoozes", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Snooze, responses((status = 201, body = CaseShown)))]
async fn snooze(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Snooze>,
) -> Answer<Response> {
    let why = body.opinion.as_deref();
    done(&ctx, &key, &body, async |tx| hand_on::snooze(tx, id, seen, body.until, why).await).await
}

/// Goes on with what rested. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/wakings", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Nothing, responses((status = 201, body = CaseShown)))]
async fn wake(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Nothing>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| hand_on::wake(tx, id, seen).await).await
}
