//! Consents 授权与同意: what a customer agreed to, in which words, when, on which channel and before whom.
//!
//! Invariants: a consent is never removed; a withdrawal is written beside it; of one purpose at most one is in force.
//! Begin with [`commands`].

pub mod api;
pub mod commands;
pub mod model;
pub mod store;
