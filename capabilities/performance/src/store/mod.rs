//! The only files with queries about figures.

pub mod read;
pub mod write;
