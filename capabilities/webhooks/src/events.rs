//! What webhooks tell the journal: what people set up, and what was switched off. A delivery leaves no event.

use lingke_platform::journal::{Event, EventKind};
use serde_json::{Value, json};

use crate::VIEW;
use crate::model::EndpointRow;

/// An endpoint was added.
pub static ADDED: EventKind = EventKind { name: "webhook_endpoint_added", version: 1, permission: VIEW };
/// An endpoint was changed.
pub static CHANGED: EventKind = EventKind { name: "webhook_endpoint_changed", version: 1, permission: VIEW };
/// An endpoint was removed.
pub static REMOVED: EventKind = EventKind { name: "webhook_endpoint_removed", version: 1, permission: VIEW };
/// An endpoint got a new secret.
pub static SECRET_ROTATED: EventKind =
    EventKind { name: "webhook_secret_rotated", version: 1, permission: VIEW };
/// The system switched an endpoint off.
pub static STOPPED: EventKind = EventKind { name: "webhook_endpoint_stopped", version: 1, permission: VIEW };
/// Somebody sent deliveries again.
pub static RESENT: EventKind = EventKind { name: "webhook_resent", version: 1, permission: VIEW };
/// All of them.
pub static ALL: &[&EventKind] = &[&ADDED, &CHANGED, &REMOVED, &SECRET_ROTATED, &STOPPED, &RESENT];

/// `kind` happened to `endpoint`. Its URL stays out: one may carry a token.
pub fn of(kind: &'static EventKind, endpoint: &EndpointRow) -> Event {
    let payload = json!({
        "name": endpoint.name, "kinds": endpoint.wanted(), "active": endpoint.active, "because": endpoint.off_because,
        "version": endpoint.version,
    });
    about(kind, endpoint, payload)
}

/// `kind` happened to `endpoint`, with these particulars.
pub fn about(kind: &'static EventKind, endpoint: &EndpointRow, payload: Value) -> Event {
    Event {
        kind,
        subject_kind: "webhook_endpoint",
        subject_id: endpoint.id.to_string(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}
