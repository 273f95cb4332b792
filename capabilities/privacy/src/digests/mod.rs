//! Reveal digests 查看敏感信息周报: each week, who looked at whom in the clear, and why; a data owner looks it over.
//!
//! A digest freezes the figures of a week, Monday to Monday in the institution's zone; the reveals behind it are read
//! where they lie. What stands out is marked, and only marked: a person judges.

pub mod api;
pub mod commands;
pub mod marks;
pub mod model;
pub mod store;
pub mod timers;
