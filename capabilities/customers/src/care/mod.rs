//! Care needs 特殊关怀: what an agent should know of when serving somebody, such as age, hearing or a loss.
//!
//! Invariants: the codes are the institution's own list; what one customer needs is kept only while they consent, code
//! and words sealed, and gone from the row when it ends; the code is shown to whoever serves them, the words only in
//! the answer to a reveal; the journal says neither. Begin with [`commands`].

pub mod api;
pub mod commands;
pub mod model;
pub mod store;
