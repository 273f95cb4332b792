//! The edge: what comes in is bounded and checked here, what goes out has one form.

pub mod credentials;
pub mod etag;
pub mod extract;
pub mod limits;
pub mod once;
pub mod page;
pub mod problem;
pub mod shield;
pub mod system;
