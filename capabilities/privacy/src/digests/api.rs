//! The routes.

use std::sync::Arc;

use axum::Json;
use lingke_customers::reveals::model::RevealId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Digest, DigestId, DigestRow, RevealShown, Review};
use super::{commands, store};
use crate::VIEW;
use crate::api::PageQuery;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(reveals))
        .routes(routes!(review))
        .routes(routes!(this_week))
        .routes(routes!(this_weeks_reveals))
}

impl Check for Review {
    fn check(&self, errors: &mut Errors) {
        errors.length("opinion", &self.opinion, 2, 1000);
    }
}

/// The weeks, newest first. Needs `privacy.view`.
#[utoipa::path(get, path = "/reveal-digests", tag = "privacy", params(PageQuery),
    responses((status = 200, body = Page<Digest>)))]
async fn list(ctx: Ctx, Query(query): Query<PageQuery>) -> Answer<Json<Page<Digest>>> {
    ctx.require(VIEW)?;
    let Page { items, next } = store::list(ctx.read(), &query.page()?).await?;
    Ok(Json(Page { items: commands::shown(&ctx, items).await?, next }))
}

/// One week. Needs `privacy.view`.
#[utoipa::path(get, path = "/reveal-digests/{id}", tag = "privacy", params(("id" = DigestId, Path)),
    responses((status = 200, body = Digest)))]
async fn show(ctx: Ctx, PathId(id): PathId<DigestId>) -> Answer<Json<Digest>> {
    ctx.require(VIEW)?;
    let row = store::find(ctx.read(), id).await?;
    Ok(Json(commands::shown(&ctx, vec![row]).await?.remove(0)))
}

/// The reveals of a week in the order they happened, with what stands out. Needs `privacy.view`.
#[utoipa::path(get, path = "/reveal-digests/{id}/reveals", tag = "privacy",
    params(("id" = DigestId, Path), PageQuery), responses((status = 200, body = Page<RevealShown>)))]
async fn reveals(
    ctx: Ctx,
    PathId(id): PathId<DigestId>,
    Query(query): Query<PageQuery>,
) -> Answer<Json<Page<RevealShown>>> {
    ctx.require(VIEW)?;
    let digest = store::find(ctx.read(), id).await?;
    page_of(&ctx, &digest, query).await
}

async fn page_of(ctx: &Ctx, week: &DigestRow, query: PageQuery) -> Answer<Json<Page<RevealShown>>> {
    let page: PageRequest = query.page()?;
    let after = page.after::<(Instant, RevealId)>()?;
    let rows = commands::reveals(ctx, week, after, page.limit() + 1).await?;
    Ok(Json(page.cut(rows, |row| (row.at, row.id))))
}

/// The week that runs, as far as it has come; it becomes a digest on Monday. Needs `privacy.view`.
#[utoipa::path(get, path = "/reveal-digests/this-week", tag = "privacy",
    responses((status = 200, body = Digest)))]
async fn this_week(ctx: Ctx) -> Answer<Json<Digest>> {
    ctx.require(VIEW)?;
    let row = commands::this_week(&ctx).await?;
    let mut shown = commands::shown(&ctx, vec![row]).await?.remove(0);
    shown.may_review = false;
    Ok(Json(shown))
}

/// The reveals of the week that runs, in the order they happened, with what stands out. Needs `privacy.view`.
#[utoipa::path(get, path = "/reveal-digests/this-week/reveals", tag = "privacy", params(PageQuery),
    responses((status = 200, body = Page<RevealShown>)))]
async fn this_weeks_reveals(ctx: Ctx, Query(query): Query<PageQuery>) -> Answer<Json<Page<RevealShown>>> {
    ctx.require(VIEW)?;
    let week = commands::this_week(&ctx).await?;
    page_of(&ctx, &week, query).await
}

/// Says that the viewer looked a week over, and what they found. Needs `privacy.review`.
#[utoipa::path(post, path = "/reveal-digests/{id}/review", tag = "privacy", params(("id" = DigestId, Path)),
    request_body = Review, responses((status = 200, body = Digest)))]
async fn review(ctx: Ctx, PathId(id): PathId<DigestId>, Body(said): Body<Review>) -> Answer<Json<Digest>> {
    let mut tx = ctx.begin().await?;
    let row = commands::review(&mut tx, id, &said).await?;
    tx.commit().await?;
    Ok(Json(commands::shown(&ctx, vec![row]).await?.remove(0)))
}
