//! Customer needs 客户需求: what somebody learnt that a customer needs, prefers or lives through, and the next step.
//!
//! Invariants: words are sealed and shown to whoever may see customers; a next step has an owner and a day, and its owner
//! is told once when the day has come; what is done or dropped stays, with what came of it. Begin with [`commands`].

pub mod api;
pub mod commands;
pub mod model;
pub mod store;
pub mod timers;
