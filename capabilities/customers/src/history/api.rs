//! The route of history.

use std::sync::Arc;

use axum::Json;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_organisation::store::names;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::{PathId, Query};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::FieldChangeId;
use super::{shown, store};
use crate::model::CustomerId;
use crate::{VIEW, store as customers};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ChangesQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// One change of one field.
#[derive(Serialize, ToSchema)]
struct FieldChange {
    /// Its id.
    id: FieldChangeId,
    /// `name`, `class`, `contact_phone`, `identity_document`, ….
    field: String,
    /// What it was, as masked as the field; null when it was nothing.
    old: Option<String>,
    /// What it became; null when it became nothing.
    new: Option<String>,
    /// Who changed it; null when the system did.
    by: Option<StaffName>,
    /// When.
    at: Instant,
}

/// Who changed which field of a customer when, the newest first. Needs `customers.view`.
#[utoipa::path(get, path = "/customers/{id}/changes", tag = "customers",
    params(("id" = CustomerId, Path), ChangesQuery), responses((status = 200, body = Page<FieldChange>)))]
async fn list(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    Query(query): Query<ChangesQuery>,
) -> Answer<Json<Page<FieldChange>>> {
    ctx.require(VIEW)?;
    if !customers::exists(ctx.read(), id).await? {
        return Err(Failure::NotFound);
    }
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = store::of_customer(ctx.read(), ctx.keys(), id, &page).await?;
    let people: Vec<_> = page.items.iter().filter_map(|row| row.actor_id.parse().ok()).collect();
    let people = names::of(ctx.read(), &people, &[]).await?.staff;
    Ok(Json(page.map(|row| FieldChange {
        id: row.id,
        old: row.old.map(|value| shown(&row.field, &value)),
        new: row.new.map(|value| shown(&row.field, &value)),
        by: row.actor_id.parse().ok().and_then(|id| people.get(&id)).cloned(),
        field: row.field,
        at: row.changed_at,
    })))
}
