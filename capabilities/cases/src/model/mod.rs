//! The nouns, plain data.

mod codes;

use lingke_calendars::model::CalendarVersionId;
use lingke_customers::model::CustomerId;
use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_platform::viewer::{StaffId, UnitId};
use lingke_products::model::ProductId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use codes::codes;
pub use codes::{
    CaseKind, Channel, ClockKind, ClockState, EntryKind, LinkKind, PauseReason, Priority, Status,
};

id_kind!(
    /// The unit of tracked work.
    CaseMark, "cas", CaseId
);
id_kind!(
    /// Something written about a case.
    EntryMark, "ent", EntryId
);
id_kind!(
    /// A running time limit.
    ClockMark, "clk", ClockId
);
id_kind!(
    /// Which clocks run for which work.
    ServiceLevelMark, "slv", ServiceLevelId
);
id_kind!(
    /// One version of the service levels.
    LevelVersionMark, "sls", LevelVersionId
);
id_kind!(
    /// A version played over clocks that have run.
    ReplayMark, "rpl", ReplayId
);
id_kind!(
    /// One run of a replay, which holds it.
    ReplayRunMark, "rpr", ReplayRunId
);
id_kind!(
    /// A file attached to a case.
    AttachmentMark, "att", AttachmentId
);

/// The far end of time: what a moment that is not there is stored as, so that it sorts last.
pub const FAR: Instant = Instant::from_micros(i64::MAX);

/// A moment that is there.
pub fn near(at: Instant) -> Option<Instant> {
    (at != FAR).then_some(at)
}

/// Words that sort cases, as the team chose them: at most [`Tags::MAX`], each once, in the order given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tags(pub Vec<String>);

impl Tags {
    /// Words a case has at most.
    pub const MAX: usize = 20;
    /// Longest word, in characters.
    pub const LENGTH_MAX: usize = 40;

    /// Trimmed, without empty ones, each once.
    pub fn of(words: Vec<String>) -> Self {
        let mut kept: Vec<String> = Vec::with_capacity(words.len());
        for word in words {
            let word = word.trim();
            if !word.is_empty() && !kept.iter().any(|known| known == word) {
                kept.push(word.to_owned());
            }
        }
        Self(kept)
    }

    /// As the row holds them.
    pub fn json(&self) -> String {
        serde_json::Value::from(self.0.clone()).to_string()
    }
}

impl sea_orm::TryGetable for Tags {
    fn try_get_by<I: sea_orm::ColIdx>(
        row: &sea_orm::QueryResult,
        index: I,
    ) -> Result<Self, sea_orm::TryGetError> {
        let text = String::try_get_by(row, index)?;
        serde_json::from_str(&text).map_err(|error| sea_orm::DbErr::Type(error.to_string()).into())
    }
}

/// What a case begins with.
pub struct Opening {
    /// Its id.
    pub id: CaseId,
    /// What people read out.
    pub number: String,
    /// What kind of work.
    pub kind: CaseKind,
    /// How it reached us.
    pub channel: Channel,
    /// How pressing.
    pub priority: Priority,
    /// One line.
    pub subject: String,
    /// The matter in the customer's words.
    pub description: String,
    /// Whose queue.
    pub unit_id: UnitId,
    /// Who opens it: a member of staff or a part of the system.
    pub opened_by: String,
    /// When.
    pub at: Instant,
}

impl Case {
    /// A case as it begins: in the queue, and the customer waits.
    pub fn begin(opening: Opening) -> Self {
        let Opening { id, number, kind, channel, priority, subject, description, unit_id, opened_by, at } =
            opening;
        Self {
            id,
            number,
            kind,
            subject,
            description,
            channel,
            priority,
            status: Status::New,
            customer_id: None,
            product_id: None,
            unit_id,
            assignee_id: None,
            owner_id: None,
            first_owner_id: None,
            opened_by,
            escalation_level: 0,
            escalated_to: None,
            breached: false,
            reopen_count: 0,
            return_count: 0,
            urge_count: 0,
            urged_at: None,
            transferred_from_unit_id: None,
            transferred_from_staff_id: None,
            snoozed_until: None,
            parent_id: None,
            merged_into_id: None,
            status_before_merge: None,
            tags: Tags::default(),
            waiting_since: at,
            next_due_at: FAR,
            next_clock_id: None,
            resolved_at: None,
            closed_at: None,
            version: 1,
            created_at: at,
            updated_at: at,
        }
    }
}

/// A case as it stands.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// What people read out: `26-0000-0123`.
    pub number: String,
    /// What kind of work.
    pub kind: CaseKind,
    /// One line.
    pub subject: String,
    /// The matter in the customer's words.
    pub description: String,
    /// How it reached us.
    pub channel: Channel,
    /// How pressing.
    pub priority: Priority,
    /// Where it stands.
    pub status: Status,
    /// Whose matter it is.
    pub customer_id: Option<CustomerId>,
    /// What it is about.
    pub product_id: Option<ProductId>,
    /// Whose queue it is in.
    pub unit_id: UnitId,
    /// Who works on it now.
    pub assignee_id: Option<StaffId>,
    /// Who answers for it being done: the first who took it, until it is transferred.
    pub owner_id: Option<StaffId>,
    /// Whom the customer reached first 首问: it stays, whoever works on it.
    pub first_owner_id: Option<StaffId>,
    /// Who opened it: a member of staff or a part of the system.
    pub opened_by: String,
    /// How often it was escalated.
    pub escalation_level: i32,
    /// To whom.
    pub escalated_to: Option<StaffId>,
    /// Whether a clock of it ran out.
    pub breached: bool,
    /// How often it was reopened.
    pub reopen_count: i32,
    /// How often it was returned to whoever transferred it.
    pub return_count: i32,
    /// How often it was urged.
    pub urge_count: i32,
    /// When last.
    pub urged_at: Option<Instant>,
    /// From whose queue it was transferred, and so where it can be returned to.
    pub transferred_from_unit_id: Option<UnitId>,
    /// By whom it was worked on there.
    pub transferred_from_staff_id: Option<StaffId>,
    /// Until when it rests; [`FAR`] until an answer; none when it does not.
    pub snoozed_until: Option<Instant>,
    /// The case it is a part of.
    pub parent_id: Option<CaseId>,
    /// The case in which its work goes on.
    pub merged_into_id: Option<CaseId>,
    /// Where it stood before.
    pub status_before_merge: Option<Status>,
    /// Words that sort it.
    pub tags: Tags,
    /// Since when the customer waits for us; [`FAR`] while nobody does.
    pub waiting_since: Instant,
    /// When its next clock is due; [`FAR`] when none runs.
    pub next_due_at: Instant,
    /// That clock.
    pub next_clock_id: Option<ClockId>,
    /// When it was resolved.
    pub resolved_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// Raised at each change.
    pub version: i64,
    /// When it was opened.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

/// A clock as the database holds it.
#[derive(Debug, Clone, PartialEq, sea_orm::FromQueryResult)]
pub struct Clock {
    /// Its id.
    pub id: ClockId,
    /// The case it runs for.
    pub case_id: CaseId,
    /// Which time limit.
    pub kind: ClockKind,
    /// Counts clocks of one kind of one case: a reopened case gets a new one.
    pub cycle: i32,
    /// The service level it follows; none where no level covers the case.
    pub service_level_id: Option<ServiceLevelId>,
    /// The calendar version it follows.
    pub calendar_version_id: CalendarVersionId,
    /// Whether that calendar did not know the year yet.
    pub provisional: bool,
    /// Working seconds allowed.
    pub target_seconds: i64,
    /// The share of the target from which its chip is orange, in percent.
    pub warn_percent: i32,
    /// What makes it stand still: codes of [`PauseReason`] with commas between.
    pub pauses: String,
    /// The shares at which something happens, rising, with commas between; 100 is the breach.
    pub marks: String,
    /// The highest of them that is done; 0 at first.
    pub fired_percent: i32,
    /// What the case was when it began, as JSON; empty for old clocks.
    pub work: String,
    /// The task it runs for.
    pub task_id: Option<String>,
    /// The unit that the task was asked of.
    pub unit_id: Option<UnitId>,
    /// The dated facts, as JSON.
    pub facts: String,
    /// How it stood at the last fact.
    pub state: ClockState,
    /// Whether it still waits for its end.
    pub running: bool,
    /// When it began.
    pub started_at: Instant,
    /// When it is due; none while it stands still.
    pub due_at: Option<Instant>,
    /// When half the target is used.
    pub half_at: Option<Instant>,
    /// When it warns.
    pub warn_at: Option<Instant>,
    /// When 99 % of the target is used.
    pub last_at: Option<Instant>,
    /// When it warned.
    pub warned_at: Option<Instant>,
    /// The due moment that passed.
    pub breached_at: Option<Instant>,
    /// When it was stopped.
    pub stopped_at: Option<Instant>,
    /// Working seconds used, once stopped.
    pub elapsed_seconds: Option<i64>,
    /// When the timer must look at it.
    pub next_fire_at: Option<Instant>,
}

/// Something written about a case.
#[derive(Debug, Clone, sea_orm::FromQueryResult)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// The case.
    pub case_id: CaseId,
    /// What it is.
    pub kind: EntryKind,
    /// The words.
    pub text: String,
    /// Random, so that the digest in the journal tells nothing about the words.
    pub salt: String,
    /// Who wrote it.
    pub author_id: String,
    /// When.
    pub created_at: Instant,
}

/// A new case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// What kind of work.
    pub kind: CaseKind,
    /// One line, 1 to 200 characters.
    pub subject: String,
    /// How it reached us.
    pub channel: Channel,
    /// The matter in the customer's words, at most 20,000 characters.
    pub description: Option<String>,
    /// Whose matter it is.
    pub customer_id: Option<CustomerId>,
    /// `normal` when absent.
    pub priority: Option<Priority>,
    /// What it is about.
    pub product_id: Option<ProductId>,
    /// Whose queue; one's own unit when absent.
    pub unit_id: Option<UnitId>,
    /// Words that sort it, at most 20.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// The case it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<CaseId>,
    /// The institution's own fields: their keys and values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, serde_json::Value>>)]
    pub fields: Option<crate::fields::model::Values>,
}

/// What to change; absent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseChange {
    /// One line.
    pub subject: Option<String>,
    /// The matter.
    pub description: Option<String>,
    /// What kind of work; clocks follow.
    pub kind: Option<CaseKind>,
    /// How pressing; clocks follow.
    pub priority: Option<Priority>,
    /// Whose matter it is.
    pub customer_id: Option<CustomerId>,
    /// What it is about.
    pub product_id: Option<ProductId>,
    /// Words that sort it: these instead of those it has.
    pub tags: Option<Vec<String>>,
}
