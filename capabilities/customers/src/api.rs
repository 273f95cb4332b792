//! The routes.

use std::sync::Arc;

use axum::Json;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, MaybeExpected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::contact::{self, CONTACT_POINTS_MAX};
use crate::model::{
    ContactPointId, Customer, CustomerChange, CustomerId, NewContactPoint, NewCustomer, NewIdentityDocument,
};
use crate::number::{SERIES, customer_number};
use crate::protection::{Personal, contact_form, identity_form};
use crate::store::IDENTITY_DOCUMENTS_MAX;
use crate::{EDIT, VIEW, commands, reveals, store};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(show, change))
        .routes(routes!(add_contact_point))
        .routes(routes!(remove_contact_point))
        .merge(reveals::api::routes())
}

/// Which customers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct CustomerQuery {
    /// A customer number, a part of a name, words of the note, a whole contact value, a phone's last four digits.
    q: Option<String>,
    limit: Option<u32>,
    cursor: Option<String>,
}

impl Check for NewCustomer {
    fn check(&self, errors: &mut Errors) {
        check_name(errors, &self.name);
        errors.length_if("note", self.note.as_deref(), 0, 2000);
        check_contact_points(errors, &self.contact_points);
        check_identity_documents(errors, &self.identity_documents);
    }
}

impl Check for CustomerChange {
    fn check(&self, errors: &mut Errors) {
        if let Some(name) = &self.name {
            check_name(errors, name);
        }
        errors.length_if("note", self.note.as_deref(), 0, 2000);
    }
}

impl Check for NewContactPoint {
    fn check(&self, errors: &mut Errors) {
        contact::check(errors, "value", self.kind, &self.value);
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
        contact::check(errors, &format!("contact_points[{n}].value"), point.kind, &point.value);
        let before = || points[..n].iter().filter(|earlier| earlier.kind == point.kind);
        let form = |point: &NewContactPoint| contact_form(point.kind, &Personal::new(&point.value));
        if before().any(|earlier| form(earlier) == form(point)) {
            errors.add(format!("contact_points[{n}].value"), "duplicate", "the same was given before");
        }
        if point.preferred && before().any(|earlier| earlier.preferred) {
            let message = "only one of a kind can be tried first";
            errors.add(format!("contact_points[{n}].preferred"), "duplicate", message);
        }
    }
}

fn check_identity_documents(errors: &mut Errors, documents: &[NewIdentityDocument]) {
    if documents.len() > IDENTITY_DOCUMENTS_MAX {
        errors.add("identity_documents", "too_many", format!("at most {IDENTITY_DOCUMENTS_MAX}"));
        return;
    }
    let form = |document: &NewIdentityDocument| identity_form(&Personal::new(&document.number));
    for (n, document) in documents.iter().enumerate() {
        let (kind, number) = (document.kind.as_str(), document.number.trim());
        // The kind goes into the journal: without digits it cannot hold a number by mistake.
        let plain = kind.starts_with(|c: char| c.is_ascii_lowercase())
            && kind.len() <= 40
            && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if !plain {
            let message = "1 to 40 lower-case letters and _";
            errors.add(format!("identity_documents[{n}].kind"), "wrong_form", message);
        }
        let at = format!("identity_documents[{n}].number");
        errors.length(&at, number, 2, 40);
        if !number.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | ' ' | '(' | ')' | '/')) {
            errors.add(&at, "wrong_form", "letters, digits, - / ( ) and spaces");
        }
        let same = |earlier: &&NewIdentityDocument| earlier.kind == kind && form(earlier) == form(document);
        if documents[..n].iter().any(|earlier| same(&earlier)) {
            errors.add(&at, "duplicate", "the same was given before");
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
    let page = store::list(ctx.read(), ctx.keys(), query.q.as_deref(), &page).await?;
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

fn at(customer: &Customer) -> String {
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

/// Changes a customer. Needs `customers.edit`.
#[utoipa::path(patch, path = "/customers/{id}", tag = "customers", params(("id" = CustomerId, Path)),
    request_body = CustomerChange, responses((status = 200, body = Customer)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    expected: Expected,
    Body(change): Body<CustomerChange>,
) -> Answer<Versioned<Customer>> {
    let mut tx = ctx.begin().await?;
    let body = commands::change(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    Ok(Versioned { version: body.version, body })
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
