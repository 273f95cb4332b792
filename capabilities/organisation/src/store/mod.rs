//! The only files with queries about the organisation.

pub mod challenges;
pub mod links;
pub mod names;
pub mod passkeys;
pub mod passwords;
pub mod rules;
pub mod second_factors;
pub mod sessions;
pub mod staff;
pub mod tokens;
pub mod units;
