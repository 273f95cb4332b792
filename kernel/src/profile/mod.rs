//! A regulator's clock in days: how long a decision may take, as dated facts move it.
//!
//! Begin with [`answer`]. So far one profile, `cn-nfra-2020`, and its decision
//! clock: days are calendar days, the day of receipt is not counted (Civil
//! Code art. 201), waiting for the customer never pauses it.

mod decision;

use serde::{Deserialize, Serialize};

use crate::batch::Resolver;
use crate::calendar::{CalendarError, NotATime, Roll, parse_date};
use crate::clock::ClockState;
use crate::time::{Day, Instant};

/// Most facts one request may have.
pub const FACTS_MAX: usize = 500;

/// `profile`: the clocks of a regulator's rules.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProfileRequest {
    /// Which rules.
    pub profile: String,
    /// What happened, in order.
    pub facts: Vec<ProfileFact>,
    /// A date or a moment; left out, now.
    #[serde(default)]
    pub now: Option<String>,
}

/// One thing that happened to a complaint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProfileFact {
    /// On which date.
    #[serde(deserialize_with = "read_day")]
    #[cfg_attr(feature = "wire", schema(value_type = String))]
    pub on: Day,
    /// What.
    pub kind: ProfileFactKind,
    /// Why, for an extension: `complex` or `exceptional`.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What can happen to a complaint, as far as its clock cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProfileFactKind {
    /// The complaint came in.
    Received,
    /// A higher office, or a senior manager of the head office, allowed the next extension.
    Approved,
    /// The complainant was told of the next extension.
    Notified,
    /// More days were given.
    Extended,
    /// It went to an outside expert for appraisal, testing or assessment (鉴定、检测、评估).
    AppraisalStarted,
    /// The expert's answer came back.
    AppraisalEnded,
    /// The decision was made and the complainant told.
    Replied,
    /// The complainant withdrew; the procedure ends the same day (art. 15).
    Withdrawn,
}

/// Every clock of the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
pub struct ProfileAnswer {
    /// One by one.
    pub clocks: Vec<DayClock>,
}

/// A clock that runs in days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
pub struct DayClock {
    /// Which clock; so far `decision`.
    pub kind: &'static str,
    /// The last day in time; null while paused.
    #[cfg_attr(feature = "wire", schema(value_type = Option<String>))]
    pub due_on: Option<Day>,
    /// How it stands.
    pub state: ClockState,
    /// Days used.
    pub elapsed_days: i64,
    /// Days left; negative when over.
    pub remaining_days: i64,
    /// From the day of receipt to the earlier of the end and today.
    pub intervals: Vec<DayInterval>,
}

/// Days that count or do not, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
pub struct DayInterval {
    /// The first day.
    #[cfg_attr(feature = "wire", schema(value_type = String))]
    pub from: Day,
    /// The last day.
    #[cfg_attr(feature = "wire", schema(value_type = String))]
    pub to: Day,
    /// Whether they count.
    pub counted: bool,
    /// `day_of_receipt`, `calendar_days` or `external_appraisal`.
    pub why: &'static str,
}

/// Why a profile cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// No such rules.
    #[error("unknown profile {name}; known: cn-nfra-2020")]
    UnknownProfile {
        /// As it was given.
        name: String,
    },
    /// The profile's calendar is not there.
    #[error("unknown calendar {name}")]
    UnknownCalendar {
        /// Its name.
        name: String,
    },
    /// Nothing was received by now.
    #[error("nothing was received by now")]
    NotReceived,
    /// Earlier than the fact before it.
    #[error("fact {number} is earlier than the one before it")]
    OutOfOrder {
        /// Its place, counted from 1.
        number: usize,
    },
    /// Cannot follow the facts before it.
    #[error("fact {number} cannot happen here")]
    OutOfPlace {
        /// Its place, counted from 1.
        number: usize,
    },
    /// The extension is not the next one the rules know.
    #[error("fact {number}: the next extension can only be for {allowed}")]
    NotAllowed {
        /// Its place, counted from 1.
        number: usize,
        /// The reason of the next extension, or `none`.
        allowed: String,
    },
    /// The extension lacks what makes it valid.
    #[error("fact {number}: the extension needs to be {needs} first")]
    Lacks {
        /// Its place, counted from 1.
        number: usize,
        /// What is missing: `approved` or `notified`.
        needs: &'static str,
    },
    /// More days were asked for after the last day.
    #[error("fact {number}: the clock ran out on {due_on}")]
    RanOut {
        /// Its place, counted from 1.
        number: usize,
        /// The last day.
        due_on: Day,
    },
    /// Longer than we take.
    #[error("too many facts: at most {FACTS_MAX}")]
    TooManyFacts,
    /// Not a date or a moment.
    #[error(transparent)]
    NotATime(#[from] NotATime),
    /// The calendar cannot answer.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// A profile's file.
#[derive(Deserialize)]
struct Profile {
    calendar: String,
    decision: DecisionRule,
}

/// How long a decision may take.
#[derive(Deserialize)]
struct DecisionRule {
    days: i64,
    roll: Roll,
    extensions: Vec<ExtensionRule>,
}

/// One extension; they are given in this order.
#[derive(Deserialize)]
struct ExtensionRule {
    reason: String,
    total_days: i64,
    needs: Vec<ProfileFactKind>,
}

/// Answers how the clocks of `request.profile` stand at `request.now`, or at `now`.
pub fn answer(
    request: &ProfileRequest,
    resolver: &Resolver<'_>,
    now: Instant,
) -> Result<ProfileAnswer, ProfileError> {
    let profile = match request.profile.as_str() {
        "cn-nfra-2020" => include_str!("cn-nfra-2020.json"),
        name => return Err(ProfileError::UnknownProfile { name: name.chars().take(40).collect() }),
    };
    let profile: Profile = serde_json::from_str(profile).expect("a profile's own file");
    let unknown = || ProfileError::UnknownCalendar { name: profile.calendar.clone() };
    let calendar = resolver(&profile.calendar).ok_or_else(unknown)?;
    let today = match request.now.as_deref() {
        None => now.day_in(calendar.zone()),
        Some(text) => match parse_date(text) {
            Some(day) => day,
            None => calendar.read_time(text)?.day_in(calendar.zone()),
        },
    };
    let decision = decision::read(&profile.decision, &calendar, &request.facts, today)?;
    Ok(ProfileAnswer { clocks: vec![decision] })
}

fn read_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
    parse_date(&text).ok_or_else(|| serde::de::Error::custom("not a date such as 2026-02-03"))
}

#[cfg(test)]
mod tests;
