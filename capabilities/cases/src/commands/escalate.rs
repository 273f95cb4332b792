//! Escalating: someone above is asked, by a person's judgement or because a clock ran out. That they are told, in the
//! console and by mail, follows from the event.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::MaybeExpected;
use lingke_platform::viewer::StaffId;

use super::open::unknown;
use super::{follow, write};
use crate::ESCALATE;
use crate::model::{Case, CaseId, EntryKind};
use crate::rules;
use crate::store::cases;

/// Escalates to someone, or to the unit's manager when nobody is named.
pub async fn escalate(
    tx: &mut Tx,
    id: CaseId,
    expected: MaybeExpected,
    to: Option<StaffId>,
    why: &str,
) -> Answer<Case> {
    tx.viewer().require(ESCALATE)?;
    let mut case = cases::load(tx, id).await?;
    expected.check(case.version)?;
    let to = match to {
        Some(id) => Some(active(tx, id).await?),
        None => lingke_organisation::store::staff::manager_of(tx.conn(), case.unit_id)
            .await?
            .map(|manager| manager.id),
    };
    let event = rules::escalate(&case, to)?;
    let entry = write(tx, id, EntryKind::Opinion, why);
    follow(tx, &mut case, &[event], Some(entry)).await?;
    Ok(case)
}

pub(super) async fn active(tx: &Tx, id: StaffId) -> Answer<StaffId> {
    let staff =
        lingke_organisation::store::staff::find(tx.conn(), id).await.map_err(|_| unknown("staff_id"))?;
    if staff.active {
        Ok(id)
    } else {
        Err(Failure::invalid("staff_id", "inactive", "this person no longer works here"))
    }
}
