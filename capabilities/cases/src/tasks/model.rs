//! The nouns of tasks, plain data.

use lingke_calendars::model::CalendarVersionId;
use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_platform::viewer::{StaffId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{AttachmentId, CaseId, codes};

id_kind!(
    /// A piece of a case asked of another department.
    TaskMark, "tsk", TaskId
);

/// Tasks a case has at most.
pub const TASKS_MAX: i64 = 100;

codes! {
    /// Where a task stands.
    TaskStatus as "TaskStatus" {
        /// With the department, nobody there has taken it up.
        Asked = "asked",
        /// With the department, someone is at it.
        Accepted = "accepted",
        /// Answered; the asker looks at it.
        Answered = "answered",
        /// Given back without an answer; the asker decides.
        Returned = "returned",
        /// The answer was accepted.
        Done = "done",
        /// No longer wanted.
        Withdrawn = "withdrawn",
    }
}

impl TaskStatus {
    /// Whether it still needs someone.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Withdrawn)
    }
    /// Whether the department has the ball.
    pub fn waits_for_department(self) -> bool {
        matches!(self, Self::Asked | Self::Accepted)
    }
}

/// A task as it stands.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The case it is a piece of.
    pub case_id: CaseId,
    /// Counts the tasks of one case.
    pub n: i32,
    /// One line.
    pub subject: String,
    /// Where it stands.
    pub status: TaskStatus,
    /// Whether the case is not resolved over it.
    pub required: bool,
    /// Whether the department sees the case's subject and description.
    pub shows_matter: bool,
    /// Whether the department sees the customer's name.
    pub shows_customer: bool,
    /// The department asked.
    pub unit_id: UnitId,
    /// Who there has it.
    pub staff_id: Option<StaffId>,
    /// Who asked.
    pub asked_by: StaffId,
    /// How often it was asked.
    pub round: i32,
    /// How often it was urged.
    pub urge_count: i32,
    /// When last.
    pub urged_at: Option<Instant>,
    /// The calendar version its due time follows.
    pub calendar_version_id: CalendarVersionId,
    /// Working seconds of a round; none where a moment was named.
    pub target_seconds: Option<i64>,
    /// When this round began.
    pub round_started_at: Instant,
    /// When the answer is due.
    pub due_at: Instant,
    /// When it warns.
    pub warn_at: Instant,
    /// When this round warned.
    pub warned_at: Option<Instant>,
    /// When this round was found overdue.
    pub overdue_at: Option<Instant>,
    /// Whether any round was overdue.
    pub was_overdue: bool,
    /// When the timer must look at it.
    pub next_fire_at: Option<Instant>,
    /// When someone took it up.
    pub accepted_at: Option<Instant>,
    /// When it was answered.
    pub answered_at: Option<Instant>,
    /// When it was done or withdrawn.
    pub ended_at: Option<Instant>,
    /// Raised at each change.
    pub version: i64,
    /// When it was first asked.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

/// By when: a moment, or working time from now. One of the two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskDue)]
pub struct Due {
    /// A moment still ahead.
    pub at: Option<Instant>,
    /// Working time from now, in seconds.
    pub working_seconds: Option<i64>,
    /// The calendar that counts, by name; `cn` when absent.
    pub calendar: Option<String>,
}

/// What is asked of another department.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// One line, 1 to 200 characters.
    pub subject: String,
    /// What is asked, 1 to 20,000 characters.
    pub text: String,
    /// The department.
    pub unit_id: UnitId,
    /// Someone there; whoever takes it up when absent.
    pub staff_id: Option<StaffId>,
    /// By when.
    pub due: Due,
    /// Whether the case is not resolved before it is done; true when absent.
    pub required: Option<bool>,
    /// Whether the department sees the case's subject and description; true when absent.
    pub shows_matter: Option<bool>,
    /// Whether the department sees the customer's name; false when absent.
    pub shows_customer: Option<bool>,
    /// Files of the case that the department sees.
    #[serde(default)]
    pub attachment_ids: Vec<AttachmentId>,
}

/// One round: from when, by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The calendar version that counts.
    pub calendar_version_id: CalendarVersionId,
    /// Working seconds; none where a moment was named.
    pub target_seconds: Option<i64>,
    /// When it begins.
    pub started_at: Instant,
    /// When the answer is due.
    pub due_at: Instant,
    /// When it warns: three quarters of the working time are used.
    pub warn_at: Instant,
}

/// Whose turn it is, for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// With the department; by due time.
    #[default]
    ToDo,
    /// Answered or returned; the newest first.
    WithAsker,
    /// Done or withdrawn; the newest first.
    Ended,
}
