//! The nouns of service levels, plain data: what is edited as a document and kept as JSON.

use lingke_customers::model::CustomerClass;
use lingke_kernel::time::Instant;
use lingke_organisation::roles::Role;
use lingke_platform::viewer::UnitId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{
    CaseKind, ClockKind, ClockState, LevelVersionId, PauseReason, Priority, ServiceLevelId, codes,
};

/// Levels a version holds at most.
pub const LEVELS_MAX: usize = 100;
/// Examples of one level at most.
pub const EXAMPLES_MAX: usize = 20;
/// The longest limit: a year and a half of hours, in seconds.
pub const TARGET_SECONDS_MAX: i64 = 13_000 * 3600;
/// The highest share of a chain, in percent.
pub const SHARE_MAX: i32 = 1_000;

/// Which clocks run for which work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceLevelDefinition)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Its name, 1 to 60 characters.
    pub name: String,
    /// Only these kinds of work; all when empty.
    #[serde(default)]
    pub kinds: Vec<CaseKind>,
    /// Only these priorities; all when empty.
    #[serde(default)]
    pub priorities: Vec<Priority>,
    /// Only these customers; all when empty.
    #[serde(default)]
    pub classes: Vec<CustomerClass>,
    /// Only these units and those below them; all when empty.
    #[serde(default)]
    pub unit_ids: Vec<UnitId>,
    /// The clocks that run, one of each kind at most.
    pub clocks: Vec<ClockRule>,
    /// Whom a share reached tells, and who takes over.
    #[serde(default)]
    pub chain: Vec<Step>,
    /// What it must answer: a version is not published while one fails.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// One clock of a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// Which limit.
    pub kind: ClockKind,
    /// Working seconds allowed.
    pub target_seconds: i64,
    /// Working seconds allowed to a case that was opened again; the same when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened_seconds: Option<i64>,
    /// The calendar by name.
    pub calendar: String,
    /// What makes it stand still; nothing when empty.
    #[serde(default)]
    pub pauses: Vec<PauseReason>,
    /// The shares at which it warns, in percent, rising.
    #[serde(default)]
    pub warn_percents: Vec<i32>,
}

/// One step of an escalation chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EscalationStep)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The share of the target at which it is taken, in percent; above 100 when overdue.
    pub at_percent: i32,
    /// Only these clocks; all when empty.
    #[serde(default)]
    pub clocks: Vec<ClockKind>,
    /// Who is told.
    #[serde(default)]
    pub tell: Vec<Whom>,
    /// Who becomes the assignee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take_over: Option<Whom>,
}

/// Somebody by their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Whom {
    /// Which place.
    pub who: Who,
    /// The role, for `unit_role`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

codes! {
    /// Whom a step tells.
    Who as "EscalationWho" {
        /// Who works on the case.
        Assignee = "assignee",
        /// Who answers for it.
        Owner = "owner",
        /// The manager of the unit that holds it.
        UnitManager = "unit_manager",
        /// The manager of the unit above.
        UpperManager = "upper_manager",
        /// Everybody in the unit with a role.
        UnitRole = "unit_role",
    }
}

/// What a level must answer: a case, what happened to one clock, and when it is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceLevelExample)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The kind of work.
    pub kind: CaseKind,
    /// How pressing.
    pub priority: Priority,
    /// How the customer is served; ordinary when absent.
    #[serde(default)]
    pub class: CustomerClass,
    /// The unit that holds the case; the level's first, or the root, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// Which clock.
    pub clock: ClockKind,
    /// What happened, in order; the first is the start.
    pub events: Vec<ExampleEvent>,
    /// When the clock is read; at the last event when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// When it must be due, in the calendar's zone unless it says so; absent when it must stand still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// How it must stand; anything when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ClockState>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceLevelExampleEvent)]
#[serde(deny_unknown_fields)]
pub struct ExampleEvent {
    /// When: `2026-09-18T17:50`, in the calendar's zone unless it has an offset.
    pub at: String,
    /// What.
    pub kind: ExampleEventKind,
    /// Why, for a pause and its end: what the clock does not pause for changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<PauseReason>,
}

codes! {
    /// The verbs of a clock.
    ExampleEventKind as "ServiceLevelExampleEventKind" {
        /// It begins.
        Start = "start",
        /// Something begins that may make it stand still.
        Pause = "pause",
        /// That ends.
        Resume = "resume",
        /// It ends.
        Stop = "stop",
    }
}

/// What a case was when a clock began: kept with the clock, so that a replay chooses levels as they would have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// The kind of work.
    pub kind: CaseKind,
    /// How pressing.
    pub priority: Priority,
    /// How the customer was served, where it was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<CustomerClass>,
    /// The unit that held the case.
    pub unit_id: UnitId,
}

/// One level of a published version, as clocks name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServiceLevel {
    /// Its id.
    pub id: ServiceLevelId,
    /// The version it belongs to.
    pub version_id: LevelVersionId,
    /// Its place in the order, from 0.
    pub position: i32,
    /// What it says.
    #[serde(flatten)]
    pub level: Level,
}

/// A version as the table holds it.
#[derive(Debug, Clone, sea_orm::FromQueryResult)]
pub struct LevelVersion {
    /// Its id.
    pub id: LevelVersionId,
    /// Counted when published; none while it is a draft.
    pub number: Option<i32>,
    /// What it is about.
    pub title: String,
    /// The published version it was made from.
    pub based_on: Option<LevelVersionId>,
    /// The levels in order, as JSON.
    pub levels: String,
    /// Who made it.
    pub created_by: String,
    /// Who published it.
    pub published_by: Option<String>,
    /// What they said to it.
    pub opinion: Option<String>,
    /// When.
    pub published_at: Option<Instant>,
    /// Raised at each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

impl LevelVersion {
    /// The levels in order.
    pub fn levels(&self) -> lingke_platform::failure::Answer<Vec<Level>> {
        Ok(serde_json::from_str(&self.levels)?)
    }
}

impl Level {
    /// Its rule for a kind of clock.
    pub fn rule(&self, kind: ClockKind) -> Option<&ClockRule> {
        self.clocks.iter().find(|rule| rule.kind == kind)
    }
}

impl ClockRule {
    /// What is allowed, to a case opened again or not.
    pub fn target(&self, opening: Opening) -> i64 {
        match opening {
            Opening::First => self.target_seconds,
            Opening::Again => self.reopened_seconds.unwrap_or(self.target_seconds),
        }
    }

    /// The shares at which something happens to a clock of this rule: warnings, steps of the chain, the breach.
    pub fn marks(&self, chain: &[Step]) -> Vec<i32> {
        let steps = chain.iter().filter(|step| step.concerns(self.kind)).map(|step| step.at_percent);
        let mut marks: Vec<i32> = self.warn_percents.iter().copied().chain(steps).chain([100]).collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }
}

impl Step {
    /// Whether it is taken for this kind of clock.
    pub fn concerns(&self, kind: ClockKind) -> bool {
        self.clocks.is_empty() || self.clocks.contains(&kind)
    }
}

/// Whether the case was opened for the first time or again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// For the first time.
    First,
    /// Again.
    Again,
}
