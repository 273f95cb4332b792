//! A calendar as an editor holds it: lists with names, in which every entry has a place that a refusal can name.
//!
//! [`CalendarDraft::facts`] turns it into what the kernel compiles and [`CalendarDraft::of`] back. What may stand in
//! it is said by [`crate::rules`].

use std::collections::BTreeMap;

use lingke_kernel::calendar::{CalendarSpec, Hours, KnownYears, Weekly};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::CalendarVersion;

/// A calendar as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarDraft {
    /// In Chinese, 1 to 60 characters.
    pub title: String,
    /// In English, 1 to 60 characters.
    pub title_en: String,
    /// An IANA name, such as `Asia/Shanghai`.
    pub time_zone: String,
    /// The hours of each weekday; a weekday left out is closed. A close before its opening is on the next day.
    #[serde(default)]
    pub weekly: Weekly,
    /// Closed dates.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Dates with hours of their own, make-up workdays among them.
    #[serde(default)]
    pub special_days: Vec<SpecialDay>,
    /// The years for which the dates above are complete; absent when there is no such limit.
    #[serde(default)]
    pub known_years: Option<KnownYears>,
}

/// A date on which nothing is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CalendarHoliday)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// `2026-10-01`, or `12-26` for every year.
    pub on: String,
    /// What it is called.
    #[serde(default)]
    pub name: Option<String>,
}

/// A date with hours of its own, which win over weekday and holiday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CalendarSpecialDay)]
#[serde(deny_unknown_fields)]
pub struct SpecialDay {
    /// `2026-10-10`.
    pub on: String,
    /// What it is called, or the holiday it is worked for.
    #[serde(default)]
    pub name: Option<String>,
    /// Its hours; none is closed.
    #[serde(default)]
    #[schema(value_type = Vec<Vec<String>>)]
    pub periods: Hours,
}

impl CalendarDraft {
    /// What an editor begins with.
    pub fn of(row: &CalendarVersion, facts: &CalendarSpec) -> Self {
        let every_year = |on: &str| on.get(5..).map(str::to_owned);
        let name = |on: &str| {
            let by_day = || facts.holiday_names.get(every_year(on)?.as_str());
            facts.holiday_names.get(on).or_else(by_day).cloned()
        };
        let special = |(on, periods): (&String, &Hours)| SpecialDay {
            on: on.clone(),
            name: name(on),
            periods: periods.clone(),
        };
        Self {
            title: row.title.clone(),
            title_en: row.title_en.clone(),
            time_zone: facts.time_zone.clone(),
            weekly: facts.weekly.clone(),
            holidays: facts.holidays.iter().map(|on| Holiday { on: on.clone(), name: name(on) }).collect(),
            special_days: facts.special_days.iter().map(special).collect(),
            known_years: facts.known_years,
        }
    }

    /// The facts in one order, so that equal drafts give equal facts.
    pub fn facts(&self) -> CalendarSpec {
        let mut holidays: Vec<String> = self.holidays.iter().map(|one| one.on.clone()).collect();
        holidays.sort();
        let special_days = self.special_days.iter().map(|one| (one.on.clone(), sorted(&one.periods)));
        let mut weekly = self.weekly.clone();
        for (_, hours) in days_of_week(&mut weekly) {
            *hours = sorted(hours);
        }
        CalendarSpec {
            time_zone: canonical(&self.time_zone),
            weekly,
            holidays,
            special_days: special_days.collect(),
            holiday_names: self.names(),
            known_years: self.known_years,
        }
    }

    fn names(&self) -> BTreeMap<String, String> {
        let holidays = self.holidays.iter().map(|one| (&one.on, &one.name));
        let special = self.special_days.iter().map(|one| (&one.on, &one.name));
        let named = holidays.chain(special).filter_map(|(on, name)| {
            let name = name.as_deref().map(str::trim).filter(|name| !name.is_empty())?;
            Some((on.clone(), name.to_owned()))
        });
        named.collect()
    }
}

/// The seven days with the names the API gives them, Monday first.
pub fn days_of_week(week: &mut Weekly) -> [(&'static str, &mut Hours); 7] {
    [
        ("mon", &mut week.mon),
        ("tue", &mut week.tue),
        ("wed", &mut week.wed),
        ("thu", &mut week.thu),
        ("fri", &mut week.fri),
        ("sat", &mut week.sat),
        ("sun", &mut week.sun),
    ]
}

/// `09:00` sorts before `13:30` as text too.
fn sorted(hours: &Hours) -> Hours {
    let mut hours = hours.clone();
    hours.sort();
    hours
}

/// The zone as the zone database spells it; as it was given when that is not known.
fn canonical(zone: &str) -> String {
    let known = jiff::tz::TimeZone::get(zone).ok();
    known.as_ref().and_then(|zone| zone.iana_name()).unwrap_or(zone).to_owned()
}

#[cfg(test)]
mod tests {
    use lingke_kernel::time::Instant;

    use super::*;
    use crate::builtin;
    use crate::model::CalendarVersionId;

    #[test]
    fn every_built_in_calendar_comes_back_from_an_editor_as_it_went_in() {
        for one in builtin::ALL {
            let facts = one.facts().unwrap();
            let row = CalendarVersion {
                id: CalendarVersionId::new(Instant::default()),
                name: one.name.to_owned(),
                version: facts.version,
                title: one.title.to_owned(),
                title_en: one.title_en.to_owned(),
                spec: String::new(),
                created_at: Instant::default(),
                number: 1,
                created_by: None,
            };
            let draft = CalendarDraft::of(&row, &facts.spec);
            assert_eq!(draft.facts(), facts.spec, "{}", one.name);
            assert!(crate::rules::wrong_with(&draft).is_empty(), "{}", one.name);
        }
    }
}
