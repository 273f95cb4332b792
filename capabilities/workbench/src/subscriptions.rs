//! What happens here when others' events arrive.

use std::collections::BTreeSet;

use lingke_cases::model::CaseId;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::journal::Sealed;
use lingke_platform::subscriptions::Subscription;

use crate::store::{drafts, held};

/// Drafts and held replies of cases whose words were erased go too.
pub static FORGET_ERASED_CASES: Subscription = Subscription {
    name: "forget_erased_cases",
    types: &["case_erased"],
    handle: |tx, events| Box::pin(forget(tx, events)),
    clear: None,
};

async fn forget(tx: &mut Tx, events: &[Sealed]) -> Answer<()> {
    let cases: BTreeSet<CaseId> = events.iter().filter_map(|event| event.subject_id.parse().ok()).collect();
    for case_id in cases {
        drafts::forget_case(tx, case_id).await?;
        held::forget_case(tx, case_id).await?;
    }
    Ok(())
}
