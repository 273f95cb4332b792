//! The routes.

mod editing;

use std::sync::Arc;

use axum::Json;
use lingke_kernel::batch::{CalendarChoice, ClockAnswer, ClockRequest, calculate};
use lingke_kernel::calendar::{Calendar, CalendarSpec, KnownYears, named};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::extract::{Body, Check, Errors, PathName, Query};
use lingke_platform::http::page::List;
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::model::{CalendarVersion, CalendarYear, ListedCalendar};
use crate::{VIEW, days, store};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(work_out))
        .merge(editing::routes())
}

/// Which year.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct YearQuery {
    /// The present year in the calendar's zone when absent, or the last one known.
    year: Option<i16>,
}

/// A question to the clock calculator, as `lingke clock --batch` takes it.
#[derive(Deserialize)]
#[serde(transparent)]
struct Question(ClockRequest);

impl Check for Question {
    /// The calculator itself says what it cannot take.
    fn check(&self, _: &mut Errors) {}
}

/// All calendars in their present version. Needs `calendars.view`.
#[utoipa::path(get, path = "/calendars", tag = "calendars",
    responses((status = 200, body = List<ListedCalendar>)))]
async fn list(ctx: Ctx) -> Answer<Json<List<ListedCalendar>>> {
    ctx.require(VIEW)?;
    let rows = store::list(ctx.read()).await?;
    let items = rows.iter().map(CalendarVersion::listed).collect::<Answer<_>>()?;
    Ok(Json(List { items }))
}

/// One year of a calendar, day by day. Needs `calendars.view`.
#[utoipa::path(get, path = "/calendars/{name}", tag = "calendars",
    params(("name" = String, Path), YearQuery), responses((status = 200, body = CalendarYear)))]
async fn show(
    ctx: Ctx,
    PathName(name): PathName,
    Query(query): Query<YearQuery>,
) -> Answer<Json<CalendarYear>> {
    ctx.require(VIEW)?;
    let row = store::find(ctx.read(), &name).await?;
    let facts = row.facts()?;
    let year = match query.year {
        Some(year) => known(&facts, year)?,
        None => this_year(&ctx, &row, &facts).await?,
    };
    Ok(Json(CalendarYear { calendar: row.listed()?, year, days: days::days_of(&facts, year) }))
}

fn known(facts: &CalendarSpec, year: i16) -> Answer<i16> {
    let KnownYears { first, last } = facts.known_years.unwrap_or(KnownYears { first: 1, last: 9999 });
    if (first..=last).contains(&year) {
        return Ok(year);
    }
    Err(Failure::invalid("year", "out_of_range", format!("holidays are known from {first} to {last}")))
}

async fn this_year(ctx: &Ctx, row: &CalendarVersion, facts: &CalendarSpec) -> Answer<i16> {
    let calendar = store::version(ctx.read(), row.id).await?;
    let year = ctx.now.day_in(calendar.zone()).year();
    Ok(facts.known_years.map_or(year, |years| year.clamp(years.first, years.last)))
}

/// Works out moments, days and clocks. Needs `calendars.view`.
///
/// Takes and answers what `lingke clock --batch` does. What cannot be worked out is refused with
/// `calculation_failed` and the reason in `params.why`.
#[utoipa::path(post, path = "/clock-calculations", tag = "calendars", request_body = ClockRequest,
    responses((status = 200, body = ClockAnswer)))]
async fn work_out(ctx: Ctx, Body(Question(request)): Body<Question>) -> Answer<Json<ClockAnswer>> {
    ctx.require(VIEW)?;
    let own = own_calendar(&ctx, &request).await?;
    let find = |name: &str| named(name).or_else(|| own.clone());
    let answer = calculate(&request, &find, ctx.now);
    let refused = |why: String| Refusal::impossible("calculation_failed").with("why", why);
    Ok(Json(answer.map_err(|error| refused(error.to_string()))?))
}

/// The institution's own calendar that a question names: the kernel knows only those that come with the program.
async fn own_calendar(ctx: &Ctx, request: &ClockRequest) -> Answer<Option<Arc<Calendar>>> {
    let choice = match request {
        ClockRequest::Add(asked) => &asked.calendar,
        ClockRequest::Between(asked) => &asked.calendar,
        ClockRequest::AddDays(asked) => &asked.calendar,
        ClockRequest::Clock(asked) => &asked.calendar,
        ClockRequest::Profile(_) => return Ok(None),
    };
    let CalendarChoice::Named(name) = choice else { return Ok(None) };
    match store::current(ctx.read(), name).await {
        Ok((_, calendar)) => Ok(Some(calendar)),
        Err(Failure::NotFound) => Ok(None),
        Err(failure) => Err(failure),
    }
}
