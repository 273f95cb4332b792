//! What customers tell the journal: ids, kinds and counts, never a name or a value.

use lingke_platform::journal::{Event, EventKind};
use serde_json::{Value, json};

use crate::model::{ContactRow, CustomerId, CustomerRecord, CustomerRow};
use crate::reveals::model::RevealRow;

/// A customer was added.
pub static ADDED: EventKind = EventKind { name: "customer_added", version: 1, permission: crate::VIEW };
/// A customer was changed.
pub static CHANGED: EventKind = EventKind { name: "customer_changed", version: 1, permission: crate::VIEW };
/// A way to reach a customer was added.
pub static CONTACT_POINT_ADDED: EventKind =
    EventKind { name: "contact_point_added", version: 1, permission: crate::VIEW };
/// A way to reach a customer was removed.
pub static CONTACT_POINT_REMOVED: EventKind =
    EventKind { name: "contact_point_removed", version: 1, permission: crate::VIEW };
/// Someone was shown a customer's personal values in the clear.
pub static REVEALED: EventKind =
    EventKind { name: "customer_revealed", version: 1, permission: crate::REVEAL };
/// Who was shown them has put the mask back.
pub static HIDDEN: EventKind = EventKind { name: "customer_hidden", version: 1, permission: crate::REVEAL };
/// All of them.
pub static ALL: &[&EventKind] =
    &[&ADDED, &CHANGED, &CONTACT_POINT_ADDED, &CONTACT_POINT_REMOVED, &REVEALED, &HIDDEN];

/// The customer was added.
pub fn added(record: &CustomerRecord) -> Event {
    let row = &record.row;
    let payload = json!({
        "kind": row.kind, "class": row.class, "contact_kinds": contact_kinds(record),
        "identity_kinds": identity_kinds(record), "version": row.version,
    });
    of(&ADDED, row.id, payload)
}

/// The customer was changed in these fields.
pub fn changed(row: &CustomerRow, fields: &[&str]) -> Event {
    let payload = json!({ "fields": fields, "kind": row.kind, "class": row.class, "version": row.version });
    of(&CHANGED, row.id, payload)
}

/// The contact point came or went.
pub fn contact_point(kind: &'static EventKind, point: &ContactRow, row: &CustomerRow) -> Event {
    let payload = json!({
        "contact_point_id": point.id, "kind": point.kind, "preferred": point.preferred, "version": row.version,
    });
    of(kind, row.id, payload)
}

/// The customer's personal values were shown, for a reason of which the journal holds the digest.
pub fn revealed(record: &CustomerRecord, reveal: &RevealRow, reason_sha256: &str) -> Event {
    let payload = json!({
        "reveal_id": reveal.id, "case_id": reveal.case_id, "until": reveal.until,
        "contact_kinds": contact_kinds(record), "identity_kinds": identity_kinds(record),
        "reason_sha256": reason_sha256,
    });
    of(&REVEALED, record.row.id, payload)
}

/// Who was shown the customer's personal values has put the mask back before its time.
pub fn hidden(reveal: &RevealRow) -> Event {
    of(&HIDDEN, reveal.customer_id, json!({ "reveal_id": reveal.id }))
}

fn contact_kinds(record: &CustomerRecord) -> Value {
    record.contact_points.iter().map(|point| json!(point.kind)).collect()
}

fn identity_kinds(record: &CustomerRecord) -> Value {
    record.identity_documents.iter().map(|document| json!(document.kind)).collect()
}

fn of(kind: &'static EventKind, id: CustomerId, payload: Value) -> Event {
    Event {
        kind,
        subject_kind: "customer",
        subject_id: id.to_string(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}
