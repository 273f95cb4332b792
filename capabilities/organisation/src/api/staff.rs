//! People.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use lingke_platform::viewer::{StaffId, UnitId, Viewer};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::commands::{accounts, links, passwords, second_factors};
use crate::model::{
    NewStaff, Presence, StaffAdded, StaffChange, StaffMay, StaffRow, StaffShown, UnitName, from_code,
};
use crate::roles::{Role, scope_of};
use crate::store::staff::{Filter, is_locked};
use crate::{EDIT_STAFF, VIEW, password, store};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list_staff, add_staff))
        .routes(routes!(show_staff, change_staff))
        .routes(routes!(reset_password))
        .routes(routes!(unlock))
        .routes(routes!(remove_second_factors))
}

/// Which people.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct StaffQuery {
    /// Part of a name or login, or how a name sounds: `zhangsan`, `zs`.
    q: Option<String>,
    unit_id: Option<UnitId>,
    role: Option<Role>,
    active: Option<bool>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// A new password, shown once.
#[derive(Serialize, ToSchema)]
struct InitialPassword {
    initial_password: String,
}

fn check_email(errors: &mut Errors, email: Option<&str>) {
    errors.length_if("email", email, 3, 200);
    if email.is_some_and(|email| !email.contains('@') || email.chars().any(char::is_whitespace)) {
        errors.add("email", "wrong_form", "an address such as name@example.com");
    }
}

impl Check for NewStaff {
    fn check(&self, errors: &mut Errors) {
        errors.length("login", &self.login, 2, 40);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
        if !self.login.chars().all(plain) {
            errors.add("login", "wrong_form", "lower-case letters, digits, . - and _");
        }
        errors.length("name", &self.name, 1, 60);
        if self.roles.is_empty() {
            errors.add("roles", "too_short", "at least one role");
        }
        if self.invite && self.initial_password.is_some() {
            errors.add("initial_password", "one_of_two", "who is invited begins with a link");
        }
        check_email(errors, self.email.as_deref());
    }
}
impl Check for StaffChange {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("name", self.name.as_deref(), 1, 60);
        if self.roles.as_ref().is_some_and(Vec::is_empty) {
            errors.add("roles", "too_short", "at least one role");
        }
        check_email(errors, self.email.as_deref());
    }
}

async fn shown(ctx: &Ctx, rows: Vec<StaffRow>) -> Answer<Vec<StaffShown>> {
    let unit_ids: Vec<UnitId> = rows.iter().map(|row| row.unit_id).collect();
    let ids: Vec<StaffId> = rows.iter().map(|row| row.id).collect();
    let units = store::units::names(ctx.read(), &unit_ids).await?;
    let mut roles = store::staff::roles_of_all(ctx.read(), &ids).await?;
    let second = store::second_factors::who_has(ctx.read(), &ids).await?;
    let one = |row: StaffRow| {
        let second_factor = second.contains(&row.id);
        let shown = show_one(&ctx.viewer, ctx.now, row, &units, &mut roles);
        let remove_second_factors = second_factor && shown.may.edit;
        StaffShown { second_factor, may: StaffMay { remove_second_factors, ..shown.may }, ..shown }
    };
    Ok(rows.into_iter().map(one).collect())
}

fn show_one(
    viewer: &Viewer,
    now: Instant,
    row: StaffRow,
    units: &HashMap<UnitId, UnitName>,
    roles: &mut HashMap<StaffId, Vec<Role>>,
) -> StaffShown {
    let edit = viewer.may(EDIT_STAFF);
    let locked = is_locked(&row, now);
    let roles = roles.remove(&row.id).unwrap_or_default();
    let nowhere = UnitName { id: row.unit_id, name: String::new(), name_en: String::new() };
    let own_scope = row.scope.as_deref().and_then(from_code);
    StaffShown {
        id: row.id,
        login: row.login,
        name: row.name,
        email: row.email,
        unit: units.get(&row.unit_id).cloned().unwrap_or(nowhere),
        scope: scope_of(own_scope, &roles),
        own_scope,
        roles,
        presence: from_code(&row.presence).unwrap_or(Presence::Offline),
        active: row.active,
        locked,
        second_factor: false,
        invited: row.password_hash.is_empty(),
        version: row.version,
        may: StaffMay {
            edit,
            reset_password: edit,
            end_sessions: edit,
            unlock: edit && locked,
            remove_second_factors: false,
        },
    }
}

/// People by name. Needs `organisation.view`.
#[utoipa::path(get, path = "/staff", tag = "organisation", params(StaffQuery),
    responses((status = 200, body = Page<StaffShown>)))]
async fn list_staff(ctx: Ctx, Query(query): Query<StaffQuery>) -> Answer<Json<Page<StaffShown>>> {
    ctx.require(VIEW)?;
    let StaffQuery { q, unit_id, role, active, limit, cursor } = query;
    let page = PageRequest::new(limit, cursor)?;
    let page = store::staff::list(ctx.read(), &Filter { q, unit_id, role, active }, &page).await?;
    Ok(Json(Page { items: shown(&ctx, page.items).await?, next: page.next }))
}

async fn one(ctx: &Ctx, id: StaffId) -> Answer<StaffShown> {
    let row = store::staff::find(ctx.read(), id).await?;
    Ok(shown(ctx, vec![row]).await?.remove(0))
}

/// One person. Needs `organisation.view`.
#[utoipa::path(get, path = "/staff/{id}", tag = "organisation", params(("id" = StaffId, Path)),
    responses((status = 200, body = StaffShown)))]
async fn show_staff(ctx: Ctx, PathId(id): PathId<StaffId>) -> Answer<Versioned<StaffShown>> {
    ctx.require(VIEW)?;
    let body = one(&ctx, id).await?;
    Ok(Versioned { version: body.version, body })
}

/// Adds a person; the answer shows once what they begin with: an initial password, or a link where they are invited.
/// Needs `organisation.edit_staff`.
#[utoipa::path(post, path = "/staff", tag = "organisation", request_body = NewStaff,
    responses((status = 201, body = StaffAdded)))]
async fn add_staff(ctx: Ctx, Body(mut new): Body<NewStaff>) -> Answer<(StatusCode, Json<StaffAdded>)> {
    ctx.require(EDIT_STAFF)?;
    let invite = new.invite;
    let initial_password = (!invite).then(|| new.initial_password.take().unwrap_or_else(password::initial));
    let hash = match &initial_password {
        Some(given) => {
            let rules = store::rules::current(ctx.read()).await?.passwords();
            passwords::look_at(rules, "initial_password", given, (&new.login, &new.name))?;
            password::hash(given.clone()).await?
        }
        None => String::new(),
    };
    let mut tx = ctx.begin().await?;
    let row = accounts::add(&mut tx, new, hash).await?;
    let link = if invite { Some(links::make(&mut tx, row.id).await?) } else { None };
    tx.commit().await?;
    let staff = one(&ctx, row.id).await?;
    Ok((StatusCode::CREATED, Json(StaffAdded { staff, initial_password, link })))
}

/// Changes a person. Needs `organisation.edit_staff`.
#[utoipa::path(patch, path = "/staff/{id}", tag = "organisation", params(("id" = StaffId, Path)),
    request_body = StaffChange, responses((status = 200, body = StaffShown)))]
async fn change_staff(
    ctx: Ctx,
    PathId(id): PathId<StaffId>,
    expected: Expected,
    Body(change): Body<StaffChange>,
) -> Answer<Versioned<StaffShown>> {
    let mut tx = ctx.begin().await?;
    accounts::change(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    let body = one(&ctx, id).await?;
    Ok(Versioned { version: body.version, body })
}

/// Gives someone a new initial password, shown once. Needs `organisation.edit_staff`.
#[utoipa::path(post, path = "/staff/{id}/password-resets", tag = "organisation", params(("id" = StaffId, Path)),
    responses((status = 201, body = InitialPassword)))]
async fn reset_password(
    ctx: Ctx,
    PathId(id): PathId<StaffId>,
) -> Answer<(StatusCode, Json<InitialPassword>)> {
    ctx.require(EDIT_STAFF)?;
    let initial_password = password::initial();
    let hash = password::hash(initial_password.clone()).await?;
    let mut tx = ctx.begin().await?;
    accounts::reset_password(&mut tx, id, hash).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(InitialPassword { initial_password })))
}

/// Lets someone sign in again at once. Needs `organisation.edit_staff`.
#[utoipa::path(post, path = "/staff/{id}/unlocks", tag = "organisation", params(("id" = StaffId, Path)),
    responses((status = 204)))]
async fn unlock(ctx: Ctx, PathId(id): PathId<StaffId>) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    accounts::unlock(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes someone's second factors away, whose telephone is lost; their sessions end. Needs `organisation.edit_staff`.
#[utoipa::path(delete, path = "/staff/{id}/second-factors", tag = "organisation",
    params(("id" = StaffId, Path)), responses((status = 204)))]
async fn remove_second_factors(ctx: Ctx, PathId(id): PathId<StaffId>) -> Answer<StatusCode> {
    ctx.require(EDIT_STAFF)?;
    let mut tx = ctx.begin().await?;
    second_factors::remove_of_colleague(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
