//! The verbs: load, require, decide, save, record.

pub mod act;
pub mod bulk;
pub mod exports;
pub mod held;
pub mod kept;
pub mod looking;
pub mod recurring;

use lingke_platform::failure::Failure;

/// The code of what a rule refused, for what is told later; none for what may pass: a fault, a database that is away.
pub(crate) fn code_of(failure: &Failure) -> Option<&'static str> {
    match failure {
        Failure::Refused(refusal) if refusal.status.is_server_error() => None,
        Failure::Refused(refusal) => Some(refusal.code),
        Failure::Invalid(_) => Some("invalid"),
        Failure::NotFound => Some("not_found"),
        Failure::NotAllowed { .. } => Some("not_allowed"),
        Failure::NotSignedIn => Some("not_signed_in"),
        Failure::Fault(_) => None,
    }
}
