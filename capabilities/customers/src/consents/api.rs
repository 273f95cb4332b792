//! The routes of consents.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_organisation::store::names;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds, Query};
use lingke_platform::http::once::{IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Consent, ConsentId, ConsentRow, NewConsent, Withdrawal};
use super::{commands, store};
use crate::model::CustomerId;
use crate::{VIEW, store as customers};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(list, give)).routes(routes!(withdraw))
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ConsentQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// What was noted.
#[derive(Serialize, Deserialize, ToSchema)]
struct ConsentMade {
    /// Its id.
    id: ConsentId,
}

impl Check for NewConsent {
    fn check(&self, errors: &mut Errors) {
        errors.length("text_version", &self.text_version, 1, 60);
    }
}

impl Check for Withdrawal {
    fn check(&self, _: &mut Errors) {}
}

async fn shown(ctx: &Ctx, page: Page<ConsentRow>) -> Answer<Page<Consent>> {
    let people: Vec<_> =
        page.items.iter().flat_map(|row| [Some(row.recorded_by), row.withdrawn_by]).flatten().collect();
    let people = names::of(ctx.read(), &people, &[]).await?.staff;
    Ok(page.map(|row| Consent {
        id: row.id,
        purpose: row.purpose,
        text_version: row.text_version,
        given_on: row.given_on,
        channel: row.channel,
        recorded_by: people.get(&row.recorded_by).cloned(),
        recorded_at: row.recorded_at,
        withdrawn_on: row.withdrawn_on,
        withdrawn_channel: row.withdrawn_channel,
        withdrawn_by: row.withdrawn_by.and_then(|id| people.get(&id)).cloned(),
        withdrawn_at: row.withdrawn_at,
    }))
}

/// All a customer ever agreed to, the newest first. Needs `customers.view`.
#[utoipa::path(get, path = "/customers/{id}/consents", tag = "customers",
    params(("id" = CustomerId, Path), ConsentQuery), responses((status = 200, body = Page<Consent>)))]
async fn list(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    Query(query): Query<ConsentQuery>,
) -> Answer<Json<Page<Consent>>> {
    ctx.require(VIEW)?;
    if !customers::exists(ctx.read(), id).await? {
        return Err(Failure::NotFound);
    }
    let page = PageRequest::new(query.limit, query.cursor)?;
    Ok(Json(shown(&ctx, store::of_customer(ctx.read(), id, &page).await?).await?))
}

/// Notes what a customer agreed to. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers/{id}/consents", tag = "customers", params(("id" = CustomerId, Path)),
    request_body = NewConsent, responses((status = 201, body = ConsentMade)))]
async fn give(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    key: IdempotencyKey,
    Body(new): Body<NewConsent>,
) -> Answer<(StatusCode, Json<ConsentMade>)> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let made = ConsentMade { id: commands::give(tx, id, new.clone()).await? };
        Ok((made, format!("/api/v1/customers/{id}/consents")))
    });
    Ok(match once.await? {
        Once::Made(made) => (StatusCode::CREATED, Json(made)),
        Once::Before(made) => (StatusCode::OK, Json(made)),
    })
}

/// Notes that a customer took it back; answers the consent's id. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers/{id}/consents/{consent_id}/withdrawals", tag = "customers",
    params(("id" = CustomerId, Path), ("consent_id" = ConsentId, Path)), request_body = Withdrawal,
    responses((status = 200, body = ConsentMade)))]
async fn withdraw(
    ctx: Ctx,
    PathIds(id, consent_id): PathIds<CustomerId, ConsentId>,
    Body(new): Body<Withdrawal>,
) -> Answer<Json<ConsentMade>> {
    let mut tx = ctx.begin().await?;
    commands::withdraw(&mut tx, id, consent_id, new).await?;
    tx.commit().await?;
    Ok(Json(ConsentMade { id: consent_id }))
}
