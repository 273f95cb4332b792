//! The only files with queries about notifications.

pub mod mail;
pub mod notifications;
pub mod preferences;
pub mod rebuild;
