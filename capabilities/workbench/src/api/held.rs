//! Replies that can still be taken back.

use std::sync::Arc;

use axum::Json;
use lingke_cases::WORK;
use lingke_cases::model::CaseId;
use lingke_cases::store::cases;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::{Body, Check, Errors, PathId};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::commands::held as commands;
use crate::model::{HeldReply, HeldReplyId};
use crate::store::held;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(of_case, hold)).routes(routes!(take_back)).routes(routes!(release))
}

/// Longest reply, in characters.
const TEXT_MAX: usize = 20_000;

/// A reply to hold for ten seconds.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewHeldReply {
    /// The words.
    text: String,
    /// Whether to wait for the customer then.
    #[serde(default)]
    then_wait: bool,
    /// The moment of the newest thing its writer has read about the case.
    seen_until: Instant,
    /// Send it whatever others wrote since.
    #[serde(default)]
    anyway: bool,
}

impl Check for NewHeldReply {
    fn check(&self, errors: &mut Errors) {
        errors.length("text", &self.text, 1, TEXT_MAX);
    }
}

/// Nothing but the verb.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Release {}

impl Check for Release {
    fn check(&self, _: &mut Errors) {}
}

/// One's replies about a case that wait their seconds, or could not be sent. Needs `cases.work`.
#[utoipa::path(get, path = "/cases/{id}/held-replies", tag = "workbench", params(("id" = CaseId, Path)),
    responses((status = 200, body = List<HeldReply>)))]
async fn of_case(ctx: Ctx, PathId(id): PathId<CaseId>) -> Answer<Json<List<HeldReply>>> {
    ctx.require(WORK)?;
    let me = ctx.viewer.staff_id().ok_or(Failure::NotSignedIn)?;
    cases::find(ctx.read(), &ctx.viewer, id).await?;
    let rows = held::of_case(ctx.read(), me, id).await?;
    Ok(Json(List { items: rows.into_iter().map(|row| row.shown(ctx.now)).collect() }))
}

/// Hands a reply over: it goes out in ten seconds, whatever becomes of the window. `newer_message` says that others
/// wrote since `seen_until`. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/held-replies", tag = "workbench", params(("id" = CaseId, Path)),
    request_body = NewHeldReply, responses((status = 201, body = HeldReply)))]
async fn hold(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    key: IdempotencyKey,
    Body(body): Body<NewHeldReply>,
) -> Answer<Created<HeldReply>> {
    let fingerprint = fingerprint(&body)?;
    let new = commands::NewHeld {
        text: body.text,
        then_wait: body.then_wait,
        seen_until: body.seen_until,
        anyway: body.anyway,
    };
    // The words are not kept under the key: they are erased once they are sent.
    let once = ctx.once(key.once(&fingerprint), async |tx| {
        let row = commands::hold(tx, id, new).await?;
        Ok((HeldReply { text: String::new(), ..row.shown(tx.now()) }, at(id)))
    });
    let again = |held: HeldReply| async { words_of(&ctx, held).await };
    let once = match once.await? {
        Once::Made(held) => Once::Made(again(held).await?),
        Once::Before(held) => Once::Before(again(held).await?),
    };
    Ok(Created { once, location: |held| at(held.case_id), version: |_| 1 })
}

fn at(id: CaseId) -> String {
    format!("/api/v1/cases/{id}/held-replies")
}

/// The reply as it stands now.
async fn words_of(ctx: &Ctx, before: HeldReply) -> Answer<HeldReply> {
    let me = ctx.viewer.staff_id().ok_or(Failure::NotSignedIn)?;
    let rows = held::of_case(ctx.read(), me, before.case_id).await?;
    let found = rows.into_iter().find(|row| row.id == before.id);
    Ok(found.map_or(before, |row| row.shown(ctx.now)))
}

/// Takes a reply back, words and all; or takes one that could not be sent off the screen. Needs `cases.work`.
#[utoipa::path(delete, path = "/held-replies/{id}", tag = "workbench", params(("id" = HeldReplyId, Path)),
    responses((status = 200, body = HeldReply)))]
async fn take_back(ctx: Ctx, PathId(id): PathId<HeldReplyId>) -> Answer<Json<HeldReply>> {
    let mut tx = ctx.begin().await?;
    let row = commands::take_back(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(row.shown(ctx.now)))
}

/// Sends a held reply now. Needs `cases.work`.
#[utoipa::path(post, path = "/held-replies/{id}/releases", tag = "workbench", params(("id" = HeldReplyId, Path)),
    request_body = Release, responses((status = 200, body = HeldReply)))]
async fn release(
    ctx: Ctx,
    PathId(id): PathId<HeldReplyId>,
    Body(nothing): Body<Release>,
) -> Answer<Json<HeldReply>> {
    let Release {} = nothing;
    ctx.require(WORK)?;
    let row = commands::release(&ctx, id).await?;
    Ok(Json(row.shown(ctx.now)))
}
