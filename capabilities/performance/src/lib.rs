//! Performance 绩效: the figures a manager steers by, how they came about, and what will probably run out next.
//!
//! Invariants: a figure is a numerator and a denominator or a sketch, never a ratio that was kept; it counts a case
//! where the case stands now, so that the list with the same filters shows exactly what was counted; what a read costs
//! follows the days asked for and never the number of cases. Absent on purpose: targets, weights and appraisals.
//! Begin with [`facts`] for what a case adds, then [`added`] for where, [`store`], and [`forecast`].

pub mod added;
pub mod api;
pub mod facts;
pub mod forecast;
pub mod model;
pub mod periods;
pub mod store;
pub mod subscriptions;

use lingke_platform::capability::Capability;

/// To see the figures of the units in sight.
pub const VIEW: &str = "performance.view";
/// To see the figures of single persons.
pub const VIEW_STAFF: &str = "performance.view_staff";

/// What the rest knows of performance.
pub static CAPABILITY: Capability = Capability {
    name: "performance",
    floor: 2,
    permissions: &[VIEW, VIEW_STAFF],
    events: &[],
    routes: api::routes,
    subscriptions: &[&subscriptions::PERFORMANCE],
    timers: &[],
    public: &[],
};
