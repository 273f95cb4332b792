//! Deadline receipts and service levels.

use std::sync::Arc;

use axum::Json;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::PathIds;
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::VIEW;
use crate::clocks::receipt::{self, Names, Receipt};
use crate::levels::current;
use crate::levels::model::ServiceLevel;
use crate::model::{CaseId, ClockId};
use crate::shown;
use crate::store::{cases, clocks};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(show_receipt)).routes(routes!(list_levels))
}

/// The deadline receipt of a clock: every interval, counted or not, and why. Needs `cases.view`.
#[utoipa::path(get, path = "/cases/{id}/clocks/{clock_id}/receipt", tag = "cases",
    params(("id" = CaseId, Path), ("clock_id" = ClockId, Path)), responses((status = 200, body = Receipt)))]
async fn show_receipt(ctx: Ctx, PathIds(id, clock_id): PathIds<CaseId, ClockId>) -> Answer<Json<Receipt>> {
    ctx.require(VIEW)?;
    let case = cases::find(ctx.read(), &ctx.viewer, id).await?;
    let clock = clocks::find(ctx.read(), id, clock_id).await?;
    let (name, calendar) =
        lingke_calendars::store::named_version(ctx.read(), clock.calendar_version_id).await?;
    let level = shown::level_name(&ctx, &clock).await?;
    let names = Names { case_number: &case.number, calendar: &name, service_level: level.as_deref() };
    Ok(Json(receipt::write(&clock, &calendar, &names, ctx.now)?))
}

/// The service levels that new work follows, in their order. Needs `cases.view`.
#[utoipa::path(get, path = "/service-levels", tag = "cases", responses((status = 200, body = List<ServiceLevel>)))]
async fn list_levels(ctx: Ctx) -> Answer<Json<List<ServiceLevel>>> {
    ctx.require(VIEW)?;
    let now = current::current(ctx.read()).await?;
    Ok(Json(List { items: now.map_or_else(Vec::new, |now| now.set.levels.clone()) }))
}
