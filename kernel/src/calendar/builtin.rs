//! The named calendars. Their facts are files under `data/calendars/`.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::{Calendar, CalendarSpec, Hours, KnownYears, Weekly};

/// Every name [`named`] knows.
pub const NAMES: [&str; 5] = ["cn", "cn-trading", "uk-england", "us-federal", "always"];

/// The calendar of that name; none when there is none.
pub fn named(name: &str) -> Option<Arc<Calendar>> {
    let place = NAMES.iter().position(|&n| n == name)?;
    CALENDARS.get(place).cloned()
}

static CALENDARS: LazyLock<Vec<Arc<Calendar>>> = LazyLock::new(|| FILES.iter().map(compile).collect());

/// In the order of [`NAMES`]: the calendar's file, and its days' if it has any.
static FILES: [(&str, Option<&str>); 5] = [
    (include_str!("../../../data/calendars/cn.json"), Some(CHINA_DAYS)),
    (include_str!("../../../data/calendars/cn-trading.json"), Some(CHINA_DAYS)),
    (
        include_str!("../../../data/calendars/uk-england.json"),
        Some(include_str!("../../../data/calendars/england-days.json")),
    ),
    (
        include_str!("../../../data/calendars/us-federal.json"),
        Some(include_str!("../../../data/calendars/us-federal-days.json")),
    ),
    (include_str!("../../../data/calendars/always.json"), None),
];
static CHINA_DAYS: &str = include_str!("../../../data/calendars/china-days.json");

/// A calendar's file.
#[derive(Deserialize)]
struct Written {
    version: String,
    time_zone: String,
    weekly: Weekly,
    /// The hours of a make-up workday; left out where make-up workdays are not followed.
    makeup_hours: Option<Hours>,
}

/// A file of days, by date, with their names.
#[derive(Deserialize)]
struct Days {
    known_years: KnownYears,
    holidays: BTreeMap<String, String>,
    #[serde(default)]
    makeup_workdays: BTreeMap<String, String>,
}

/// The facts of the calendar of that name and which they are; none when there is none. For who stores them.
pub fn named_spec(name: &str) -> Option<(CalendarSpec, String)> {
    let place = NAMES.iter().position(|&n| n == name)?;
    FILES.get(place).map(spec)
}

fn spec((written, days): &(&str, Option<&str>)) -> (CalendarSpec, String) {
    // The files are compiled in and read by a test: neither can be wrong in a running program.
    let written: Written = serde_json::from_str(written).expect("a calendar's own file");
    let days: Option<Days> = days.map(|text| serde_json::from_str(text).expect("a calendar's own days"));
    let mut spec = CalendarSpec {
        time_zone: written.time_zone,
        weekly: written.weekly,
        holidays: Vec::new(),
        special_days: BTreeMap::new(),
        holiday_names: BTreeMap::new(),
        known_years: days.as_ref().map(|d| d.known_years),
    };
    if let Some(days) = days {
        spec.holidays = days.holidays.keys().cloned().collect();
        spec.holiday_names = days.holidays;
        if let Some(hours) = written.makeup_hours {
            spec.special_days = days.makeup_workdays.keys().map(|day| (day.clone(), hours.clone())).collect();
            spec.holiday_names.extend(days.makeup_workdays);
        }
    }
    (spec, written.version)
}

fn compile(files: &(&str, Option<&str>)) -> Arc<Calendar> {
    let (spec, version) = spec(files);
    let calendar = Calendar::from_spec(&spec).expect("a calendar's own facts");
    Arc::new(calendar.with_version(&version))
}
