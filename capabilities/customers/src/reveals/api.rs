//! The routes.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors, PathId};
use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::commands;
use super::model::{CurrentReveal, NewReveal, Revealed};
use crate::model::CustomerId;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(reveal)).routes(routes!(current, hide))
}

impl Check for NewReveal {
    fn check(&self, errors: &mut Errors) {
        errors.length("reason", &self.reason, 2, 500);
        if self.case_id.as_ref().is_some_and(|id| !is_case_id(id)) {
            errors.add("case_id", "wrong_form", "the id of a case");
        }
    }
}

/// Cases live above: only the form of their ids is known here, so that nothing else gets into the journal by it.
fn is_case_id(text: &str) -> bool {
    let bare = text.strip_prefix("cas_");
    bare.is_some_and(|bare| bare.len() <= 40 && bare.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Shows personal values in the clear for a reason, which is journaled, and for five minutes. Needs
/// `customers.reveal`.
#[utoipa::path(post, path = "/customers/{id}/reveals", tag = "customers", params(("id" = CustomerId, Path)),
    request_body = NewReveal, responses((status = 201, body = Revealed)))]
async fn reveal(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    Body(new): Body<NewReveal>,
) -> Answer<(StatusCode, Json<Revealed>)> {
    let mut tx = ctx.begin().await?;
    let revealed = commands::reveal(&mut tx, id, new).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(revealed)))
}

/// What the viewer is being shown of the customer; null when nothing. Needs `customers.reveal`.
#[utoipa::path(get, path = "/customers/{id}/reveals/current", tag = "customers",
    params(("id" = CustomerId, Path)), responses((status = 200, body = CurrentReveal)))]
async fn current(ctx: Ctx, PathId(id): PathId<CustomerId>) -> Answer<Json<CurrentReveal>> {
    Ok(Json(CurrentReveal { revealed: commands::current(&ctx, id).await? }))
}

/// Puts the mask back before its time. Needs `customers.reveal`.
#[utoipa::path(delete, path = "/customers/{id}/reveals/current", tag = "customers",
    params(("id" = CustomerId, Path)), responses((status = 204)))]
async fn hide(ctx: Ctx, PathId(id): PathId<CustomerId>) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    commands::hide(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
