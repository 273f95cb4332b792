//! What verification tells the journal: which checks agreed, never what was said.

use lingke_customers::model::CustomerId;
use lingke_kernel::time::Instant;
use lingke_platform::journal::{Event, EventKind};
use serde_json::{Value, json};

use crate::model::VerificationRow;

/// A customer was verified.
pub static PASSED: EventKind = EventKind { name: "customer_verified", version: 1, permission: crate::VIEW };
/// A try to verify a customer failed.
pub static FAILED: EventKind =
    EventKind { name: "customer_verification_failed", version: 1, permission: crate::VIEW };
/// Failures locked further tries.
pub static LOCKED: EventKind =
    EventKind { name: "customer_verification_locked", version: 1, permission: crate::VIEW };
/// A lock was opened before its time.
pub static UNLOCKED: EventKind =
    EventKind { name: "customer_verification_unlocked", version: 1, permission: crate::VIEW };
/// The levels were changed.
pub static CONFIGURED: EventKind =
    EventKind { name: "verification_levels_changed", version: 1, permission: crate::VIEW };
/// All of them.
pub static ALL: &[&EventKind] = &[&PASSED, &FAILED, &LOCKED, &UNLOCKED, &CONFIGURED];

/// What came of a try.
pub fn tried(row: &VerificationRow) -> Event {
    let kind = if row.until.is_some() { &PASSED } else { &FAILED };
    let payload = json!({
        "verification_id": row.id, "level": row.level, "channel": row.channel, "case_id": row.case_id,
        "matched": row.matched, "failed": row.failed, "until": row.until,
    });
    of_customer(kind, row.customer_id, payload)
}

/// Locked until then.
pub fn locked(customer_id: CustomerId, until: Instant) -> Event {
    of_customer(&LOCKED, customer_id, json!({ "until": until }))
}

/// Opened, for a reason that lies beside the journal.
pub fn unlocked(customer_id: CustomerId, was_until: Instant) -> Event {
    of_customer(&UNLOCKED, customer_id, json!({ "was_until": was_until }))
}

/// The levels and limits are now these.
pub fn configured(payload: Value) -> Event {
    Event {
        kind: &CONFIGURED,
        subject_kind: "verification_settings",
        subject_id: "verification_settings".to_owned(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}

fn of_customer(kind: &'static EventKind, id: CustomerId, payload: Value) -> Event {
    Event {
        kind,
        subject_kind: "customer",
        subject_id: id.to_string(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}
