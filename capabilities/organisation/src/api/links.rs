//! Links to set a password by: made by administrators, followed by whoever has one.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PublicCtx};
use lingke_platform::node::Node;
use lingke_platform::viewer::StaffId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::newcomer::Newcomer;
use super::sign_in::answered;
use crate::commands::links;
use crate::model::{LinkTold, PasswordLink, SessionShown, SignInStep};
use crate::password_rules::LENGTH_MAX;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(make_link)).routes(routes!(tell_link)).routes(routes!(follow_link))
}

/// What stands in a link behind the `#`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkToken {
    token: String,
}

/// The same, and the password it sets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkFollowed {
    token: String,
    new_password: String,
}

impl Check for LinkToken {
    fn check(&self, errors: &mut Errors) {
        errors.length("token", &self.token, 1, 100);
    }
}
impl Check for LinkFollowed {
    fn check(&self, errors: &mut Errors) {
        errors.length("token", &self.token, 1, 100);
        errors.length("new_password", &self.new_password, 1, LENGTH_MAX);
    }
}

/// Makes a link by which someone sets a password, shown once and mailed where it can be; links before it end. Needs
/// `organisation.edit_staff`.
#[utoipa::path(post, path = "/staff/{id}/password-links", tag = "organisation", params(("id" = StaffId, Path)),
    responses((status = 201, body = PasswordLink)))]
async fn make_link(ctx: Ctx, PathId(id): PathId<StaffId>) -> Answer<(StatusCode, Json<PasswordLink>)> {
    let mut tx = ctx.begin().await?;
    let link = links::make(&mut tx, id).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(link)))
}

/// Whose link this is. Anyone may ask who has it.
#[utoipa::path(post, path = "/password-link-checks", tag = "organisation", request_body = LinkToken,
    responses((status = 200, body = LinkTold)))]
async fn tell_link(PublicCtx(ctx): PublicCtx, Body(body): Body<LinkToken>) -> Answer<Json<LinkTold>> {
    Ok(Json(links::tell(&ctx, &body.token).await?))
}

/// Sets the password behind a link, which ends it, and goes on with the sign-in. Anyone may who has it.
#[utoipa::path(post, path = "/sign-in-steps/password-link", tag = "organisation", request_body = LinkFollowed,
    responses((status = 201, body = SessionShown), (status = 200, body = SignInStep)))]
async fn follow_link(
    Newcomer { ctx, origin }: Newcomer,
    jar: CookieJar,
    Body(body): Body<LinkFollowed>,
) -> Answer<Response> {
    let reached = links::follow(&ctx, &origin, &body.token, body.new_password).await?;
    answered(&ctx, jar, reached).await
}
