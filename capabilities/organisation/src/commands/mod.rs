//! The verbs.

pub mod accounts;
pub mod links;
pub mod passkeys;
pub mod passwords;
pub mod rules;
pub mod second_factors;
pub mod setup;
pub mod sign_in;
pub mod tokens;
pub mod units;
