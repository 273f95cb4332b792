//! The routes.

use std::sync::Arc;

use axum::Json;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::model::{NewProduct, Product, ProductChange, ProductId};
use crate::{VIEW, commands, store};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(show, change))
}

/// Which products.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ProductQuery {
    active: Option<bool>,
    limit: Option<u32>,
    cursor: Option<String>,
}

impl Check for NewProduct {
    fn check(&self, errors: &mut Errors) {
        errors.length("code", &self.code, 1, 40);
        if !self.code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
            errors.add("code", "wrong_form", "letters, digits, - and _");
        }
        errors.length("name", &self.name, 1, 100);
        errors.length_if("name_en", self.name_en.as_deref(), 1, 100);
        errors.length("category", &self.category, 1, 40);
    }
}

impl Check for ProductChange {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("name", self.name.as_deref(), 1, 100);
        errors.length_if("name_en", self.name_en.as_deref(), 1, 100);
        errors.length_if("category", self.category.as_deref(), 1, 40);
    }
}

/// The catalogue by code. Needs `products.view`.
#[utoipa::path(get, path = "/products", tag = "products", params(ProductQuery),
    responses((status = 200, body = Page<Product>)))]
async fn list(ctx: Ctx, Query(query): Query<ProductQuery>) -> Answer<Json<Page<Product>>> {
    ctx.require(VIEW)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    Ok(Json(store::list(ctx.read(), query.active, &page).await?))
}

/// Adds a product. Needs `products.edit`.
#[utoipa::path(post, path = "/products", tag = "products", request_body = NewProduct,
    responses((status = 201, body = Product)))]
async fn add(ctx: Ctx, key: IdempotencyKey, Body(new): Body<NewProduct>) -> Answer<Created<Product>> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let product = commands::add(tx, new).await?;
        let location = at(&product);
        Ok((product, location))
    });
    Ok(Created { once: once.await?, location: at, version: |product| product.version })
}

fn at(product: &Product) -> String {
    format!("/api/v1/products/{}", product.id)
}

/// One product. Needs `products.view`.
#[utoipa::path(get, path = "/products/{id}", tag = "products", params(("id" = ProductId, Path)),
    responses((status = 200, body = Product)))]
async fn show(ctx: Ctx, PathId(id): PathId<ProductId>) -> Answer<Versioned<Product>> {
    ctx.require(VIEW)?;
    let body = store::find(ctx.read(), id).await?;
    Ok(Versioned { version: body.version, body })
}

/// Changes a product. Needs `products.edit`.
#[utoipa::path(patch, path = "/products/{id}", tag = "products", params(("id" = ProductId, Path)),
    request_body = ProductChange, responses((status = 200, body = Product)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<ProductId>,
    expected: Expected,
    Body(change): Body<ProductChange>,
) -> Answer<Versioned<Product>> {
    let mut tx = ctx.begin().await?;
    let body = commands::change(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    Ok(Versioned { version: body.version, body })
}
