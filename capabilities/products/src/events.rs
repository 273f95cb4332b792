//! What products tell the journal.

use lingke_platform::journal::{Event, EventKind};
use serde_json::json;

use crate::model::Product;

/// A product was added.
pub static ADDED: EventKind = EventKind { name: "product_added", version: 1, permission: crate::VIEW };
/// A product was changed.
pub static CHANGED: EventKind = EventKind { name: "product_changed", version: 1, permission: crate::VIEW };
/// All of them.
pub static ALL: &[&EventKind] = &[&ADDED, &CHANGED];

/// `kind` happened to `product`: its state after.
pub fn of(kind: &'static EventKind, product: &Product) -> Event {
    let payload = json!({
        "code": product.code, "name": product.name, "name_en": product.name_en,
        "category": product.category, "active": product.active, "version": product.version,
    });
    Event {
        kind,
        subject_kind: "product",
        subject_id: product.id.to_string(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}
