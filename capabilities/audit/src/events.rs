//! What audit tells the journal.

use lingke_platform::journal::verify::Verdict;
use lingke_platform::journal::{Event, EventKind};
use serde_json::json;

/// Someone had the chain recomputed.
pub static VERIFIED: EventKind = EventKind { name: "journal_verified", version: 1, permission: crate::VIEW };
/// All of them.
pub static ALL: &[&EventKind] = &[&VERIFIED];

/// The chain was recomputed with this result.
pub fn verified(verdict: &Verdict) -> Event {
    let payload = json!({
        "checked": verdict.checked, "first_bad_seq": verdict.bad.as_ref().map(|bad| bad.seq),
    });
    Event {
        kind: &VERIFIED,
        subject_kind: "journal",
        subject_id: "journal".to_owned(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}
