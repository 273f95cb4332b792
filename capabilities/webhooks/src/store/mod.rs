//! The only files with queries about webhooks.

pub mod deliveries;
pub mod endpoints;
