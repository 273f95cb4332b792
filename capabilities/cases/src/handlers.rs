//! Who worked on what: the projection `case_handlers` behind the work list 已办.

use std::collections::BTreeMap;

use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::journal::Sealed;
use lingke_platform::subscriptions::Subscription;
use lingke_platform::viewer::StaffId;

use crate::model::CaseId;
use crate::store::handlers;

/// Everybody who did something to a case, and when they last did.
pub static CASE_HANDLERS: Subscription = Subscription {
    name: "case_handlers",
    types: &[
        "case_assigned",
        "case_noted",
        "case_replied",
        "case_waiting",
        "case_resumed",
        "case_resolved",
        "case_closed",
        "case_reopened",
        "case_edited",
        "case_escalated",
        "case_transferred",
        "case_returned",
    ],
    handle: |tx, events| Box::pin(note(tx, events)),
    clear: Some(|tx| Box::pin(async move { handlers::clear(tx).await })),
};

async fn note(tx: &mut Tx, events: &[Sealed]) -> Answer<()> {
    let mut last = BTreeMap::new();
    for event in events {
        let who = event.actor_id.parse::<StaffId>().ok();
        let Some(key) = who.zip(event.subject_id.parse::<CaseId>().ok()) else { continue };
        let at = last.entry(key).or_insert(event.at);
        *at = event.at.max(*at);
    }
    handlers::note(tx, &last).await
}
