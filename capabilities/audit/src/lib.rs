//! Audit 审计: the journal as people read it, and the proof that nobody changed it.
//!
//! Invariants: nothing here writes to the journal but the fact that somebody had it verified; the chain itself
//! belongs to [`lingke_platform::journal`]. Absent on purpose: names. An entry holds ids, and whoever shows it
//! asks for the names, so that a person who is erased is erased here too. Begin with [`api`].

pub mod api;
pub mod events;

use lingke_platform::capability::Capability;

/// To read the whole journal.
pub const VIEW: &str = "journal.view";

/// What the rest knows of audit.
pub static CAPABILITY: Capability = Capability {
    name: "audit",
    floor: 4,
    permissions: &[VIEW],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[],
    timers: &[],
    public: &[],
};
