//! The routes.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::model::{Attempt, Delivery, DeliveryId, Endpoint, EndpointChange, EndpointId, NewEndpoint};
use crate::store::{deliveries, endpoints};
use crate::{MANAGE, VIEW, commands, sending};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(show, change, remove))
        .routes(routes!(rotate))
        .routes(routes!(test))
        .routes(routes!(list_deliveries))
        .routes(routes!(resend_failed))
        .routes(routes!(show_delivery))
        .routes(routes!(resend))
        .routes(routes!(list_kinds))
}

impl Check for NewEndpoint {
    fn check(&self, errors: &mut Errors) {
        errors.length("name", &self.name, 1, 100);
        errors.length("url", &self.url, 1, 1000);
        check_kinds(errors, &self.kinds);
    }
}

impl Check for EndpointChange {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("name", self.name.as_deref(), 1, 100);
        errors.length_if("url", self.url.as_deref(), 1, 1000);
        check_kinds(errors, self.kinds.as_deref().unwrap_or_default());
    }
}

fn check_kinds(errors: &mut Errors, kinds: &[String]) {
    if kinds.len() > 500 {
        errors.add("kinds", "too_many", "at most 500");
    }
}

/// Which page of endpoints.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct EndpointQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Endpoints, oldest first. Needs `webhooks.view`.
#[utoipa::path(get, path = "/webhook-endpoints", tag = "webhooks", params(EndpointQuery),
    responses((status = 200, body = Page<Endpoint>)))]
async fn list(ctx: Ctx, Query(query): Query<EndpointQuery>) -> Answer<Json<Page<Endpoint>>> {
    ctx.require(VIEW)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    Ok(Json(endpoints::list(ctx.read(), &page).await?.map(Endpoint::from)))
}

/// An endpoint that was just added.
#[derive(Serialize, Deserialize, ToSchema)]
struct AddedWebhookEndpoint {
    #[serde(flatten)]
    endpoint: Endpoint,
    /// What its requests are signed by. Shown this once: null when a retried request is answered.
    secret: Option<String>,
}

/// Adds an endpoint and shows its secret once. Needs `webhooks.manage`.
#[utoipa::path(post, path = "/webhook-endpoints", tag = "webhooks", request_body = NewEndpoint,
    responses((status = 201, body = AddedWebhookEndpoint)))]
async fn add(
    ctx: Ctx,
    key: IdempotencyKey,
    Body(new): Body<NewEndpoint>,
) -> Answer<Created<AddedWebhookEndpoint>> {
    let body = fingerprint(&new)?;
    // What is kept for a retry must not hold the secret.
    let mut shown_once = None;
    let once = ctx.once(key.once(&body), async |tx| {
        let (row, secret) = commands::add(tx, new).await?;
        shown_once = Some(secret);
        let endpoint = Endpoint::from(row);
        let location = format!("/api/v1/webhook-endpoints/{}", endpoint.id);
        Ok((endpoint, location))
    });
    let once = match once.await? {
        Once::Made(endpoint) => {
            let secret = shown_once.as_ref().map(|secret| secret.to_string());
            Once::Made(AddedWebhookEndpoint { endpoint, secret })
        }
        Once::Before(endpoint) => Once::Before(AddedWebhookEndpoint { endpoint, secret: None }),
    };
    Ok(Created {
        once,
        location: |added| format!("/api/v1/webhook-endpoints/{}", added.endpoint.id),
        version: |added| added.endpoint.version,
    })
}

/// One endpoint. Needs `webhooks.view`.
#[utoipa::path(get, path = "/webhook-endpoints/{id}", tag = "webhooks", params(("id" = EndpointId, Path)),
    responses((status = 200, body = Endpoint)))]
async fn show(ctx: Ctx, PathId(id): PathId<EndpointId>) -> Answer<Versioned<Endpoint>> {
    ctx.require(VIEW)?;
    let body = Endpoint::from(endpoints::find(ctx.read(), id).await?);
    Ok(Versioned { version: body.version, body })
}

/// Changes an endpoint. Needs `webhooks.manage`.
#[utoipa::path(patch, path = "/webhook-endpoints/{id}", tag = "webhooks", params(("id" = EndpointId, Path)),
    request_body = EndpointChange, responses((status = 200, body = Endpoint)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<EndpointId>,
    expected: Expected,
    Body(change): Body<EndpointChange>,
) -> Answer<Versioned<Endpoint>> {
    let mut tx = ctx.begin().await?;
    let body = Endpoint::from(commands::change(&mut tx, id, expected, change).await?);
    tx.commit().await?;
    Ok(Versioned { version: body.version, body })
}

/// Removes an endpoint; what was on its way to it is given up. Needs `webhooks.manage`.
#[utoipa::path(delete, path = "/webhook-endpoints/{id}", tag = "webhooks", params(("id" = EndpointId, Path)),
    responses((status = 204)))]
async fn remove(ctx: Ctx, PathId(id): PathId<EndpointId>, expected: Expected) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    commands::remove(&mut tx, id, expected).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A secret that was just made.
#[derive(Serialize, ToSchema)]
struct NewWebhookSecret {
    /// What requests are signed by from now on. Shown this once.
    secret: String,
    /// Until when the one before signs too.
    previous_until: Option<Instant>,
}

/// Gives an endpoint a new secret and shows it once; the one before signs too for a day. Needs `webhooks.manage`.
#[utoipa::path(post, path = "/webhook-endpoints/{id}/secrets", tag = "webhooks", params(("id" = EndpointId, Path)),
    responses((status = 201, body = NewWebhookSecret)))]
async fn rotate(ctx: Ctx, PathId(id): PathId<EndpointId>) -> Answer<(StatusCode, Json<NewWebhookSecret>)> {
    let mut tx = ctx.begin().await?;
    let (row, secret) = commands::rotate(&mut tx, id).await?;
    tx.commit().await?;
    let body = NewWebhookSecret { secret: secret.to_string(), previous_until: row.previous_until };
    Ok((StatusCode::CREATED, Json(body)))
}

/// Sends an endpoint a test at once, and tells what it answered. Needs `webhooks.manage`.
#[utoipa::path(post, path = "/webhook-endpoints/{id}/tests", tag = "webhooks", params(("id" = EndpointId, Path)),
    responses((status = 201, body = Delivery)))]
async fn test(ctx: Ctx, PathId(id): PathId<EndpointId>) -> Answer<(StatusCode, Json<Delivery>)> {
    ctx.require(MANAGE)?;
    let endpoint = endpoints::find(ctx.read(), id).await?;
    Ok((StatusCode::CREATED, Json(sending::test(&ctx, &endpoint).await?)))
}

/// How a delivery stands.
#[derive(Deserialize, ToSchema, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum WebhookDeliveryState {
    /// On its way, or waiting to be tried again.
    Pending,
    /// It got through.
    Sent,
    /// Given up.
    Failed,
}

/// Which deliveries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct DeliveryQuery {
    #[param(inline)]
    state: Option<WebhookDeliveryState>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// What was sent to an endpoint, newest first. Needs `webhooks.view`.
#[utoipa::path(get, path = "/webhook-endpoints/{id}/deliveries", tag = "webhooks",
    params(("id" = EndpointId, Path), DeliveryQuery), responses((status = 200, body = Page<Delivery>)))]
async fn list_deliveries(
    ctx: Ctx,
    PathId(id): PathId<EndpointId>,
    Query(query): Query<DeliveryQuery>,
) -> Answer<Json<Page<Delivery>>> {
    ctx.require(VIEW)?;
    endpoints::find(ctx.read(), id).await?;
    let state = query.state.map(|state| match state {
        WebhookDeliveryState::Pending => "pending",
        WebhookDeliveryState::Sent => "sent",
        WebhookDeliveryState::Failed => "failed",
    });
    let page = PageRequest::new(query.limit, query.cursor)?;
    Ok(Json(deliveries::list(ctx.read(), id, state, &page).await?))
}

/// Since when.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ResendFailedWebhooks {
    /// What was taken up before this is left alone.
    since: Instant,
}

impl Check for ResendFailedWebhooks {
    fn check(&self, _: &mut Errors) {}
}

/// How many are sent again.
#[derive(Serialize, ToSchema)]
struct ResentWebhooks {
    /// At most 1,000 by one request.
    count: usize,
}

/// Sends again what failed since then, oldest first. Needs `webhooks.manage`.
#[utoipa::path(post, path = "/webhook-endpoints/{id}/resends", tag = "webhooks", params(("id" = EndpointId, Path)),
    request_body = ResendFailedWebhooks, responses((status = 202, body = ResentWebhooks)))]
async fn resend_failed(
    ctx: Ctx,
    PathId(id): PathId<EndpointId>,
    Body(wanted): Body<ResendFailedWebhooks>,
) -> Answer<(StatusCode, Json<ResentWebhooks>)> {
    let mut tx = ctx.begin().await?;
    let count = commands::resend_failed(&mut tx, id, wanted.since).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(ResentWebhooks { count })))
}

/// A delivery with each attempt.
#[derive(Serialize, ToSchema)]
struct WebhookDeliveryDetail {
    #[serde(flatten)]
    delivery: Delivery,
    /// In order.
    tried: Vec<Attempt>,
}

/// One delivery with each attempt. Needs `webhooks.view`.
#[utoipa::path(get, path = "/webhook-deliveries/{id}", tag = "webhooks", params(("id" = DeliveryId, Path)),
    responses((status = 200, body = WebhookDeliveryDetail)))]
async fn show_delivery(ctx: Ctx, PathId(id): PathId<DeliveryId>) -> Answer<Json<WebhookDeliveryDetail>> {
    ctx.require(VIEW)?;
    let delivery = deliveries::find(ctx.read(), id).await?;
    let tried = deliveries::attempts(ctx.read(), id).await?;
    Ok(Json(WebhookDeliveryDetail { delivery, tried }))
}

/// Sends a delivery again, whether it got through or not. Needs `webhooks.manage`.
#[utoipa::path(post, path = "/webhook-deliveries/{id}/resends", tag = "webhooks", params(("id" = DeliveryId, Path)),
    responses((status = 202)))]
async fn resend(ctx: Ctx, PathId(id): PathId<DeliveryId>) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    commands::resend(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::ACCEPTED)
}

/// The types of events that an endpoint may want.
#[derive(Serialize, ToSchema)]
struct WebhookEventKinds {
    /// By name; each with the present version of its particulars.
    kinds: BTreeMap<String, i32>,
}

/// Every type of event that the journal knows. Needs `webhooks.view`.
#[utoipa::path(get, path = "/webhook-event-kinds", tag = "webhooks", responses((status = 200, body = WebhookEventKinds)))]
async fn list_kinds(State(node): State<Arc<Node>>, ctx: Ctx) -> Answer<Json<WebhookEventKinds>> {
    ctx.require(VIEW)?;
    let kinds = node.event_kinds.values().map(|kind| (kind.name.to_owned(), kind.version)).collect();
    Ok(Json(WebhookEventKinds { kinds }))
}
