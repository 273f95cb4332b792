//! Calendars 工作日历: which hours count, kept by version, and the clock calculator.
//!
//! Invariants: a version never changes, so a clock that names one reads the same for ever; changed facts are a new
//! version beside the old. The arithmetic is the kernel's, see [`lingke_kernel::calendar`]. Absent on purpose:
//! editing on a screen; a calendar's facts are files under `data/calendars/`, brought in by [`sync`] at the start.
//! Begin with [`store::current`] and [`store::version`].

pub mod api;
pub mod builtin;
pub mod commands;
pub mod days;
pub mod events;
pub mod model;
pub mod store;
#[cfg(test)]
mod tests;

pub use commands::sync;

use lingke_platform::capability::Capability;

/// To see calendars and calculate with them.
pub const VIEW: &str = "calendars.view";

/// What the rest knows of calendars.
pub static CAPABILITY: Capability = Capability {
    name: "calendars",
    floor: 0,
    permissions: &[VIEW],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[],
    timers: &[],
    public: &[],
};
