//! The clock calculator's requests and answers.

use std::fmt;
use std::sync::Arc;

use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Resolver;
use crate::calendar::{Basis, Calendar, CalendarError, CalendarSpec, NotATime, Roll, Why, parse_date};
use crate::clock::{self, ClockError, ClockReading, ClockState, Fact, FactKind};
use crate::duration::Duration;
use crate::profile::{self, ProfileAnswer, ProfileError, ProfileRequest};
use crate::time::{Day, Instant, MICROS_PER_SECOND};

/// What is asked. Unknown fields are refused by name.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum ClockRequest {
    /// When will this much working time have passed?
    Add(AddRequest),
    /// How much working time lies between?
    Between(BetweenRequest),
    /// Which day is this many days later?
    AddDays(DaysRequest),
    /// How does a clock stand?
    Clock(ReadRequest),
    /// How do the clocks of a regulator's rules stand?
    Profile(ProfileRequest),
}

/// Which calendar: a name, or a calendar written out.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum CalendarChoice {
    /// One that has a name.
    Named(String),
    /// One written out.
    Written(Box<CalendarSpec>),
}

/// `add`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddRequest {
    /// Which calendar.
    pub calendar: CalendarChoice,
    /// A moment; without an offset it is in the calendar's zone.
    pub from: String,
    /// `PTnHnMnS` of working time.
    #[cfg_attr(feature = "wire", schema(value_type = String))]
    pub duration: Duration,
}

/// `between`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BetweenRequest {
    /// Which calendar.
    pub calendar: CalendarChoice,
    /// A moment.
    pub from: String,
    /// A later moment.
    pub to: String,
}

/// `add_days`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DaysRequest {
    /// Which calendar.
    pub calendar: CalendarChoice,
    /// A date, `2026-02-03`; it is not counted.
    pub from: String,
    /// How many days, not negative.
    pub days: i64,
    /// Which days are counted.
    pub basis: Basis,
    /// Whether the last day rolls on to a working day.
    #[serde(default)]
    pub roll: Roll,
}

/// `clock`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadRequest {
    /// Which calendar.
    pub calendar: CalendarChoice,
    /// `PTnHnMnS` of working time.
    #[cfg_attr(feature = "wire", schema(value_type = String))]
    pub target: Duration,
    /// What happened, in order.
    pub events: Vec<ClockEvent>,
    /// When the clock is read; left out, now.
    #[serde(default)]
    pub now: Option<String>,
}

/// One thing that happened to a clock.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClockEvent {
    /// When.
    pub at: String,
    /// What.
    pub kind: EventKind,
    /// Why, for a pause or an extension.
    #[serde(default)]
    pub reason: Option<String>,
    /// How much more working time, for an extension.
    #[serde(default)]
    #[cfg_attr(feature = "wire", schema(value_type = Option<String>))]
    pub duration: Option<Duration>,
}

/// The verbs of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// It begins.
    Start,
    /// It stands still.
    Pause,
    /// It runs on.
    Resume,
    /// It is given more time.
    Extend,
    /// It ends.
    Stop,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum ClockAnswer {
    /// To `add`.
    At(AtAnswer),
    /// To `between`.
    Seconds(SecondsAnswer),
    /// To `add_days`.
    Days(AddedDaysAnswer),
    /// To `clock`.
    Reading(ReadingAnswer),
    /// To `profile`.
    Profile(ProfileAnswer),
}

/// A moment in the calendar's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
pub struct AtAnswer {
    /// With the zone's offset, `2016-02-01T13:00:00+01:00`.
    pub at: String,
}

/// A length of working time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
pub struct SecondsAnswer {
    /// Seconds.
    pub seconds: Seconds,
}

/// A last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
pub struct AddedDaysAnswer {
    /// The last day.
    #[cfg_attr(feature = "wire", schema(value_type = String))]
    pub on: Day,
    /// The last day before rolling.
    #[cfg_attr(feature = "wire", schema(value_type = String))]
    pub unrolled_on: Day,
}

/// A clock, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
pub struct ReadingAnswer {
    /// How it stands.
    pub state: ClockState,
    /// When the target is used up; null while paused.
    pub due: Option<String>,
    /// Working time used.
    pub elapsed_seconds: Seconds,
    /// Target less elapsed; negative when over it.
    pub remaining_seconds: Seconds,
    /// From start to the earlier of stop and now.
    pub intervals: Vec<IntervalAnswer>,
}

/// A stretch of time that counts or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
pub struct IntervalAnswer {
    /// Its first moment.
    pub from: String,
    /// The first moment after it.
    pub to: String,
    /// Whether it counts.
    pub counted: bool,
    /// The reason, as a code; with a `name` or `reason` where there is one.
    #[serde(flatten)]
    pub why: Why,
}

/// Microseconds written as a number of seconds: whole when whole, otherwise with a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", schema(value_type = f64))]
pub struct Seconds(pub i64);

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalculationError {
    /// No calendar has that name.
    #[error("unknown calendar {name}")]
    UnknownCalendar {
        /// As it was given.
        name: String,
    },
    /// Not a date.
    #[error("not a date such as 2026-02-03: {text}")]
    NotADate {
        /// As it was given.
        text: String,
    },
    /// Not a moment.
    #[error(transparent)]
    NotATime(#[from] NotATime),
    /// An event lacks its duration, or has one it may not have.
    #[error("an extension, and nothing else, has a duration")]
    MisplacedDuration,
    /// The calendar cannot be made, or cannot answer.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The clock cannot be read.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// The regulator's rules cannot be applied.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

/// Answers one request. `now` is used by a clock that does not say when it is read.
pub fn calculate(
    request: &ClockRequest,
    resolver: &Resolver<'_>,
    now: Instant,
) -> Result<ClockAnswer, CalculationError> {
    Ok(match request {
        ClockRequest::Add(r) => {
            let calendar = r.calendar.resolve(resolver)?;
            let at = calendar.add(calendar.read_time(&r.from)?, r.duration)?;
            ClockAnswer::At(AtAnswer { at: calendar.write_time(at) })
        }
        ClockRequest::Between(r) => {
            let calendar = r.calendar.resolve(resolver)?;
            let length = calendar.between(calendar.read_time(&r.from)?, calendar.read_time(&r.to)?)?;
            ClockAnswer::Seconds(SecondsAnswer { seconds: Seconds(length.micros()) })
        }
        ClockRequest::AddDays(r) => {
            let calendar = r.calendar.resolve(resolver)?;
            let added = calendar.add_days(read_date(&r.from)?, r.days, r.basis, r.roll)?;
            ClockAnswer::Days(AddedDaysAnswer { on: added.on, unrolled_on: added.unrolled_on })
        }
        ClockRequest::Clock(r) => ClockAnswer::Reading(read_clock(r, resolver, now)?),
        ClockRequest::Profile(r) => ClockAnswer::Profile(profile::answer(r, resolver, now)?),
    })
}

fn read_clock(
    request: &ReadRequest,
    resolver: &Resolver<'_>,
    now: Instant,
) -> Result<ReadingAnswer, CalculationError> {
    let calendar = request.calendar.resolve(resolver)?;
    let now = request.now.as_deref().map_or(Ok(now), |text| calendar.read_time(text))?;
    let facts = request.events.iter().map(|e| e.fact(&calendar)).collect::<Result<Vec<_>, _>>()?;
    Ok(ReadingAnswer::of(&clock::read(&calendar, request.target, &facts, now)?, &calendar))
}

fn read_date(text: &str) -> Result<Day, CalculationError> {
    parse_date(text).ok_or_else(|| CalculationError::NotADate { text: text.chars().take(40).collect() })
}

impl ReadingAnswer {
    /// A reading, its moments written in the calendar's zone.
    pub fn of(reading: &ClockReading, calendar: &Calendar) -> Self {
        let interval = |segment: &crate::calendar::Segment| IntervalAnswer {
            from: calendar.write_time(segment.from),
            to: calendar.write_time(segment.to),
            counted: segment.counted,
            why: segment.why.clone(),
        };
        Self {
            state: reading.state,
            due: reading.due.map(|due| calendar.write_time(due)),
            elapsed_seconds: Seconds(reading.elapsed_micros),
            remaining_seconds: Seconds(reading.remaining_micros),
            intervals: reading.intervals.iter().map(interval).collect(),
        }
    }
}

impl ClockEvent {
    fn fact(&self, calendar: &Calendar) -> Result<Fact, CalculationError> {
        let reason = self.reason.clone();
        let kind = match (self.kind, self.duration) {
            (EventKind::Start, None) => FactKind::Started,
            (EventKind::Pause, None) => FactKind::Paused { reason },
            (EventKind::Resume, None) => FactKind::Resumed,
            (EventKind::Stop, None) => FactKind::Stopped,
            (EventKind::Extend, Some(by)) => FactKind::Extended { by, reason },
            _ => return Err(CalculationError::MisplacedDuration),
        };
        Ok(Fact { at: calendar.read_time(&self.at)?, kind })
    }
}

impl CalendarChoice {
    fn resolve(&self, resolver: &Resolver<'_>) -> Result<Arc<Calendar>, CalculationError> {
        match self {
            Self::Named(name) => resolver(name)
                .ok_or_else(|| CalculationError::UnknownCalendar { name: name.chars().take(40).collect() }),
            Self::Written(spec) => Ok(Arc::new(Calendar::from_spec(spec)?)),
        }
    }
}

impl<'de> Deserialize<'de> for CalendarChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameOrObject)
    }
}

/// By hand, because an untagged enum would not say which field is wrong.
struct NameOrObject;

impl<'de> Visitor<'de> for NameOrObject {
    type Value = CalendarChoice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a calendar's name or a calendar")
    }
    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<CalendarChoice, E> {
        Ok(CalendarChoice::Named(name.to_owned()))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CalendarChoice, A::Error> {
        let spec = CalendarSpec::deserialize(MapAccessDeserializer::new(map))?;
        Ok(CalendarChoice::Written(Box::new(spec)))
    }
}

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % MICROS_PER_SECOND == 0 {
            serializer.serialize_i64(self.0 / MICROS_PER_SECOND)
        } else {
            #[allow(clippy::cast_precision_loss, reason = "centuries of microseconds are exact in an f64")]
            serializer.serialize_f64(self.0 as f64 / 1e6)
        }
    }
}
