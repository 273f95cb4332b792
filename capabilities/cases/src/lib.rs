//! Cases 工单: the unit of tracked work, its owner, its clocks and its history.
//!
//! Invariants: every change of a case is one transaction with its event; a clock's due time follows from its
//! facts, target and calendar version and from nothing else; a breach is a fact that is kept; a clock warns once
//! and breaches once; nobody overwrites anyone. What only complaints need is not here.
//! Begin with [`rules`] for what may happen, then [`commands`] and [`clocks`].

pub mod api;
pub mod checklists;
pub mod clocks;
pub mod commands;
pub mod erasure;
pub mod events;
pub mod fields;
pub mod found;
pub mod handlers;
pub mod levels;
pub mod mentions;
pub mod model;
pub mod rules;
pub mod seed;
pub mod setup;
pub mod shown;
pub mod store;
pub mod subscriptions;
pub mod tasks;
pub mod timers;

use lingke_platform::capability::Capability;

/// To see cases in one's scope.
pub const VIEW: &str = "cases.view";
/// To open a case.
pub const OPEN: &str = "cases.open";
/// To take, note, answer, wait, resolve, close, reopen, edit and attach.
pub const WORK: &str = "cases.work";
/// To give cases to others.
pub const ASSIGN: &str = "cases.assign";
/// To escalate.
pub const ESCALATE: &str = "cases.escalate";
/// To ask other departments, urge them and take their answers.
pub const ASK: &str = "cases.ask";
/// To answer what is asked of one's own department.
pub const ANSWER: &str = "cases.answer";
/// To say which fields and checklists cases have.
pub const CONFIGURE: &str = "cases.configure";
/// To see service levels, their versions and replays.
pub const LEVELS_VIEW: &str = "cases.levels_view";
/// To draft, replay and publish service levels.
pub const LEVELS: &str = "cases.levels";

/// What the rest knows of cases.
pub static CAPABILITY: Capability = Capability {
    name: "cases",
    floor: 1,
    permissions: &[VIEW, OPEN, WORK, ASSIGN, ESCALATE, ASK, ANSWER, CONFIGURE, LEVELS_VIEW, LEVELS],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[&handlers::CASE_HANDLERS],
    timers: &[&timers::FIRE_CLOCKS, &timers::WAKE_CASES, &timers::RESUME_REPLAYS, &tasks::timers::FIRE_TASKS],
    public: &[],
};
