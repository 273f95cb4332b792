//! The routes of care.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds, PathName};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    CareCode, CareCodeChange, CareNeed, CareNeedId, CareNeedMade, CareRow, NewCareCode, NewCareNeed,
};
use super::{commands, store};
use crate::VIEW;
use crate::model::CustomerId;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(codes, add_code))
        .routes(routes!(change_code))
        .routes(routes!(kept, record))
        .routes(routes!(end))
}

impl Check for NewCareCode {
    fn check(&self, errors: &mut Errors) {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        if !(2..=40).contains(&self.code.len()) || !self.code.bytes().all(plain) {
            errors.add("code", "wrong_form", "2 to 40 lower-case letters and _");
        }
        errors.length("name", &self.name, 1, 40);
        errors.length_if("name_en", self.name_en.as_deref(), 0, 80);
        errors.length("advice", &self.advice, 0, 300);
        errors.length_if("advice_en", self.advice_en.as_deref(), 0, 600);
    }
}

impl Check for CareCodeChange {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("name", self.name.as_deref(), 1, 40);
        errors.length_if("name_en", self.name_en.as_deref(), 1, 80);
        errors.length_if("advice", self.advice.as_deref(), 0, 300);
        errors.length_if("advice_en", self.advice_en.as_deref(), 0, 600);
    }
}

impl Check for NewCareNeed {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("words", self.words.as_deref(), 0, 500);
    }
}

/// The list of what we should know of when we serve somebody. Needs `customers.view`.
#[utoipa::path(get, path = "/care-codes", tag = "customers", responses((status = 200, body = List<CareCode>)))]
async fn codes(ctx: Ctx) -> Answer<Json<List<CareCode>>> {
    ctx.require(VIEW)?;
    Ok(Json(List { items: store::codes(ctx.read()).await? }))
}

/// Adds to the list. Needs `customers.configure`.
#[utoipa::path(post, path = "/care-codes", tag = "customers", request_body = NewCareCode,
    responses((status = 201, body = CareCode)))]
async fn add_code(ctx: Ctx, key: IdempotencyKey, Body(new): Body<NewCareCode>) -> Answer<Created<CareCode>> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let code = commands::add_code(tx, new.clone()).await?;
        let location = of_code(&code);
        Ok((code, location))
    });
    Ok(Created { once: once.await?, location: of_code, version: |code| code.version })
}

fn of_code(code: &CareCode) -> String {
    format!("/api/v1/care-codes/{}", code.code)
}

/// Changes an entry of the list. Needs `customers.configure`.
#[utoipa::path(patch, path = "/care-codes/{code}", tag = "customers", params(("code" = String, Path)),
    request_body = CareCodeChange, responses((status = 200, body = CareCode)))]
async fn change_code(
    ctx: Ctx,
    PathName(code): PathName,
    expected: Expected,
    Body(change): Body<CareCodeChange>,
) -> Answer<Versioned<CareCode>> {
    let mut tx = ctx.begin().await?;
    let body = commands::change_code(&mut tx, &code, expected, change).await?;
    tx.commit().await?;
    Ok(Versioned { version: body.version, body })
}

/// What we should know of when we serve this customer; words masked. Needs `customers.view`.
#[utoipa::path(get, path = "/customers/{id}/care-needs", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 200, body = List<CareNeed>)))]
async fn kept(ctx: Ctx, PathId(id): PathId<CustomerId>) -> Answer<Json<List<CareNeed>>> {
    ctx.require(VIEW)?;
    Ok(Json(shown(&ctx, id).await?))
}

async fn shown(ctx: &Ctx, id: CustomerId) -> Answer<List<CareNeed>> {
    if !crate::store::exists(ctx.read(), id).await? {
        return Err(Failure::NotFound);
    }
    let needs = store::of_customers(ctx.read(), ctx.keys(), &[id]).await?;
    Ok(List { items: needs.iter().map(CareRow::masked).collect() })
}

/// Keeps something we should know of about a customer who agreed to it. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers/{id}/care-needs", tag = "customers", params(("id" = CustomerId, Path)),
    request_body = NewCareNeed, responses((status = 201, body = CareNeedMade)))]
async fn record(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    key: IdempotencyKey,
    Body(new): Body<NewCareNeed>,
) -> Answer<(StatusCode, Json<CareNeedMade>)> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let made = CareNeedMade { id: commands::record(tx, id, new.clone()).await? };
        Ok((made, format!("/api/v1/customers/{id}/care-needs")))
    });
    Ok(match once.await? {
        Once::Made(made) => (StatusCode::CREATED, Json(made)),
        Once::Before(made) => (StatusCode::OK, Json(made)),
    })
}

/// Keeps it no longer; answers what is still kept. Needs `customers.edit`.
#[utoipa::path(delete, path = "/customers/{id}/care-needs/{care_need_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("care_need_id" = CareNeedId, Path)),
    responses((status = 200, body = List<CareNeed>)))]
async fn end(
    ctx: Ctx,
    PathIds(id, need_id): PathIds<CustomerId, CareNeedId>,
) -> Answer<Json<List<CareNeed>>> {
    let mut tx = ctx.begin().await?;
    commands::end(&mut tx, id, need_id).await?;
    tx.commit().await?;
    Ok(Json(shown(&ctx, id).await?))
}
