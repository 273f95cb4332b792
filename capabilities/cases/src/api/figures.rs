//! Live counts of what is open, for the head of a list. Figures over time are those of the capability `performance`.

use std::sync::Arc;

use axum::Json;
use lingke_kernel::time::Day;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::node::Node;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::VIEW;
use crate::store::days::{self, COUNT_MAX};
use crate::subscriptions::institution_zone;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(counts))
}

/// What is open now, in sight. Counts stop at `count_max`.
#[derive(Serialize, ToSchema)]
struct CaseCounts {
    /// The day that is today in the institution's zone.
    #[schema(value_type = String, format = Date)]
    today: Day,
    open: i64,
    /// Without what rests.
    mine: i64,
    unassigned: i64,
    /// With the next limit today, whether or not it has passed.
    due_today: i64,
    breached: i64,
    waiting_customer: i64,
    escalated: i64,
    count_max: i64,
}

/// What is open now: mine, nobody's, due today, past due. Needs `cases.view`.
#[utoipa::path(get, path = "/case-counts", tag = "cases", responses((status = 200, body = CaseCounts)))]
async fn counts(ctx: Ctx) -> Answer<Json<CaseCounts>> {
    ctx.require(VIEW)?;
    let zone = institution_zone(ctx.read()).await?;
    let today = ctx.now.day_in(&zone);
    let (start, end) = days::bounds(today, &zone)?;
    let count = async |condition: &str, bounds: &[sea_orm::Value]| {
        days::count_open(ctx.read(), &ctx.viewer, condition, bounds).await
    };
    let mine = match ctx.viewer.staff_id() {
        Some(me) => count("snoozed_until IS NULL AND assignee_id = ?", &[me.into()]).await?,
        None => 0,
    };
    Ok(Json(CaseCounts {
        today,
        open: count("1 = 1", &[]).await?,
        mine,
        unassigned: count("assignee_id IS NULL", &[]).await?,
        due_today: count("next_due_at >= ? AND next_due_at < ?", &[start.into(), end.into()]).await?,
        breached: count("breached", &[]).await?,
        waiting_customer: count("status = ?", &["waiting_customer".into()]).await?,
        escalated: count("escalation_level > 0", &[]).await?,
        count_max: COUNT_MAX,
    }))
}
