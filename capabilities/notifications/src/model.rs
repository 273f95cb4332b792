//! The nouns.

use lingke_cases::model::CaseId;
use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_platform::journal::EventId;
use lingke_platform::viewer::StaffId;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

id_kind!(
    /// What one person was told of one event.
    NotificationMark, "ntf", NotificationId
);

/// What happened, as the person reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NotificationKind)]
pub enum Kind {
    /// 分派
    Assigned,
    /// 转办
    Transferred,
    /// 退回
    Returned,
    /// 催办
    Urged,
    /// A note was written.
    Noted,
    /// A note names the person.
    Mentioned,
    /// The customer was answered.
    Replied,
    /// The customer wrote.
    CustomerWrote,
    /// 办结
    Resolved,
    /// 关闭
    Closed,
    /// 重新打开
    Reopened,
    /// 升级
    Escalated,
    /// A clock will run out soon.
    Warned,
    /// 超时
    Breached,
    /// A task was asked for.
    TaskAsked,
    /// A task was answered.
    TaskAnswered,
    /// A task was sent back.
    TaskReturned,
    /// A task is no longer wanted.
    TaskWithdrawn,
    /// A task is urged.
    TaskUrged,
    /// The answer to a task was taken.
    TaskDone,
    /// A task will be due soon.
    TaskWarned,
    /// A task's due time passed.
    TaskOverdue,
    /// An export is ready.
    ExportFinished,
    /// A bulk action came to its end.
    BulkFinished,
    /// An import came to its end.
    ImportFinished,
    /// A mail could not be delivered.
    MailFailed,
    /// A week of looks at personal data is to be looked over.
    RevealDigest,
    /// An erasure waits for approval.
    ErasureAsked,
    /// An erasure was approved, declined, put off or done.
    ErasureMoved,
    /// The day of a next step about a customer has come.
    NeedDue,
    /// A backup, or the test of one, failed.
    BackupFailed,
    /// A webhook endpoint that failed for days was switched off.
    WebhookStopped,
}

/// Why this person: "because you …". The first that fits is the one that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NotificationReason)]
pub enum Reason {
    /// … were mentioned.
    Mentioned,
    /// … were asked: by name, or your unit was.
    Asked,
    /// … are the assignee 经办人.
    Assignee,
    /// … manage the unit.
    Manager,
    /// … asked for it.
    Requester,
    /// … sent it.
    Sender,
    /// … own it 负责人.
    Owner,
    /// … opened it.
    Opener,
    /// … follow it.
    Follower,
    /// … are whom the mail was for.
    Addressee,
    /// … answer for the data, or may decide.
    DataOwner,
    /// … look after the system.
    Operator,
}

impl Reason {
    /// All of them, in the order of the preferences.
    pub const ALL: [Self; 12] = [
        Self::Mentioned,
        Self::Asked,
        Self::Assignee,
        Self::Manager,
        Self::Requester,
        Self::Sender,
        Self::Owner,
        Self::Opener,
        Self::Follower,
        Self::Addressee,
        Self::DataOwner,
        Self::Operator,
    ];
}

impl Kind {
    /// All of them, in the order of the preferences.
    pub const ALL: [Self; 32] = [
        Self::Assigned,
        Self::Transferred,
        Self::Returned,
        Self::Urged,
        Self::Noted,
        Self::Mentioned,
        Self::Replied,
        Self::CustomerWrote,
        Self::Resolved,
        Self::Closed,
        Self::Reopened,
        Self::Escalated,
        Self::Warned,
        Self::Breached,
        Self::TaskAsked,
        Self::TaskAnswered,
        Self::TaskReturned,
        Self::TaskWithdrawn,
        Self::TaskUrged,
        Self::TaskDone,
        Self::TaskWarned,
        Self::TaskOverdue,
        Self::ExportFinished,
        Self::BulkFinished,
        Self::ImportFinished,
        Self::MailFailed,
        Self::RevealDigest,
        Self::ErasureAsked,
        Self::ErasureMoved,
        Self::NeedDue,
        Self::BackupFailed,
        Self::WebhookStopped,
    ];

    /// Whether waiting for the morning would make it worse.
    pub fn breaks_through(self) -> bool {
        matches!(self, Self::Breached | Self::Escalated | Self::TaskOverdue)
    }
}

/// A notification as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// Who was told.
    pub staff_id: StaffId,
    /// Of what.
    pub event_id: EventId,
    /// The code of a [`Kind`].
    pub kind: String,
    /// The code of a [`Reason`].
    pub reason: String,
    /// The case it is about, if any.
    pub case_id: Option<CaseId>,
    /// Who did it: a member of staff or a part of the system.
    pub actor_id: String,
    /// What its sentence needs, as JSON.
    pub particulars: String,
    /// What may be folded together.
    pub thread: String,
    /// When it happened.
    pub at: Instant,
    /// When the person was told.
    pub told_at: Instant,
    /// Whether it is in the console.
    pub shown: bool,
    /// Whether it stands for its thread.
    pub newest: bool,
    /// How many it stands for, itself included.
    pub folded: i32,
    /// When the person read it.
    pub read_at: Option<Instant>,
    /// When it goes into a mail.
    pub mail_due_at: Option<Instant>,
    /// When it went into one.
    pub mailed_at: Option<Instant>,
}

#[cfg(test)]
impl Notification {
    /// One that tests change to what they need: a customer wrote, and the assignee is told of it.
    pub(crate) fn sample() -> Self {
        let now = Instant::from_micros(1_790_000_000_000_000);
        Self {
            id: NotificationId::new(now),
            staff_id: StaffId::new(now),
            event_id: EventId::new(now),
            kind: "customer_wrote".to_owned(),
            reason: "assignee".to_owned(),
            case_id: Some(CaseId::new(now)),
            actor_id: String::new(),
            particulars: "{}".to_owned(),
            thread: String::new(),
            at: now,
            told_at: now,
            shown: true,
            newest: true,
            folded: 1,
            read_at: None,
            mail_due_at: None,
            mailed_at: None,
        }
    }
}
