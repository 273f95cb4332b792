//! Macros.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, PathId};
use lingke_platform::http::once::{Created, IdempotencyKey};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::kept;
use crate::model::{Kept, KeptChange, KeptId, Macro, NewKept};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change, delete)).routes(routes!(restore))
}

/// Macros one may use: one's own and those shared with one's unit. Needs `workbench.use`.
#[utoipa::path(get, path = "/macros", tag = "workbench", responses((status = 200, body = List<Kept<Macro>>)))]
async fn list(ctx: Ctx) -> Answer<Json<List<Kept<Macro>>>> {
    Ok(Json(kept::list(&ctx).await?))
}

/// Keeps a macro; sharing it with a unit also needs `workbench.share`. Needs `workbench.use`.
#[utoipa::path(post, path = "/macros", tag = "workbench", request_body = NewKept<Macro>,
    responses((status = 201, body = Kept<Macro>)))]
async fn add(ctx: Ctx, key: IdempotencyKey, Body(new): Body<NewKept<Macro>>) -> Answer<Created<Kept<Macro>>> {
    kept::add(&ctx, &key, new).await
}

/// Changes a macro. Needs `workbench.use`.
#[utoipa::path(patch, path = "/macros/{id}", tag = "workbench", params(("id" = KeptId, Path)),
    request_body = KeptChange<Macro>, responses((status = 200, body = Kept<Macro>)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<KeptId>,
    expected: Expected,
    Body(body): Body<KeptChange<Macro>>,
) -> Answer<Versioned<Kept<Macro>>> {
    kept::change(&ctx, id, expected, body).await
}

/// Deletes a macro; it can be restored for thirty days. Needs `workbench.use`.
#[utoipa::path(delete, path = "/macros/{id}", tag = "workbench", params(("id" = KeptId, Path)),
    responses((status = 204)))]
async fn delete(ctx: Ctx, PathId(id): PathId<KeptId>) -> Answer<StatusCode> {
    kept::delete::<Macro>(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Undoes the deletion of a macro. Needs `workbench.use`.
#[utoipa::path(post, path = "/macros/{id}/restorations", tag = "workbench", params(("id" = KeptId, Path)),
    responses((status = 200, body = Kept<Macro>)))]
async fn restore(ctx: Ctx, PathId(id): PathId<KeptId>) -> Answer<Versioned<Kept<Macro>>> {
    kept::restore(&ctx, id).await
}
