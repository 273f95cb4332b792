//! My own second factors. Whatever changes them asks for the password again.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors};
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::sessions::in_person;
use crate::commands::second_factors::{self, prove_again};
use crate::model::{AuthenticatorOffered, RecoveryCodes, SecondFactors};
use crate::password_rules::LENGTH_MAX;
use crate::store;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(mine))
        .routes(routes!(offer))
        .routes(routes!(confirm))
        .routes(routes!(remove))
        .routes(routes!(renew_codes))
}

/// The password once more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordAgain {
    pub(super) current_password: String,
}

/// A code of the authenticator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AuthenticatorCode {
    code: String,
}

impl Check for PasswordAgain {
    fn check(&self, errors: &mut Errors) {
        errors.length("current_password", &self.current_password, 1, LENGTH_MAX);
    }
}
impl Check for AuthenticatorCode {
    fn check(&self, errors: &mut Errors) {
        errors.length("code", &self.code, 1, 40);
    }
}

/// What second factors I have.
#[utoipa::path(get, path = "/me/second-factors", tag = "organisation",
    responses((status = 200, body = SecondFactors)))]
async fn mine(ctx: Ctx) -> Answer<Json<SecondFactors>> {
    let id = in_person(&ctx)?;
    let authenticator = store::second_factors::authenticator(ctx.read(), id).await?;
    let wanting = store::rules::current(ctx.read()).await?.second_factor_roles();
    let roles = store::staff::roles_of(ctx.read(), id).await?;
    Ok(Json(SecondFactors {
        authenticator_since: authenticator.and_then(|found| found.confirmed_at),
        recovery_codes_left: store::second_factors::recovery_codes_left(ctx.read(), id).await?,
        required: crate::rules::needs_second_factor(&roles, &wanting),
    }))
}

/// Offers me an authenticator, which holds once it is confirmed.
#[utoipa::path(post, path = "/me/authenticators", tag = "organisation", request_body = PasswordAgain,
    responses((status = 200, body = AuthenticatorOffered)))]
async fn offer(ctx: Ctx, Body(body): Body<PasswordAgain>) -> Answer<Json<AuthenticatorOffered>> {
    in_person(&ctx)?;
    let row = prove_again(&ctx, body.current_password).await?;
    let mut tx = ctx.begin().await?;
    let offered = second_factors::offer(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(Json(offered))
}

/// Confirms my authenticator by its first code; answers recovery codes, shown once.
#[utoipa::path(post, path = "/me/authenticator-confirmations", tag = "organisation",
    request_body = AuthenticatorCode, responses((status = 201, body = RecoveryCodes)))]
async fn confirm(ctx: Ctx, Body(body): Body<AuthenticatorCode>) -> Answer<(StatusCode, Json<RecoveryCodes>)> {
    let id = in_person(&ctx)?;
    let mut tx = ctx.begin().await?;
    let recovery_codes = second_factors::confirm(&mut tx, id, &body.code).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(RecoveryCodes { recovery_codes })))
}

/// Takes my authenticator and my recovery codes away.
#[utoipa::path(post, path = "/me/authenticator-removals", tag = "organisation", request_body = PasswordAgain,
    responses((status = 204)))]
async fn remove(ctx: Ctx, Body(body): Body<PasswordAgain>) -> Answer<StatusCode> {
    in_person(&ctx)?;
    let row = prove_again(&ctx, body.current_password).await?;
    let mut tx = ctx.begin().await?;
    second_factors::remove_own(&mut tx, row.id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes my recovery codes anew, shown once; those before no longer hold.
#[utoipa::path(post, path = "/me/recovery-codes", tag = "organisation", request_body = PasswordAgain,
    responses((status = 201, body = RecoveryCodes)))]
async fn renew_codes(ctx: Ctx, Body(body): Body<PasswordAgain>) -> Answer<(StatusCode, Json<RecoveryCodes>)> {
    in_person(&ctx)?;
    let row = prove_again(&ctx, body.current_password).await?;
    let mut tx = ctx.begin().await?;
    let recovery_codes = second_factors::renew_recovery_codes(&mut tx, row.id).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(RecoveryCodes { recovery_codes })))
}
