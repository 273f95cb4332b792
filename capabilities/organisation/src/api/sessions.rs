//! My session: who I am, my language, presence and password; and signing out.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum_extra::extract::cookie::{Cookie, CookieJar};
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::credentials::COOKIE;
use lingke_platform::http::extract::{Body, Check, Errors, PublicCtx};
use lingke_platform::node::Node;
use lingke_platform::viewer::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::authenticate::permissions_of;
use crate::commands::{accounts, passwords, second_factors, sign_in};
use crate::model::{Institution, Locale, Me, Presence, SessionShown, UnitName, from_code};
use crate::password_rules::LENGTH_MAX;
use crate::roles::scope_of;
use crate::store::sessions::SessionRow;
use crate::{password, store};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(end_everywhere))
        .routes(routes!(current, end))
        .routes(routes!(set_presence))
        .routes(routes!(set_locale))
        .routes(routes!(set_password))
        .routes(routes!(institution))
}

/// Whether one can be reached.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PresenceChange {
    presence: Presence,
}

/// The console's language.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LocaleChange {
    locale: Locale,
}

/// A new password of one's own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    current_password: String,
    new_password: String,
}

impl Check for PresenceChange {
    fn check(&self, _: &mut Errors) {}
}
impl Check for LocaleChange {
    fn check(&self, _: &mut Errors) {}
}
impl Check for PasswordChange {
    fn check(&self, errors: &mut Errors) {
        errors.length("current_password", &self.current_password, 1, LENGTH_MAX);
        errors.length("new_password", &self.new_password, 1, LENGTH_MAX);
    }
}

/// Who is signed in, and the CSRF token for changes.
#[utoipa::path(get, path = "/sessions/current", tag = "organisation", responses((status = 200, body = SessionShown)))]
async fn current(ctx: Ctx) -> Answer<Json<SessionShown>> {
    let staff_id = me(&ctx)?;
    let session = match ctx.viewer.session_id {
        Some(id) => store::sessions::find(ctx.read(), id).await?,
        None => tokens_session(&ctx),
    };
    Ok(Json(shown(&ctx, &session, staff_id).await?))
}

/// A program's token has no session: it neither idles nor needs a CSRF token.
fn tokens_session(ctx: &Ctx) -> SessionRow {
    let id = lingke_platform::viewer::SessionId::new(ctx.now);
    let expires_at = Instant::from_micros(253_402_300_799_000_000); // the end of 9999
    SessionRow { id, csrf_token: String::new(), seen_at: ctx.now, expires_at, proved: String::new() }
}

pub(super) fn me(ctx: &Ctx) -> Answer<StaffId> {
    ctx.viewer.staff_id().ok_or(Failure::NotSignedIn)
}

/// Me, for what is one's own and belongs to no permission: not for a token that names what it may do.
fn own(ctx: &Ctx) -> Answer<StaffId> {
    ctx.viewer.require_unlimited()?;
    me(ctx)
}

/// Me, where only a person will do: no program changes how its owner signs in, or sees what else is open in their name.
///
/// # Errors
/// 403 `session_wanted`.
pub(super) fn in_person(ctx: &Ctx) -> Answer<StaffId> {
    let wanted = || Refusal::with_status(StatusCode::FORBIDDEN, "session_wanted");
    ctx.viewer.session_id.ok_or_else(wanted)?;
    me(ctx)
}

pub(super) async fn shown(ctx: &Ctx, session: &SessionRow, staff_id: StaffId) -> Answer<SessionShown> {
    Ok(SessionShown {
        csrf_token: session.csrf_token.clone(),
        expires_at: session.expires_at,
        idle_expires_at: ctx
            .now
            .plus_seconds(ctx.node.config.session_idle_minutes * 60)
            .min(session.expires_at),
        me: who(ctx, staff_id).await?,
    })
}

async fn who(ctx: &Ctx, id: StaffId) -> Answer<Me> {
    let row = store::staff::find(ctx.read(), id).await?;
    let roles = store::staff::roles_of(ctx.read(), id).await?;
    let unit = store::units::find(ctx.read(), row.unit_id).await?;
    let institution = store::units::institution(ctx.read()).await?.ok_or(Failure::NotFound)?;
    Ok(Me {
        id,
        login: row.login,
        name: row.name,
        unit: UnitName { id: unit.id, name: unit.name, name_en: unit.name_en },
        // A program's token may do less than its owner.
        permissions: permissions_of(&roles).into_iter().filter(|one| ctx.viewer.may(one)).collect(),
        scope: scope_of(row.scope.as_deref().and_then(from_code), &roles),
        roles,
        presence: from_code(&row.presence).unwrap_or(Presence::Offline),
        locale: from_code(&row.locale).unwrap_or(Locale::ZhCn),
        must_change_password: row.must_change,
        institution,
    })
}

/// Signs out of this browser.
#[utoipa::path(delete, path = "/sessions/current", tag = "organisation", responses((status = 204)))]
async fn end(ctx: Ctx, jar: CookieJar) -> Answer<(StatusCode, CookieJar)> {
    let mut tx = ctx.begin().await?;
    sign_in::sign_out(&mut tx).await?;
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, jar.remove(Cookie::build(COOKIE).path("/"))))
}

/// Signs out everywhere.
#[utoipa::path(delete, path = "/sessions", tag = "organisation", responses((status = 204)))]
async fn end_everywhere(ctx: Ctx, jar: CookieJar) -> Answer<(StatusCode, CookieJar)> {
    let staff_id = own(&ctx)?;
    let mut tx = ctx.begin().await?;
    sign_in::end_sessions(&mut tx, staff_id).await?;
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, jar.remove(Cookie::build(COOKIE).path("/"))))
}

/// Says whether I can be reached.
#[utoipa::path(put, path = "/me/presence", tag = "organisation", request_body = PresenceChange,
    responses((status = 200, body = Me)))]
async fn set_presence(ctx: Ctx, Body(body): Body<PresenceChange>) -> Answer<Json<Me>> {
    let staff_id = own(&ctx)?;
    let mut tx = ctx.begin().await?;
    accounts::set_presence(&mut tx, staff_id, body.presence).await?;
    tx.commit().await?;
    Ok(Json(who(&ctx, staff_id).await?))
}

/// Chooses my language.
#[utoipa::path(put, path = "/me/locale", tag = "organisation", request_body = LocaleChange,
    responses((status = 200, body = Me)))]
async fn set_locale(ctx: Ctx, Body(body): Body<LocaleChange>) -> Answer<Json<Me>> {
    let staff_id = own(&ctx)?;
    let mut tx = ctx.begin().await?;
    accounts::set_locale(&mut tx, staff_id, body.locale).await?;
    tx.commit().await?;
    Ok(Json(who(&ctx, staff_id).await?))
}

/// Changes my password; all sessions end, this one too.
#[utoipa::path(put, path = "/me/password", tag = "organisation", request_body = PasswordChange,
    responses((status = 204)))]
async fn set_password(
    ctx: Ctx,
    jar: CookieJar,
    Body(body): Body<PasswordChange>,
) -> Answer<(StatusCode, CookieJar)> {
    in_person(&ctx)?;
    let row = second_factors::prove_again(&ctx, body.current_password).await?;
    passwords::vet(ctx.read(), "new_password", &body.new_password, &row).await?;
    let hash = password::hash(body.new_password).await?;
    let mut tx = ctx.begin().await?;
    accounts::change_own_password(&mut tx, row.id, hash).await?;
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, jar.remove(Cookie::build(COOKIE).path("/"))))
}

/// Whose system this is. Anyone may ask.
#[utoipa::path(get, path = "/institution", tag = "organisation", responses((status = 200, body = Institution)))]
async fn institution(PublicCtx(ctx): PublicCtx) -> Answer<Json<Institution>> {
    store::units::institution(ctx.read()).await?.map(Json).ok_or(Failure::NotFound)
}
