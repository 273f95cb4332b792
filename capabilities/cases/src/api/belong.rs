//! Cases that belong together: parts, merges, splits, links.

use std::sync::Arc;

use axum::response::Response;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::MaybeExpected;
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds};
use lingke_platform::http::once::IdempotencyKey;
use lingke_platform::node::Node;
use lingke_platform::viewer::UnitId;
use lingke_products::model::ProductId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cases::{TEXT_MAX, check_subject};
use super::verbs::{OPINION_MAX, Opinion, done};
use crate::OPEN;
use crate::commands::belong::{self, Second};
use crate::commands::open;
use crate::model::{CaseId, CaseKind, Channel, EntryId, LinkKind, NewCase, Priority};
use crate::shown::CaseShown;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(place))
        .routes(routes!(merge))
        .routes(routes!(unmerge))
        .routes(routes!(split))
        .routes(routes!(link))
        .routes(routes!(unlink))
}

/// The case it becomes a part of; null for none.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Placement {
    parent_id: Option<CaseId>,
}

/// The case in which the work goes on.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Merge {
    into: CaseId,
    opinion: Option<String>,
}

/// A second matter: its own line, and the message that brought it up.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Split {
    subject: String,
    kind: CaseKind,
    channel: Channel,
    priority: Option<Priority>,
    product_id: Option<ProductId>,
    unit_id: Option<UnitId>,
    /// The message it came with: its words and its moment go with it.
    entry_id: Option<EntryId>,
    /// The matter, where it is not the message.
    description: Option<String>,
}

/// The other case, and how the two belong together.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewLink {
    case_id: CaseId,
    kind: LinkKind,
}

impl Check for Placement {
    fn check(&self, _: &mut Errors) {}
}
impl Check for Merge {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("opinion", self.opinion.as_deref(), 0, OPINION_MAX);
    }
}
impl Check for Split {
    fn check(&self, errors: &mut Errors) {
        check_subject(errors, &self.subject);
        errors.length_if("description", self.description.as_deref(), 0, TEXT_MAX);
    }
}
impl Check for NewLink {
    fn check(&self, _: &mut Errors) {}
}

/// Makes a case a part of another, or of none. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/placements", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Placement, responses((status = 201, body = CaseShown)))]
async fn place(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Placement>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| belong::place(tx, id, seen, body.parent_id).await).await
}

/// Lets the case's work go on in another, and answers that one. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/merges", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Merge, responses((status = 201, body = CaseShown)))]
async fn merge(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Merge>,
) -> Answer<Response> {
    let why = body.opinion.as_deref();
    done(&ctx, &key, &body, async |tx| belong::merge(tx, id, seen, body.into, why).await).await
}

/// Undoes a merge: the case stands where it stood. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/unmerges", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Opinion, responses((status = 201, body = CaseShown)))]
async fn unmerge(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Opinion>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| belong::unmerge(tx, id, seen, body.opinion.as_deref()).await).await
}

/// Makes a case of its own out of a second matter, and answers that one. Needs `cases.open`.
#[utoipa::path(post, path = "/cases/{id}/splits", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Split, responses((status = 201, body = CaseShown)))]
async fn split(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<Split>,
) -> Answer<Response> {
    ctx.require(OPEN)?;
    let number = open::next_number(&ctx).await?;
    done(&ctx, &key, &body, async |tx| belong::split(tx, id, body.second(), number).await).await
}

impl Split {
    fn second(&self) -> Second {
        let new = NewCase {
            kind: self.kind,
            subject: self.subject.clone(),
            channel: self.channel,
            description: self.description.clone(),
            customer_id: None,
            priority: self.priority,
            product_id: self.product_id,
            unit_id: self.unit_id,
            tags: None,
            parent_id: None,
            fields: None,
        };
        Second { new, entry_id: self.entry_id }
    }
}

/// Links two cases. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/links", tag = "cases", params(("id" = CaseId, Path)),
    request_body = NewLink, responses((status = 201, body = CaseShown)))]
async fn link(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<NewLink>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| belong::link(tx, id, body.case_id, body.kind).await).await
}

/// Takes a link away. Needs `cases.work`.
#[utoipa::path(delete, path = "/cases/{id}/links/{other_id}", tag = "cases",
    params(("id" = CaseId, Path), ("other_id" = CaseId, Path)), responses((status = 201, body = CaseShown)))]
async fn unlink(
    ctx: Ctx,
    PathIds(id, other): PathIds<CaseId, CaseId>,
    key: IdempotencyKey,
) -> Answer<Response> {
    done(&ctx, &key, &"", async |tx| belong::unlink(tx, id, other).await).await
}
