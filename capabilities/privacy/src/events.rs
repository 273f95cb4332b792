//! What privacy tells the journal: ids, codes and days, never whose name.

use lingke_customers::model::CustomerId;
use lingke_platform::journal::{Event, EventKind};
use lingke_platform::viewer::StaffId;
use serde_json::{Value, json};

use crate::VIEW;
use crate::digests::model::DigestRow;
use crate::holds::HoldRow;
use crate::requests::model::RequestRow;
use crate::retention::Rules;

/// A week of reveals was put together for the data owner.
pub static DIGEST_MADE: EventKind = EventKind { name: "reveal_digest_made", version: 1, permission: VIEW };
/// A data owner has looked it over.
pub static DIGEST_REVIEWED: EventKind =
    EventKind { name: "reveal_digest_reviewed", version: 1, permission: VIEW };
/// A copy of all about a customer was asked for.
pub static COPY_ASKED: EventKind = EventKind { name: "customer_copy_asked", version: 1, permission: VIEW };
/// It was downloaded.
pub static COPY_TAKEN: EventKind = EventKind { name: "customer_copy_taken", version: 1, permission: VIEW };
/// The erasure of a customer was asked for.
pub static ERASURE_ASKED: EventKind = EventKind { name: "erasure_asked", version: 1, permission: VIEW };
/// Somebody else approved it; `due_on` says when it is done.
pub static ERASURE_APPROVED: EventKind = EventKind { name: "erasure_approved", version: 1, permission: VIEW };
/// Somebody declined it, or it was taken back.
pub static ERASURE_DECLINED: EventKind = EventKind { name: "erasure_declined", version: 1, permission: VIEW };
/// A duty came up before it was done: it waits.
pub static ERASURE_PUT_OFF: EventKind = EventKind { name: "erasure_put_off", version: 1, permission: VIEW };
/// It is done.
pub static ERASED: EventKind = EventKind { name: "customer_erased", version: 1, permission: VIEW };
/// Everything of a customer is kept until further notice.
pub static HOLD_PLACED: EventKind = EventKind { name: "legal_hold_placed", version: 1, permission: VIEW };
/// No longer.
pub static HOLD_LIFTED: EventKind = EventKind { name: "legal_hold_lifted", version: 1, permission: VIEW };
/// How long what is kept was changed.
pub static CONFIGURED: EventKind = EventKind { name: "retention_changed", version: 1, permission: VIEW };
/// All of them.
pub static ALL: &[&EventKind] = &[
    &DIGEST_MADE,
    &DIGEST_REVIEWED,
    &COPY_ASKED,
    &COPY_TAKEN,
    &ERASURE_ASKED,
    &ERASURE_APPROVED,
    &ERASURE_DECLINED,
    &ERASURE_PUT_OFF,
    &ERASED,
    &HOLD_PLACED,
    &HOLD_LIFTED,
    &CONFIGURED,
];

/// The digest was made; `told` are the data owners.
pub fn digest_made(digest: &DigestRow, told: &[StaffId]) -> Event {
    let payload = json!({
        "from": digest.from_at, "to": digest.to_at, "reveals": digest.reveals, "people": digest.people,
        "customers": digest.customers, "flagged": digest.flagged, "told": told,
    });
    of(&DIGEST_MADE, "reveal_digest", digest.id.to_string(), payload)
}

/// It was looked over.
pub fn digest_reviewed(digest: &DigestRow) -> Event {
    of(&DIGEST_REVIEWED, "reveal_digest", digest.id.to_string(), json!({}))
}

/// Something happened to a request; `told` are those it waits for, or who asked.
pub fn of_request(kind: &'static EventKind, row: &RequestRow, told: &[StaffId]) -> Event {
    let payload = json!({ "request_id": row.id, "state": row.state, "due_on": row.due_on, "told": told });
    of(kind, "customer", row.customer_id.to_string(), payload)
}

/// A customer is erased.
pub fn erased(row: &RequestRow, cases: i64, told: &[StaffId]) -> Event {
    let payload = json!({ "request_id": row.id, "cases": cases, "told": told });
    of(&ERASED, "customer", row.customer_id.to_string(), payload)
}

/// A hold came or went.
pub fn of_hold(kind: &'static EventKind, customer_id: CustomerId, hold: &HoldRow) -> Event {
    of(kind, "customer", customer_id.to_string(), json!({ "hold_id": hold.id }))
}

/// Retention is now this.
pub fn configured(before: &Rules, after: &Rules, version: i64) -> Event {
    let payload = json!({ "before": before, "after": after, "version": version });
    of(&CONFIGURED, "retention", "retention".to_owned(), payload)
}

fn of(kind: &'static EventKind, subject_kind: &'static str, subject_id: String, payload: Value) -> Event {
    Event { kind, subject_kind, subject_id, unit_id: None, staff_id: None, payload }
}
