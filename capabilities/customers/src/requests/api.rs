//! The routes of change requests.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lingke_organisation::store::names;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::page::{List, Page, PageRequest};
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    ChangeRequest, ChangeRequestId, ChangeRequestMay, ChangeStatus, ChangedCustomer, CustomerSettings,
    CustomerSettingsChange, Opinion, RequestRow,
};
use super::{commands, store};
use crate::model::CustomerId;
use crate::{APPROVE_CHANGE, VIEW, store as customers};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(of_customer))
        .routes(routes!(pending))
        .routes(routes!(approve))
        .routes(routes!(refuse))
        .routes(routes!(withdraw))
        .routes(routes!(settings, change_settings))
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct RequestsQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

impl Check for Opinion {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("opinion", self.opinion.as_deref(), 0, 500);
    }
}

impl Check for CustomerSettingsChange {
    fn check(&self, _: &mut Errors) {}
}

/// What a change answers that waits for a second person: 202 with the requests of the customer that wait.
pub(crate) async fn asked(ctx: &Ctx, id: CustomerId) -> Answer<Response> {
    let rows = store::pending_of(ctx.read(), ctx.keys(), id).await?;
    Ok((StatusCode::ACCEPTED, Json(List { items: shown(ctx, rows).await? })).into_response())
}

/// With names, and what the viewer may do.
async fn shown(ctx: &Ctx, rows: Vec<RequestRow>) -> Answer<Vec<ChangeRequest>> {
    let people: Vec<_> = rows.iter().flat_map(|row| [Some(row.asked_by), row.decided_by]).flatten().collect();
    let people = names::of(ctx.read(), &people, &[]).await?.staff;
    let customers = customers::names(ctx.read(), rows.iter().map(|row| row.customer_id)).await?;
    let me = ctx.viewer.staff_id();
    let text = |text: String| Some(text).filter(|text| !text.is_empty());
    let shown = rows.into_iter().map(|row| {
        let (old, new) = row.shown_values();
        let pending = row.status == ChangeStatus::Pending;
        let own = me == Some(row.asked_by);
        ChangeRequest {
            id: row.id,
            customer: ChangedCustomer {
                id: row.customer_id,
                name: customers.get(&row.customer_id).cloned().unwrap_or_default(),
            },
            what: row.what,
            document_kind: row.sealed.document_kind.clone(),
            old,
            new,
            status: row.status,
            opinion: text(row.sealed.opinion),
            version: row.version,
            asked_by: people.get(&row.asked_by).cloned(),
            asked_at: row.asked_at,
            decided_by: row.decided_by.and_then(|id| people.get(&id)).cloned(),
            decided_at: row.decided_at,
            may: ChangeRequestMay {
                decide: pending && !own && ctx.viewer.may(APPROVE_CHANGE),
                withdraw: pending && own,
            },
        }
    });
    Ok(shown.collect())
}

async fn shown_page(ctx: &Ctx, page: Page<RequestRow>) -> Answer<Json<Page<ChangeRequest>>> {
    let Page { items, next } = page;
    Ok(Json(Page { items: shown(ctx, items).await?, next }))
}

/// The change requests of a customer, the newest first. Needs `customers.view`.
#[utoipa::path(get, path = "/customers/{id}/change-requests", tag = "customers",
    params(("id" = CustomerId, Path), RequestsQuery), responses((status = 200, body = Page<ChangeRequest>)))]
async fn of_customer(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    Query(query): Query<RequestsQuery>,
) -> Answer<Json<Page<ChangeRequest>>> {
    ctx.require(VIEW)?;
    if !customers::exists(ctx.read(), id).await? {
        return Err(Failure::NotFound);
    }
    let page = PageRequest::new(query.limit, query.cursor)?;
    shown_page(&ctx, store::of_customer(ctx.read(), ctx.keys(), id, &page).await?).await
}

/// Changes of customers that wait for a second person, the longest first. Needs `customers.view`.
#[utoipa::path(get, path = "/customer-change-requests", tag = "customers", params(RequestsQuery),
    responses((status = 200, body = Page<ChangeRequest>)))]
async fn pending(ctx: Ctx, Query(query): Query<RequestsQuery>) -> Answer<Json<Page<ChangeRequest>>> {
    ctx.require(VIEW)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    shown_page(&ctx, store::pending(ctx.read(), ctx.keys(), &page).await?).await
}

/// Approves a change that somebody else asked for, and makes it; answers those of the customer that still wait. Needs
/// `customers.approve_change`.
#[utoipa::path(post, path = "/customer-change-requests/{id}/approvals", tag = "customers",
    params(("id" = ChangeRequestId, Path)), request_body = Opinion,
    responses((status = 200, body = List<ChangeRequest>)))]
async fn approve(
    ctx: Ctx,
    PathId(id): PathId<ChangeRequestId>,
    Body(said): Body<Opinion>,
) -> Answer<Json<List<ChangeRequest>>> {
    let mut tx = ctx.begin().await?;
    let customer_id = commands::approve(&mut tx, id, said.opinion).await?;
    tx.commit().await?;
    still_waiting(&ctx, customer_id).await
}

async fn still_waiting(ctx: &Ctx, id: CustomerId) -> Answer<Json<List<ChangeRequest>>> {
    let rows = store::pending_of(ctx.read(), ctx.keys(), id).await?;
    Ok(Json(List { items: shown(ctx, rows).await? }))
}

/// Refuses a change that somebody else asked for, and says why; answers those that still wait. Needs
/// `customers.approve_change`.
#[utoipa::path(post, path = "/customer-change-requests/{id}/refusals", tag = "customers",
    params(("id" = ChangeRequestId, Path)), request_body = Opinion,
    responses((status = 200, body = List<ChangeRequest>)))]
async fn refuse(
    ctx: Ctx,
    PathId(id): PathId<ChangeRequestId>,
    Body(said): Body<Opinion>,
) -> Answer<Json<List<ChangeRequest>>> {
    let opinion = said.opinion.filter(|opinion| !opinion.trim().is_empty());
    let opinion = opinion.ok_or_else(|| Failure::invalid("opinion", "missing", "why it is refused"))?;
    let mut tx = ctx.begin().await?;
    let customer_id = commands::refuse(&mut tx, id, opinion).await?;
    tx.commit().await?;
    still_waiting(&ctx, customer_id).await
}

/// Takes back what one asked for; answers those that still wait. Needs `customers.edit`.
#[utoipa::path(delete, path = "/customer-change-requests/{id}", tag = "customers",
    params(("id" = ChangeRequestId, Path)), responses((status = 200, body = List<ChangeRequest>)))]
async fn withdraw(ctx: Ctx, PathId(id): PathId<ChangeRequestId>) -> Answer<Json<List<ChangeRequest>>> {
    let mut tx = ctx.begin().await?;
    let customer_id = commands::withdraw(&mut tx, id).await?;
    tx.commit().await?;
    still_waiting(&ctx, customer_id).await
}

/// How the institution handles customers. Needs `customers.view`.
#[utoipa::path(get, path = "/customer-settings", tag = "customers",
    responses((status = 200, body = CustomerSettings)))]
async fn settings(ctx: Ctx) -> Answer<Versioned<CustomerSettings>> {
    ctx.require(VIEW)?;
    let body = store::settings(ctx.read()).await?;
    Ok(Versioned { version: body.version, body })
}

/// Changes how the institution handles customers. Needs `customers.configure`.
#[utoipa::path(patch, path = "/customer-settings", tag = "customers", request_body = CustomerSettingsChange,
    responses((status = 200, body = CustomerSettings)))]
async fn change_settings(
    ctx: Ctx,
    expected: Expected,
    Body(change): Body<CustomerSettingsChange>,
) -> Answer<Versioned<CustomerSettings>> {
    let mut tx = ctx.begin().await?;
    let body = commands::change_settings(&mut tx, expected, change).await?;
    tx.commit().await?;
    Ok(Versioned { version: body.version, body })
}
