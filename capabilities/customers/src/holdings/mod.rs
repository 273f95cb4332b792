//! Holdings 持有产品: the accounts, cards, policies and loans a customer has with us.
//!
//! Invariants: a number is sealed, shown by its last four only, and in the clear in the answer to a reveal; one number of
//! a kind belongs to one customer; what ended is closed and stays. Begin with [`commands`].

pub mod api;
pub mod commands;
pub mod model;
pub mod store;
