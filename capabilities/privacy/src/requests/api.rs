//! The routes of requests, holds and retention.

use std::sync::Arc;

use axum::Json;
use axum::body::Body as Content;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use lingke_customers::model::CustomerId;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, PathIds, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    COPY_SECONDS, Decision, HoldShown, NewRequest, Request, RequestId, RequestKind, RequestMay, RequestRow,
    RequestState, Standing, StandingMay,
};
use super::{commands, copy, store};
use crate::digests::commands::names_of;
use crate::holds::{self, HoldId, HoldReason, HoldRow};
use crate::retention::{Duty, Rules};
use crate::settings::{self, RulesShown};
use crate::{APPROVE, ASK, COPY, VIEW};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(standing))
        .routes(routes!(ask))
        .routes(routes!(list))
        .routes(routes!(approve))
        .routes(routes!(decline))
        .routes(routes!(content))
        .routes(routes!(place_hold))
        .routes(routes!(lift_hold))
        .routes(routes!(retention, configure))
}

/// Which requests.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct RequestQuery {
    /// Only those in this state.
    state: Option<RequestState>,
    limit: Option<u32>,
    cursor: Option<String>,
}

impl Check for NewRequest {
    fn check(&self, errors: &mut Errors) {
        errors.length("reason", &self.reason, 2, 500);
    }
}

impl Check for Decision {
    fn check(&self, errors: &mut Errors) {
        errors.length("opinion", &self.opinion, 2, 500);
    }
}

impl Check for HoldReason {
    fn check(&self, errors: &mut Errors) {
        errors.length("reason", &self.reason, 2, 500);
    }
}

/// What of a customer's rights can be met now: what stands in the way of an erasure, holds and requests. Needs
/// `privacy.view`.
#[utoipa::path(get, path = "/customers/{id}/privacy", tag = "privacy", params(("id" = CustomerId, Path)),
    responses((status = 200, body = Standing)))]
async fn standing(ctx: Ctx, PathId(id): PathId<CustomerId>) -> Answer<Json<Standing>> {
    ctx.require(VIEW)?;
    let customer = lingke_customers::store::find(ctx.read(), ctx.keys(), id).await?;
    let duties = commands::duties_of(ctx.read(), &customer, ctx.now).await?;
    let requests = shown(&ctx, store::of_customer(ctx.read(), id).await?).await?;
    let under_way = requests.iter().any(|request| is_under_way(request.state));
    let there = customer.row.erased_at.is_none();
    Ok(Json(Standing {
        refused: duties.iter().any(Duty::refuses),
        until: duties.iter().filter_map(Duty::until).max().map(|day| day.to_string()),
        duties,
        holds: holds_shown(&ctx, holds::store::of_customer(ctx.read(), id).await?).await?,
        requests,
        may: StandingMay {
            copy: there && ctx.viewer.may(COPY),
            erase: there && !under_way && ctx.viewer.may(ASK),
            hold: there && ctx.viewer.may(ASK),
        },
    }))
}

fn is_under_way(state: RequestState) -> bool {
    matches!(state, RequestState::Asked | RequestState::Booked | RequestState::Erasing)
}

/// Asks for a copy or an erasure. Needs `privacy.copy` or `privacy.ask`.
#[utoipa::path(post, path = "/customers/{id}/privacy-requests", tag = "privacy",
    params(("id" = CustomerId, Path)), request_body = NewRequest, responses((status = 201, body = Request)))]
async fn ask(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    key: IdempotencyKey,
    Body(new): Body<NewRequest>,
) -> Answer<Created<Request>> {
    let body = fingerprint(&new)?;
    let shown_ctx = ctx.clone();
    let once = ctx.once(key.once(&body), async |tx| {
        let row = commands::ask(tx, id, new.clone()).await?;
        let request = shown(&shown_ctx, vec![row]).await?.remove(0);
        let location = at(&request);
        Ok((request, location))
    });
    Ok(Created { once: once.await?, location: at, version: |request| request.version })
}

fn at(request: &Request) -> String {
    format!("/api/v1/privacy-requests/{}", request.id)
}

/// Requests, newest first. Needs `privacy.view`.
#[utoipa::path(get, path = "/privacy-requests", tag = "privacy", params(RequestQuery),
    responses((status = 200, body = Page<Request>)))]
async fn list(ctx: Ctx, Query(query): Query<RequestQuery>) -> Answer<Json<Page<Request>>> {
    ctx.require(VIEW)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let Page { items, next } = store::list(ctx.read(), query.state, &page).await?;
    Ok(Json(Page { items: shown(&ctx, items).await?, next }))
}

/// Approves an erasure somebody else asked for. Needs `privacy.approve`.
#[utoipa::path(post, path = "/privacy-requests/{id}/approval", tag = "privacy",
    params(("id" = RequestId, Path)), request_body = Decision, responses((status = 200, body = Request)))]
async fn approve(
    ctx: Ctx,
    PathId(id): PathId<RequestId>,
    Body(decision): Body<Decision>,
) -> Answer<Versioned<Request>> {
    let mut tx = ctx.begin().await?;
    let row = commands::approve(&mut tx, id, &decision).await?;
    tx.commit().await?;
    one(&ctx, row).await
}

/// Declines an erasure, or takes one's own back. Needs `privacy.approve`, or to have asked.
#[utoipa::path(post, path = "/privacy-requests/{id}/refusal", tag = "privacy",
    params(("id" = RequestId, Path)), request_body = Decision, responses((status = 200, body = Request)))]
async fn decline(
    ctx: Ctx,
    PathId(id): PathId<RequestId>,
    Body(decision): Body<Decision>,
) -> Answer<Versioned<Request>> {
    ctx.require(VIEW)?;
    let mut tx = ctx.begin().await?;
    let row = commands::decline(&mut tx, id, &decision).await?;
    tx.commit().await?;
    one(&ctx, row).await
}

/// The copy as a zip; only for who asked for it, for a day, and the journal says so. Needs `privacy.copy`.
#[utoipa::path(get, path = "/privacy-requests/{id}/content", tag = "privacy", params(("id" = RequestId, Path)),
    responses((status = 200, content_type = "application/zip", body = Vec<u8>)))]
async fn content(ctx: Ctx, PathId(id): PathId<RequestId>) -> Answer<Response> {
    ctx.require(COPY)?;
    let mut tx = ctx.begin().await?;
    let row = commands::take_copy(&mut tx, id).await?;
    tx.commit().await?;
    let file = tokio::fs::File::from_std(copy::make(&ctx, row.customer_id).await?);
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{id}.zip\"")),
    ];
    Ok((headers, Content::from_stream(ReaderStream::new(file))).into_response())
}

/// Keeps everything of a customer until further notice. Needs `privacy.ask`.
#[utoipa::path(post, path = "/customers/{id}/legal-holds", tag = "privacy", params(("id" = CustomerId, Path)),
    request_body = HoldReason, responses((status = 201, body = HoldShown)))]
async fn place_hold(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    Body(why): Body<HoldReason>,
) -> Answer<(StatusCode, Json<HoldShown>)> {
    let mut tx = ctx.begin().await?;
    let row = holds::place(&mut tx, id, &why).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(holds_shown(&ctx, vec![row]).await?.remove(0))))
}

/// Lifts a hold. Needs `privacy.ask`.
#[utoipa::path(post, path = "/customers/{id}/legal-holds/{hold_id}/lifting", tag = "privacy",
    params(("id" = CustomerId, Path), ("hold_id" = HoldId, Path)), request_body = HoldReason,
    responses((status = 200, body = HoldShown)))]
async fn lift_hold(
    ctx: Ctx,
    PathIds(id, hold_id): PathIds<CustomerId, HoldId>,
    Body(why): Body<HoldReason>,
) -> Answer<Json<HoldShown>> {
    let mut tx = ctx.begin().await?;
    let row = holds::lift(&mut tx, id, hold_id, &why).await?;
    tx.commit().await?;
    Ok(Json(holds_shown(&ctx, vec![row]).await?.remove(0)))
}

/// How long what is kept. Needs `privacy.view`.
#[utoipa::path(get, path = "/retention", tag = "privacy", responses((status = 200, body = RulesShown)))]
async fn retention(ctx: Ctx) -> Answer<Versioned<RulesShown>> {
    ctx.require(VIEW)?;
    let (rules, version) = settings::current(ctx.read()).await?;
    Ok(Versioned { version, body: settings::shown(&ctx, rules, version) })
}

/// Sets it. Needs `privacy.configure`.
#[utoipa::path(put, path = "/retention", tag = "privacy", request_body = Rules,
    responses((status = 200, body = RulesShown)))]
async fn configure(ctx: Ctx, expected: Expected, Body(rules): Body<Rules>) -> Answer<Versioned<RulesShown>> {
    let mut tx = ctx.begin().await?;
    let version = settings::configure(&mut tx, expected, rules.clone()).await?;
    tx.commit().await?;
    Ok(Versioned { version, body: settings::shown(&ctx, rules, version) })
}

async fn one(ctx: &Ctx, row: RequestRow) -> Answer<Versioned<Request>> {
    let body = shown(ctx, vec![row]).await?.remove(0);
    Ok(Versioned { version: body.version, body })
}

async fn shown(ctx: &Ctx, rows: Vec<RequestRow>) -> Answer<Vec<Request>> {
    let people = rows.iter().flat_map(|row| [Some(row.asked_by.clone()), row.decided_by.clone()]);
    let names = names_of(ctx.read(), people.flatten().collect()).await?;
    let customers =
        lingke_customers::store::names(ctx.read(), rows.iter().map(|row| row.customer_id)).await?;
    let name = |id: Option<&String>| id.and_then(|id| names.get(id).cloned());
    let one = |row: RequestRow| Request {
        may: may(ctx, &row),
        expires_at: (row.kind == RequestKind::Copy).then(|| row.asked_at.plus_seconds(COPY_SECONDS)),
        customer_name: customers.get(&row.customer_id).cloned().unwrap_or_default(),
        asked_by: name(Some(&row.asked_by)),
        decided_by: name(row.decided_by.as_ref()),
        id: row.id,
        kind: row.kind,
        customer_id: row.customer_id,
        state: row.state,
        reason: row.reason,
        asked_at: row.asked_at,
        decided_at: row.decided_at,
        opinion: row.opinion,
        due_on: row.due_on,
        cases: row.cases,
        done_at: row.done_at,
        version: row.version,
    };
    Ok(rows.into_iter().map(one).collect())
}

fn may(ctx: &Ctx, row: &RequestRow) -> RequestMay {
    let own = row.asked_by == ctx.viewer.actor.id();
    let approves = ctx.viewer.may(APPROVE);
    let waits = matches!(row.state, RequestState::Asked | RequestState::Booked);
    let fresh = row.asked_at.plus_seconds(COPY_SECONDS) > ctx.now;
    RequestMay {
        approve: row.state == RequestState::Asked && approves && !own,
        decline: waits && (approves || own),
        download: row.kind == RequestKind::Copy && own && fresh && ctx.viewer.may(COPY),
    }
}

async fn holds_shown(ctx: &Ctx, rows: Vec<HoldRow>) -> Answer<Vec<HoldShown>> {
    let people = rows.iter().flat_map(|row| [Some(row.placed_by.clone()), row.lifted_by.clone()]);
    let names = names_of(ctx.read(), people.flatten().collect()).await?;
    let one = |row: HoldRow| HoldShown {
        id: row.id,
        placed_by: names.get(&row.placed_by).cloned(),
        lifted_by: row.lifted_by.and_then(|id| names.get(&id).cloned()),
        reason: row.reason,
        placed_at: row.placed_at,
        lifted_at: row.lifted_at,
        lift_reason: row.lift_reason,
    };
    Ok(rows.into_iter().map(one).collect())
}
