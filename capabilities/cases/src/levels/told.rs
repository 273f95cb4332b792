//! What the customer is told of a case, as a code. Never "waiting for you" while we wait for a department.

use serde::{Deserialize, Serialize};

use crate::model::{Case, PauseReason, Status, codes};

codes! {
    /// What the customer is told.
    CustomerWords as "CustomerWords" {
        /// We have it; nobody works on it yet.
        Received = "received",
        /// We work on it.
        InProgress = "in_progress",
        /// We are getting something from another department.
        Checking = "checking",
        /// We wait for you.
        WaitingForYou = "waiting_for_you",
        /// We have answered.
        Resolved = "resolved",
        /// It is done.
        Closed = "closed",
    }
}

/// What the customer is told of `case`, which these holds are on.
pub fn customer_words(case: &Case, holds: &[PauseReason]) -> CustomerWords {
    let department = holds.contains(&PauseReason::WaitingDepartment);
    match case.status {
        Status::Closed => CustomerWords::Closed,
        Status::Resolved => CustomerWords::Resolved,
        _ if department => CustomerWords::Checking,
        Status::WaitingCustomer => CustomerWords::WaitingForYou,
        Status::Assigned => CustomerWords::InProgress,
        Status::New => CustomerWords::Received,
    }
}
