//! The routes of relations.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_organisation::store::names;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds};
use lingke_platform::http::once::{IdempotencyKey, fingerprint};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    NewRelation, RelatedCustomer, Relation, RelationId, RelationKind, RelationMade, RelationRow,
};
use super::{commands, store};
use crate::model::CustomerId;
use crate::{VIEW, phone, store as customers};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(end))
}

impl Check for NewRelation {
    fn check(&self, errors: &mut Errors) {
        match (&self.other_id, &self.person) {
            (Some(_), Some(_)) => errors.add("person", "one_of_two", "a customer or a person, not both"),
            (None, None) => errors.add("other_id", "missing", "a customer, or a person"),
            (Some(_), None) => {}
            (None, Some(person)) => {
                errors.length("person.name", &person.name, 1, 100);
                let number = person.phone.as_deref().filter(|number| !number.trim().is_empty());
                if number.is_some_and(|number| phone::normalised(number, None).is_none()) {
                    errors.add("person.phone", "not_a_phone_number", "a number that its country has");
                }
            }
        }
        let least = usize::from(self.kind == RelationKind::Agent);
        errors.length("scope", self.scope.as_deref().unwrap_or_default(), least, 300);
        errors.length("document_ref", self.document_ref.as_deref().unwrap_or_default(), least, 100);
    }
}

/// Who acts for a customer or belongs to them, and for whom they do; names of persons who are no customers masked.
/// Needs `customers.view`.
#[utoipa::path(get, path = "/customers/{id}/relations", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 200, body = List<Relation>)))]
async fn list(ctx: Ctx, PathId(id): PathId<CustomerId>) -> Answer<Json<List<Relation>>> {
    ctx.require(VIEW)?;
    Ok(Json(shown(&ctx, id).await?))
}

async fn shown(ctx: &Ctx, id: CustomerId) -> Answer<List<Relation>> {
    if !customers::exists(ctx.read(), id).await? {
        return Err(Failure::NotFound);
    }
    let rows = store::of_customer(ctx.read(), ctx.keys(), id).await?;
    let staff: Vec<_> = rows.iter().map(|row| row.recorded_by).collect();
    let staff = names::of(ctx.read(), &staff, &[]).await?.staff;
    let at_the_end =
        |row: &RelationRow| if row.customer_id == id { row.other_id } else { Some(row.customer_id) };
    let ids: Vec<CustomerId> = rows.iter().filter_map(at_the_end).collect();
    let others = customers::rows(ctx.read(), &ids).await?;
    let others: HashMap<CustomerId, RelatedCustomer> = others
        .into_iter()
        .map(|row| (row.id, RelatedCustomer { id: row.id, number: row.number, name: row.name }))
        .collect();
    let items = rows.iter().map(|row| {
        let other = at_the_end(row).and_then(|id| others.get(&id)).cloned();
        row.shown(id, other, staff.get(&row.recorded_by).cloned())
    });
    Ok(List { items: items.collect() })
}

/// Notes who acts for a customer or belongs to them. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers/{id}/relations", tag = "customers", params(("id" = CustomerId, Path)),
    request_body = NewRelation, responses((status = 201, body = RelationMade)))]
async fn add(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    key: IdempotencyKey,
    Body(new): Body<NewRelation>,
) -> Answer<(StatusCode, Json<RelationMade>)> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let made = RelationMade { id: commands::add(tx, id, new.clone()).await? };
        Ok((made, format!("/api/v1/customers/{id}/relations")))
    });
    Ok(match once.await? {
        Once::Made(made) => (StatusCode::CREATED, Json(made)),
        Once::Before(made) => (StatusCode::OK, Json(made)),
    })
}

/// Ends a relation, from either end; answers those still in force. Needs `customers.edit`.
#[utoipa::path(delete, path = "/customers/{id}/relations/{relation_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("relation_id" = RelationId, Path)),
    responses((status = 200, body = List<Relation>)))]
async fn end(
    ctx: Ctx,
    PathIds(id, relation_id): PathIds<CustomerId, RelationId>,
) -> Answer<Json<List<Relation>>> {
    let mut tx = ctx.begin().await?;
    commands::end(&mut tx, id, relation_id).await?;
    tx.commit().await?;
    Ok(Json(shown(&ctx, id).await?))
}
