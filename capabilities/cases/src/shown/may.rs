//! What the viewer may do with a case, so that the console never decides.

use lingke_platform::viewer::Viewer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::Case;
use crate::{ASK, ASSIGN, ESCALATE, WORK, rules};

/// What the viewer may do with a case now.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(clippy::struct_excessive_bools)] // one answer per verb
pub struct CaseMay {
    /// Take it.
    pub take: bool,
    /// Give it to someone.
    pub assign: bool,
    /// Write a note.
    pub note: bool,
    /// Answer the customer.
    pub reply: bool,
    /// Record what the customer said.
    pub record_message: bool,
    /// Wait for the customer.
    pub wait: bool,
    /// Go on.
    pub resume: bool,
    /// Resolve it.
    pub resolve: bool,
    /// Close it.
    pub close: bool,
    /// Reopen it.
    pub reopen: bool,
    /// Escalate it.
    pub escalate: bool,
    /// Change its particulars.
    pub edit: bool,
    /// Attach files.
    pub attach: bool,
    /// Hand it on to another unit or person.
    pub transfer: bool,
    /// Send it back to where it came from.
    pub give_back: bool,
    /// Ask to hurry.
    pub urge: bool,
    /// Let it rest.
    pub snooze: bool,
    /// Go on with what rests.
    pub wake: bool,
    /// Merge it into another.
    pub merge: bool,
    /// Undo its merge.
    pub unmerge: bool,
    /// Link it, split it, make it a part of another.
    pub relate: bool,
    /// Follow it.
    pub follow: bool,
    /// Ask another department.
    pub ask: bool,
}

impl CaseMay {
    /// What the rules and the viewer's permissions allow.
    pub fn of(viewer: &Viewer, case: &Case) -> Self {
        let work = viewer.may(WORK);
        let me = viewer.staff_id();
        let open = case.status.is_open();
        let movable = work && open && rules::may_move(case, viewer).is_ok();
        Self {
            transfer: movable,
            give_back: movable && case.transferred_from_unit_id.is_some(),
            urge: rules::urge(case).is_ok(),
            snooze: work && open,
            wake: work && case.snoozed_until.is_some(),
            merge: work && case.merged_into_id.is_none(),
            unmerge: work && case.merged_into_id.is_some(),
            relate: work && case.merged_into_id.is_none(),
            follow: me.is_some(),
            take: work && me.is_some_and(|me| rules::take(case, me).is_ok()),
            assign: work && viewer.may(ASSIGN) && open,
            note: work,
            reply: work && rules::reply(case).is_ok(),
            record_message: work && rules::customer_wrote(case).is_ok(),
            wait: work && rules::wait(case).is_ok(),
            resume: work && rules::resume(case).is_ok(),
            resolve: work && rules::resolve(case).is_ok(),
            close: work && rules::close(case).is_ok(),
            reopen: work && rules::reopen(case).is_ok(),
            escalate: viewer.may(ESCALATE) && rules::escalate(case, None).is_ok(),
            edit: work,
            attach: work,
            ask: viewer.may(ASK) && case.status.is_open(),
        }
    }
}
