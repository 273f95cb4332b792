//! Reveals 查看敏感信息: personal values in the clear, for a stated reason and a few minutes.
//!
//! Invariants: nothing shows before the journal knows of it; a reveal is one person's and one customer's, ends by
//! itself, and shows nothing to someone who has lost the permission meanwhile. The reason lies beside the journal,
//! which has its digest. Who looks these over is `privacy`.

pub mod api;
pub mod commands;
pub mod model;
pub mod store;

/// How long a reveal shows, in seconds: long enough to call back, too short to be forgotten on a screen.
pub const SHOWN_SECONDS: i64 = 300;
