//! The routes of customer needs.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_organisation::store::names;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::Expected;
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::once::{IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    Need, NeedChange, NeedCustomer, NeedId, NeedMade, NeedRow, NeedStatus, NewNeed, NextStep,
};
use super::{commands, store};
use crate::model::CustomerId;
use crate::{VIEW, store as customers};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(to_follow_up)).routes(routes!(change))
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct PageQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Which next steps.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct FollowUpQuery {
    /// Whose: an id, or `me`; everybody's when absent.
    owner_id: Option<String>,
    /// About this customer only.
    customer_id: Option<CustomerId>,
    /// Only those due by today.
    due: Option<bool>,
    limit: Option<u32>,
    cursor: Option<String>,
}

fn check_step(errors: &mut Errors, step: Option<&NextStep>) {
    if let Some(step) = step {
        errors.length("next_step.words", &step.words, 1, 300);
    }
}

impl Check for NewNeed {
    fn check(&self, errors: &mut Errors) {
        errors.length("words", &self.words, 1, 1000);
        check_step(errors, self.next_step.as_ref());
    }
}

impl Check for NeedChange {
    fn check(&self, errors: &mut Errors) {
        check_step(errors, self.next_step.as_ref());
        match (self.status, &self.next_step) {
            (None, None) => errors.add("status", "missing", "another next step, or its end"),
            (Some(_), Some(_)) => {
                errors.add("next_step", "one_of_two", "another next step or its end, not both")
            }
            (Some(NeedStatus::Noted | NeedStatus::Open), None) => {
                errors.add("status", "unknown_value", "`done` or `dropped`");
            }
            _ => {}
        }
        let least = usize::from(self.status == Some(NeedStatus::Dropped));
        errors.length("outcome", self.outcome.as_deref().unwrap_or_default(), least, 1000);
    }
}

/// With the names of customers and people.
async fn shown(ctx: &Ctx, page: Page<NeedRow>) -> Answer<Page<Need>> {
    let people: Vec<_> = page
        .items
        .iter()
        .flat_map(|row| [row.owner_id, Some(row.recorded_by), row.ended_by])
        .flatten()
        .collect();
    let people = names::of(ctx.read(), &people, &[]).await?.staff;
    let customers = customers::names(ctx.read(), page.items.iter().map(|row| row.customer_id)).await?;
    let person = |id: Option<_>| id.and_then(|id| people.get(&id)).cloned();
    let text = |text: String| Some(text).filter(|text| !text.is_empty());
    Ok(page.map(|row| Need {
        id: row.id,
        customer: NeedCustomer {
            id: row.customer_id,
            name: customers.get(&row.customer_id).cloned().unwrap_or_default(),
        },
        kind: row.kind,
        words: row.sealed.words,
        next_step: text(row.sealed.next_step),
        owner: person(row.owner_id),
        due_on: row.due_on,
        status: row.status,
        outcome: text(row.sealed.outcome),
        version: row.version,
        recorded_by: person(Some(row.recorded_by)),
        recorded_at: row.recorded_at,
        ended_by: person(row.ended_by),
        ended_at: row.ended_at,
    }))
}

/// What was learnt of a customer, the newest first. Needs `customers.view`.
#[utoipa::path(get, path = "/customers/{id}/needs", tag = "customers",
    params(("id" = CustomerId, Path), PageQuery), responses((status = 200, body = Page<Need>)))]
async fn list(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    Query(query): Query<PageQuery>,
) -> Answer<Json<Page<Need>>> {
    ctx.require(VIEW)?;
    if !customers::exists(ctx.read(), id).await? {
        return Err(Failure::NotFound);
    }
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = store::of_customer(ctx.read(), ctx.keys(), id, &page).await?;
    Ok(Json(shown(&ctx, page).await?))
}

/// Notes what was learnt of a customer, and what is to be done about it. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers/{id}/needs", tag = "customers", params(("id" = CustomerId, Path)),
    request_body = NewNeed, responses((status = 201, body = NeedMade)))]
async fn add(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    key: IdempotencyKey,
    Body(new): Body<NewNeed>,
) -> Answer<(StatusCode, Json<NeedMade>)> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let made = NeedMade { id: commands::add(tx, id, new.clone()).await? };
        Ok((made, format!("/api/v1/customers/{id}/needs")))
    });
    Ok(match once.await? {
        Once::Made(made) => (StatusCode::CREATED, Json(made)),
        Once::Before(made) => (StatusCode::OK, Json(made)),
    })
}

/// Next steps about customers, the longest due first. Needs `customers.view`.
#[utoipa::path(get, path = "/customer-needs", tag = "customers", params(FollowUpQuery),
    responses((status = 200, body = Page<Need>)))]
async fn to_follow_up(ctx: Ctx, Query(query): Query<FollowUpQuery>) -> Answer<Json<Page<Need>>> {
    ctx.require(VIEW)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let owner_id = match query.owner_id.as_deref() {
        None => None,
        Some("me") => ctx.viewer.staff_id(),
        Some(id) => {
            let unknown = || Failure::invalid("owner_id", "unknown", "somebody's id, or `me`");
            Some(id.parse().map_err(|_| unknown())?)
        }
    };
    let today = customers::today(ctx.read(), ctx.now).await?.to_string();
    let until = query.due.unwrap_or_default().then_some(today);
    let wanted = store::Wanted { owner_id, customer_id: query.customer_id, until };
    let page = store::to_follow_up(ctx.read(), ctx.keys(), wanted, &page).await?;
    Ok(Json(shown(&ctx, page).await?))
}

/// Plans another next step, or says what came of it. Needs `customers.edit`.
#[utoipa::path(patch, path = "/customer-needs/{id}", tag = "customers", params(("id" = NeedId, Path)),
    request_body = NeedChange, responses((status = 200, body = NeedMade)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<NeedId>,
    expected: Expected,
    Body(change): Body<NeedChange>,
) -> Answer<Json<NeedMade>> {
    let mut tx = ctx.begin().await?;
    commands::change(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    Ok(Json(NeedMade { id }))
}
