//! The only files with queries about the organisation.

pub mod names;
pub mod sessions;
pub mod staff;
pub mod units;
