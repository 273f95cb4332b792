//! Live counts of what is open, for the head of a list. Figures over time are those of the capability `performance`.

use std::sync::Arc;

use axum::Json;
use lingke_kernel::time::Day;
use lingke_platform::ctx::Ctx;
use lingke_platform::db::query::Sql;
use lingke_platform::failure::Answer;
use lingke_platform::node::Node;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::VIEW;
use crate::model::Status;
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
    let count = async |open: Sql| days::count(ctx.read(), &ctx.viewer, open).await;
    let mine = match ctx.viewer.staff_id() {
        Some(me) => {
            count(days::open().push(" AND snoozed_until IS NULL").and("assignee_id =", Some(me))).await?
        }
        None => 0,
    };
    Ok(Json(CaseCounts {
        today,
        open: count(days::open()).await?,
        mine,
        unassigned: count(days::open().push(" AND assignee_id IS NULL")).await?,
        due_today: count(days::open().and("next_due_at >=", Some(start)).and("next_due_at <", Some(end)))
            .await?,
        breached: count(days::open().push(" AND breached")).await?,
        waiting_customer: count(days::open().and("status =", Some(Status::WaitingCustomer))).await?,
        escalated: count(days::open().push(" AND escalation_level > 0")).await?,
        count_max: COUNT_MAX,
    }))
}
