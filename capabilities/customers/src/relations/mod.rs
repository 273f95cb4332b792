//! Relations 关系: who acts for a customer or belongs to them: another customer, or a person who is none.
//!
//! Invariants: a relation is seen from both its ends; a person who is no customer stands sealed, masked in answers and
//! in the clear only in the answer to a reveal; an ended relation stays, with who ended it when. Begin with
//! [`commands`].

pub mod api;
pub mod commands;
pub mod model;
pub mod store;
