//! Search 搜索: finding cases, what was written about them, files, customers, people and units by some words.
//!
//! Invariants: what somebody may not see is not found, counted or hinted at; texts are read where they stand and
//! shown as pieces, never as markup; contact values and identity numbers are not in the index; a rebuild gives the
//! same. Absent on purpose: ranking, since people look for what was lately there, and dictionaries of words.
//! Begin with [`subscriptions`] for how texts come in and [`find`] for how they are found; the index itself is
//! [`lingke_platform::search`].

pub mod api;
pub mod find;
pub mod model;
pub mod subscriptions;

use lingke_platform::capability::Capability;

/// To search. What is found follows from the permission to see each kind of thing.
pub const VIEW: &str = "search.view";

/// What the rest knows of search.
pub static CAPABILITY: Capability = Capability {
    name: "search",
    floor: 4,
    permissions: &[VIEW],
    events: &[],
    routes: api::routes,
    subscriptions: &[&subscriptions::SEARCH],
    timers: &[],
    public: &[],
};
