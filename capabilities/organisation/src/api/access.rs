//! What is open: sessions and tokens, one's own and those of others.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use lingke_platform::viewer::{SessionId, StaffId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::sessions::in_person;
use crate::commands::second_factors::prove_again;
use crate::commands::{sign_in, tokens};
use crate::model::{NewToken, OpenSession, SessionSeen, TokenId, TokenMade, TokenRow, TokenShown, from_code};
use crate::password_rules::LENGTH_MAX;
use crate::{EDIT_STAFF, store};

/// Permissions one token names at most.
const SCOPES_MAX: usize = 200;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(my_sessions, end_my_others))
        .routes(routes!(end_my_session))
        .routes(routes!(my_tokens, make_token))
        .routes(routes!(revoke_my_token))
        .routes(routes!(sessions_of, end_sessions_of))
        .routes(routes!(end_session_of))
        .routes(routes!(tokens_of))
        .routes(routes!(revoke_token_of))
}

impl Check for NewToken {
    fn check(&self, errors: &mut Errors) {
        errors.length("name", &self.name, 1, 60);
        errors.length("current_password", &self.current_password, 1, LENGTH_MAX);
        if self.scopes.is_empty() {
            errors.add("scopes", "too_short", "at least one permission");
        } else if self.scopes.len() > SCOPES_MAX {
            errors.add("scopes", "too_long", format!("at most {SCOPES_MAX} permissions"));
        }
    }
}

fn show_session(ctx: &Ctx, row: SessionSeen) -> OpenSession {
    OpenSession {
        this: ctx.viewer.session_id == Some(row.id),
        id: row.id,
        device: row.device,
        address: row.address,
        proved: from_code(&row.proved),
        started_at: row.started_at,
        seen_at: row.seen_at,
        expires_at: row.expires_at,
    }
}

fn show_token(now: Instant, row: TokenRow) -> TokenShown {
    TokenShown {
        scopes: row.scopes().map(|scopes| scopes.into_iter().map(str::to_owned).collect()),
        id: row.id,
        name: row.name,
        created_at: row.created_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
        expired: row.expires_at.is_some_and(|until| until <= now),
    }
}

async fn sessions(ctx: &Ctx, id: StaffId) -> Answer<Json<List<OpenSession>>> {
    let idle_since = ctx.now.plus_seconds(-ctx.node.config.session_idle_minutes * 60);
    let rows = store::sessions::open_of(ctx.read(), id, ctx.now, idle_since).await?;
    Ok(Json(List { items: rows.into_iter().map(|row| show_session(ctx, row)).collect() }))
}

async fn tokens(ctx: &Ctx, id: StaffId) -> Answer<Json<List<TokenShown>>> {
    let rows = store::tokens::of(ctx.read(), id).await?;
    Ok(Json(List { items: rows.into_iter().map(|row| show_token(ctx.now, row)).collect() }))
}

/// Where I am signed in, the last used first.
#[utoipa::path(get, path = "/me/sessions", tag = "organisation", responses((status = 200, body = List<OpenSession>)))]
async fn my_sessions(ctx: Ctx) -> Answer<Json<List<OpenSession>>> {
    let id = in_person(&ctx)?;
    sessions(&ctx, id).await
}

/// Signs me out everywhere but here.
#[utoipa::path(delete, path = "/me/sessions", tag = "organisation", responses((status = 204)))]
async fn end_my_others(ctx: Ctx) -> Answer<StatusCode> {
    let id = in_person(&ctx)?;
    let mut tx = ctx.begin().await?;
    sign_in::end_others(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs me out at one browser.
#[utoipa::path(delete, path = "/me/sessions/{session_id}", tag = "organisation",
    params(("session_id" = SessionId, Path)), responses((status = 204)))]
async fn end_my_session(ctx: Ctx, PathId(session_id): PathId<SessionId>) -> Answer<StatusCode> {
    let id = in_person(&ctx)?;
    let mut tx = ctx.begin().await?;
    sign_in::end_session(&mut tx, id, session_id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// My programs' tokens, newest first; none of them in the clear.
#[utoipa::path(get, path = "/me/tokens", tag = "organisation", responses((status = 200, body = List<TokenShown>)))]
async fn my_tokens(ctx: Ctx) -> Answer<Json<List<TokenShown>>> {
    let id = in_person(&ctx)?;
    tokens(&ctx, id).await
}

/// Makes a token for a program of mine. It is shown once, so that a request sent twice makes two.
#[utoipa::path(post, path = "/me/tokens", tag = "organisation", request_body = NewToken,
    responses((status = 201, body = TokenMade)))]
async fn make_token(ctx: Ctx, Body(new): Body<NewToken>) -> Answer<(StatusCode, Json<TokenMade>)> {
    let id = in_person(&ctx)?;
    prove_again(&ctx, new.current_password.clone()).await?;
    let mut tx = ctx.begin().await?;
    let (token, row) = tokens::make(&mut tx, id, new).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(TokenMade { shown: show_token(ctx.now, row), token })))
}

/// Revokes a token of mine.
#[utoipa::path(delete, path = "/me/tokens/{token_id}", tag = "organisation",
    params(("token_id" = TokenId, Path)), responses((status = 204)))]
async fn revoke_my_token(ctx: Ctx, PathId(token_id): PathId<TokenId>) -> Answer<StatusCode> {
    let id = in_person(&ctx)?;
    let mut tx = ctx.begin().await?;
    tokens::revoke_own(&mut tx, id, token_id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where someone is signed in. Needs `organisation.edit_staff`.
#[utoipa::path(get, path = "/staff/{id}/sessions", tag = "organisation", params(("id" = StaffId, Path)),
    responses((status = 200, body = List<OpenSession>)))]
async fn sessions_of(ctx: Ctx, PathId(id): PathId<StaffId>) -> Answer<Json<List<OpenSession>>> {
    ctx.require(EDIT_STAFF)?;
    store::staff::find(ctx.read(), id).await?;
    sessions(&ctx, id).await
}

/// Ends all of someone's sessions. Needs `organisation.edit_staff`.
#[utoipa::path(delete, path = "/staff/{id}/sessions", tag = "organisation", params(("id" = StaffId, Path)),
    responses((status = 204)))]
async fn end_sessions_of(ctx: Ctx, PathId(id): PathId<StaffId>) -> Answer<StatusCode> {
    ctx.require(EDIT_STAFF)?;
    let mut tx = ctx.begin().await?;
    store::staff::find(tx.conn(), id).await?;
    sign_in::end_sessions(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of someone's sessions. Needs `organisation.edit_staff`.
#[utoipa::path(delete, path = "/staff/{id}/sessions/{session_id}", tag = "organisation",
    params(("id" = StaffId, Path), ("session_id" = SessionId, Path)), responses((status = 204)))]
async fn end_session_of(
    ctx: Ctx,
    PathIds(id, session_id): PathIds<StaffId, SessionId>,
) -> Answer<StatusCode> {
    ctx.require(EDIT_STAFF)?;
    let mut tx = ctx.begin().await?;
    sign_in::end_session(&mut tx, id, session_id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Someone's programs' tokens. Needs `organisation.edit_staff`.
#[utoipa::path(get, path = "/staff/{id}/tokens", tag = "organisation", params(("id" = StaffId, Path)),
    responses((status = 200, body = List<TokenShown>)))]
async fn tokens_of(ctx: Ctx, PathId(id): PathId<StaffId>) -> Answer<Json<List<TokenShown>>> {
    ctx.require(EDIT_STAFF)?;
    store::staff::find(ctx.read(), id).await?;
    tokens(&ctx, id).await
}

/// Revokes one of someone's tokens. Needs `organisation.edit_staff`.
#[utoipa::path(delete, path = "/staff/{id}/tokens/{token_id}", tag = "organisation",
    params(("id" = StaffId, Path), ("token_id" = TokenId, Path)), responses((status = 204)))]
async fn revoke_token_of(ctx: Ctx, PathIds(id, token_id): PathIds<StaffId, TokenId>) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    tokens::revoke_of_colleague(&mut tx, id, token_id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
