//! Erasure 删除 of what was written in a customer's cases. Numbers, kinds, times and figures stay: they are the
//! institution's proof of what it did and say nothing of the person.
//!
//! Whether it may be done is for `privacy` above to say, by what [`standings`] tells; [`erase_some`] asks nobody. Whoever keeps
//! words of a case elsewhere listens to `case_erased`.

mod store;

use lingke_customers::model::CustomerId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::files;
use sea_orm::FromQueryResult;
use serde_json::json;

use crate::events;
use crate::model::{CaseId, CaseKind, Status};
use crate::store::cases;

pub use store::{STANDINGS_MAX, standings};

/// What stands where a subject was.
pub const ERASED: &str = "（已删除）";
/// Cases erased in one transaction.
const CASES_MAX: usize = 20;
/// Ids that one event names.
const NAMED_MAX: usize = 200;

/// A case as far as erasure asks.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Standing {
    /// Its id.
    pub id: CaseId,
    /// The number people read out.
    pub number: String,
    /// What kind.
    pub kind: CaseKind,
    /// How it stands.
    pub status: Status,
    /// When it was last closed.
    pub closed_at: Option<Instant>,
}

/// Erases the words of some of a customer's cases that still have any; answers how many. None when all are done.
pub async fn erase_some(tx: &mut Tx, customer_id: CustomerId) -> Answer<u64> {
    let ids = store::unerased(tx, customer_id, CASES_MAX).await?;
    for case in cases::by_ids(tx.conn(), &ids).await? {
        let entries = store::entry_ids(tx.conn(), case.id).await?;
        let attachments = store::attachments(tx.conn(), case.id).await?;
        store::erase(tx, case.id).await?;
        for attachment in &attachments {
            files::release(tx.conn(), &attachment.sha256).await?;
        }
        // The search forgets what it is told of by id.
        let attachments: Vec<_> = attachments.into_iter().map(|attachment| attachment.id).collect();
        let mut tell = |payload| tx.record(events::of(&events::ERASED, &case, payload));
        tell(json!({ "attachment_ids": attachments }));
        for some in entries.chunks(NAMED_MAX) {
            tell(json!({ "entry_ids": some }));
        }
    }
    Ok(ids.len() as u64)
}
