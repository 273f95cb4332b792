//! The routes of custom fields: saying which there are, trying them, and filling them on a case.

use std::sync::Arc;

use axum::Json;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, FieldError};
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{List, Page, PageRequest};
use lingke_platform::journal::read::history;
use lingke_platform::node::Node;
use lingke_platform::viewer::StaffId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    CHOICES_MAX, Choice, FIELDS_MAX, Field, FieldChange, FieldId, FieldType, NewField, Required, Values,
};
use super::{commands, store};
use crate::checklists::api::check_kinds;
use crate::model::{CaseId, CaseKind};
use crate::shown::{self, CaseShown};
use crate::{CONFIGURE, setup};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(change))
        .routes(routes!(reorder))
        .routes(routes!(changes))
        .routes(routes!(try_them))
        .routes(routes!(fill))
}

/// Longest help, in characters.
const HELP_MAX: usize = 300;

/// Which fields.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct FieldQuery {
    /// Also the retired ones.
    retired: Option<bool>,
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct FieldChangesQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Every field in use once, in the new order.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FieldOrder {
    ids: Vec<FieldId>,
}

/// Values for a case of this kind at this moment, to see what would be said of them.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FieldTrial {
    kind: CaseKind,
    when: Required,
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    values: Values,
}

/// What would be said.
#[derive(Serialize, ToSchema)]
struct FieldTrialAnswer {
    /// Whether a case could be opened or resolved with these values.
    taken: bool,
    /// What is wrong, each with its field.
    errors: Vec<FieldError>,
}

/// Values by key; absent ones stay, null empties one.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FieldValues {
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    values: Values,
}

/// One change of a field.
#[derive(Serialize, ToSchema)]
struct FieldChanged {
    at: Instant,
    /// Who; null for the system.
    actor: Option<StaffName>,
    /// `case_field_added` or `case_field_changed`.
    #[serde(rename = "type")]
    kind: String,
    /// The field as it was after.
    #[schema(value_type = Object)]
    field: Value,
}

fn check_key(errors: &mut Errors, key: &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let begins = key.starts_with(|c: char| c.is_ascii_lowercase());
    if key.len() > 40 || !begins || !key.chars().all(plain) {
        errors.add(
            "key",
            "wrong_form",
            "lower-case letters, digits and _, beginning with a letter; at most 40",
        );
    }
}

fn check_choices(errors: &mut Errors, choices: &[Choice]) {
    if choices.len() > CHOICES_MAX {
        return errors.add("choices", "too_many", format!("at most {CHOICES_MAX}"));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    for (n, choice) in choices.iter().enumerate() {
        let place = |name: &str| format!("choices[{n}].{name}");
        if choice.code.is_empty() || choice.code.len() > 40 || !choice.code.chars().all(plain) {
            errors.add(place("code"), "wrong_form", "1 to 40 letters, digits, - and _");
        }
        if choices[..n].iter().any(|other| other.code == choice.code) {
            errors.add(place("code"), "duplicate", "each code once");
        }
        errors.length(&place("name"), &choice.name, 1, 100);
        errors.length(&place("name_en"), &choice.name_en, 0, 100);
    }
}

impl Check for NewField {
    fn check(&self, errors: &mut Errors) {
        check_key(errors, &self.key);
        errors.length("name", &self.name, 1, 100);
        errors.length_if("name_en", self.name_en.as_deref(), 0, 100);
        errors.length_if("help", self.help.as_deref(), 0, HELP_MAX);
        errors.length_if("help_en", self.help_en.as_deref(), 0, HELP_MAX);
        check_kinds(errors, &self.kinds);
        check_choices(errors, &self.choices);
        let chooses = matches!(self.kind, FieldType::Choice | FieldType::Choices);
        if chooses && !self.choices.iter().any(|choice| !choice.retired) {
            errors.add("choices", "missing", "at least one choice");
        }
        if !chooses && !self.choices.is_empty() {
            errors.add("choices", "not_a_choice", "only a field of choices has choices");
        }
        let currency = self.currency.as_deref().unwrap_or("CNY");
        if currency.len() != 3 || !currency.chars().all(|c| c.is_ascii_uppercase()) {
            errors.add("currency", "wrong_form", "three capital letters, ISO 4217");
        }
    }
}
impl Check for FieldChange {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("name", self.name.as_deref(), 1, 100);
        errors.length_if("name_en", self.name_en.as_deref(), 1, 100);
        errors.length_if("help", self.help.as_deref(), 0, HELP_MAX);
        errors.length_if("help_en", self.help_en.as_deref(), 0, HELP_MAX);
        check_kinds(errors, self.kinds.as_deref().unwrap_or_default());
        check_choices(errors, self.choices.as_deref().unwrap_or_default());
    }
}
impl Check for FieldOrder {
    fn check(&self, errors: &mut Errors) {
        if self.ids.len() > FIELDS_MAX {
            errors.add("ids", "too_many", format!("at most {FIELDS_MAX}"));
        }
    }
}
impl Check for FieldTrial {
    fn check(&self, _: &mut Errors) {}
}
impl Check for FieldValues {
    fn check(&self, _: &mut Errors) {}
}

/// The institution's own fields, in their order. For everyone who is signed in.
#[utoipa::path(get, path = "/case-fields", tag = "cases", params(FieldQuery),
    responses((status = 200, body = List<Field>)))]
async fn list(ctx: Ctx, Query(query): Query<FieldQuery>) -> Answer<Json<List<Field>>> {
    Ok(Json(List { items: store::all(ctx.read(), query.retired.unwrap_or(false)).await? }))
}

/// Adds a field to cases. Needs `cases.configure`.
#[utoipa::path(post, path = "/case-fields", tag = "cases", request_body = NewField,
    responses((status = 201, body = Field)))]
async fn add(ctx: Ctx, key: IdempotencyKey, Body(new): Body<NewField>) -> Answer<Created<Field>> {
    ctx.require(CONFIGURE)?;
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let field = commands::add(tx, new).await?;
        let location = at(&field);
        Ok((field, location))
    });
    let once = once.await?;
    setup::forget(&ctx.node);
    Ok(Created { once, location: at, version: |field| field.version })
}

fn at(field: &Field) -> String {
    format!("/api/v1/case-fields/{}", field.id)
}

/// Changes a field, or retires it. Needs `cases.configure`.
#[utoipa::path(patch, path = "/case-fields/{id}", tag = "cases", params(("id" = FieldId, Path)),
    request_body = FieldChange, responses((status = 200, body = Field)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<FieldId>,
    expected: Expected,
    Body(change): Body<FieldChange>,
) -> Answer<Versioned<Field>> {
    let mut tx = ctx.begin().await?;
    let body = commands::change(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    setup::forget(&ctx.node);
    Ok(Versioned { version: body.version, body })
}

/// Puts the fields in use in another order. Needs `cases.configure`.
#[utoipa::path(put, path = "/case-field-order", tag = "cases", request_body = FieldOrder,
    responses((status = 200, body = List<Field>)))]
async fn reorder(ctx: Ctx, Body(body): Body<FieldOrder>) -> Answer<Json<List<Field>>> {
    let mut tx = ctx.begin().await?;
    let items = commands::reorder(&mut tx, &body.ids).await?;
    tx.commit().await?;
    setup::forget(&ctx.node);
    Ok(Json(List { items }))
}

/// How a field came to be as it is, oldest first. Needs `cases.configure`.
#[utoipa::path(get, path = "/case-fields/{id}/changes", tag = "cases",
    params(("id" = FieldId, Path), FieldChangesQuery), responses((status = 200, body = Page<FieldChanged>)))]
async fn changes(
    ctx: Ctx,
    PathId(id): PathId<FieldId>,
    Query(query): Query<FieldChangesQuery>,
) -> Answer<Json<Page<FieldChanged>>> {
    ctx.require(CONFIGURE)?;
    store::find(ctx.read(), id).await?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = history(ctx.read(), &[id.to_string()], &page).await?;
    let people: Vec<StaffId> = page.items.iter().filter_map(|entry| entry.actor_id.parse().ok()).collect();
    let people = lingke_organisation::store::staff::names(ctx.read(), &people).await?;
    Ok(Json(page.map(|entry| FieldChanged {
        at: entry.at,
        actor: entry.actor_id.parse().ok().and_then(|id: StaffId| people.get(&id).cloned()),
        kind: entry.kind,
        field: serde_json::from_str(&entry.payload).unwrap_or(Value::Null),
    })))
}

/// Says what would be said of these values; nothing is stored. Needs `cases.configure`.
#[utoipa::path(post, path = "/case-field-trials", tag = "cases", request_body = FieldTrial,
    responses((status = 200, body = FieldTrialAnswer)))]
async fn try_them(ctx: Ctx, Body(body): Body<FieldTrial>) -> Answer<Json<FieldTrialAnswer>> {
    ctx.require(CONFIGURE)?;
    let setup = setup::of(&ctx.node, ctx.read(), ctx.now).await?;
    let errors = commands::read(&setup, body.kind, body.when, &body.values).err().unwrap_or_default();
    Ok(Json(FieldTrialAnswer { taken: errors.is_empty(), errors }))
}

/// Fills fields of a case. Needs `cases.work`.
#[utoipa::path(patch, path = "/cases/{id}/fields", tag = "cases", params(("id" = CaseId, Path)),
    request_body = FieldValues, responses((status = 200, body = CaseShown)))]
async fn fill(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    expected: Expected,
    Body(body): Body<FieldValues>,
) -> Answer<Versioned<CaseShown>> {
    let mut tx = ctx.begin().await?;
    let case = commands::fill(&mut tx, id, expected, &body.values).await?;
    tx.commit().await?;
    let body = shown::full(&ctx, &case).await?;
    Ok(Versioned { version: body.row.version, body })
}
