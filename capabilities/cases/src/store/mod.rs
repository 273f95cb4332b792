//! The only files with queries about cases.

pub mod attachments;
pub mod behind;
pub mod beside;
pub mod cases;
pub mod clocks;
pub mod days;
pub mod entries;
pub mod handlers;
pub mod holds;
pub mod level_versions;
pub mod list;
pub mod relations;
pub mod replays;
pub mod service_levels;
pub mod sought;
pub mod summary;
pub mod texts;
mod walk;
