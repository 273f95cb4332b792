//! Custom fields 自定义字段: what an institution wants to know of its cases besides what every case has.
//!
//! Invariants: a field's key and type never change and it is never deleted, only retired, so that a value keeps its
//! meaning; values are checked here, on the server, and stand outside the journal. Begin with [`rules`].

pub mod api;
pub mod commands;
pub mod model;
pub mod rules;
pub mod store;

pub use store::values_of;
