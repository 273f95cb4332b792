//! Finding texts: an index of words that both databases keep in their own way and answer in the same.
//!
//! A capability puts [`Document`]s in and takes the ids of matches out, newest first and never more than it asks for;
//! whether somebody may see them is the capability's to say, by conditions on [`matching`]. [`grams`] says what a word
//! is, [`query`] reads what was typed, [`highlight`] shows where it stands. Texts themselves are not kept here: only
//! their words. People and units are found by [`names`], also by the sound of their names.

pub mod grams;
pub mod highlight;
pub mod index;
pub mod names;
pub mod query;

/// The tables of the index and of names. Backups leave them out: they are computed again.
pub const TABLES: &[&str] = &["search_documents", "search_index", "search_names"];
/// The subscription that fills them, whichever capability it belongs to.
pub const SUBSCRIPTION: &str = "search";

pub use highlight::{Highlighted, Segment};
pub use index::{Document, Match, clear, exhausted, matching, newest, put, remove};
pub use query::Query;
