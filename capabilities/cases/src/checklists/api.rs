//! The routes of checklists: writing them, and ticking them off on a case.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_platform::ctx::{Ctx, Once, Tx};
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use lingke_platform::viewer::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    Checklist, ChecklistItem, ITEMS_MAX, ItemId, NewTemplate, Progress, TEMPLATE_ITEMS_MAX, Template,
    TemplateChange, TemplateId, TemplateItem,
};
use super::{commands, store};
use crate::model::{CaseId, CaseKind};
use crate::store::cases;
use crate::{CONFIGURE, VIEW, WORK, setup};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(templates, add_template))
        .routes(routes!(change_template))
        .routes(routes!(show))
        .routes(routes!(put))
        .routes(routes!(add_item))
        .routes(routes!(tick))
        .routes(routes!(remove))
        .routes(routes!(reorder))
}

/// Which checklists.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct TemplateQuery {
    /// Also those no longer used.
    retired: Option<bool>,
}

/// Which checklist to put on the case.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChecklistChoice {
    template_id: TemplateId,
}

/// An item added by hand.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewChecklistItem {
    text: String,
    #[serde(default)]
    required: bool,
}

/// Ticked, or not.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Tick {
    done: bool,
}

/// Every item once, in the new order.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChecklistOrder {
    ids: Vec<ItemId>,
}

fn check_items(errors: &mut Errors, items: &[TemplateItem]) {
    if items.is_empty() || items.len() > TEMPLATE_ITEMS_MAX {
        errors.add("items", "out_of_range", format!("1 to {TEMPLATE_ITEMS_MAX} items"));
    }
    for (n, item) in items.iter().enumerate().take(TEMPLATE_ITEMS_MAX) {
        errors.length(&format!("items[{n}].text"), &item.text, 1, 200);
        errors.length(&format!("items[{n}].text_en"), &item.text_en, 0, 200);
    }
}

/// Each kind once.
pub(crate) fn check_kinds(errors: &mut Errors, kinds: &[CaseKind]) {
    let mut once = kinds.to_vec();
    once.sort();
    once.dedup();
    if once.len() != kinds.len() {
        errors.add("kinds", "duplicate", "each kind once");
    }
}

impl Check for NewTemplate {
    fn check(&self, errors: &mut Errors) {
        errors.length("name", &self.name, 1, 100);
        errors.length_if("name_en", self.name_en.as_deref(), 1, 100);
        check_kinds(errors, &self.kinds);
        check_items(errors, &self.items);
    }
}
impl Check for TemplateChange {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("name", self.name.as_deref(), 1, 100);
        errors.length_if("name_en", self.name_en.as_deref(), 1, 100);
        check_kinds(errors, self.kinds.as_deref().unwrap_or_default());
        if let Some(items) = &self.items {
            check_items(errors, items);
        }
    }
}
impl Check for ChecklistChoice {
    fn check(&self, _: &mut Errors) {}
}
impl Check for NewChecklistItem {
    fn check(&self, errors: &mut Errors) {
        errors.length("text", &self.text, 1, 200);
    }
}
impl Check for Tick {
    fn check(&self, _: &mut Errors) {}
}
impl Check for ChecklistOrder {
    fn check(&self, errors: &mut Errors) {
        if self.ids.len() > ITEMS_MAX {
            errors.add("ids", "too_many", format!("at most {ITEMS_MAX}"));
        }
    }
}

/// The checklists that can be put on cases. For everyone who is signed in.
#[utoipa::path(get, path = "/checklist-templates", tag = "cases", params(TemplateQuery),
    responses((status = 200, body = List<Template>)))]
async fn templates(ctx: Ctx, Query(query): Query<TemplateQuery>) -> Answer<Json<List<Template>>> {
    Ok(Json(List { items: store::all(ctx.read(), query.retired.unwrap_or(false)).await? }))
}

/// Writes a new checklist. Needs `cases.configure`.
#[utoipa::path(post, path = "/checklist-templates", tag = "cases", request_body = NewTemplate,
    responses((status = 201, body = Template)))]
async fn add_template(
    ctx: Ctx,
    key: IdempotencyKey,
    Body(new): Body<NewTemplate>,
) -> Answer<Created<Template>> {
    ctx.require(CONFIGURE)?;
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let template = commands::add_template(tx, new).await?;
        let location = at(&template);
        Ok((template, location))
    });
    let once = once.await?;
    setup::forget(&ctx.node);
    Ok(Created { once, location: at, version: |template| template.version })
}

fn at(template: &Template) -> String {
    format!("/api/v1/checklist-templates/{}", template.id)
}

/// Changes a checklist; items on cases keep their words. Needs `cases.configure`.
#[utoipa::path(patch, path = "/checklist-templates/{id}", tag = "cases", params(("id" = TemplateId, Path)),
    request_body = TemplateChange, responses((status = 200, body = Template)))]
async fn change_template(
    ctx: Ctx,
    PathId(id): PathId<TemplateId>,
    expected: Expected,
    Body(change): Body<TemplateChange>,
) -> Answer<Versioned<Template>> {
    let mut tx = ctx.begin().await?;
    let body = commands::change_template(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    setup::forget(&ctx.node);
    Ok(Versioned { version: body.version, body })
}

async fn shown(ctx: &Ctx, id: CaseId) -> Answer<Checklist> {
    let case = cases::find(ctx.read(), &ctx.viewer, id).await?;
    let items = store::of_case(ctx.read(), id).await?;
    let people: Vec<StaffId> = items.iter().filter_map(|item| item.done_by).collect();
    let people = lingke_organisation::store::staff::names(ctx.read(), &people).await?;
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let done = items.iter().filter(|item| item.done_at.is_some()).count();
    let progress = Progress { done: count(done), total: count(items.len()) };
    let shown = items.into_iter().map(|item| ChecklistItem {
        id: item.id,
        template_id: item.template_id,
        text: item.text,
        text_en: item.text_en,
        required: item.required,
        done_by: item.done_by.and_then(|id| people.get(&id).cloned()),
        done_at: item.done_at,
    });
    let may_work = ctx.viewer.may(WORK) && case.status.is_open();
    Ok(Checklist { items: shown.collect(), progress, may_work })
}

/// Does a verb once and answers the checklist after it.
async fn done<B: Serialize>(
    ctx: &Ctx,
    id: CaseId,
    key: &IdempotencyKey,
    body: &B,
    verb: impl AsyncFnOnce(&mut Tx) -> Answer<()>,
) -> Answer<(StatusCode, Json<Checklist>)> {
    ctx.require(WORK)?;
    let fingerprint = fingerprint(body)?;
    let once = ctx.once(key.once(&fingerprint), async |tx| {
        verb(tx).await?;
        Ok((id, format!("/api/v1/cases/{id}/checklist")))
    });
    let status = match once.await? {
        Once::Made(_) => StatusCode::CREATED,
        Once::Before(_) => StatusCode::OK,
    };
    Ok((status, Json(shown(ctx, id).await?)))
}

/// The checklist of a case. Needs `cases.view`.
#[utoipa::path(get, path = "/cases/{id}/checklist", tag = "cases", params(("id" = CaseId, Path)),
    responses((status = 200, body = Checklist)))]
async fn show(ctx: Ctx, PathId(id): PathId<CaseId>) -> Answer<Json<Checklist>> {
    ctx.require(VIEW)?;
    Ok(Json(shown(&ctx, id).await?))
}

/// Puts a checklist on a case. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/checklists", tag = "cases", params(("id" = CaseId, Path)),
    request_body = ChecklistChoice, responses((status = 201, body = Checklist)))]
async fn put(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<ChecklistChoice>,
) -> Answer<(StatusCode, Json<Checklist>)> {
    done(&ctx, id, &key, &body, async |tx| commands::put(tx, id, body.template_id).await).await
}

/// Adds an item to the checklist of a case. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/checklist-items", tag = "cases", params(("id" = CaseId, Path)),
    request_body = NewChecklistItem, responses((status = 201, body = Checklist)))]
async fn add_item(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<NewChecklistItem>,
) -> Answer<(StatusCode, Json<Checklist>)> {
    done(&ctx, id, &key, &body, async |tx| commands::add_item(tx, id, &body.text, body.required).await).await
}

/// Ticks an item, or takes the tick back. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/checklist-items/{item_id}/ticks", tag = "cases",
    params(("id" = CaseId, Path), ("item_id" = ItemId, Path)), request_body = Tick,
    responses((status = 201, body = Checklist)))]
async fn tick(
    ctx: Ctx,
    PathIds(id, item_id): PathIds<CaseId, ItemId>,
    key: IdempotencyKey,
    Body(body): Body<Tick>,
) -> Answer<(StatusCode, Json<Checklist>)> {
    done(&ctx, id, &key, &body, async |tx| commands::tick(tx, id, item_id, body.done).await).await
}

/// Takes an item off the checklist of a case. Needs `cases.work`.
#[utoipa::path(delete, path = "/cases/{id}/checklist-items/{item_id}", tag = "cases",
    params(("id" = CaseId, Path), ("item_id" = ItemId, Path)), responses((status = 200, body = Checklist)))]
async fn remove(ctx: Ctx, PathIds(id, item_id): PathIds<CaseId, ItemId>) -> Answer<Json<Checklist>> {
    ctx.require(WORK)?;
    let mut tx = ctx.begin().await?;
    commands::remove(&mut tx, id, item_id).await?;
    tx.commit().await?;
    Ok(Json(shown(&ctx, id).await?))
}

/// Puts the items of a case's checklist in another order. Needs `cases.work`.
#[utoipa::path(put, path = "/cases/{id}/checklist-order", tag = "cases", params(("id" = CaseId, Path)),
    request_body = ChecklistOrder, responses((status = 200, body = Checklist)))]
async fn reorder(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    Body(body): Body<ChecklistOrder>,
) -> Answer<Json<Checklist>> {
    ctx.require(WORK)?;
    let mut tx = ctx.begin().await?;
    commands::reorder(&mut tx, id, &body.ids).await?;
    tx.commit().await?;
    Ok(Json(shown(&ctx, id).await?))
}
