//! The same for many cases: what would come of it, the job, its items.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_cases::api::cases::CaseQuery;
use lingke_cases::model::CaseId;
use lingke_cases::store::list;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::BULK;
use crate::actions::{self, Action};
use crate::bulk as run;
use crate::commands::bulk::{self as commands, CASES_MAX, Selection};
use crate::model::BulkJobId;
use crate::store::bulk::{self as store, JobRow};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(foresee))
        .routes(routes!(list_jobs, start))
        .routes(routes!(show))
        .routes(routes!(items))
        .routes(routes!(cancel))
}

/// What to do to which cases: those named, or all that pass a list's filter.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewBulk {
    /// Cases by id.
    case_ids: Option<Vec<CaseId>>,
    /// A list's filter.
    query: Option<CaseQuery>,
    /// What is done to each, one after the other.
    actions: Vec<Action>,
}

impl Check for NewBulk {
    fn check(&self, errors: &mut Errors) {
        match (&self.case_ids, &self.query) {
            (Some(ids), None) if ids.is_empty() => errors.add("case_ids", "too_short", "at least one case"),
            (Some(ids), None) if ids.len() > CASES_MAX => {
                errors.add("case_ids", "too_many", format!("at most {CASES_MAX} cases"));
            }
            (None, None) => errors.add("case_ids", "missing", "cases by id, or a filter"),
            (Some(_), Some(_)) => errors.add("query", "one_of_two", "cases by id or a filter, not both"),
            _ => {}
        }
        actions::check(errors, "actions", &self.actions);
    }
}

impl NewBulk {
    fn selection(&mut self) -> Selection {
        match (self.case_ids.take(), self.query.take()) {
            (Some(mut ids), _) => {
                ids.sort_unstable();
                ids.dedup();
                Selection::Ids(ids)
            }
            (None, query) => Selection::Query(Box::new(query.unwrap_or_default())),
        }
    }
}

/// Why some cases would be refused.
#[derive(Serialize, ToSchema)]
struct ForeseenRefusal {
    /// The refusal's code.
    code: String,
    /// How many cases.
    count: u64,
    /// The numbers of some of them.
    examples: Vec<String>,
}

/// What would come of it.
#[derive(Serialize, ToSchema)]
struct BulkForeseen {
    /// How many cases.
    count: u64,
    /// How many would be done, as far as can be known before.
    allowed: u64,
    /// Whether more cases pass the filter than one action takes.
    more: bool,
    /// The most that one action takes.
    cases_max: usize,
    /// Which would be refused, and why.
    refused: Vec<ForeseenRefusal>,
    /// What is done to each, macros spelled out.
    actions: Vec<Action>,
}

/// A bulk action.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct BulkJob {
    /// Its id.
    id: BulkJobId,
    /// Who began it.
    staff: Option<StaffName>,
    /// What is done to each.
    actions: Vec<Action>,
    /// `running`, `done` or `cancelled`.
    state: String,
    /// How many cases.
    total: i64,
    /// How many are done.
    done: i64,
    /// How many were refused.
    refused: i64,
    /// When it began.
    created_at: Instant,
    /// When it ended.
    ended_at: Option<Instant>,
    /// What may be done with it.
    may: BulkMay,
}

/// What may be done with a bulk action now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct BulkMay {
    /// Stop it.
    cancel: bool,
}

/// One case of a bulk action.
#[derive(Serialize, ToSchema)]
struct BulkItem {
    /// Its place.
    n: i64,
    /// The case.
    case_id: CaseId,
    /// Its number; null when it is out of sight now.
    number: Option<String>,
    /// Its subject; null when it is out of sight now.
    subject: Option<String>,
    /// `waiting`, `done` or `refused`.
    state: String,
    /// Why not: a code.
    refusal: Option<String>,
}

async fn shown(ctx: &Ctx, rows: Vec<JobRow>) -> Answer<Vec<BulkJob>> {
    let people: Vec<_> = rows.iter().map(|row| row.staff_id).collect();
    let people = lingke_organisation::store::staff::names(ctx.read(), &people).await?;
    let one = |row: JobRow| {
        Ok(BulkJob {
            id: row.id,
            staff: people.get(&row.staff_id).cloned(),
            actions: serde_json::from_str(&row.actions)?,
            may: BulkMay { cancel: row.state == "running" },
            state: row.state,
            total: row.total,
            done: row.done,
            refused: row.refused,
            created_at: row.created_at,
            ended_at: row.ended_at,
        })
    };
    rows.into_iter().map(one).collect()
}

async fn shown_by_id(ctx: &Ctx, id: BulkJobId) -> Answer<BulkJob> {
    let row = store::find(ctx.read(), &ctx.viewer, id).await?;
    Ok(shown(ctx, vec![row]).await?.remove(0))
}

/// What would come of a bulk action; nothing is done. Needs `workbench.bulk`.
#[utoipa::path(post, path = "/bulk-previews", tag = "workbench", request_body = NewBulk,
    responses((status = 200, body = BulkForeseen)))]
async fn foresee(ctx: Ctx, Body(mut new): Body<NewBulk>) -> Answer<Json<BulkForeseen>> {
    ctx.require(BULK)?;
    let foreseen = commands::foresee(&ctx, &new.selection(), &new.actions).await?;
    let stopped: u64 = foreseen.refused.values().map(|group| group.count).sum();
    let refused = foreseen.refused.into_iter().map(|(code, group)| ForeseenRefusal {
        code: code.to_owned(),
        count: group.count,
        examples: group.examples,
    });
    Ok(Json(BulkForeseen {
        count: foreseen.count,
        allowed: foreseen.count - stopped,
        more: foreseen.more,
        cases_max: CASES_MAX,
        refused: refused.collect(),
        actions: foreseen.actions,
    }))
}

/// Begins a bulk action: each case by itself, with one's own rights, beside the requests. Needs `workbench.bulk`.
#[utoipa::path(post, path = "/bulk-jobs", tag = "workbench", request_body = NewBulk,
    responses((status = 201, body = BulkJob)))]
async fn start(ctx: Ctx, key: IdempotencyKey, Body(mut new): Body<NewBulk>) -> Answer<Created<BulkJob>> {
    ctx.require(BULK)?;
    let body = fingerprint(&new)?;
    let actions = commands::spelled_out(&ctx, &new.actions).await?;
    let (cases, _) = commands::selected(&ctx, &new.selection()).await?;
    let ids: Vec<CaseId> = cases.into_iter().map(|case| case.id).collect();
    let mut begun = None;
    let once = ctx.once(key.once(&body), async |tx| {
        let job = commands::start(tx, &actions, &ids).await?;
        let id = job.id;
        begun = Some(job);
        Ok((id, format!("/api/v1/bulk-jobs/{id}")))
    });
    let once = once.await?;
    if let Some(job) = begun {
        run::begin(&ctx.node, job);
    }
    let once = match once {
        Once::Made(id) => Once::Made(shown_by_id(&ctx, id).await?),
        Once::Before(id) => Once::Before(shown_by_id(&ctx, id).await?),
    };
    Ok(Created { once, location: |job| format!("/api/v1/bulk-jobs/{}", job.id), version: |_| 1 })
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct BulkQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Bulk actions, newest first: one's own, everybody's for those who see the whole institution. Needs `workbench.bulk`.
#[utoipa::path(get, path = "/bulk-jobs", tag = "workbench", params(BulkQuery),
    responses((status = 200, body = Page<BulkJob>)))]
async fn list_jobs(ctx: Ctx, Query(query): Query<BulkQuery>) -> Answer<Json<Page<BulkJob>>> {
    ctx.require(BULK)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = store::list(ctx.read(), &ctx.viewer, &page).await?;
    Ok(Json(Page { items: shown(&ctx, page.items).await?, next: page.next }))
}

/// One bulk action and how far it is. Needs `workbench.bulk`.
#[utoipa::path(get, path = "/bulk-jobs/{id}", tag = "workbench", params(("id" = BulkJobId, Path)),
    responses((status = 200, body = BulkJob)))]
async fn show(ctx: Ctx, PathId(id): PathId<BulkJobId>) -> Answer<Json<BulkJob>> {
    ctx.require(BULK)?;
    Ok(Json(shown_by_id(&ctx, id).await?))
}

/// Which items.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct BulkItemQuery {
    #[param(inline)]
    state: Option<ItemState>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// How an item stands.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ItemState {
    Waiting,
    Done,
    Refused,
}

/// The cases of a bulk action in their order. Needs `workbench.bulk`.
#[utoipa::path(get, path = "/bulk-jobs/{id}/items", tag = "workbench", params(("id" = BulkJobId, Path), BulkItemQuery),
    responses((status = 200, body = Page<BulkItem>)))]
async fn items(
    ctx: Ctx,
    PathId(id): PathId<BulkJobId>,
    Query(query): Query<BulkItemQuery>,
) -> Answer<Json<Page<BulkItem>>> {
    ctx.require(BULK)?;
    store::find(ctx.read(), &ctx.viewer, id).await?;
    let state = query.state.map(|state| match state {
        ItemState::Waiting => "waiting",
        ItemState::Done => "done",
        ItemState::Refused => "refused",
    });
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = store::items(ctx.read(), id, state, &page).await?;
    let ids: Vec<CaseId> = page.items.iter().map(|item| item.case_id).collect();
    let cases = list::by_ids(ctx.read(), &ctx.viewer, &ids).await?;
    let shown = |item: store::ItemRow| {
        let case = cases.iter().find(|case| case.id == item.case_id);
        BulkItem {
            n: item.n,
            case_id: item.case_id,
            number: case.map(|case| case.number.clone()),
            subject: case.map(|case| case.subject.clone()),
            state: item.state,
            refusal: item.refusal,
        }
    };
    Ok(Json(page.map(shown)))
}

/// Stops a bulk action; what is done stays done. Needs `workbench.bulk`.
#[utoipa::path(post, path = "/bulk-jobs/{id}/cancellations", tag = "workbench", params(("id" = BulkJobId, Path)),
    responses((status = 200, body = BulkJob)))]
async fn cancel(ctx: Ctx, PathId(id): PathId<BulkJobId>) -> Answer<(StatusCode, Json<BulkJob>)> {
    let mut tx = ctx.begin().await?;
    commands::cancel(&mut tx, id).await?;
    tx.commit().await?;
    Ok((StatusCode::OK, Json(shown_by_id(&ctx, id).await?)))
}
