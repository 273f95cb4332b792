//! Verification 核身: whether the person we talk to is the customer, before their affairs are discussed.
//!
//! An agent types what the person said; the server compares it with what is on file and says only whether it agrees, so
//! that nobody has to see a value to check it. How many answers of which kinds are enough, on which channel and for how
//! long is the institution's setting, in levels.
//!
//! Invariants: what was said is never kept, neither in the tables nor in the journal; failures are counted for the
//! customer, not for who asks, and lock all further tries for a while; a try is counted once. Absent on purpose: what
//! may be done only after a verification, which is the rule of whoever does it, see [`store::held`].
//! Begin with [`rules`], then [`commands`].

pub mod api;
pub mod commands;
pub mod events;
pub mod model;
pub mod rules;
pub mod settings;
pub mod store;

use lingke_platform::capability::Capability;

/// To see who was verified, how and by whom.
pub const VIEW: &str = "verification.view";
/// To verify customers.
pub const VERIFY: &str = "verification.verify";
/// To let a locked customer be verified again.
pub const UNLOCK: &str = "verification.unlock";
/// To say what levels there are and what each asks.
pub const CONFIGURE: &str = "verification.configure";

/// What the rest knows of verification.
pub static CAPABILITY: Capability = Capability {
    name: "verification",
    floor: 1,
    permissions: &[VIEW, VERIFY, UNLOCK, CONFIGURE],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[],
    timers: &[],
    public: &[],
};
