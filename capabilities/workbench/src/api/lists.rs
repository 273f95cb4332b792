//! The work lists with their counts.

use std::sync::Arc;

use axum::Json;
use lingke_cases::VIEW;
use lingke_cases::api::cases::CaseQuery;
use lingke_cases::store::list::{self, StatusFilter};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::node::Node;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(counts))
}

/// Counts stop here: beyond it the exact number helps nobody and would cost more to count.
const COUNT_MAX: i64 = 999;

/// How many cases each work list holds, up to `count_max`; one more means: more.
#[derive(Serialize, ToSchema)]
struct WorkListCounts {
    /// 待办: mine and open, without what rests.
    mine: i64,
    /// 挂起: mine, and resting until a time or an answer.
    resting: i64,
    /// 已办: I worked on it, and it is done or no longer mine.
    done: i64,
    /// 我发起: I opened it.
    opened: i64,
    /// 关注: I follow it.
    followed: i64,
    /// 今日到期: mine, due today or before.
    due_today: i64,
    /// 超时: mine, a clock ran out.
    overdue: i64,
    /// 待领取: in a queue in sight.
    unassigned: i64,
    /// The most that is counted.
    count_max: i64,
}

/// How many cases each of one's work lists holds. Needs `cases.view`.
#[utoipa::path(get, path = "/work-lists", tag = "workbench", responses((status = 200, body = WorkListCounts)))]
async fn counts(ctx: Ctx) -> Answer<Json<WorkListCounts>> {
    ctx.require(VIEW)?;
    let me = || Some("me".to_owned());
    let open = Some(StatusFilter::Open);
    let mine = || CaseQuery { status: open, assignee_id: me(), ..CaseQuery::default() };
    let count = async |query: CaseQuery| {
        let filter = query.filter(&ctx).await?;
        list::count(ctx.read(), &ctx.viewer, &filter, COUNT_MAX + 1).await
    };
    Ok(Json(WorkListCounts {
        mine: count(CaseQuery { snoozed: Some(false), ..mine() }).await?,
        resting: count(CaseQuery { snoozed: Some(true), ..mine() }).await?,
        done: count(CaseQuery { handled_by: me(), ..CaseQuery::default() }).await?,
        opened: count(CaseQuery { opened_by: me(), ..CaseQuery::default() }).await?,
        followed: count(CaseQuery { followed: Some(true), ..CaseQuery::default() }).await?,
        due_today: count(CaseQuery { due_today: Some(true), ..mine() }).await?,
        overdue: count(CaseQuery { breached: Some(true), ..mine() }).await?,
        unassigned: count(CaseQuery { assignee_id: Some("none".to_owned()), ..mine() }).await?,
        count_max: COUNT_MAX,
    }))
}
