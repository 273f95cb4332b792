//! Drafts: what one began to write, on whatever machine.

use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use lingke_cases::model::CaseId;
use lingke_cases::store::cases;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::{Body, Check, Errors, PathId};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use lingke_platform::viewer::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::USE;
use crate::model::{Draft, DraftBox};
use crate::store::drafts;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(newest)).routes(routes!(of_case)).routes(routes!(put, erase))
}

/// Longest draft, in characters.
const TEXT_MAX: usize = 20_000;

/// What was written so far.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDraft {
    /// The words; blank erases the draft.
    text: String,
    /// A random name of this browser.
    device: String,
}

impl Check for NewDraft {
    fn check(&self, errors: &mut Errors) {
        errors.length("text", &self.text, 0, TEXT_MAX);
        errors.length("device", &self.device, 0, 64);
    }
}

fn me(ctx: &Ctx) -> Answer<StaffId> {
    ctx.require(USE)?;
    ctx.viewer.staff_id().ok_or(Failure::NotSignedIn)
}

/// The case in sight and the box of a path; anything else is simply not found.
async fn place(ctx: &Ctx, id: &str, of: &str) -> Answer<(CaseId, DraftBox)> {
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let of = DraftBox::of(of).ok_or(Failure::NotFound)?;
    cases::find(ctx.read(), &ctx.viewer, id).await?;
    Ok((id, of))
}

/// One's newest drafts. Needs `workbench.use`.
#[utoipa::path(get, path = "/drafts", tag = "workbench", responses((status = 200, body = List<Draft>)))]
async fn newest(ctx: Ctx) -> Answer<Json<List<Draft>>> {
    let me = me(&ctx)?;
    Ok(Json(List { items: drafts::newest(ctx.read(), me).await? }))
}

/// One's drafts about a case. Needs `workbench.use`.
#[utoipa::path(get, path = "/cases/{id}/drafts", tag = "workbench", params(("id" = CaseId, Path)),
    responses((status = 200, body = List<Draft>)))]
async fn of_case(ctx: Ctx, PathId(id): PathId<CaseId>) -> Answer<Json<List<Draft>>> {
    let me = me(&ctx)?;
    cases::find(ctx.read(), &ctx.viewer, id).await?;
    Ok(Json(List { items: drafts::of_case(ctx.read(), me, id).await? }))
}

/// Keeps what was written so far. Needs `workbench.use`.
#[utoipa::path(put, path = "/cases/{id}/drafts/{box}", tag = "workbench",
    params(("id" = CaseId, Path), ("box" = DraftBox, Path)), request_body = NewDraft,
    responses((status = 200, body = Draft)))]
async fn put(
    ctx: Ctx,
    Path((id, of)): Path<(String, String)>,
    Body(new): Body<NewDraft>,
) -> Answer<Json<Draft>> {
    let me = me(&ctx)?;
    let (case_id, of) = place(&ctx, &id, &of).await?;
    let draft = Draft { case_id, of, text: new.text, device: new.device, updated_at: ctx.now };
    let tx = ctx.begin().await?;
    match draft.text.trim().is_empty() {
        true => drafts::erase(&tx, me, case_id, of).await?,
        false => drafts::put(&tx, me, &draft).await?,
    }
    tx.commit().await?;
    Ok(Json(draft))
}

/// Erases a draft. Needs `workbench.use`.
#[utoipa::path(delete, path = "/cases/{id}/drafts/{box}", tag = "workbench",
    params(("id" = CaseId, Path), ("box" = DraftBox, Path)), responses((status = 204)))]
async fn erase(ctx: Ctx, Path((id, of)): Path<(String, String)>) -> Answer<StatusCode> {
    let me = me(&ctx)?;
    let (case_id, of) = place(&ctx, &id, &of).await?;
    let tx = ctx.begin().await?;
    drafts::erase(&tx, me, case_id, of).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
