//! Which cases will probably breach in the next hours.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use axum::Json;
use lingke_calendars::model::CalendarVersionId;
use lingke_cases::api::cases::units_below;
use lingke_cases::clocks::remaining_seconds;
use lingke_cases::model::{CaseId, CaseKind, Channel, ClockKind, Priority};
use lingke_cases::shown::{self, CaseRow};
use lingke_cases::store::behind::{Behind, Figure};
use lingke_cases::store::list::{Assignee, Filter};
use lingke_cases::store::summary::{self, RunningClock};
use lingke_cases::subscriptions::institution_zone;
use lingke_kernel::calendar::Calendar;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::Query;
use lingke_platform::node::Node;
use lingke_platform::viewer::{StaffId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::facts::hour_of_week;
use crate::forecast::{Chance, History, QueueKey, Running, chance};
use crate::model::Group;
use crate::store::read;
use crate::{VIEW, VIEW_STAFF};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(forecast))
}

/// The horizons, in hours.
const HORIZONS: [i64; 3] = [2, 4, 8];
/// Clocks looked at, at most: those due next.
const CLOCKS_MAX: usize = 1000;
/// Cases shown, at most: those most at risk.
const SHOWN_MAX: usize = 50;

/// Which cases.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ForecastQuery {
    /// Only this unit's and those below it.
    unit_id: Option<UnitId>,
    /// Only this kind.
    kind: Option<CaseKind>,
    /// Only this channel.
    channel: Option<Channel>,
    /// Only this priority.
    priority: Option<Priority>,
    /// Only this person's. Needs `performance.view_staff`.
    staff_id: Option<StaffId>,
}

/// What is expected within some hours.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Horizon {
    /// Within so many hours.
    hours: i64,
    /// So many clocks fall due.
    due: i64,
    /// So many are expected to run out: the sum of their chances.
    expected: f64,
    /// For so many nothing comparable has ever been seen; they are not in the expected number.
    unknown: i64,
}

/// A case that may breach.
#[derive(Debug, Serialize, ToSchema)]
struct AtRisk {
    case: CaseRow,
    /// The clock.
    clock: ClockKind,
    /// When it is due.
    due_at: Instant,
    /// Working seconds until then.
    remaining_seconds: i64,
    /// From 0 to 1; none where nothing comparable has been seen.
    chance: Option<f64>,
    /// On so many clocks of its queue the chance rests.
    seen: i64,
}

/// What the queues' own history lets expect, of the units in sight.
#[derive(Debug, Serialize, ToSchema)]
struct Forecast {
    at: Instant,
    horizons: Vec<Horizon>,
    /// Those most at risk, the likeliest first.
    items: Vec<AtRisk>,
    /// Whether more clocks fall due than were looked at.
    cut: bool,
}

/// Which cases will probably breach in the next 8 hours. Needs `performance.view`.
#[utoipa::path(get, path = "/dashboard/forecast", tag = "performance", params(ForecastQuery),
    responses((status = 200, body = Forecast)))]
async fn forecast(ctx: Ctx, Query(query): Query<ForecastQuery>) -> Answer<Json<Forecast>> {
    ctx.require(VIEW)?;
    if query.staff_id.is_some() {
        ctx.require(VIEW_STAFF)?;
    }
    let zone = institution_zone(ctx.read()).await?;
    let filter = Filter {
        units: match query.unit_id {
            Some(id) => units_below(&ctx, id).await?,
            None => None,
        },
        kind: query.kind,
        channel: query.channel,
        priority: query.priority,
        assignee: query.staff_id.map(Assignee::Staff),
        behind: Some(Behind::new(Figure::Open, None, None, &zone)?),
        ..Filter::default()
    };
    let until = ctx.now.plus_seconds(HORIZONS[HORIZONS.len() - 1] * 3600);
    let due =
        summary::running_due(ctx.read(), &ctx.viewer, &filter, (ctx.now, until), CLOCKS_MAX + 1).await?;
    let cut = due.len() > CLOCKS_MAX;
    let risks = risks(&ctx, &due[..due.len().min(CLOCKS_MAX)], &zone).await?;
    let horizons = HORIZONS.map(|hours| horizon(&risks, hours, ctx.now)).into();
    Ok(Json(Forecast { at: ctx.now, horizons, items: most_at_risk(&ctx, risks).await?, cut }))
}

/// A running clock and its chance.
struct Risk<'a> {
    clock: &'a RunningClock,
    remaining_seconds: i64,
    chance: Option<Chance>,
}

async fn risks<'a>(ctx: &Ctx, due: &'a [RunningClock], zone: &jiff::tz::TimeZone) -> Answer<Vec<Risk<'a>>> {
    let mut calendars = HashMap::<CalendarVersionId, Arc<Calendar>>::new();
    let mut running = Vec::with_capacity(due.len());
    for clock in due {
        let id = clock.calendar_version_id;
        if let Entry::Vacant(unread) = calendars.entry(id) {
            unread.insert(lingke_calendars::store::version(ctx.read(), id).await?);
        }
        let remaining_seconds = remaining_seconds(&calendars[&id], clock.due_at, ctx.now)?;
        let queue = QueueKey {
            group: Group::of(clock.clock.code()),
            kind: clock.kind,
            priority: clock.priority,
            unit_id: Some(clock.unit_id),
        };
        let used_seconds = clock.target_seconds - remaining_seconds;
        let hour = hour_of_week(clock.started_at, zone);
        let target_seconds = clock.target_seconds;
        running.push((clock, remaining_seconds, Running { queue, hour, target_seconds, used_seconds }));
    }
    let history = history(ctx, running.iter().map(|(.., running)| running.queue)).await?;
    let risk = |(clock, remaining_seconds, running)| Risk {
        clock,
        remaining_seconds,
        chance: chance(&running, &history),
    };
    Ok(running.into_iter().map(risk).collect())
}

/// What is known of these queues, and of the same work in all units.
async fn history(ctx: &Ctx, queues: impl Iterator<Item = QueueKey>) -> Answer<History> {
    let wanted: HashSet<QueueKey> =
        queues.flat_map(|queue| [queue, QueueKey { unit_id: None, ..queue }]).collect();
    let mut known = History::new();
    for queue in wanted {
        known.insert(queue, read::history(ctx.read(), &queue).await?);
    }
    Ok(known)
}

fn horizon(risks: &[Risk<'_>], hours: i64, now: Instant) -> Horizon {
    let until = now.plus_seconds(hours * 3600);
    let due = risks.iter().filter(|risk| risk.clock.due_at <= until);
    let mut horizon = Horizon { hours, due: 0, expected: 0.0, unknown: 0 };
    for risk in due {
        horizon.due += 1;
        horizon.expected += risk.chance.map_or(0.0, |chance| chance.share);
        horizon.unknown += i64::from(risk.chance.is_none());
    }
    horizon
}

/// The cases of the likeliest clocks, each once.
async fn most_at_risk(ctx: &Ctx, mut risks: Vec<Risk<'_>>) -> Answer<Vec<AtRisk>> {
    let share = |risk: &Risk<'_>| risk.chance.map_or(-1.0, |chance| chance.share);
    risks.sort_by(|one, other| {
        share(other).total_cmp(&share(one)).then(one.clock.due_at.cmp(&other.clock.due_at))
    });
    let mut seen = HashSet::new();
    risks.retain(|risk| seen.insert(risk.clock.case_id));
    risks.truncate(SHOWN_MAX);
    let ids: Vec<CaseId> = risks.iter().map(|risk| risk.clock.case_id).collect();
    let cases = summary::whole(ctx.read(), &ids).await?;
    let rows = shown::rows(ctx, &cases).await?.into_iter().map(|row| (row.id, row));
    let mut rows: BTreeMap<CaseId, CaseRow> = rows.collect();
    let items = risks.into_iter().filter_map(|risk| {
        Some(AtRisk {
            case: rows.remove(&risk.clock.case_id)?,
            clock: risk.clock.clock,
            due_at: risk.clock.due_at,
            remaining_seconds: risk.remaining_seconds,
            chance: risk.chance.map(|chance| chance.share),
            seen: risk.chance.map_or(0, |chance| chance.seen),
        })
    });
    Ok(items.collect())
}
