//! Following cases, naming colleagues in a note, and the words that sort cases.

use std::sync::Arc;

use axum::Json;
use axum::response::Response;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::{Body, PathId, Query};
use lingke_platform::http::once::IdempotencyKey;
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::verbs::{Nothing, done};
use crate::commands::follow;
use crate::mentions::{self, Colleague};
use crate::model::{CaseId, Tags};
use crate::shown::CaseShown;
use crate::store::relations;
use crate::{VIEW, WORK};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(end))
        .routes(routes!(tags))
        .routes(routes!(colleagues))
}

/// Follows a case: oneself, to be told what happens to it. Needs `cases.view`.
#[utoipa::path(post, path = "/cases/{id}/followers", tag = "cases", params(("id" = CaseId, Path)),
    request_body = Nothing, responses((status = 201, body = CaseShown)))]
async fn begin(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<Nothing>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| follow::follow(tx, id).await).await
}

/// No longer follows a case. Needs `cases.view`.
#[utoipa::path(delete, path = "/cases/{id}/followers/me", tag = "cases", params(("id" = CaseId, Path)),
    responses((status = 201, body = CaseShown)))]
async fn end(ctx: Ctx, PathId(id): PathId<CaseId>, key: IdempotencyKey) -> Answer<Response> {
    done(&ctx, &key, &"", async |tx| follow::unfollow(tx, id).await).await
}

/// The beginning of a word.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct TagQuery {
    q: Option<String>,
}

/// Words in use.
#[derive(Serialize, ToSchema)]
struct TagNames {
    items: Vec<String>,
}

/// Words that were used for cases and begin like this, at most 20. Needs `cases.view`.
#[utoipa::path(get, path = "/case-tags", tag = "cases", params(TagQuery), responses((status = 200, body = TagNames)))]
async fn tags(ctx: Ctx, Query(query): Query<TagQuery>) -> Answer<Json<TagNames>> {
    ctx.require(VIEW)?;
    let prefix = query.q.unwrap_or_default();
    if prefix.chars().count() > Tags::LENGTH_MAX {
        return Err(Failure::invalid("q", "too_long", format!("at most {} characters", Tags::LENGTH_MAX)));
    }
    Ok(Json(TagNames { items: relations::tag_names(ctx.read(), prefix.trim()).await? }))
}

/// A part of a name, or how it sounds.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ColleagueQuery {
    q: Option<String>,
}

/// Who can be named.
#[derive(Serialize, ToSchema)]
struct Colleagues {
    items: Vec<Colleague>,
}

/// Longest part of a name, in characters.
const NAME_MAX: usize = 40;

/// Who can be named with @ in a note about a case: colleagues who may read it, at most 8, those of its unit first.
/// Needs `cases.work`.
#[utoipa::path(get, path = "/cases/{id}/colleagues", tag = "cases", params(("id" = CaseId, Path), ColleagueQuery),
    responses((status = 200, body = Colleagues)))]
async fn colleagues(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    Query(query): Query<ColleagueQuery>,
) -> Answer<Json<Colleagues>> {
    ctx.require(WORK)?;
    let q = query.q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
    if q.as_ref().is_some_and(|q| q.chars().count() > NAME_MAX) {
        return Err(Failure::invalid("q", "too_long", format!("at most {NAME_MAX} characters")));
    }
    Ok(Json(Colleagues { items: mentions::colleagues(&ctx, id, q).await? }))
}
