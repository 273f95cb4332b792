//! Change requests 变更申请: what identifies a customer is changed by two people, one who asks and one who decides.
//!
//! Invariants: name, kind and identity documents of a customer who has some are changed by an approved request only, while
//! the institution's setting says so; nobody decides on what they asked for themselves; a first document is no change;
//! old and new stand sealed, and are shown as masked as where they belong. Begin with [`commands`].

pub mod api;
pub mod commands;
pub mod model;
pub mod store;
