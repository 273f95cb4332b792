//! The routes of holdings.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_kernel::personal::is_card_number;
use lingke_organisation::store::names;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::Expected;
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds};
use lingke_platform::http::once::{IdempotencyKey, fingerprint};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use lingke_products::store as products;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Holding, HoldingChange, HoldingId, HoldingKind, HoldingProduct, NewHolding};
use super::{commands, store};
use crate::model::CustomerId;
use crate::protection::{Personal, identity_form};
use crate::{VIEW, store as customers};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change, remove))
}

/// What was noted. Only its id.
#[derive(Serialize, Deserialize, ToSchema)]
struct HoldingMade {
    /// Its id.
    id: HoldingId,
}

impl Check for NewHolding {
    fn check(&self, errors: &mut Errors) {
        let form = identity_form(&Personal::new(&self.number));
        let plain = self.number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ' '));
        if !plain || !(4..=40).contains(&form.len()) {
            errors.add("number", "wrong_form", "4 to 40 letters and digits, also - and blanks");
        } else if self.kind == HoldingKind::Card && !is_card_number(&form) {
            errors.add("number", "wrong_check_digit", "a card number with its check digit");
        }
    }
}

impl Check for HoldingChange {
    fn check(&self, _: &mut Errors) {}
}

/// What a customer has with us, numbers by their last four. Needs `customers.view`.
#[utoipa::path(get, path = "/customers/{id}/holdings", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 200, body = List<Holding>)))]
async fn list(ctx: Ctx, PathId(id): PathId<CustomerId>) -> Answer<Json<List<Holding>>> {
    ctx.require(VIEW)?;
    Ok(Json(shown(&ctx, id).await?))
}

async fn shown(ctx: &Ctx, id: CustomerId) -> Answer<List<Holding>> {
    if !customers::exists(ctx.read(), id).await? {
        return Err(Failure::NotFound);
    }
    let rows = store::of_customer(ctx.read(), ctx.keys(), id).await?;
    let units: Vec<_> = rows.iter().filter_map(|row| row.unit_id).collect();
    let units = names::of(ctx.read(), &[], &units).await?.units;
    let ids: Vec<_> = rows.iter().map(|row| row.product_id).collect();
    let products = products::by_ids(ctx.read(), &ids).await?;
    let products: HashMap<_, HoldingProduct> = products
        .into_iter()
        .map(|one| (one.id, HoldingProduct { id: one.id, name: one.name, name_en: one.name_en }))
        .collect();
    let items = rows.iter().map(|row| {
        let unit = row.unit_id.and_then(|id| units.get(&id)).cloned();
        row.shown(products.get(&row.product_id).cloned(), unit)
    });
    Ok(List { items: items.collect() })
}

/// Notes an account, card, policy or loan of a customer. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers/{id}/holdings", tag = "customers", params(("id" = CustomerId, Path)),
    request_body = NewHolding, responses((status = 201, body = HoldingMade)))]
async fn add(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    key: IdempotencyKey,
    Body(new): Body<NewHolding>,
) -> Answer<(StatusCode, Json<HoldingMade>)> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let made = HoldingMade { id: commands::add(tx, id, new.clone()).await? };
        Ok((made, format!("/api/v1/customers/{id}/holdings")))
    });
    Ok(match once.await? {
        Once::Made(made) => (StatusCode::CREATED, Json(made)),
        Once::Before(made) => (StatusCode::OK, Json(made)),
    })
}

/// Changes a holding; answers all of the customer. Needs `customers.edit`.
#[utoipa::path(patch, path = "/customers/{id}/holdings/{holding_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("holding_id" = HoldingId, Path)), request_body = HoldingChange,
    responses((status = 200, body = List<Holding>)))]
async fn change(
    ctx: Ctx,
    PathIds(id, holding_id): PathIds<CustomerId, HoldingId>,
    expected: Expected,
    Body(change): Body<HoldingChange>,
) -> Answer<Json<List<Holding>>> {
    let mut tx = ctx.begin().await?;
    commands::change(&mut tx, (id, holding_id), expected, change).await?;
    tx.commit().await?;
    Ok(Json(shown(&ctx, id).await?))
}

/// Takes back what was noted by mistake; answers all of the customer. Needs `customers.edit`.
#[utoipa::path(delete, path = "/customers/{id}/holdings/{holding_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("holding_id" = HoldingId, Path)),
    responses((status = 200, body = List<Holding>)))]
async fn remove(
    ctx: Ctx,
    PathIds(id, holding_id): PathIds<CustomerId, HoldingId>,
) -> Answer<Json<List<Holding>>> {
    let mut tx = ctx.begin().await?;
    commands::remove(&mut tx, id, holding_id).await?;
    tx.commit().await?;
    Ok(Json(shown(&ctx, id).await?))
}
