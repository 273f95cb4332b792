//! Saved replies, and their words for one case.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_cases::model::CaseId;
use lingke_cases::store::cases;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::kept;
use crate::USE;
use crate::commands::act::values;
use crate::model::{Content, Kept, KeptChange, KeptId, NewKept, SavedReply};
use crate::placeholders;
use crate::store::kept as store;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(change, delete))
        .routes(routes!(restore))
        .routes(routes!(words))
}

/// Saved replies one may use: one's own and those shared with one's unit. Needs `workbench.use`.
#[utoipa::path(get, path = "/saved-replies", tag = "workbench", responses((status = 200, body = List<Kept<SavedReply>>)))]
async fn list(ctx: Ctx) -> Answer<Json<List<Kept<SavedReply>>>> {
    Ok(Json(kept::list(&ctx).await?))
}

/// Keeps a saved reply; sharing it with a unit also needs `workbench.share`. Needs `workbench.use`.
#[utoipa::path(post, path = "/saved-replies", tag = "workbench", request_body = NewKept<SavedReply>,
    responses((status = 201, body = Kept<SavedReply>)))]
async fn add(
    ctx: Ctx,
    key: IdempotencyKey,
    Body(new): Body<NewKept<SavedReply>>,
) -> Answer<Created<Kept<SavedReply>>> {
    kept::add(&ctx, &key, new).await
}

/// Changes a saved reply. Needs `workbench.use`.
#[utoipa::path(patch, path = "/saved-replies/{id}", tag = "workbench", params(("id" = KeptId, Path)),
    request_body = KeptChange<SavedReply>, responses((status = 200, body = Kept<SavedReply>)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<KeptId>,
    expected: Expected,
    Body(body): Body<KeptChange<SavedReply>>,
) -> Answer<Versioned<Kept<SavedReply>>> {
    kept::change(&ctx, id, expected, body).await
}

/// Deletes a saved reply; it can be restored for thirty days. Needs `workbench.use`.
#[utoipa::path(delete, path = "/saved-replies/{id}", tag = "workbench", params(("id" = KeptId, Path)),
    responses((status = 204)))]
async fn delete(ctx: Ctx, PathId(id): PathId<KeptId>) -> Answer<StatusCode> {
    kept::delete::<SavedReply>(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Undoes the deletion of a saved reply. Needs `workbench.use`.
#[utoipa::path(post, path = "/saved-replies/{id}/restorations", tag = "workbench", params(("id" = KeptId, Path)),
    responses((status = 200, body = Kept<SavedReply>)))]
async fn restore(ctx: Ctx, PathId(id): PathId<KeptId>) -> Answer<Versioned<Kept<SavedReply>>> {
    kept::restore(&ctx, id).await
}

/// For which case.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct WordsQuery {
    case_id: CaseId,
}

/// A saved reply with its placeholders filled.
#[derive(Serialize, ToSchema)]
struct FilledReply {
    /// The words; a placeholder without a value stays as it is written.
    text: String,
    /// Placeholders without a value.
    missing: Vec<String>,
}

/// The words of a saved reply for a case; personal values as one sees them. Needs `workbench.use`.
#[utoipa::path(get, path = "/saved-replies/{id}/words", tag = "workbench", params(("id" = KeptId, Path), WordsQuery),
    responses((status = 200, body = FilledReply)))]
async fn words(
    ctx: Ctx,
    PathId(id): PathId<KeptId>,
    Query(query): Query<WordsQuery>,
) -> Answer<Json<FilledReply>> {
    ctx.require(USE)?;
    let row = store::find(ctx.read(), &ctx.viewer, SavedReply::KIND, id).await?;
    let case = cases::find(ctx.read(), &ctx.viewer, query.case_id).await?;
    let values = values(ctx.read(), ctx.keys(), &ctx.viewer, &case, ctx.now).await?;
    let reply: SavedReply = serde_json::from_str(&row.content)?;
    let filled = placeholders::fill(&reply.text, &values);
    Ok(Json(FilledReply { text: filled.text, missing: filled.missing }))
}
