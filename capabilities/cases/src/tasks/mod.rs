//! Tasks 协办: a piece of a case asked of another department, with a due time of its own.
//!
//! Invariants: the department sees the task and what was put to it, never the whole case; a case is not resolved
//! over an open task it requires; while a department has the ball nobody tells the customer that we wait for them;
//! a round warns once and is overdue once. Begin with [`rules`], then [`commands`].

pub mod api;
pub mod commands;
pub mod due;
pub mod events;
pub mod files;
pub mod model;
pub mod rules;
pub mod shown;
pub mod store;
pub mod timers;
