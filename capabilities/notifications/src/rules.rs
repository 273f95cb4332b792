//! Who is told of an event, and why. Pure: no clock, no database, no network.
//!
//! An event names most of those it concerns itself; the rest stand around its case ([`Around`]). Each is told once,
//! for the strongest reason they have, and nobody is told what they did themselves.

use lingke_platform::viewer::StaffId;
use serde_json::Value;

use crate::model::{Kind, Reason};

/// What an event says, as far as it matters here.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// `case_replied`.
    pub event: &'a str,
    /// Who did it; none for the system.
    pub actor: Option<StaffId>,
    /// Who works on the thing it happened to, after it happened.
    pub assignee: Option<StaffId>,
    /// Its particulars.
    pub payload: &'a Value,
}

/// Who stands around the thing it happened to.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Who opened the case.
    pub opener: Option<StaffId>,
    /// Who followed it when it happened.
    pub followers: Vec<StaffId>,
    /// Who manages the unit.
    pub manager: Option<StaffId>,
    /// The people of the unit that is asked.
    pub unit: Vec<StaffId>,
    /// Who looks after the system.
    pub operators: Vec<StaffId>,
}

/// One person who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    /// Who.
    pub staff_id: StaffId,
    /// Of what.
    pub kind: Kind,
    /// Why.
    pub reason: Reason,
}

/// The types of events that anybody may be told of.
pub const EVENTS: &[&str] = &[
    "case_assigned",
    "case_transferred",
    "case_returned",
    "case_urged",
    "case_noted",
    "case_replied",
    "customer_message_recorded",
    "case_resolved",
    "case_closed",
    "case_reopened",
    "case_escalated",
    "clock_warned",
    "clock_breached",
    "clock_escalated",
    "task_asked",
    "task_asked_again",
    "task_reassigned",
    "task_answered",
    "task_returned",
    "task_withdrawn",
    "task_urged",
    "task_done",
    "task_warned",
    "task_overdue",
    "export_finished",
    "bulk_finished",
    "import_finished",
    "mail_given_up",
    "reveal_digest_made",
    "erasure_asked",
    "erasure_approved",
    "erasure_declined",
    "erasure_put_off",
    "customer_erased",
    "customer_need_due",
    "backup_failed",
    "webhook_endpoint_stopped",
];

/// Whether the opener of the case is told of such events: of its ends, not of every step.
pub fn concerns_opener(event: &str) -> bool {
    matches!(event, "case_resolved" | "case_closed" | "case_reopened")
}

/// Whether the followers of the case are told of such events.
pub fn concerns_followers(event: &str) -> bool {
    event.starts_with("case_") && event != "case_urged"
        || matches!(event, "customer_message_recorded" | "clock_breached")
}

/// Whether it matters who manages the unit: when nobody works on it, or someone above is asked.
pub fn concerns_manager(facts: &Facts<'_>) -> bool {
    match facts.event {
        "case_escalated" | "clock_escalated" => true,
        "case_urged" | "clock_warned" => facts.assignee.is_none(),
        "case_transferred" | "case_returned" => facts.staff("staff_id").is_none(),
        _ => false,
    }
}

/// Whether a whole unit is asked, since nobody of it is named.
pub fn concerns_unit(facts: &Facts<'_>) -> bool {
    facts.event.starts_with("task_") && facts.staff("staff_id").is_none()
}

/// Whether those who look after the system are told.
pub fn concerns_operators(event: &str) -> bool {
    matches!(event, "backup_failed" | "webhook_endpoint_stopped")
}

impl Facts<'_> {
    fn staff(&self, name: &str) -> Option<StaffId> {
        self.payload[name].as_str()?.parse().ok()
    }

    /// One id, or a list of them.
    fn all_staff(&self, name: &str) -> Vec<StaffId> {
        match &self.payload[name] {
            Value::Array(ids) => ids.iter().filter_map(|id| id.as_str()?.parse().ok()).collect(),
            _ => self.staff(name).into_iter().collect(),
        }
    }

    /// Who answers for the case; an event names them only where they are not the assignee.
    fn owner(&self) -> Option<StaffId> {
        self.staff("owner_id")
    }
}

/// Collects who is told; the first reason stays.
struct Tellings<'a> {
    facts: &'a Facts<'a>,
    tellings: Vec<Telling>,
}

impl Tellings<'_> {
    fn tell(&mut self, kind: Kind, reason: Reason, whom: impl IntoIterator<Item = StaffId>) {
        for staff_id in whom {
            let told = self.tellings.iter().any(|telling| telling.staff_id == staff_id);
            if !told && self.facts.actor != Some(staff_id) {
                self.tellings.push(Telling { staff_id, kind, reason });
            }
        }
    }

    /// Those whose work it is.
    fn workers(&mut self, kind: Kind) {
        self.tell(kind, Reason::Assignee, self.facts.assignee);
        self.tell(kind, Reason::Owner, self.facts.owner());
    }

    /// Those the event names itself.
    fn named(&mut self, kind: Kind, reason: Reason) {
        self.tell(kind, reason, self.facts.all_staff("told"));
    }

    /// What was asked for is ready: told also to who started it themselves.
    fn ready(&mut self, kind: Kind) {
        let whom = self.facts.staff("asked_by").or(self.facts.assignee);
        let told = whom.map(|staff_id| Telling { staff_id, kind, reason: Reason::Requester });
        self.tellings.extend(told);
    }

    /// What those who look after the system must see, also of what they began themselves.
    fn operators(&mut self, kind: Kind, whom: &[StaffId]) {
        let told =
            whom.iter().map(|staff_id| Telling { staff_id: *staff_id, kind, reason: Reason::Operator });
        self.tellings.extend(told);
    }
}

/// Who is told of the event, and why.
pub fn who_is_told(facts: &Facts<'_>, around: &Around) -> Vec<Telling> {
    let mut told = Tellings { facts, tellings: Vec::new() };
    let (staff, asked_by) = (facts.staff("staff_id"), facts.staff("asked_by"));
    match facts.event {
        "case_assigned" => told.tell(Kind::Assigned, Reason::Assignee, staff),
        "case_transferred" => handed(&mut told, Kind::Transferred, around),
        "case_returned" => handed(&mut told, Kind::Returned, around),
        "case_urged" => {
            told.workers(Kind::Urged);
            told.tell(Kind::Urged, Reason::Manager, around.manager);
        }
        "case_noted" => {
            told.tell(Kind::Mentioned, Reason::Mentioned, facts.all_staff("mentions"));
            told.workers(Kind::Noted);
        }
        "case_replied" => told.workers(Kind::Replied),
        "customer_message_recorded" => told.workers(Kind::CustomerWrote),
        "case_resolved" => ended(&mut told, Kind::Resolved, around),
        "case_closed" => ended(&mut told, Kind::Closed, around),
        "case_reopened" => ended(&mut told, Kind::Reopened, around),
        "case_escalated" | "clock_escalated" => escalated(&mut told, around),
        "clock_warned" => {
            told.workers(Kind::Warned);
            told.tell(Kind::Warned, Reason::Manager, around.manager);
        }
        "clock_breached" => told.workers(Kind::Breached),
        "task_asked" | "task_asked_again" | "task_reassigned" => asked(&mut told, Kind::TaskAsked, around),
        "task_urged" => asked(&mut told, Kind::TaskUrged, around),
        "task_warned" => asked(&mut told, Kind::TaskWarned, around),
        "task_overdue" => {
            asked(&mut told, Kind::TaskOverdue, around);
            told.tell(Kind::TaskOverdue, Reason::Requester, asked_by);
        }
        "task_answered" => told.tell(Kind::TaskAnswered, Reason::Requester, asked_by),
        "task_returned" => told.tell(Kind::TaskReturned, Reason::Requester, asked_by),
        "task_withdrawn" => asked(&mut told, Kind::TaskWithdrawn, around),
        "task_done" => asked(&mut told, Kind::TaskDone, around),
        "export_finished" => told.ready(Kind::ExportFinished),
        "bulk_finished" => told.ready(Kind::BulkFinished),
        "import_finished" => told.ready(Kind::ImportFinished),
        "customer_need_due" => told.tell(Kind::NeedDue, Reason::Asked, facts.assignee),
        _ => beside_cases(&mut told, around),
    }
    if concerns_followers(facts.event) {
        let kind = told.tellings.iter().map(|telling| telling.kind).find(|kind| *kind != Kind::Mentioned);
        let kind = kind.or_else(|| kind_for_followers(facts));
        if let Some(kind) = kind {
            told.tell(kind, Reason::Follower, around.followers.iter().copied());
        }
    }
    told.tellings
}

/// What is about no case: mail, personal data, the system itself.
fn beside_cases(told: &mut Tellings<'_>, around: &Around) {
    let facts = told.facts;
    match facts.event {
        "mail_given_up" => {
            told.tell(Kind::MailFailed, Reason::Sender, facts.staff("asked_by"));
            told.tell(Kind::MailFailed, Reason::Addressee, facts.staff("recipient_id"));
        }
        "reveal_digest_made" => told.named(Kind::RevealDigest, Reason::DataOwner),
        "erasure_asked" => told.named(Kind::ErasureAsked, Reason::DataOwner),
        "erasure_approved" | "erasure_declined" | "erasure_put_off" | "customer_erased" => {
            told.named(Kind::ErasureMoved, Reason::Requester);
        }
        "webhook_endpoint_stopped" => told.operators(Kind::WebhookStopped, &around.operators),
        "backup_failed" => told.operators(Kind::BackupFailed, &around.operators),
        _ => {}
    }
}

/// A case in other hands: who has it now, or who manages the queue it lies in.
fn handed(told: &mut Tellings<'_>, kind: Kind, around: &Around) {
    let staff = told.facts.staff("staff_id");
    told.tell(kind, Reason::Assignee, staff);
    if staff.is_none() {
        told.tell(kind, Reason::Manager, around.manager);
    }
}

fn ended(told: &mut Tellings<'_>, kind: Kind, around: &Around) {
    told.workers(kind);
    told.tell(kind, Reason::Opener, around.opener);
}

/// A clock that ran out is told as what it is; a person's judgement as an escalation.
fn escalated(told: &mut Tellings<'_>, around: &Around) {
    // A step of a clock's chain names everyone it tells; what it raised the case to is the same news.
    if told.facts.event == "case_escalated" && told.facts.payload["because"]["clock_id"].is_string() {
        return;
    }
    let kind = escalation_kind(told.facts);
    let whom = if told.facts.event == "clock_escalated" { "told" } else { "to" };
    for staff_id in told.facts.all_staff(whom) {
        let reason = if around.manager == Some(staff_id) { Reason::Manager } else { Reason::Asked };
        told.tell(kind, reason, [staff_id]);
    }
    if told.facts.event == "case_escalated" {
        told.workers(kind);
    }
}

fn escalation_kind(facts: &Facts<'_>) -> Kind {
    match (facts.event, facts.payload["percent"].as_i64()) {
        ("clock_escalated", Some(percent)) if percent < 100 => Kind::Warned,
        ("clock_escalated", _) => Kind::Breached,
        _ => Kind::Escalated,
    }
}

/// Whoever is named, or else the whole unit.
fn asked(told: &mut Tellings<'_>, kind: Kind, around: &Around) {
    match told.facts.staff("staff_id") {
        Some(staff_id) => told.tell(kind, Reason::Asked, [staff_id]),
        None => told.tell(kind, Reason::Asked, around.unit.iter().copied()),
    }
}

/// What followers are told when nobody else was.
fn kind_for_followers(facts: &Facts<'_>) -> Option<Kind> {
    Some(match facts.event {
        "case_assigned" => Kind::Assigned,
        "case_transferred" => Kind::Transferred,
        "case_returned" => Kind::Returned,
        "case_noted" => Kind::Noted,
        "case_replied" => Kind::Replied,
        "customer_message_recorded" => Kind::CustomerWrote,
        "case_resolved" => Kind::Resolved,
        "case_closed" => Kind::Closed,
        "case_reopened" => Kind::Reopened,
        "case_escalated" if escalation_kind(facts) == Kind::Escalated => Kind::Escalated,
        "clock_breached" => Kind::Breached,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
