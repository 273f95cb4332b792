//! Calendars 工作日历: which hours count, kept by version, and the clock calculator.
//!
//! Invariants: a version never changes, so a clock that names one reads the same for ever; changed facts are a new
//! version beside the old, for clocks that begin afterwards. The arithmetic is the kernel's, see
//! [`lingke_kernel::calendar`]. Calendars that come with the program are files under `data/calendars/`, brought in by
//! [`sync`] at the start, and are copied, never changed; an institution's own are made and changed by [`commands`].
//! Absent on purpose: removing one, because clocks and service levels name it.
//! Begin with [`store::current`] and [`store::version`].

pub mod api;
pub mod builtin;
pub mod commands;
pub mod days;
pub mod draft;
pub mod events;
pub mod model;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod trial;

pub use commands::sync;

use lingke_platform::capability::Capability;

/// To see calendars and calculate with them.
pub const VIEW: &str = "calendars.view";
/// To make and change the institution's own calendars.
pub const EDIT: &str = "calendars.edit";

/// What the rest knows of calendars.
pub static CAPABILITY: Capability = Capability {
    name: "calendars",
    floor: 0,
    permissions: &[VIEW, EDIT],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[],
    timers: &[],
    public: &[],
};
