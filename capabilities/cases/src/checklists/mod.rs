//! Checklists 检查清单: what is to be ticked off on a case, written once for a kind of work.
//!
//! Invariants: an item keeps the words it had when it was put on the case; it is known who ticked it and when; a case
//! is not resolved over a required item. Begin with [`commands`].

pub mod api;
pub mod commands;
pub mod model;
pub mod rules;
pub mod store;
