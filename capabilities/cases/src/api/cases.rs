//! Listing, opening, showing and editing cases.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use lingke_customers::model::CustomerId;
use lingke_kernel::time::{Day, Instant};
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::PageRequest;
use lingke_platform::node::Node;
use lingke_platform::viewer::{Sight, StaffId, UnitId};
use lingke_products::model::ProductId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::commands::{edit, open};
use crate::fields::model::{FieldFilter, Values};
use crate::found::{self, CaseFound};
use crate::model::{CaseChange, CaseId, CaseKind, Channel, NewCase, Priority, Tags};
use crate::shown::{self, CaseRow, CaseShown};
use crate::store::behind::{Behind, Figure};
use crate::store::days::{self, COUNT_MAX};
use crate::store::list::{Assignee, Filter, Order, StatusFilter, WaitingDepartment};
use crate::store::{cases, list, sought};
use crate::subscriptions::institution_zone;
use crate::{OPEN, VIEW, fields};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list_cases, open_case))
        .routes(routes!(total))
        .routes(routes!(show, change))
}

/// Longest subject, in characters.
const SUBJECT_MAX: usize = 200;
/// Longest description or message, in characters.
pub const TEXT_MAX: usize = 20_000;

/// Which cases, and in which order: the same in an address, in a bulk action and in an export.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseQuery {
    /// Where they stand.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusFilter>,
    /// What kind of work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<CaseKind>,
    /// How they reached us.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// How pressing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// A person's id, `me`, or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<String>,
    /// Opened by this person: an id or `me`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<String>,
    /// Worked on by this person and done, or no longer theirs: an id or `me`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handled_by: Option<String>,
    /// Only those the viewer follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followed: Option<bool>,
    /// Only open ones whose next limit is today in the institution's zone, whether or not it has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_today: Option<bool>,
    /// Whose queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// Whose queue: this unit's, or that of one below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below_unit_id: Option<UnitId>,
    /// Whose matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// About what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<ProductId>,
    /// A number, or words in its texts, in what was written about it or in the name of a file; at most 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Not opened before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_from: Option<Instant>,
    /// Opened before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_to: Option<Instant>,
    /// Only those with a clock that ran out, or only those without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breached: Option<bool>,
    /// Only those that were escalated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalated: Option<bool>,
    /// Only those with this word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Only those that rest, or only those that do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snoozed: Option<bool>,
    /// Only the parts of this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<CaseId>,
    /// Only those that wait for this department, or for `any`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_department: Option<String>,
    /// Values of the institution's own fields as a JSON object: `{"branch":"BJ01","amount":"1000..2000"}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<String>,
    /// Only the rows behind a figure of the dashboard, of the units in sight.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
    /// The first day of the figure's period.
    #[param(value_type = Option<String>, format = Date)]
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure_from: Option<Day>,
    /// The last day of the figure's period.
    #[param(value_type = Option<String>, format = Date)]
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure_to: Option<Day>,
    /// In which order.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Order>,
    /// Rows on a page, at most 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// What the page before said in `next`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl CaseQuery {
    /// What the store looks for; `me` is who asks.
    pub async fn filter(&self, ctx: &Ctx) -> Answer<Filter> {
        let assignee = match self.assignee_id.as_deref() {
            None => None,
            Some("none") => Some(Assignee::Nobody),
            Some("me") => ctx.viewer.staff_id().map(Assignee::Staff),
            Some(id) => {
                let refused = |_| Failure::invalid("assignee_id", "wrong_form", "a person's id, me, or none");
                Some(Assignee::Staff(id.parse().map_err(refused)?))
            }
        };
        let q = self.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
        if q.is_some_and(|q| q.chars().count() > 100) {
            return Err(Failure::invalid("q", "too_long", "at most 100 characters"));
        }
        Ok(Filter {
            status: self.status,
            kind: self.kind,
            channel: self.channel,
            priority: self.priority,
            assignee,
            unit_id: self.unit_id,
            units: match self.below_unit_id {
                Some(id) => units_below(ctx, id).await?,
                None => None,
            },
            customer_id: self.customer_id,
            product_id: self.product_id,
            q: q.map(str::to_owned),
            created_from: self.created_from,
            created_to: self.created_to,
            breached: self.breached,
            escalated: self.escalated.unwrap_or(false),
            opened_by: person(ctx, "opened_by", self.opened_by.as_deref())?,
            handled_by: person(ctx, "handled_by", self.handled_by.as_deref())?,
            followed_by: ctx.viewer.staff_id().filter(|_| self.followed == Some(true)),
            due: if self.due_today == Some(true) { Some(today(ctx).await?) } else { None },
            tag: self.tag.clone().filter(|tag| !tag.is_empty()),
            snoozed: self.snoozed,
            parent_id: self.parent_id,
            waiting_department: self.waiting_department.as_deref().map(waiting_department).transpose()?,
            fields: match &self.fields {
                Some(text) => field_filters(ctx, text).await?,
                None => Vec::new(),
            },
            behind: self.behind(ctx).await?,
        })
    }

    async fn behind(&self, ctx: &Ctx) -> Answer<Option<Behind>> {
        let Some(figure) = self.figure else { return Ok(None) };
        let zone = institution_zone(ctx.read()).await?;
        Behind::new(figure, self.figure_from, self.figure_to, &zone).map(Some)
    }
}

/// A unit and all below it; none when these are all units there are.
pub async fn units_below(ctx: &Ctx, id: UnitId) -> Answer<Option<Vec<UnitId>>> {
    match lingke_organisation::store::units::sight_below(ctx.read(), id).await {
        Ok(Sight::All) => Ok(None),
        Ok(Sight::Units(units)) => Ok(Some(units)),
        Ok(Sight::Own) | Err(Failure::NotFound) => Ok(Some(Vec::new())),
        Err(failure) => Err(failure),
    }
}

fn waiting_department(text: &str) -> Answer<WaitingDepartment> {
    let refused = |_| Failure::invalid("waiting_department", "wrong_form", "a unit's id, or any");
    if text == "any" {
        Ok(WaitingDepartment::Any)
    } else {
        text.parse().map(WaitingDepartment::Unit).map_err(refused)
    }
}

/// Filters by the institution's own fields, as many as a person would set.
const FIELD_FILTERS_MAX: usize = 10;

async fn field_filters(ctx: &Ctx, text: &str) -> Answer<Vec<FieldFilter>> {
    let refused = |_| Failure::invalid("fields", "wrong_form", "a JSON object of keys and values");
    let wanted: Values = serde_json::from_str(text).map_err(refused)?;
    if wanted.len() > FIELD_FILTERS_MAX {
        return Err(Failure::invalid("fields", "too_many", format!("at most {FIELD_FILTERS_MAX}")));
    }
    let all = fields::store::all(ctx.read(), true).await?;
    let one = |(key, value): (&String, &serde_json::Value)| {
        let place = format!("fields.{key}");
        let field = all.iter().find(|field| field.key == *key);
        let field =
            field.ok_or_else(|| Failure::invalid(place.as_str(), "unknown_field", "no such field"))?;
        fields::rules::filter(field, value).map_err(|(code, message)| Failure::invalid(place, code, message))
    };
    wanted.iter().map(one).collect()
}

fn person(ctx: &Ctx, field: &str, named: Option<&str>) -> Answer<Option<StaffId>> {
    match named {
        None => Ok(None),
        Some("me") => ctx.viewer.staff_id().map(Some).ok_or(Failure::NotSignedIn),
        Some(id) => {
            let refused = |_| Failure::invalid(field, "wrong_form", "a person's id, or me");
            Ok(Some(id.parse().map_err(refused)?))
        }
    }
}

/// The first moment of today and that of tomorrow, where the institution counts its days.
async fn today(ctx: &Ctx) -> Answer<(Instant, Instant)> {
    let zone = institution_zone(ctx.read()).await?;
    days::bounds(ctx.now.day_in(&zone), &zone)
}

/// How many, counted up to `count_max`.
#[derive(Debug, Serialize, ToSchema)]
struct CaseTotal {
    count: i64,
    count_max: i64,
}

pub(super) fn check_subject(errors: &mut Errors, subject: &str) {
    errors.length("subject", subject, 1, SUBJECT_MAX);
    if subject.chars().any(char::is_control) {
        errors.add("subject", "control_character", "no line breaks and control characters");
    }
}

/// Adds what is wrong with words that sort cases, given in `field`.
pub fn check_tags(errors: &mut Errors, field: &str, tags: &[String]) {
    if tags.len() > Tags::MAX {
        errors.add(field, "too_many", format!("at most {}", Tags::MAX));
    }
    for (n, tag) in tags.iter().take(Tags::MAX).enumerate() {
        let field = format!("{field}[{n}]");
        errors.length(&field, tag, 1, Tags::LENGTH_MAX);
        if tag.chars().any(char::is_control) {
            errors.add(field, "control_character", "no line breaks and control characters");
        }
    }
}

impl Check for NewCase {
    fn check(&self, errors: &mut Errors) {
        check_subject(errors, &self.subject);
        errors.length_if("description", self.description.as_deref(), 0, TEXT_MAX);
        check_tags(errors, "tags", self.tags.as_deref().unwrap_or_default());
    }
}

impl Check for CaseChange {
    fn check(&self, errors: &mut Errors) {
        if let Some(subject) = &self.subject {
            check_subject(errors, subject);
        }
        errors.length_if("description", self.description.as_deref(), 0, TEXT_MAX);
        check_tags(errors, "tags", self.tags.as_deref().unwrap_or_default());
    }
}

/// A page of cases; where words were sought, with why each was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseList {
    /// The rows.
    items: Vec<CaseRow>,
    /// Where the next page begins; null on the last page.
    next: Option<String>,
    /// By case, where words were sought: what of it holds them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<HashMap<String, CaseFound>>)]
    found: Option<HashMap<CaseId, CaseFound>>,
    /// Whether the words are in more texts than are looked through: only the newest were.
    #[serde(skip_serializing_if = "Option::is_none")]
    only_newest: Option<bool>,
}

/// Cases in sight. Needs `cases.view`.
#[utoipa::path(get, path = "/cases", tag = "cases", params(CaseQuery), responses((status = 200, body = CaseList)))]
async fn list_cases(ctx: Ctx, Query(query): Query<CaseQuery>) -> Answer<Json<CaseList>> {
    ctx.require(VIEW)?;
    let filter = query.filter(&ctx).await?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let order = query.sort.unwrap_or_default();
    let Some(typed) = &filter.q else {
        let page = list::list(ctx.read(), &ctx.viewer, &filter, order, &page).await?;
        let items = shown::rows(&ctx, &page.items).await?;
        return Ok(Json(CaseList { items, next: page.next, found: None, only_newest: None }));
    };
    let sought = sought::cases(ctx.read(), &ctx.viewer, &filter, typed).await?;
    let page = list::among(ctx.read(), &ctx.viewer, (&filter, order), &page, &sought).await?;
    let found = Some(found::reasons(ctx.read(), &page.items, &sought, typed).await?);
    let items = shown::rows(&ctx, &page.items).await?;
    Ok(Json(CaseList { items, next: page.next, found, only_newest: Some(sought.only_newest) }))
}

/// How many cases a list holds, counted up to a bound. Needs `cases.view`.
#[utoipa::path(get, path = "/case-totals", tag = "cases", params(CaseQuery), responses((status = 200, body = CaseTotal)))]
async fn total(ctx: Ctx, Query(query): Query<CaseQuery>) -> Answer<Json<CaseTotal>> {
    ctx.require(VIEW)?;
    let filter = query.filter(&ctx).await?;
    let count = list::count(ctx.read(), &ctx.viewer, &filter, COUNT_MAX).await?;
    Ok(Json(CaseTotal { count, count_max: COUNT_MAX }))
}

/// Opens a case and starts its clocks. Needs `cases.open`.
#[utoipa::path(post, path = "/cases", tag = "cases", request_body = NewCase, responses((status = 201, body = CaseShown)))]
async fn open_case(ctx: Ctx, key: IdempotencyKey, Body(new): Body<NewCase>) -> Answer<Created<CaseShown>> {
    ctx.require(OPEN)?;
    let body = fingerprint(&new)?;
    let number = open::next_number(&ctx).await?;
    let mut opened = None;
    // What is kept under the key is the id: a retry shows the case as it stands.
    let once = ctx.once(key.once(&body), async |tx| {
        let open::Opened { case, .. } = opened.insert(open::open(tx, new, number).await?);
        Ok((case.id, format!("/api/v1/cases/{}", case.id)))
    });
    let once = match once.await? {
        Once::Made(_) => {
            let seen = opened.filter(|opened| cases::in_sight(&ctx.viewer, &opened.case));
            Once::Made(shown::just_opened(&ctx, seen.ok_or(Failure::NotFound)?).await?)
        }
        Once::Before(id) => Once::Before(shown_by_id(&ctx, id).await?),
    };
    Ok(Created {
        once,
        location: |case| format!("/api/v1/cases/{}", case.row.id),
        version: |case| case.row.version,
    })
}

async fn shown_by_id(ctx: &Ctx, id: CaseId) -> Answer<CaseShown> {
    let case = cases::find(ctx.read(), &ctx.viewer, id).await?;
    shown::full(ctx, &case).await
}

/// One case. Needs `cases.view`.
#[utoipa::path(get, path = "/cases/{id}", tag = "cases", params(("id" = CaseId, Path)),
    responses((status = 200, body = CaseShown)))]
async fn show(ctx: Ctx, PathId(id): PathId<CaseId>) -> Answer<Versioned<CaseShown>> {
    ctx.require(VIEW)?;
    let body = shown_by_id(&ctx, id).await?;
    Ok(Versioned { version: body.row.version, body })
}

/// Changes a case's particulars; clocks follow kind and priority. Needs `cases.work`.
#[utoipa::path(patch, path = "/cases/{id}", tag = "cases", params(("id" = CaseId, Path)), request_body = CaseChange,
    responses((status = 200, body = CaseShown)))]
async fn change(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    expected: Expected,
    Body(change): Body<CaseChange>,
) -> Answer<Versioned<CaseShown>> {
    let mut tx = ctx.begin().await?;
    let case = edit::edit(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    let body = shown::full(&ctx, &case).await?;
    Ok(Versioned { version: body.row.version, body })
}
