//! Saved views of the list of cases.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId};
use lingke_platform::http::once::{Created, IdempotencyKey};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::kept;
use crate::USE;
use crate::commands::kept as commands;
use crate::model::{CaseView, Kept, KeptChange, KeptId, NewKept, ViewChoices};
use crate::store::kept as store;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(change, delete))
        .routes(routes!(restore))
        .routes(routes!(choices, choose))
}

/// Views one may use: one's own and those shared with one's unit. Needs `workbench.use`.
#[utoipa::path(get, path = "/case-views", tag = "workbench", responses((status = 200, body = List<Kept<CaseView>>)))]
async fn list(ctx: Ctx) -> Answer<Json<List<Kept<CaseView>>>> {
    Ok(Json(kept::list(&ctx).await?))
}

/// Keeps a view; sharing it with a unit also needs `workbench.share`. Needs `workbench.use`.
#[utoipa::path(post, path = "/case-views", tag = "workbench", request_body = NewKept<CaseView>,
    responses((status = 201, body = Kept<CaseView>)))]
async fn add(
    ctx: Ctx,
    key: IdempotencyKey,
    Body(new): Body<NewKept<CaseView>>,
) -> Answer<Created<Kept<CaseView>>> {
    kept::add(&ctx, &key, new).await
}

/// Changes a view. Needs `workbench.use`.
#[utoipa::path(patch, path = "/case-views/{id}", tag = "workbench", params(("id" = KeptId, Path)),
    request_body = KeptChange<CaseView>, responses((status = 200, body = Kept<CaseView>)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<KeptId>,
    expected: Expected,
    Body(body): Body<KeptChange<CaseView>>,
) -> Answer<Versioned<Kept<CaseView>>> {
    kept::change(&ctx, id, expected, body).await
}

/// Deletes a view; it can be restored for thirty days. Needs `workbench.use`.
#[utoipa::path(delete, path = "/case-views/{id}", tag = "workbench", params(("id" = KeptId, Path)),
    responses((status = 204)))]
async fn delete(ctx: Ctx, PathId(id): PathId<KeptId>) -> Answer<StatusCode> {
    kept::delete::<CaseView>(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Undoes the deletion of a view. Needs `workbench.use`.
#[utoipa::path(post, path = "/case-views/{id}/restorations", tag = "workbench", params(("id" = KeptId, Path)),
    responses((status = 200, body = Kept<CaseView>)))]
async fn restore(ctx: Ctx, PathId(id): PathId<KeptId>) -> Answer<Versioned<Kept<CaseView>>> {
    kept::restore(&ctx, id).await
}

/// Views one may keep in an order at most.
const ORDER_MAX: usize = 1000;

/// In which order one wants the views, and which comes first.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewViewChoices {
    /// Ids in their order.
    order: Vec<KeptId>,
    /// The view the list begins with.
    default_view_id: Option<KeptId>,
}

impl Check for NewViewChoices {
    fn check(&self, errors: &mut Errors) {
        if self.order.len() > ORDER_MAX {
            errors.add("order", "too_many", format!("at most {ORDER_MAX}"));
        }
    }
}

/// In which order one sees the views. Needs `workbench.use`.
#[utoipa::path(get, path = "/view-choices", tag = "workbench", responses((status = 200, body = ViewChoices)))]
async fn choices(ctx: Ctx) -> Answer<Versioned<ViewChoices>> {
    ctx.require(USE)?;
    let me = ctx.viewer.staff_id().ok_or(Failure::NotSignedIn)?;
    let body = store::choices(ctx.read(), me).await?;
    Ok(Versioned { version: body.version, body })
}

/// Orders one's views; the version before the first is 0. Needs `workbench.use`.
#[utoipa::path(put, path = "/view-choices", tag = "workbench", request_body = NewViewChoices,
    responses((status = 200, body = ViewChoices)))]
async fn choose(
    ctx: Ctx,
    expected: Expected,
    Body(new): Body<NewViewChoices>,
) -> Answer<Versioned<ViewChoices>> {
    let choices = ViewChoices { order: new.order, default_view_id: new.default_view_id, version: 0 };
    let mut tx = ctx.begin().await?;
    let body = commands::choose_views(&mut tx, expected, choices).await?;
    tx.commit().await?;
    Ok(Versioned { version: body.version, body })
}
