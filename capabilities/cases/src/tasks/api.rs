//! The routes of tasks: the asker's below the case, the department's below `/tasks`.

use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lingke_platform::ctx::{Ctx, Once, Tx};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{MaybeExpected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds, Query};
use lingke_platform::http::once::{IdempotencyKey, fingerprint};
use lingke_platform::http::page::{List, Page, PageRequest};
use lingke_platform::node::Node;
use lingke_platform::viewer::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::commands;
use super::files;
use super::model::{Due, NewTask, Standing, Task, TaskId};
use super::shown::{self, TaskCounts, TaskRow, TaskShown};
use super::store::{self, Filter};
use crate::api::attachments::{Upload, as_download, spooled};
use crate::api::cases::TEXT_MAX;
use crate::api::verbs::{OPINION_MAX, Opinion, Reason, Words};
use crate::model::{AttachmentId, CaseId};
use crate::shown::{AttachmentShown, attachment};
use crate::store::{attachments, cases};
use crate::{ANSWER, VIEW};

/// The routes, below `/api/v1`. The size of a file is bounded while spooling, by the configuration.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(attach))
        .layer(DefaultBodyLimit::disable())
        .routes(routes!(of_case, ask))
        .routes(routes!(list))
        .routes(routes!(counts))
        .routes(routes!(show))
        .routes(routes!(accept))
        .routes(routes!(answer))
        .routes(routes!(give_back))
        .routes(routes!(reassign))
        .routes(routes!(urge))
        .routes(routes!(ask_again))
        .routes(routes!(finish))
        .routes(routes!(withdraw))
        .routes(routes!(download))
}

/// Files of a case that a task shows at most.
const FILES_MAX: usize = 50;

/// Which tasks.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct TaskQuery {
    #[param(inline)]
    standing: Option<Standing>,
    /// Only those one has oneself.
    mine: Option<bool>,
    /// Also those of all units in sight.
    in_sight: Option<bool>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// To whom of the department.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskReassignment)]
struct Reassignment {
    staff_id: StaffId,
    opinion: Option<String>,
}

/// What is asked anew, and by when; the same time as before when absent.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskRenewal)]
struct Renewal {
    text: String,
    due: Option<Due>,
}

impl Check for NewTask {
    fn check(&self, errors: &mut Errors) {
        errors.length("subject", &self.subject, 1, 200);
        if self.subject.chars().any(char::is_control) {
            errors.add("subject", "control_character", "no line breaks and control characters");
        }
        errors.length("text", &self.text, 1, TEXT_MAX);
        errors.length_if("due.calendar", self.due.calendar.as_deref(), 1, 100);
        if self.attachment_ids.len() > FILES_MAX {
            errors.add("attachment_ids", "too_many", format!("at most {FILES_MAX}"));
        }
        let mut ids = self.attachment_ids.clone();
        ids.sort();
        ids.dedup();
        if ids.len() != self.attachment_ids.len() {
            errors.add("attachment_ids", "duplicate", "each file once");
        }
    }
}
impl Check for Reassignment {
    fn check(&self, errors: &mut Errors) {
        errors.length_if("opinion", self.opinion.as_deref(), 0, OPINION_MAX);
    }
}
impl Check for Renewal {
    fn check(&self, errors: &mut Errors) {
        errors.length("text", &self.text, 1, TEXT_MAX);
    }
}

/// Does a verb once and answers the task as it stands after; 201 when it was done now.
async fn done<B: Serialize>(
    ctx: &Ctx,
    key: &IdempotencyKey,
    body: &B,
    verb: impl AsyncFnOnce(&mut Tx) -> Answer<Task>,
) -> Answer<Response> {
    let fingerprint = fingerprint(body)?;
    let once = ctx.once(key.once(&fingerprint), async |tx| {
        let task = verb(tx).await?;
        Ok((task.id, format!("/api/v1/tasks/{}", task.id)))
    });
    let (status, id) = match once.await? {
        Once::Made(id) => (StatusCode::CREATED, id),
        Once::Before(id) => (StatusCode::OK, id),
    };
    let body = one(ctx, store::find(ctx.read(), id).await?).await?;
    Ok((status, Versioned { version: body.row.version, body }).into_response())
}

async fn one(ctx: &Ctx, task: Task) -> Answer<TaskShown> {
    shown::full(ctx, &[task]).await?.pop().ok_or(Failure::NotFound)
}

/// The tasks of a case, in the order they were asked. Needs `cases.view`.
#[utoipa::path(get, path = "/cases/{id}/tasks", tag = "cases", params(("id" = CaseId, Path)),
    responses((status = 200, body = List<TaskShown>)))]
async fn of_case(ctx: Ctx, PathId(id): PathId<CaseId>) -> Answer<Json<List<TaskShown>>> {
    ctx.require(VIEW)?;
    cases::find(ctx.read(), &ctx.viewer, id).await?;
    let tasks = store::of_case(ctx.read(), id).await?;
    Ok(Json(List { items: shown::full(&ctx, &tasks).await? }))
}

/// Asks another department for a piece of a case. Needs `cases.ask`.
#[utoipa::path(post, path = "/cases/{id}/tasks", tag = "cases", params(("id" = CaseId, Path)), request_body = NewTask,
    responses((status = 201, body = TaskShown)))]
async fn ask(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<NewTask>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| commands::ask(tx, id, body.clone()).await).await
}

/// Tasks put to one's own department or to oneself. Needs `cases.answer`.
#[utoipa::path(get, path = "/tasks", tag = "cases", params(TaskQuery), responses((status = 200, body = Page<TaskRow>)))]
async fn list(ctx: Ctx, Query(query): Query<TaskQuery>) -> Answer<Json<Page<TaskRow>>> {
    ctx.require(ANSWER)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let filter = Filter {
        standing: query.standing.unwrap_or_default(),
        mine: query.mine.unwrap_or(false),
        in_sight: query.in_sight.unwrap_or(false),
    };
    let page = store::list(ctx.read(), &ctx.viewer, filter, &page).await?;
    Ok(Json(Page { items: shown::rows(&ctx, &page.items).await?, next: page.next }))
}

/// How many tasks wait for one's own department and for oneself. Needs `cases.answer`.
#[utoipa::path(get, path = "/task-counts", tag = "cases", responses((status = 200, body = TaskCounts)))]
async fn counts(ctx: Ctx) -> Answer<Json<TaskCounts>> {
    ctx.require(ANSWER)?;
    let store::Counts { to_do, mine, overdue } = store::counts(ctx.read(), &ctx.viewer, ctx.now).await?;
    Ok(Json(TaskCounts { to_do, mine, overdue }))
}

/// One task, with as much of its case as was put to the department. Needs `cases.answer`.
#[utoipa::path(get, path = "/tasks/{id}", tag = "cases", params(("id" = TaskId, Path)),
    responses((status = 200, body = TaskShown)))]
async fn show(ctx: Ctx, PathId(id): PathId<TaskId>) -> Answer<Versioned<TaskShown>> {
    ctx.require(ANSWER)?;
    let body = one(&ctx, files::seen(ctx.read(), &ctx.viewer, id).await?).await?;
    Ok(Versioned { version: body.row.version, body })
}

/// Takes a task up. Needs `cases.answer`.
#[utoipa::path(post, path = "/tasks/{id}/acceptances", tag = "cases", params(("id" = TaskId, Path)),
    request_body = Opinion, responses((status = 201, body = TaskShown)))]
async fn accept(
    ctx: Ctx,
    PathId(id): PathId<TaskId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Opinion>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| commands::accept(tx, id, seen, body.opinion.as_deref()).await).await
}

/// Answers a task. Needs `cases.answer`.
#[utoipa::path(post, path = "/tasks/{id}/answers", tag = "cases", params(("id" = TaskId, Path)), request_body = Words,
    responses((status = 201, body = TaskShown)))]
async fn answer(
    ctx: Ctx,
    PathId(id): PathId<TaskId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Words>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| commands::answer(tx, id, seen, &body.text).await).await
}

/// Gives a task back to the asker without an answer, with the reason. Needs `cases.answer`.
#[utoipa::path(post, path = "/tasks/{id}/returns", tag = "cases", params(("id" = TaskId, Path)), request_body = Reason,
    responses((status = 201, body = TaskShown)))]
async fn give_back(
    ctx: Ctx,
    PathId(id): PathId<TaskId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Reason>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| commands::give_back(tx, id, seen, &body.reason).await).await
}

/// Gives a task to another of the department. Needs `cases.answer`.
#[utoipa::path(post, path = "/tasks/{id}/reassignments", tag = "cases", params(("id" = TaskId, Path)),
    request_body = Reassignment, responses((status = 201, body = TaskShown)))]
async fn reassign(
    ctx: Ctx,
    PathId(id): PathId<TaskId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Reassignment>,
) -> Answer<Response> {
    let verb =
        async |tx: &mut Tx| commands::reassign(tx, id, seen, body.staff_id, body.opinion.as_deref()).await;
    done(&ctx, &key, &body, verb).await
}

/// Presses a department for its answer. Needs `cases.ask`.
#[utoipa::path(post, path = "/tasks/{id}/urgings", tag = "cases", params(("id" = TaskId, Path)), request_body = Opinion,
    responses((status = 201, body = TaskShown)))]
async fn urge(
    ctx: Ctx,
    PathId(id): PathId<TaskId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Opinion>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| commands::urge(tx, id, seen, body.opinion.as_deref()).await).await
}

/// Asks anew what was returned, or answered not well enough. Needs `cases.ask`.
#[utoipa::path(post, path = "/tasks/{id}/renewals", tag = "cases", params(("id" = TaskId, Path)), request_body = Renewal,
    responses((status = 201, body = TaskShown)))]
async fn ask_again(
    ctx: Ctx,
    PathId(id): PathId<TaskId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Renewal>,
) -> Answer<Response> {
    let verb = async |tx: &mut Tx| commands::ask_again(tx, id, seen, &body.text, body.due.clone()).await;
    done(&ctx, &key, &body, verb).await
}

/// Takes a department's answer: the task is done. Needs `cases.ask`.
#[utoipa::path(post, path = "/tasks/{id}/completions", tag = "cases", params(("id" = TaskId, Path)),
    request_body = Opinion, responses((status = 201, body = TaskShown)))]
async fn finish(
    ctx: Ctx,
    PathId(id): PathId<TaskId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Opinion>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| commands::finish(tx, id, seen, body.opinion.as_deref()).await).await
}

/// Withdraws a task, with the reason. Needs `cases.ask`.
#[utoipa::path(post, path = "/tasks/{id}/withdrawals", tag = "cases", params(("id" = TaskId, Path)),
    request_body = Reason, responses((status = 201, body = TaskShown)))]
async fn withdraw(
    ctx: Ctx,
    PathId(id): PathId<TaskId>,
    key: IdempotencyKey,
    seen: MaybeExpected,
    Body(body): Body<Reason>,
) -> Answer<Response> {
    done(&ctx, &key, &body, async |tx| commands::withdraw(tx, id, seen, &body.reason).await).await
}

/// Adds a file to a task, from either side. Needs `cases.answer`.
#[utoipa::path(post, path = "/tasks/{id}/files", tag = "cases", params(("id" = TaskId, Path)),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, body = AttachmentShown)))]
async fn attach(
    State(node): State<Arc<Node>>,
    ctx: Ctx,
    PathId(id): PathId<TaskId>,
    form: Result<Multipart, MultipartRejection>,
) -> Answer<(StatusCode, Json<AttachmentShown>)> {
    ctx.require(ANSWER)?;
    files::seen(ctx.read(), &ctx.viewer, id).await?;
    let (name, mut spooled) = spooled(&node, form).await?;
    let mut tx = ctx.begin().await?;
    let added = files::attach(&mut tx, id, &name, &mut spooled).await?;
    tx.commit().await?;
    let people = lingke_organisation::store::staff::names(ctx.read(), &[added.added_by]).await?;
    Ok((StatusCode::CREATED, Json(attachment(added, &people))))
}

/// A file of a task, offered for saving. Needs `cases.answer`.
#[utoipa::path(get, path = "/tasks/{id}/files/{attachment_id}", tag = "cases",
    params(("id" = TaskId, Path), ("attachment_id" = AttachmentId, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = String)))]
async fn download(
    State(node): State<Arc<Node>>,
    ctx: Ctx,
    PathIds(id, attachment_id): PathIds<TaskId, AttachmentId>,
) -> Answer<Response> {
    ctx.require(ANSWER)?;
    let task = files::seen(ctx.read(), &ctx.viewer, id).await?;
    if !store::has_file(ctx.read(), task.id, attachment_id).await? {
        return Err(Failure::NotFound);
    }
    Ok(as_download(&node, attachments::find(ctx.read(), task.case_id, attachment_id).await?))
}
