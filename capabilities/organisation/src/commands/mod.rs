//! The verbs.

pub mod accounts;
pub mod setup;
pub mod sign_in;
pub mod units;
