//! Imports 导入: complaints from another system's file, row by row, by command and by console.
//!
//! Invariants: a row becomes one case or one line of the report, never neither and never two; a row that is there
//! already is left alone, so that the same file twice, or a file begun again after a crash, adds nothing new; memory
//! does not grow with the file; nothing is invented (no deadlines for history, no closing dates the file lacks).
//! Absent on purpose: undoing an import, and changing cases that an earlier import made.
//!
//! One engine, [`run::run`], serves both ways in. Begin there; [`rows`] reads records however broken the file is,
//! [`layout`] says which column is what, [`complaint`] reads a record, [`batch`] makes cases of many.

pub mod api;
pub mod background;
pub mod batch;
pub mod commands;
pub mod complaint;
pub mod events;
pub mod layout;
pub mod model;
pub mod preview;
pub mod reading;
pub mod rows;
pub mod run;
pub mod store;
pub mod timers;

use lingke_platform::capability::Capability;

/// To import files and see what became of them.
pub const RUN: &str = "imports.run";

/// What the rest knows of imports.
pub static CAPABILITY: Capability = Capability {
    name: "imports",
    floor: 1,
    permissions: &[RUN],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[],
    timers: &[&timers::RESUME_IMPORTS],
    public: &[],
};
