//! The tree.

use std::sync::Arc;

use axum::Json;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use lingke_platform::search::names::sounds;
use lingke_platform::viewer::{UnitId, Viewer};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::commands::units;
use crate::model::{NewUnit, OrgUnit, UnitChange, UnitKind, UnitMay, UnitShown, from_code};
use crate::roles::{self, Role};
use crate::{EDIT_UNITS, VIEW, store};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list_units, add_unit))
        .routes(routes!(change_unit))
        .routes(routes!(list_roles))
}

impl Check for NewUnit {
    fn check(&self, errors: &mut Errors) {
        errors.length("code", &self.code, 1, 40);
        if !self.code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
            errors.add("code", "wrong_form", "letters, digits, - and _");
        }
        errors.length("name", &self.name, 1, 100);
        errors.length_if("name_en", self.name_en.as_deref(), 1, 100);
    }
}
impl Check for UnitChange {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("name", self.name.as_deref(), 1, 100);
        errors.length_if("name_en", self.name_en.as_deref(), 1, 100);
    }
}

/// A role and what it may do.
#[derive(Serialize, ToSchema)]
struct RoleShown {
    code: Role,
    permissions: Vec<&'static str>,
    scope: lingke_platform::viewer::Scope,
}

fn shown(viewer: &Viewer, unit: OrgUnit, staff_count: i64) -> UnitShown {
    UnitShown {
        id: unit.id,
        parent_id: unit.parent_id,
        code: unit.code,
        sounds: sounds(&unit.name),
        name: unit.name,
        name_en: unit.name_en,
        kind: from_code(&unit.kind).unwrap_or(UnitKind::Team),
        staff_count,
        version: unit.version,
        may: UnitMay { edit: viewer.may(EDIT_UNITS) },
    }
}

/// The whole tree, parents before children, at most 5,000 units. Needs `organisation.view`.
#[utoipa::path(get, path = "/org-units", tag = "organisation", responses((status = 200, body = List<UnitShown>)))]
async fn list_units(ctx: Ctx) -> Answer<Json<List<UnitShown>>> {
    ctx.require(VIEW)?;
    let counts = store::units::staff_counts(ctx.read()).await?;
    let units = store::units::all(ctx.read()).await?.into_iter();
    let items = units.map(|unit| {
        let count = counts.get(&unit.id).copied().unwrap_or_default();
        shown(&ctx.viewer, unit, count)
    });
    Ok(Json(List { items: items.collect() }))
}

/// Adds a unit. Needs `organisation.edit_units`.
#[utoipa::path(post, path = "/org-units", tag = "organisation", request_body = NewUnit,
    responses((status = 201, body = UnitShown)))]
async fn add_unit(ctx: Ctx, key: IdempotencyKey, Body(new): Body<NewUnit>) -> Answer<Created<UnitShown>> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let unit = units::add(tx, new).await?;
        let unit = shown(tx.viewer(), unit, 0);
        let location = at(&unit);
        Ok((unit, location))
    });
    Ok(Created { once: once.await?, location: at, version: |unit| unit.version })
}

fn at(unit: &UnitShown) -> String {
    format!("/api/v1/org-units/{}", unit.id)
}

/// Renames or moves a unit. Needs `organisation.edit_units`.
#[utoipa::path(patch, path = "/org-units/{id}", tag = "organisation", params(("id" = UnitId, Path)),
    request_body = UnitChange, responses((status = 200, body = UnitShown)))]
async fn change_unit(
    ctx: Ctx,
    PathId(id): PathId<UnitId>,
    expected: Expected,
    Body(change): Body<UnitChange>,
) -> Answer<Versioned<UnitShown>> {
    let mut tx = ctx.begin().await?;
    let unit = units::change(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    let counts = store::units::staff_counts(ctx.read()).await?;
    let body = shown(&ctx.viewer, unit, counts.get(&id).copied().unwrap_or_default());
    Ok(Versioned { version: body.version, body })
}

/// The built-in roles. Needs `organisation.view`.
#[utoipa::path(get, path = "/roles", tag = "organisation", responses((status = 200, body = List<RoleShown>)))]
async fn list_roles(ctx: Ctx) -> Answer<Json<List<RoleShown>>> {
    ctx.require(VIEW)?;
    let items = roles::ALL.into_iter();
    let items = items.map(|code| RoleShown { code, permissions: code.permissions(), scope: code.scope() });
    Ok(Json(List { items: items.collect() }))
}
