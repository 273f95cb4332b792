//! What customers tell the journal: ids, kinds and counts, never a name or a value.

use lingke_platform::journal::{Event, EventKind};
use serde_json::{Value, json};

use crate::model::{ContactRow, CustomerId, CustomerRecord, CustomerRow, IdentityRow};
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
/// Somebody found whether a contact point reaches the customer.
pub static CONTACT_POINT_VERIFIED: EventKind =
    EventKind { name: "contact_point_verified", version: 1, permission: crate::VIEW };
/// An identity document was added.
pub static IDENTITY_DOCUMENT_ADDED: EventKind =
    EventKind { name: "identity_document_added", version: 1, permission: crate::VIEW };
/// An identity document was removed.
pub static IDENTITY_DOCUMENT_REMOVED: EventKind =
    EventKind { name: "identity_document_removed", version: 1, permission: crate::VIEW };
/// Somebody looked whether what is kept of a customer still holds.
pub static REVIEWED: EventKind = EventKind { name: "customer_reviewed", version: 1, permission: crate::VIEW };
/// Something we should know of was noted, with the customer's consent; the journal does not say what.
pub static CARE_NEED_RECORDED: EventKind =
    EventKind { name: "care_need_recorded", version: 1, permission: crate::VIEW };
/// It is no longer kept.
pub static CARE_NEED_ENDED: EventKind =
    EventKind { name: "care_need_ended", version: 1, permission: crate::VIEW };
/// The list of what we should know of was added to.
pub static CARE_CODE_ADDED: EventKind =
    EventKind { name: "care_code_added", version: 1, permission: crate::VIEW };
/// An entry of that list was changed.
pub static CARE_CODE_CHANGED: EventKind =
    EventKind { name: "care_code_changed", version: 1, permission: crate::VIEW };
/// It was noted who acts for a customer or belongs to them.
pub static RELATION_ADDED: EventKind =
    EventKind { name: "customer_relation_added", version: 1, permission: crate::VIEW };
/// They no longer do.
pub static RELATION_ENDED: EventKind =
    EventKind { name: "customer_relation_ended", version: 1, permission: crate::VIEW };
/// It was noted what a customer has with us.
pub static HOLDING_ADDED: EventKind =
    EventKind { name: "holding_added", version: 1, permission: crate::VIEW };
/// It changed.
pub static HOLDING_CHANGED: EventKind =
    EventKind { name: "holding_changed", version: 1, permission: crate::VIEW };
/// It was noted by mistake.
pub static HOLDING_REMOVED: EventKind =
    EventKind { name: "holding_removed", version: 1, permission: crate::VIEW };
/// Something was learnt of a customer.
pub static NEED_NOTED: EventKind =
    EventKind { name: "customer_need_noted", version: 1, permission: crate::VIEW };
/// Another next step was planned about it.
pub static NEED_PLANNED: EventKind =
    EventKind { name: "customer_need_planned", version: 1, permission: crate::VIEW };
/// It is done or dropped.
pub static NEED_ENDED: EventKind =
    EventKind { name: "customer_need_ended", version: 1, permission: crate::VIEW };
/// The day of a next step has come.
pub static NEED_DUE: EventKind = EventKind { name: "customer_need_due", version: 1, permission: crate::VIEW };
/// A customer agreed to something.
pub static CONSENT_GIVEN: EventKind =
    EventKind { name: "customer_consent_given", version: 1, permission: crate::VIEW };
/// They took it back.
pub static CONSENT_WITHDRAWN: EventKind =
    EventKind { name: "customer_consent_withdrawn", version: 1, permission: crate::VIEW };
/// Somebody asked for a change of what identifies a customer.
pub static CHANGE_ASKED: EventKind =
    EventKind { name: "customer_change_asked", version: 1, permission: crate::VIEW };
/// Somebody else approved it.
pub static CHANGE_APPROVED: EventKind =
    EventKind { name: "customer_change_approved", version: 1, permission: crate::VIEW };
/// Somebody else refused it.
pub static CHANGE_REFUSED: EventKind =
    EventKind { name: "customer_change_refused", version: 1, permission: crate::VIEW };
/// Who asked took it back.
pub static CHANGE_WITHDRAWN: EventKind =
    EventKind { name: "customer_change_withdrawn", version: 1, permission: crate::VIEW };
/// How customers are handled was changed.
pub static SETTINGS_CHANGED: EventKind =
    EventKind { name: "customer_settings_changed", version: 1, permission: crate::VIEW };
/// Someone was shown a customer's personal values in the clear.
pub static REVEALED: EventKind =
    EventKind { name: "customer_revealed", version: 1, permission: crate::REVEAL };
/// Who was shown them has put the mask back.
pub static HIDDEN: EventKind = EventKind { name: "customer_hidden", version: 1, permission: crate::REVEAL };
/// All of them.
pub static ALL: &[&EventKind] = &[
    &ADDED,
    &CHANGED,
    &CONTACT_POINT_ADDED,
    &CONTACT_POINT_REMOVED,
    &CONTACT_POINT_VERIFIED,
    &IDENTITY_DOCUMENT_ADDED,
    &IDENTITY_DOCUMENT_REMOVED,
    &REVIEWED,
    &CARE_NEED_RECORDED,
    &CARE_NEED_ENDED,
    &CARE_CODE_ADDED,
    &CARE_CODE_CHANGED,
    &RELATION_ADDED,
    &RELATION_ENDED,
    &HOLDING_ADDED,
    &HOLDING_CHANGED,
    &HOLDING_REMOVED,
    &NEED_NOTED,
    &NEED_PLANNED,
    &NEED_ENDED,
    &NEED_DUE,
    &CONSENT_GIVEN,
    &CONSENT_WITHDRAWN,
    &CHANGE_ASKED,
    &CHANGE_APPROVED,
    &CHANGE_REFUSED,
    &CHANGE_WITHDRAWN,
    &SETTINGS_CHANGED,
    &REVEALED,
    &HIDDEN,
];

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

/// Somebody found how the contact point is.
pub fn contact_point_verified(point: &ContactRow, row: &CustomerRow) -> Event {
    let payload = json!({
        "contact_point_id": point.id, "kind": point.kind, "state": point.verified.state,
        "how": point.verified.how, "version": row.version,
    });
    of(&CONTACT_POINT_VERIFIED, row.id, payload)
}

/// The identity document came or went.
pub fn identity_document(kind: &'static EventKind, document: &IdentityRow, row: &CustomerRow) -> Event {
    let payload =
        json!({ "identity_document_id": document.id, "kind": document.kind, "version": row.version });
    of(kind, row.id, payload)
}

/// The customer was looked at.
pub fn reviewed(row: &CustomerRow) -> Event {
    of(&REVIEWED, row.id, json!({ "next_review_on": row.next_review_on, "version": row.version }))
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

/// An event of a customer.
pub(crate) fn of(kind: &'static EventKind, id: CustomerId, payload: Value) -> Event {
    Event {
        kind,
        subject_kind: "customer",
        subject_id: id.to_string(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}
