//! The nouns.

use lingke_kernel::calendar::CalendarSpec;
use lingke_kernel::id_kind;
use lingke_kernel::time::{Day, Instant};
use lingke_platform::failure::Answer;
use sea_orm::FromQueryResult;
use serde::Serialize;
use utoipa::ToSchema;

id_kind!(
    /// One version of a calendar, as clocks name it.
    CalendarVersionMark, "cal", CalendarVersionId
);

/// One version of a calendar, as the table holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct CalendarVersion {
    /// Its id.
    pub id: CalendarVersionId,
    /// The calendar's name, `cn`.
    pub name: String,
    /// Which facts these are, `cn 2026-11-24`.
    pub version: String,
    /// In Chinese.
    pub title: String,
    /// In English.
    pub title_en: String,
    /// The facts, as JSON text.
    pub spec: String,
    /// When it came in.
    pub created_at: Instant,
    /// Counted from 1 for each calendar; the highest is the present one.
    pub number: i64,
    /// Who made it; none when it came with the program.
    pub created_by: Option<String>,
}

/// A calendar as lists show it, in its present version.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Calendar)]
pub struct ListedCalendar {
    /// Its name, `cn`.
    pub name: String,
    /// In Chinese.
    pub title: String,
    /// In English.
    pub title_en: String,
    /// The zone its hours are in.
    pub time_zone: String,
    /// Which facts these are.
    pub version: String,
    /// The years whose holidays are known; empty when there is no such limit.
    pub years_known: Vec<i16>,
    /// Whether it comes with the program; such a calendar is copied, never changed.
    pub built_in: bool,
}

/// One year of a calendar.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CalendarYear {
    /// The calendar.
    #[serde(flatten)]
    pub calendar: ListedCalendar,
    /// The year.
    pub year: i16,
    /// Its days, in order.
    pub days: Vec<CalendarDay>,
}

/// One day of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarDay {
    /// The date.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
    /// What kind of day it is.
    pub kind: DayKind,
    /// What the holiday, or the day made up for, is called.
    pub name: Option<String>,
    /// The hours that begin on it, `["09:00","12:00"]`.
    #[schema(value_type = Vec<Vec<String>>)]
    pub periods: Vec<[String; 2]>,
}

/// What kind of day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// The usual hours of the weekday. 工作日
    Working,
    /// A Saturday or Sunday without hours. 周末
    Weekend,
    /// Another weekday without hours.
    NoHours,
    /// A holiday. 节假日
    Holiday,
    /// A Saturday or Sunday worked in exchange for a holiday. 调休上班日
    MakeupWorkday,
    /// A date with hours of its own, or closed by itself.
    SpecialDay,
}

impl CalendarVersion {
    /// Whether it came with the program.
    pub fn is_built_in(&self) -> bool {
        self.created_by.is_none()
    }

    /// The facts.
    pub fn facts(&self) -> Answer<CalendarSpec> {
        Ok(serde_json::from_str(&self.spec)?)
    }

    /// As lists show it.
    pub fn listed(&self) -> Answer<ListedCalendar> {
        let facts = self.facts()?;
        Ok(ListedCalendar {
            name: self.name.clone(),
            title: self.title.clone(),
            title_en: self.title_en.clone(),
            time_zone: facts.time_zone,
            version: self.version.clone(),
            years_known: facts
                .known_years
                .map_or_else(Vec::new, |years| (years.first..=years.last).collect()),
            built_in: self.is_built_in(),
        })
    }
}
