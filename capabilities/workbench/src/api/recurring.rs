//! Cases that open themselves by a plan.

use std::sync::Arc;

use axum::Json;
use lingke_cases::model::{CaseId, NewCase};
use lingke_cases::subscriptions::institution_zone;
use lingke_kernel::time::Instant;
use lingke_organisation::model::{StaffName, UnitName};
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::RECUR;
use crate::commands::recurring::{self as commands, read_plan};
use crate::model::{NAME_MAX, RecurringId};
use crate::plans::PLAN_MAX;
use crate::store::recurring::{self as store, Occurrence, RecurringRow};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(show, change))
        .routes(routes!(occurrences))
        .routes(routes!(foresee))
}

/// Occurrences to come that are shown.
const COMING: usize = 5;

/// Cases to plan.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRecurringCase {
    /// 1 to 60 characters.
    name: String,
    /// What is opened each time.
    template: NewCase,
    /// Minute, hour, day, month, weekday, as cron writes them, in the institution's zone.
    plan: String,
}

/// What to change; absent stays.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecurringCaseChange {
    /// Its name.
    name: Option<String>,
    /// What is opened.
    template: Option<NewCase>,
    /// When.
    plan: Option<String>,
    /// Whether it runs.
    active: Option<bool>,
}

/// A plan to look at.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanInput {
    /// Minute, hour, day, month, weekday, as cron writes them.
    plan: String,
}

impl Check for NewRecurringCase {
    fn check(&self, errors: &mut Errors) {
        errors.length("name", &self.name, 1, NAME_MAX);
        errors.length("plan", &self.plan, 1, PLAN_MAX);
        check_template(errors, &self.template);
    }
}
impl Check for RecurringCaseChange {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("name", self.name.as_deref(), 1, NAME_MAX);
        errors.length_if("plan", self.plan.as_deref(), 1, PLAN_MAX);
        if let Some(template) = &self.template {
            check_template(errors, template);
        }
    }
}
impl Check for PlanInput {
    fn check(&self, errors: &mut Errors) {
        errors.length("plan", &self.plan, 1, PLAN_MAX);
    }
}

fn check_template(errors: &mut Errors, template: &NewCase) {
    errors.length("template.subject", &template.subject, 1, 200);
    errors.length_if("template.description", template.description.as_deref(), 0, 20_000);
}

/// Cases that open themselves.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct RecurringCase {
    /// Its id.
    id: RecurringId,
    /// Its name.
    name: String,
    /// What is opened each time.
    template: NewCase,
    /// When, as cron writes it.
    plan: String,
    /// Whether it runs.
    active: bool,
    /// Who answers for it: cases are opened with their rights.
    staff: Option<StaffName>,
    /// Whose it is.
    unit: Option<UnitName>,
    /// When it comes next, some times ahead.
    coming: Vec<Instant>,
    /// When it last came.
    last_at: Option<Instant>,
    /// Why it last opened nothing: a code.
    refusal: Option<String>,
    /// Raised at each change.
    version: i64,
}

/// An occurrence that came.
#[derive(Serialize, ToSchema)]
struct OccurrenceShown {
    /// When it was planned.
    at: Instant,
    /// The case it opened.
    case_id: Option<CaseId>,
}

/// The last occurrences.
#[derive(Serialize, ToSchema)]
struct Occurrences {
    /// The newest first.
    items: Vec<OccurrenceShown>,
}

/// When a plan comes.
#[derive(Serialize, ToSchema)]
struct PlanForeseen {
    /// Some times ahead.
    coming: Vec<Instant>,
    /// The zone it is read in.
    time_zone: String,
}

async fn shown(ctx: &Ctx, rows: Vec<RecurringRow>) -> Answer<Vec<RecurringCase>> {
    let people: Vec<_> = rows.iter().map(|row| row.staff_id).collect();
    let units: Vec<_> = rows.iter().map(|row| row.unit_id).collect();
    let called = lingke_organisation::store::names::of(ctx.read(), &people, &units).await?;
    let zone = institution_zone(ctx.read()).await?;
    let one = |row: RecurringRow| {
        let coming = match read_plan(&row.plan, &zone, ctx.now) {
            Ok(plan) if row.active => plan.next(&zone, ctx.now, COMING),
            _ => Vec::new(),
        };
        Ok(RecurringCase {
            id: row.id,
            template: serde_json::from_str(&row.template)?,
            staff: called.staff.get(&row.staff_id).cloned(),
            unit: called.units.get(&row.unit_id).cloned(),
            coming,
            name: row.name,
            plan: row.plan,
            active: row.active,
            last_at: row.last_at,
            refusal: row.refusal,
            version: row.version,
        })
    };
    rows.into_iter().map(one).collect()
}

async fn shown_by_id(ctx: &Ctx, id: RecurringId) -> Answer<RecurringCase> {
    let row = store::find(ctx.read(), &ctx.viewer, id).await?;
    Ok(shown(ctx, vec![row]).await?.remove(0))
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct RecurringQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Planned cases by name. Needs `workbench.recur`.
#[utoipa::path(get, path = "/recurring-cases", tag = "workbench", params(RecurringQuery),
    responses((status = 200, body = Page<RecurringCase>)))]
async fn list(ctx: Ctx, Query(query): Query<RecurringQuery>) -> Answer<Json<Page<RecurringCase>>> {
    ctx.require(RECUR)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = store::list(ctx.read(), &ctx.viewer, &page).await?;
    Ok(Json(Page { items: shown(&ctx, page.items).await?, next: page.next }))
}

/// Plans cases that open themselves; opening also needs `cases.open`. Needs `workbench.recur`.
#[utoipa::path(post, path = "/recurring-cases", tag = "workbench", request_body = NewRecurringCase,
    responses((status = 201, body = RecurringCase)))]
async fn add(
    ctx: Ctx,
    key: IdempotencyKey,
    Body(new): Body<NewRecurringCase>,
) -> Answer<Created<RecurringCase>> {
    ctx.require(RECUR)?;
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let new = commands::NewRecurring { name: new.name, template: new.template, plan: new.plan };
        let row = commands::add(tx, new).await?;
        Ok((row.id, format!("/api/v1/recurring-cases/{}", row.id)))
    });
    let once = match once.await? {
        Once::Made(id) => Once::Made(shown_by_id(&ctx, id).await?),
        Once::Before(id) => Once::Before(shown_by_id(&ctx, id).await?),
    };
    let location = |one: &RecurringCase| format!("/api/v1/recurring-cases/{}", one.id);
    Ok(Created { once, location, version: |one| one.version })
}

/// One plan. Needs `workbench.recur`.
#[utoipa::path(get, path = "/recurring-cases/{id}", tag = "workbench", params(("id" = RecurringId, Path)),
    responses((status = 200, body = RecurringCase)))]
async fn show(ctx: Ctx, PathId(id): PathId<RecurringId>) -> Answer<Versioned<RecurringCase>> {
    ctx.require(RECUR)?;
    let body = shown_by_id(&ctx, id).await?;
    Ok(Versioned { version: body.version, body })
}

/// Changes a plan; who changes it answers for it from then on. Needs `workbench.recur`.
#[utoipa::path(patch, path = "/recurring-cases/{id}", tag = "workbench", params(("id" = RecurringId, Path)),
    request_body = RecurringCaseChange, responses((status = 200, body = RecurringCase)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<RecurringId>,
    expected: Expected,
    Body(body): Body<RecurringCaseChange>,
) -> Answer<Versioned<RecurringCase>> {
    let change = commands::RecurringChange {
        name: body.name,
        template: body.template,
        plan: body.plan,
        active: body.active,
    };
    let mut tx = ctx.begin().await?;
    commands::change(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    let body = shown_by_id(&ctx, id).await?;
    Ok(Versioned { version: body.version, body })
}

/// The last occurrences of a plan. Needs `workbench.recur`.
#[utoipa::path(get, path = "/recurring-cases/{id}/occurrences", tag = "workbench", params(("id" = RecurringId, Path)),
    responses((status = 200, body = Occurrences)))]
async fn occurrences(ctx: Ctx, PathId(id): PathId<RecurringId>) -> Answer<Json<Occurrences>> {
    ctx.require(RECUR)?;
    store::find(ctx.read(), &ctx.viewer, id).await?;
    let items = store::occurrences(ctx.read(), id).await?.into_iter();
    let items = items.map(|Occurrence { at, case_id }| OccurrenceShown { at, case_id });
    Ok(Json(Occurrences { items: items.collect() }))
}

/// When a plan would come; nothing is kept. Needs `workbench.recur`.
#[utoipa::path(post, path = "/plan-previews", tag = "workbench", request_body = PlanInput,
    responses((status = 200, body = PlanForeseen)))]
async fn foresee(ctx: Ctx, Body(body): Body<PlanInput>) -> Answer<Json<PlanForeseen>> {
    let plan = body.plan;
    ctx.require(RECUR)?;
    let zone = institution_zone(ctx.read()).await?;
    let coming = read_plan(&plan, &zone, ctx.now)?.next(&zone, ctx.now, 2 * COMING);
    let time_zone = zone.iana_name().unwrap_or("UTC").to_owned();
    Ok(Json(PlanForeseen { coming, time_zone }))
}
