//! Workbench 工作台: a person's working day on cases.
//!
//! Work lists with their counts, views, saved replies, macros, drafts, replies that can still be taken back, bulk
//! actions, register exports, who else is looking, and cases that open themselves by a plan.
//!
//! Invariants: nothing here changes a case but through the verb a person uses, with that person's rights at that
//! moment; a held reply is sent once or not at all; each item of a bulk action is done at most once; each occurrence
//! of a plan opens one case; what is shared is shared with a unit and below, and shows nobody more than they may see.
//! Absent on purpose: events about drafts and about who is looking, which are nobody's deeds and free text or mere
//! presence; and a bulk action that undoes another.
//! Begin with [`actions`] for what a macro can do and [`foresight`] for what would come of it, then [`commands`].

pub mod actions;
pub mod api;
pub mod bulk;
pub mod cells;
pub mod commands;
pub mod events;
pub mod exports;
pub mod foresight;
pub mod model;
pub mod own_fields;
pub mod placeholders;
pub mod plans;
pub mod sheet;
pub mod store;
pub mod subscriptions;
pub mod timers;

use lingke_platform::capability::Capability;

/// To keep views, replies, macros and drafts of one's own, and to use those that are shared.
pub const USE: &str = "workbench.use";
/// To share views, replies and macros with a unit.
pub const SHARE: &str = "workbench.share";
/// To do the same to many cases.
pub const BULK: &str = "workbench.bulk";
/// To export registers.
pub const EXPORT: &str = "workbench.export";
/// To plan cases that open themselves.
pub const RECUR: &str = "workbench.recur";

/// What the rest knows of the workbench.
pub static CAPABILITY: Capability = Capability {
    name: "workbench",
    floor: 4,
    permissions: &[USE, SHARE, BULK, EXPORT, RECUR],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[&subscriptions::FORGET_ERASED_CASES],
    timers: timers::ALL,
    public: &[],
};
