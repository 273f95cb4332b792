//! Passkeys: my own, and signing in with one.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PublicCtx};
use lingke_platform::node::Node;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::newcomer::Newcomer;
use super::second_factors::PasswordAgain;
use super::sessions::in_person;
use super::sign_in::answered;
use crate::commands::passkeys;
use crate::commands::second_factors::prove_again;
use crate::model::{
    PasskeyId, PasskeyOffered, PasskeyRow, PasskeyShown, PasskeysShown, SessionShown, SignInStep,
};
use crate::store;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(mine, register))
        .routes(routes!(offer))
        .routes(routes!(rename))
        .routes(routes!(remove))
        .routes(routes!(offer_sign_in))
        .routes(routes!(sign_in))
}

/// What the browser made, and what to call it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPasskey {
    challenge: String,
    name: String,
    /// What `navigator.credentials.create` answered, as JSON.
    #[schema(value_type = Object)]
    credential: Value,
}

/// Another name for a passkey.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasskeyName {
    name: String,
}

/// Which sign-in the passkey is for: none begins one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasskeyWanted {
    /// Of a sign-in that wants a second factor.
    challenge: Option<String>,
}

/// What the browser answered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasskeyProof {
    challenge: String,
    /// What `navigator.credentials.get` answered, as JSON.
    #[schema(value_type = Object)]
    credential: Value,
}

impl Check for NewPasskey {
    fn check(&self, errors: &mut Errors) {
        errors.length("challenge", &self.challenge, 1, 100);
        errors.length("name", &self.name, 1, 60);
    }
}
impl Check for PasskeyName {
    fn check(&self, errors: &mut Errors) {
        errors.length("name", &self.name, 1, 60);
    }
}
impl Check for PasskeyWanted {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("challenge", self.challenge.as_deref(), 1, 100);
    }
}
impl Check for PasskeyProof {
    fn check(&self, errors: &mut Errors) {
        errors.length("challenge", &self.challenge, 1, 100);
    }
}

fn show(row: PasskeyRow) -> PasskeyShown {
    PasskeyShown { id: row.id, name: row.name, created_at: row.created_at, used_at: row.used_at }
}

/// My passkeys, newest first, and where they can be used.
#[utoipa::path(get, path = "/me/passkeys", tag = "organisation", responses((status = 200, body = PasskeysShown)))]
async fn mine(ctx: Ctx) -> Answer<Json<PasskeysShown>> {
    let id = in_person(&ctx)?;
    let rows = store::passkeys::of(ctx.read(), id).await?;
    let host = passkeys::host(&ctx.node.config);
    Ok(Json(PasskeysShown { host, items: rows.into_iter().map(show).collect() }))
}

/// Offers me to register a passkey.
#[utoipa::path(post, path = "/me/passkey-offers", tag = "organisation", request_body = PasswordAgain,
    responses((status = 200, body = PasskeyOffered)))]
async fn offer(ctx: Ctx, Body(body): Body<PasswordAgain>) -> Answer<Json<PasskeyOffered>> {
    in_person(&ctx)?;
    let row = prove_again(&ctx, body.current_password).await?;
    let tx = ctx.begin().await?;
    let offered = passkeys::offer_registration(&tx, &row).await?;
    tx.commit().await?;
    Ok(Json(offered))
}

/// Registers the passkey that my browser made.
#[utoipa::path(post, path = "/me/passkeys", tag = "organisation", request_body = NewPasskey,
    responses((status = 201, body = PasskeyShown)))]
async fn register(ctx: Ctx, Body(new): Body<NewPasskey>) -> Answer<(StatusCode, Json<PasskeyShown>)> {
    let id = in_person(&ctx)?;
    let mut tx = ctx.begin().await?;
    let row = passkeys::register(&mut tx, id, &new.challenge, &new.name, new.credential).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(show(row))))
}

/// Gives a passkey of mine another name.
#[utoipa::path(put, path = "/me/passkeys/{passkey_id}/name", tag = "organisation", request_body = PasskeyName,
    params(("passkey_id" = PasskeyId, Path)), responses((status = 204)))]
async fn rename(
    ctx: Ctx,
    PathId(id): PathId<PasskeyId>,
    Body(body): Body<PasskeyName>,
) -> Answer<StatusCode> {
    let staff_id = in_person(&ctx)?;
    let tx = ctx.begin().await?;
    store::passkeys::rename(&tx, staff_id, id, body.name.trim()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a passkey of mine.
#[utoipa::path(post, path = "/me/passkeys/{passkey_id}/removals", tag = "organisation", request_body = PasswordAgain,
    params(("passkey_id" = PasskeyId, Path)), responses((status = 204)))]
async fn remove(
    ctx: Ctx,
    PathId(id): PathId<PasskeyId>,
    Body(body): Body<PasswordAgain>,
) -> Answer<StatusCode> {
    in_person(&ctx)?;
    let row = prove_again(&ctx, body.current_password).await?;
    let mut tx = ctx.begin().await?;
    passkeys::remove(&mut tx, row.id, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Offers to sign in with a passkey: any that the browser finds, or as the second factor. Anyone may ask.
#[utoipa::path(post, path = "/sign-in-steps/passkey-offers", tag = "organisation", request_body = PasskeyWanted,
    responses((status = 200, body = PasskeyOffered)))]
async fn offer_sign_in(
    PublicCtx(ctx): PublicCtx,
    Body(body): Body<PasskeyWanted>,
) -> Answer<Json<PasskeyOffered>> {
    Ok(Json(passkeys::offer_sign_in(&ctx, body.challenge.as_deref()).await?))
}

/// Signs in with a passkey. Anyone may try.
#[utoipa::path(post, path = "/sign-in-steps/passkey", tag = "organisation", request_body = PasskeyProof,
    responses((status = 201, body = SessionShown), (status = 200, body = SignInStep)))]
async fn sign_in(
    Newcomer { ctx, origin }: Newcomer,
    jar: CookieJar,
    Body(body): Body<PasskeyProof>,
) -> Answer<Response> {
    let reached = passkeys::sign_in(&ctx, &origin, &body.challenge, body.credential).await?;
    answered(&ctx, jar, reached).await
}
