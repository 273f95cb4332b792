//! The only files with queries of the workbench.

pub mod bulk;
pub mod drafts;
pub mod exports;
pub mod held;
pub mod kept;
pub mod lookers;
pub mod recurring;
