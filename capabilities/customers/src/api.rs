//! The routes.

use std::sync::Arc;

use axum::Json;
use axum::response::{IntoResponse, Response};
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, MaybeExpected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{List, Page, PageRequest};
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::contact::{self, CONTACT_POINTS_MAX};
use crate::model::{
    ContactPointId, Customer, CustomerChange, CustomerId, IdentityDocumentId, NewContactPoint, NewCustomer,
    NewIdentityDocument, NewReview, NewVerification,
};
use crate::number::{SERIES, customer_number};
use crate::protection::contact_form;
use crate::requests::api as requests;
use crate::requests::model::ChangeRequest;
use crate::{EDIT, VIEW, commands, documents, reveals, store};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(show, change))
        .routes(routes!(add_contact_point))
        .routes(routes!(remove_contact_point))
        .routes(routes!(verify_contact_point))
        .routes(routes!(add_identity_document))
        .routes(routes!(remove_identity_document))
        .routes(routes!(review))
        .merge(crate::care::api::routes())
        .merge(crate::relations::api::routes())
        .merge(crate::holdings::api::routes())
        .merge(crate::needs::api::routes())
        .merge(crate::consents::api::routes())
        .merge(reveals::api::routes())
        .merge(crate::history::api::routes())
        .merge(crate::requests::api::routes())
}

/// Which customers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct CustomerQuery {
    /// A customer number, a part of a name or its sound (`wangfang`, `wf`), words of the note, a whole contact value or
    /// identity number, a phone's last four digits.
    q: Option<String>,
    /// Only those somebody should look at again by today, the longest due first.
    review_due: Option<bool>,
    limit: Option<u32>,
    cursor: Option<String>,
}

impl Check for NewCustomer {
    fn check(&self, errors: &mut Errors) {
        check_name(errors, &self.name);
        errors.length_if("note", self.note.as_deref(), 0, 2000);
        check_registered_name(errors, self.registered_name.as_deref());
        self.contact_wish.check(errors, "contact_wish");
        check_contact_points(errors, &self.contact_points);
        documents::check_all(errors, &self.identity_documents);
    }
}

impl Check for CustomerChange {
    fn check(&self, errors: &mut Errors) {
        if let Some(name) = &self.name {
            check_name(errors, name);
        }
        errors.length_if("note", self.note.as_deref(), 0, 2000);
        check_registered_name(errors, self.registered_name.as_deref());
        if let Some(wish) = &self.contact_wish {
            wish.check(errors, "contact_wish");
        }
    }
}

impl Check for NewContactPoint {
    fn check(&self, errors: &mut Errors) {
        contact::check(errors, "", self);
    }
}

impl Check for NewIdentityDocument {
    fn check(&self, errors: &mut Errors) {
        documents::check(errors, "", self);
    }
}

impl Check for NewVerification {
    fn check(&self, _: &mut Errors) {}
}

impl Check for NewReview {
    fn check(&self, _: &mut Errors) {}
}

fn check_registered_name(errors: &mut Errors, name: Option<&str>) {
    errors.length_if("registered_name", name, 0, 200);
    if name.is_some_and(|name| name.chars().any(char::is_control)) {
        errors.add("registered_name", "control_character", "no line breaks and control characters");
    }
}

fn check_name(errors: &mut Errors, name: &str) {
    errors.length("name", name, 1, 100);
    if name.chars().any(char::is_control) {
        errors.add("name", "control_character", "no line breaks and control characters");
    }
}

fn check_contact_points(errors: &mut Errors, points: &[NewContactPoint]) {
    if points.len() > CONTACT_POINTS_MAX {
        errors.add("contact_points", "too_many", format!("at most {CONTACT_POINTS_MAX}"));
        return;
    }
    for (n, point) in points.iter().enumerate() {
        contact::check(errors, &format!("contact_points[{n}]."), point);
        let before = || points[..n].iter().filter(|earlier| earlier.kind == point.kind);
        let form = |point: &NewContactPoint| contact_form(point.kind, &contact::value_of(point));
        if before().any(|earlier| form(earlier) == form(point)) {
            errors.add(format!("contact_points[{n}].value"), "duplicate", "the same was given before");
        }
        if point.preferred && before().any(|earlier| earlier.preferred) {
            let message = "only one of a kind can be tried first";
            errors.add(format!("contact_points[{n}].preferred"), "duplicate", message);
        }
    }
}

/// Customers, newest first, personal values masked. Needs `customers.view`.
#[utoipa::path(get, path = "/customers", tag = "customers", params(CustomerQuery),
    responses((status = 200, body = Page<Customer>)))]
async fn list(ctx: Ctx, Query(query): Query<CustomerQuery>) -> Answer<Json<Page<Customer>>> {
    ctx.require(VIEW)?;
    if query.q.as_ref().is_some_and(|q| q.chars().count() > 254) {
        return Err(Failure::invalid("q", "too_long", "at most 254 characters"));
    }
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = if query.review_due.unwrap_or_default() {
        if query.q.is_some() {
            return Err(Failure::invalid("review_due", "not_here", "without `q`"));
        }
        store::due_for_review(ctx.read(), ctx.keys(), ctx.now, &page).await?
    } else {
        store::list(ctx.read(), ctx.keys(), query.q.as_deref(), &page).await?
    };
    Ok(Json(page.map(|record| record.shown_to(&ctx.viewer))))
}

/// Adds a customer. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers", tag = "customers", request_body = NewCustomer,
    responses((status = 201, body = Customer)))]
async fn add(ctx: Ctx, key: IdempotencyKey, Body(new): Body<NewCustomer>) -> Answer<Created<Customer>> {
    ctx.require(EDIT)?;
    let body = fingerprint(&new)?;
    let number = customer_number(ctx.next_number(SERIES).await?);
    let once = ctx.once(key.once(&body), async |tx| {
        let customer = commands::add(tx, number.clone(), new.clone()).await?;
        let location = at(&customer);
        Ok((customer, location))
    });
    Ok(Created { once: once.await?, location: at, version: |customer| customer.version })
}

pub(crate) fn at(customer: &Customer) -> String {
    format!("/api/v1/customers/{}", customer.id)
}

/// One customer, personal values masked. Needs `customers.view`.
#[utoipa::path(get, path = "/customers/{id}", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 200, body = Customer)))]
async fn show(ctx: Ctx, PathId(id): PathId<CustomerId>) -> Answer<Versioned<Customer>> {
    ctx.require(VIEW)?;
    let body = store::find(ctx.read(), ctx.keys(), id).await?.shown_to(&ctx.viewer);
    Ok(Versioned { version: body.version, body })
}

/// Changes a customer. Needs `customers.edit`. Name and kind wait for a second person, unless the settings say otherwise:
/// then the answer is what waits, and the rest is changed.
#[utoipa::path(patch, path = "/customers/{id}", tag = "customers", params(("id" = CustomerId, Path)),
    request_body = CustomerChange,
    responses((status = 200, body = Customer), (status = 202, body = List<ChangeRequest>)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    expected: Expected,
    Body(change): Body<CustomerChange>,
) -> Answer<Response> {
    let mut tx = ctx.begin().await?;
    let (body, waits) = commands::change(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    if waits {
        return requests::asked(&ctx, id).await;
    }
    Ok(Versioned { version: body.version, body }.into_response())
}

/// Adds a way to reach a customer; answers the customer. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers/{id}/contact-points", tag = "customers",
    params(("id" = CustomerId, Path)), request_body = NewContactPoint,
    responses((status = 201, body = Customer)))]
async fn add_contact_point(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    expected: MaybeExpected,
    key: IdempotencyKey,
    Body(new): Body<NewContactPoint>,
) -> Answer<Created<Customer>> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let customer = commands::add_contact_point(tx, id, expected, new.clone()).await?;
        let location = at(&customer);
        Ok((customer, location))
    });
    Ok(Created { once: once.await?, location: at, version: |customer| customer.version })
}

/// Removes a way to reach a customer; answers the customer. Needs `customers.edit`.
#[utoipa::path(delete, path = "/customers/{id}/contact-points/{contact_point_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("contact_point_id" = ContactPointId, Path)),
    responses((status = 200, body = Customer)))]
async fn remove_contact_point(
    ctx: Ctx,
    PathIds(id, contact_point_id): PathIds<CustomerId, ContactPointId>,
    expected: MaybeExpected,
) -> Answer<Versioned<Customer>> {
    let mut tx = ctx.begin().await?;
    let body = commands::remove_contact_point(&mut tx, id, contact_point_id, expected).await?;
    tx.commit().await?;
    Ok(Versioned { version: body.version, body })
}

/// Writes down whether a contact point reaches the customer; answers the customer. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers/{id}/contact-points/{contact_point_id}/verifications", tag = "customers",
    params(("id" = CustomerId, Path), ("contact_point_id" = ContactPointId, Path)), request_body = NewVerification,
    responses((status = 200, body = Customer)))]
async fn verify_contact_point(
    ctx: Ctx,
    PathIds(id, contact_point_id): PathIds<CustomerId, ContactPointId>,
    Body(new): Body<NewVerification>,
) -> Answer<Versioned<Customer>> {
    let mut tx = ctx.begin().await?;
    let body = commands::verify_contact_point(&mut tx, id, contact_point_id, new).await?;
    tx.commit().await?;
    Ok(Versioned { version: body.version, body })
}

/// Adds a document that says who the customer is; answers the customer. Needs `customers.edit`. One more beside a first
/// waits for a second person, unless the settings say otherwise: then the answer is what waits.
#[utoipa::path(post, path = "/customers/{id}/identity-documents", tag = "customers",
    params(("id" = CustomerId, Path)), request_body = NewIdentityDocument,
    responses((status = 201, body = Customer), (status = 202, body = List<ChangeRequest>)))]
async fn add_identity_document(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    expected: MaybeExpected,
    key: IdempotencyKey,
    Body(new): Body<NewIdentityDocument>,
) -> Answer<Response> {
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let customer = commands::add_identity_document(tx, id, expected, new.clone()).await?;
        Ok((customer, format!("/api/v1/customers/{id}")))
    });
    let once = match once.await? {
        Once::Made(Some(customer)) => Once::Made(customer),
        Once::Before(Some(customer)) => Once::Before(customer),
        Once::Made(None) | Once::Before(None) => return requests::asked(&ctx, id).await,
    };
    Ok(Created { once, location: at, version: |customer| customer.version }.into_response())
}

/// Removes a document that says who the customer is; answers the customer. Needs `customers.edit`. Waits for a second
/// person, unless the settings say otherwise: then the answer is what waits.
#[utoipa::path(delete, path = "/customers/{id}/identity-documents/{identity_document_id}", tag = "customers",
    params(("id" = CustomerId, Path), ("identity_document_id" = IdentityDocumentId, Path)),
    responses((status = 200, body = Customer), (status = 202, body = List<ChangeRequest>)))]
async fn remove_identity_document(
    ctx: Ctx,
    PathIds(id, document_id): PathIds<CustomerId, IdentityDocumentId>,
    expected: MaybeExpected,
) -> Answer<Response> {
    let mut tx = ctx.begin().await?;
    let customer = commands::remove_identity_document(&mut tx, id, document_id, expected).await?;
    tx.commit().await?;
    match customer {
        Some(body) => Ok(Versioned { version: body.version, body }.into_response()),
        None => requests::asked(&ctx, id).await,
    }
}

/// Says that what is kept of a customer was looked at today, and when it should be again. Needs `customers.edit`.
#[utoipa::path(post, path = "/customers/{id}/reviews", tag = "customers", params(("id" = CustomerId, Path)),
    request_body = NewReview, responses((status = 200, body = Customer)))]
async fn review(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    expected: MaybeExpected,
    Body(new): Body<NewReview>,
) -> Answer<Versioned<Customer>> {
    let mut tx = ctx.begin().await?;
    let body = commands::review(&mut tx, id, expected, new).await?;
    tx.commit().await?;
    Ok(Versioned { version: body.version, body })
}
