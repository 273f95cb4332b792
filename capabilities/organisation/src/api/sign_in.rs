//! Signing in, step by step. Anyone may try.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::credentials::COOKIE;
use lingke_platform::http::extract::{Body, Check, Errors, PublicCtx};
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::newcomer::Newcomer;
use super::sessions::shown;
use crate::commands::sign_in::{self, Reached, SignedIn};
use crate::model::{AuthenticatorOffered, SessionShown, SetUpSession, SignInStep};
use crate::password_rules::LENGTH_MAX;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(prove_second_factor))
        .routes(routes!(renew_password))
        .routes(routes!(offer_authenticator))
        .routes(routes!(confirm_authenticator))
}

/// Who wants in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    login: String,
    password: String,
}

/// The sign-in that goes on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Challenged {
    challenge: String,
}

/// The sign-in that goes on, and a code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChallengedWithCode {
    challenge: String,
    /// Six digits of the authenticator; at the second step also a recovery code.
    code: String,
}

/// The sign-in that goes on, and a new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChallengedWithPassword {
    challenge: String,
    new_password: String,
}

impl Check for SignIn {
    fn check(&self, errors: &mut Errors) {
        errors.length("login", &self.login, 1, 100);
        errors.length("password", &self.password, 1, LENGTH_MAX);
    }
}
impl Check for Challenged {
    fn check(&self, errors: &mut Errors) {
        errors.length("challenge", &self.challenge, 1, 100);
    }
}
impl Check for ChallengedWithCode {
    fn check(&self, errors: &mut Errors) {
        errors.length("challenge", &self.challenge, 1, 100);
        errors.length("code", &self.code, 1, 40);
    }
}
impl Check for ChallengedWithPassword {
    fn check(&self, errors: &mut Errors) {
        errors.length("challenge", &self.challenge, 1, 100);
        errors.length("new_password", &self.new_password, 1, LENGTH_MAX);
    }
}

/// The session with its cookie (201), or the step that is still wanted (200).
pub(super) async fn answered(ctx: &Ctx, jar: CookieJar, reached: Reached) -> Answer<Response> {
    match reached {
        Reached::Step(step) => Ok(Json(step).into_response()),
        Reached::Session(signed_in) => {
            let session = shown(ctx, &signed_in.session, signed_in.staff_id).await?;
            Ok((StatusCode::CREATED, with_cookie(ctx, jar, signed_in), Json(session)).into_response())
        }
    }
}

fn with_cookie(ctx: &Ctx, jar: CookieJar, signed_in: SignedIn) -> CookieJar {
    let cookie = Cookie::build((COOKIE, signed_in.token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(ctx.node.config.secure_cookies);
    jar.add(cookie)
}

/// Signs in: sets the session cookie and answers the CSRF token, or says which step comes before that. Anyone may try.
#[utoipa::path(post, path = "/sessions", tag = "organisation", request_body = SignIn,
    responses((status = 201, body = SessionShown), (status = 200, body = SignInStep)))]
async fn open(newcomer: Newcomer, jar: CookieJar, Body(body): Body<SignIn>) -> Answer<Response> {
    let Newcomer { ctx, origin } = newcomer;
    let reached = sign_in::sign_in(&ctx, &origin, body.login.trim(), body.password).await?;
    answered(&ctx, jar, reached).await
}

/// Goes on with a code of the authenticator, or with a recovery code. Anyone may try who has the challenge.
#[utoipa::path(post, path = "/sign-in-steps/second-factor", tag = "organisation", request_body = ChallengedWithCode,
    responses((status = 201, body = SessionShown), (status = 200, body = SignInStep)))]
async fn prove_second_factor(
    Newcomer { ctx, origin }: Newcomer,
    jar: CookieJar,
    Body(body): Body<ChallengedWithCode>,
) -> Answer<Response> {
    let reached = sign_in::prove_second_factor(&ctx, &origin, &body.challenge, &body.code).await?;
    answered(&ctx, jar, reached).await
}

/// Goes on with a new password in the place of one that is too old. Anyone may try who has the challenge.
#[utoipa::path(post, path = "/sign-in-steps/new-password", tag = "organisation", request_body = ChallengedWithPassword,
    responses((status = 201, body = SessionShown), (status = 200, body = SignInStep)))]
async fn renew_password(
    Newcomer { ctx, origin }: Newcomer,
    jar: CookieJar,
    Body(body): Body<ChallengedWithPassword>,
) -> Answer<Response> {
    let reached = sign_in::renew_password(&ctx, &origin, &body.challenge, body.new_password).await?;
    answered(&ctx, jar, reached).await
}

/// Offers an authenticator to somebody who must set one up before they are in. Anyone may ask who has the challenge.
#[utoipa::path(post, path = "/sign-in-steps/authenticators", tag = "organisation", request_body = Challenged,
    responses((status = 200, body = AuthenticatorOffered)))]
async fn offer_authenticator(
    PublicCtx(ctx): PublicCtx,
    Body(body): Body<Challenged>,
) -> Answer<Json<AuthenticatorOffered>> {
    Ok(Json(sign_in::offer_authenticator(&ctx, &body.challenge).await?))
}

/// Confirms it by its first code, which ends the sign-in. Anyone may try who has the challenge.
#[utoipa::path(post, path = "/sign-in-steps/authenticator-confirmations", tag = "organisation",
    request_body = ChallengedWithCode, responses((status = 201, body = SetUpSession)))]
async fn confirm_authenticator(
    Newcomer { ctx, origin }: Newcomer,
    jar: CookieJar,
    Body(body): Body<ChallengedWithCode>,
) -> Answer<(StatusCode, CookieJar, Json<SetUpSession>)> {
    let (signed_in, recovery_codes) =
        sign_in::confirm_authenticator(&ctx, &origin, &body.challenge, &body.code).await?;
    let session = shown(&ctx, &signed_in.session, signed_in.staff_id).await?;
    let jar = with_cookie(&ctx, jar, signed_in);
    Ok((StatusCode::CREATED, jar, Json(SetUpSession { session, recovery_codes })))
}
