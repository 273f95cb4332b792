//! One answer for the dashboard.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use axum::Json;
use lingke_cases::api::cases::units_below;
use lingke_cases::model::{CaseKind, Channel, Priority};
use lingke_cases::subscriptions::institution_zone;
use lingke_kernel::time::Day;
use lingke_organisation::model::Locale;
use lingke_organisation::store::{staff, units};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::Query;
use lingke_platform::node::Node;
use lingke_platform::viewer::{Sight, StaffId, UnitId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shown::{self, Dashboard, DashboardDay, Member, OpenFigures, PeriodFigures};
use crate::model::{Count, Counts, Cut, Times, What};
use crate::periods::{Compare, DAYS_MAX, Range};
use crate::store::read::{self, Dimension, Units};
use crate::{VIEW, VIEW_STAFF};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(dashboard))
}

/// Members shown at most.
const MEMBERS_MAX: usize = 200;

/// Which figures.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DashboardQuery {
    /// The first day.
    #[param(value_type = String, format = Date)]
    pub from: Day,
    /// The last day.
    #[param(value_type = String, format = Date)]
    pub to: Day,
    /// With what it is compared; nothing when absent.
    #[param(inline)]
    #[serde(default)]
    pub compare: Compare,
    /// Only this unit and those below it.
    pub unit_id: Option<UnitId>,
    /// Only this kind.
    pub kind: Option<CaseKind>,
    /// Only this channel.
    pub channel: Option<Channel>,
    /// Only this priority.
    pub priority: Option<Priority>,
    /// Only this person's. Needs `performance.view_staff`, and goes with no other filter but the unit.
    pub staff_id: Option<StaffId>,
    /// The dimension that the figures are divided by; `unit` when absent. `staff` needs `performance.view_staff`.
    #[param(inline)]
    pub by: Option<Dimension>,
    /// The language of a workbook; Chinese when absent.
    pub locale: Option<Locale>,
}

/// What is asked, and may be.
pub struct Asked {
    /// The period.
    pub range: Range,
    /// What it is compared with.
    pub compared: Option<Range>,
    /// The part of all cases, but for the unit.
    pub cut: Cut,
    /// The units in sight, or of them the one asked for and those below it.
    pub units: Units,
    /// The dimension.
    pub by: Dimension,
}

/// The units that figures may be shown of: those in sight, or of them the one wanted with all below it. All of them
/// are read as their sum, where everything is in sight.
pub async fn units_in_sight(ctx: &Ctx, wanted: Option<UnitId>) -> Answer<Units> {
    let below = match wanted {
        Some(unit) => units_below(ctx, unit).await?,
        None => None,
    };
    Ok(match (&ctx.viewer.sight, below) {
        (Sight::Own, _) => Units::Of(Vec::new()),
        (Sight::All, None) => Units::All,
        (Sight::All, Some(below)) => Units::Of(below),
        (Sight::Units(seen), None) => Units::Of(seen.clone()),
        (Sight::Units(seen), Some(below)) => {
            let below: HashSet<UnitId> = below.into_iter().collect();
            Units::Of(seen.iter().copied().filter(|unit| below.contains(unit)).collect())
        }
    })
}

impl DashboardQuery {
    /// Checks what is asked, and whether the viewer may ask it.
    pub async fn asked(&self, ctx: &Ctx) -> Answer<Asked> {
        ctx.require(VIEW)?;
        let by = self.by.unwrap_or(Dimension::Unit);
        if self.staff_id.is_some() || by == Dimension::Staff {
            ctx.require(VIEW_STAFF)?;
        }
        let range = Range { from: self.from, to: self.to };
        if range.length().is_none() {
            return Err(Failure::invalid("to", "out_of_range", format!("from 1 to {DAYS_MAX} days in all")));
        }
        let cut = Cut {
            kind: self.kind,
            channel: self.channel,
            priority: self.priority,
            staff_id: self.staff_id,
            unit_id: None,
        };
        let divided = cut.kind.is_some() || cut.channel.is_some() || cut.priority.is_some();
        let of_persons = "a person's figures are divided by nothing but the unit";
        if self.staff_id.is_some() && divided {
            return Err(Failure::invalid("staff_id", "not_combined", of_persons));
        }
        let by_more = !matches!(by, Dimension::Unit | Dimension::Staff);
        if (self.staff_id.is_some() && by_more) || (by == Dimension::Staff && divided) {
            return Err(Failure::invalid("by", "not_combined", of_persons));
        }
        let units = units_in_sight(ctx, self.unit_id).await?;
        Ok(Asked { range, compared: range.compared(self.compare), cut, units, by })
    }
}

/// The figures of a period and of now, compared and divided. Needs `performance.view`.
#[utoipa::path(get, path = "/dashboard", tag = "performance", params(DashboardQuery),
    responses((status = 200, body = Dashboard)))]
async fn dashboard(ctx: Ctx, Query(query): Query<DashboardQuery>) -> Answer<Json<Dashboard>> {
    let asked = query.asked(&ctx).await?;
    Ok(Json(read(&ctx, &asked).await?))
}

/// Reads the whole dashboard.
pub async fn read(ctx: &Ctx, asked: &Asked) -> Answer<Dashboard> {
    let Asked { range, compared, cut, units, by } = asked;
    let conn = ctx.read();
    let today = ctx.now.day_in(&institution_zone(conn).await?);
    let opened = read::open_by_day(conn, What::Age, cut, units, None).await?;
    let now = open_now(ctx, asked, today).await?;
    let (figures, days) = of_period(ctx, asked, *range, today, now.open).await?;
    let (mut before, mut days_before) = (None, Vec::new());
    if let Some(compared) = compared {
        let (figures, days) = of_period(ctx, asked, *compared, today, now.open).await?;
        (before, days_before) = (Some(figures), days);
    }
    let mut members = members(ctx, asked, *by).await?;
    let left_off = members.len().saturating_sub(MEMBERS_MAX);
    members.truncate(MEMBERS_MAX);
    Ok(Dashboard {
        at: ctx.now,
        today,
        period: (*range).into(),
        compared: compared.map(Into::into),
        backlog: shown::backlog(today, &opened),
        now,
        figures,
        before,
        days,
        days_before,
        by: members,
        left_off,
    })
}

async fn open_now(ctx: &Ctx, asked: &Asked, today: Day) -> Answer<OpenFigures> {
    let open = read::open(ctx.read(), &asked.cut, &asked.units).await?;
    let due = read::open_by_day(ctx.read(), What::Due, &asked.cut, &asked.units, Some(today)).await?;
    let count = |what: What| open.get(what.code()).copied().unwrap_or_default();
    Ok(OpenFigures {
        open: count(What::All),
        due_today: due.get(&today).copied().unwrap_or_default(),
        breached: count(What::Breached),
        waiting_customer: count(What::WaitingCustomer),
        unassigned: count(What::Unassigned),
    })
}

/// The figures of a range and its days. The days are read on to today, so that what was open at the end of each
/// follows from what is open now.
async fn of_period(
    ctx: &Ctx,
    asked: &Asked,
    range: Range,
    today: Day,
    open_now: i64,
) -> Answer<(PeriodFigures, Vec<DashboardDay>)> {
    let Asked { cut, units, .. } = asked;
    let counts = read::days(ctx.read(), cut, units, range).await?;
    let times = read::times(ctx.read(), cut, units, range).await?;
    let mut sum = Counts::default();
    counts.values().for_each(|day| sum += *day);
    let mut open_after = open_now;
    if let Some(from) = range.to.tomorrow().ok().filter(|from| *from <= today) {
        let since = read::sum(ctx.read(), cut, units, Range { from, to: today }).await?;
        open_after += since.of(Count::Resolved) - since.of(Count::Arrived);
    }
    let shown: BTreeMap<Day, Counts> = counts;
    Ok((PeriodFigures::of(&sum, &times), shown::days(range, &shown, open_after)))
}

async fn members(ctx: &Ctx, asked: &Asked, by: Dimension) -> Answer<Vec<Member>> {
    let conn = ctx.read();
    let Asked { cut, range, .. } = asked;
    let units = match (&asked.units, by) {
        (Units::All, Dimension::Unit) => {
            Units::Of(units::all(conn).await?.iter().map(|unit| unit.id).collect())
        }
        (units, _) => units.clone(),
    };
    let counts = read::counts_by(conn, cut, &units, by, *range).await?;
    let times = read::times_by(conn, cut, &units, by, *range).await?;
    let open = read::open_by(conn, cut, &units, by).await?;
    let mut keys: Vec<&String> = counts.keys().chain(open.keys()).chain(times.keys()).collect();
    keys.sort();
    keys.dedup();
    let names = names(ctx, by, &keys).await?;
    let none = (Counts::default(), Times::default());
    let mut members: Vec<Member> = keys
        .into_iter()
        .map(|key| {
            let [open, open_breached] = open.get(key).copied().unwrap_or_default();
            let (name, name_en) = names.get(key).cloned().unzip();
            let counts = counts.get(key).unwrap_or(&none.0);
            let figures = PeriodFigures::of(counts, times.get(key).unwrap_or(&none.1));
            Member { key: key.clone(), name, name_en: name_en.flatten(), open, open_breached, figures }
        })
        .filter(|member| member.open != 0 || !is_empty(&member.figures))
        .collect();
    members
        .sort_by_key(|member| std::cmp::Reverse((member.figures.arrived + member.open, member.key.clone())));
    Ok(members)
}

fn is_empty(figures: &PeriodFigures) -> bool {
    let kept = |one: &shown::Kept| one.met + one.breached;
    let clocks: i64 = figures.attainment.iter().map(|one| kept(&one.ended) + kept(&one.due)).sum();
    figures.arrived + figures.resolved + figures.closed + clocks + figures.first_response.count == 0
}

/// The names of units, in both languages, or of persons.
async fn names(
    ctx: &Ctx,
    by: Dimension,
    keys: &[&String],
) -> Answer<HashMap<String, (String, Option<String>)>> {
    match by {
        Dimension::Unit => {
            let ids: Vec<UnitId> = keys.iter().filter_map(|key| key.parse().ok()).collect();
            let found = units::names(ctx.read(), &ids).await?.into_values();
            Ok(found.map(|unit| (unit.id.to_string(), (unit.name, Some(unit.name_en)))).collect())
        }
        Dimension::Staff => {
            let ids: Vec<StaffId> = keys.iter().filter_map(|key| key.parse().ok()).take(1000).collect();
            let found = staff::names(ctx.read(), &ids).await?.into_values();
            Ok(found.map(|person| (person.id.to_string(), (person.name, None))).collect())
        }
        Dimension::Kind | Dimension::Channel | Dimension::Priority => Ok(HashMap::new()),
    }
}
