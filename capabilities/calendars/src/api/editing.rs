//! Making, changing and trying an institution's own calendars.

use std::sync::Arc;

use axum::Json;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathName};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::draft::CalendarDraft;
use crate::model::CalendarVersion;
use crate::rules::{self, YEARS};
use crate::trial::{self, Question, Trial};
use crate::{EDIT, VIEW, commands, days, store};

/// The routes, below `/api/v1`.
pub(super) fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(facts, change)).routes(routes!(try_it))
}

/// A new calendar.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCalendar {
    /// What service levels call it: small letters, digits and hyphens, beginning with a letter. It never changes.
    name: String,
    /// The calendar that it began as a copy of.
    #[serde(default)]
    copied_from: Option<String>,
    /// The calendar.
    calendar: CalendarDraft,
}

/// What a calendar becomes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CalendarChange {
    /// All of it.
    calendar: CalendarDraft,
}

/// A draft, and what is asked of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CalendarTrialRequest {
    /// The draft.
    calendar: CalendarDraft,
    /// The year to show; the present one in the draft's zone when absent.
    #[serde(default)]
    year: Option<i16>,
    /// A clock to try.
    #[serde(default)]
    question: Option<Question>,
}

/// A calendar as an editor holds it.
#[derive(Serialize, Deserialize, ToSchema)]
struct CalendarFacts {
    /// Its name, `cn`.
    name: String,
    /// Which version this is.
    version: String,
    /// Counted from 1, for `If-Match`.
    number: i64,
    /// Whether it comes with the program; such a calendar is copied, never changed.
    built_in: bool,
    /// The calendar.
    calendar: CalendarDraft,
    /// What the viewer may do now.
    may: CalendarMay,
}

/// What may be done with a calendar now.
#[derive(Serialize, Deserialize, ToSchema)]
struct CalendarMay {
    /// Change it.
    edit: bool,
    /// Make another one of it.
    copy: bool,
}

impl Check for NewCalendar {
    fn check(&self, errors: &mut Errors) {
        rules::check_name(&self.name, errors);
        rules::check(&self.calendar, errors);
    }
}
impl Check for CalendarChange {
    fn check(&self, errors: &mut Errors) {
        rules::check(&self.calendar, errors);
    }
}
impl Check for CalendarTrialRequest {
    fn check(&self, errors: &mut Errors) {
        rules::check(&self.calendar, errors);
    }
}

impl CalendarFacts {
    fn of(ctx: &Ctx, row: &CalendarVersion) -> Answer<Self> {
        let may = ctx.viewer.may(EDIT);
        Ok(Self {
            name: row.name.clone(),
            version: row.version.clone(),
            number: row.number,
            built_in: row.is_built_in(),
            calendar: CalendarDraft::of(row, &row.facts()?),
            may: CalendarMay { edit: may && !row.is_built_in(), copy: may },
        })
    }
}

/// Makes a calendar of the institution's own. Needs `calendars.edit`.
#[utoipa::path(post, path = "/calendars", tag = "calendars", request_body = NewCalendar,
    responses((status = 201, body = CalendarFacts)))]
async fn create(
    ctx: Ctx,
    key: IdempotencyKey,
    Body(new): Body<NewCalendar>,
) -> Answer<Created<CalendarFacts>> {
    let body = fingerprint(&new)?;
    let made = async |tx: &mut Tx| {
        let row = commands::create(tx, &new.name, new.copied_from.as_deref(), &new.calendar).await?;
        let facts = CalendarFacts::of(&ctx, &row)?;
        let location = at(&facts);
        Ok((facts, location))
    };
    let once = ctx.once(key.once(&body), made);
    Ok(Created { once: once.await?, location: at, version: |facts| facts.number })
}

fn at(facts: &CalendarFacts) -> String {
    format!("/api/v1/calendars/{}/facts", facts.name)
}

/// A calendar as an editor holds it. Needs `calendars.view`.
#[utoipa::path(get, path = "/calendars/{name}/facts", tag = "calendars", params(("name" = String, Path)),
    responses((status = 200, body = CalendarFacts)))]
async fn facts(ctx: Ctx, PathName(name): PathName) -> Answer<Versioned<CalendarFacts>> {
    ctx.require(VIEW)?;
    shown(&ctx, &store::find(ctx.read(), &name).await?)
}

fn shown(ctx: &Ctx, row: &CalendarVersion) -> Answer<Versioned<CalendarFacts>> {
    Ok(Versioned { version: row.number, body: CalendarFacts::of(ctx, row)? })
}

/// Gives a calendar of the institution's own a new version; clocks that run keep theirs. Needs `calendars.edit`.
#[utoipa::path(put, path = "/calendars/{name}/facts", tag = "calendars", params(("name" = String, Path)),
    request_body = CalendarChange, responses((status = 200, body = CalendarFacts)))]
async fn change(
    ctx: Ctx,
    PathName(name): PathName,
    expected: Expected,
    Body(change): Body<CalendarChange>,
) -> Answer<Versioned<CalendarFacts>> {
    let mut tx = ctx.begin().await?;
    let row = commands::change(&mut tx, &name, expected, &change.calendar).await?;
    tx.commit().await?;
    shown(&ctx, &row)
}

/// Tries a calendar that is not stored: its year, and when a clock on it would be due. Needs `calendars.edit`.
#[utoipa::path(post, path = "/calendar-trials", tag = "calendars", request_body = CalendarTrialRequest,
    responses((status = 200, body = Trial)))]
async fn try_it(ctx: Ctx, Body(asked): Body<CalendarTrialRequest>) -> Answer<Json<Trial>> {
    ctx.require(EDIT)?;
    let facts = asked.calendar.facts();
    let calendar = trial::compiled(&asked.calendar)?;
    let year = asked.year.unwrap_or_else(|| ctx.now.day_in(calendar.zone()).year());
    if !(YEARS.0..=YEARS.1).contains(&year) {
        return Err(Failure::invalid("year", "out_of_range", "between the years 1900 and 2199"));
    }
    let clock = asked.question.as_ref().map(|question| trial::clock(&calendar, question)).transpose()?;
    Ok(Json(Trial { days: days::days_of(&facts, year), time_zone: facts.time_zone, year, clock }))
}
