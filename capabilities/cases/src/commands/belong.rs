//! Which cases belong together: parts, merges and their undoing, splits, links.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Refusal};
use lingke_platform::http::etag::MaybeExpected;
use serde_json::json;

use super::open::{open_since, unknown};
use super::work::to_work_on;
use super::{follow, opinion};
use crate::clocks::run;
use crate::model::{Case, CaseId, ClockKind, EntryId, LinkKind, NewCase};
use crate::store::{cases, clocks, entries, relations};
use crate::{VIEW, WORK, events, rules};

/// Makes the case a part of another, or of none.
pub async fn place(
    tx: &mut Tx,
    id: CaseId,
    expected: MaybeExpected,
    parent_id: Option<CaseId>,
) -> Answer<Case> {
    let (mut case, parent) = match parent_id {
        Some(parent_id) => {
            let (case, parent) = both(tx, id, parent_id, "parent_id").await?;
            (case, Some(parent))
        }
        None => (to_work_on(tx, id, MaybeExpected(None)).await?, None),
    };
    expected.check(case.version)?;
    let (children, _) = relations::count_children(tx.conn(), id).await?;
    let event = rules::place(&case, parent.as_ref(), children > 0)?;
    follow(tx, &mut case, &[event], None).await?;
    Ok(case)
}

/// Two cases to work on, locked in the order of their ids: of two commands that cross, one waits and none deadlocks.
async fn both(tx: &Tx, id: CaseId, other: CaseId, field: &'static str) -> Answer<(Case, Case)> {
    tx.viewer().require(WORK)?;
    if id == other {
        return Err(Refusal::impossible("same_case").into());
    }
    if id.to_string() < other.to_string() {
        let case = cases::load(tx, id).await?;
        Ok((case, cases::load(tx, other).await.map_err(|_| unknown(field))?))
    } else {
        let other = cases::load(tx, other).await;
        Ok((cases::load(tx, id).await?, other.map_err(|_| unknown(field))?))
    }
}

/// Lets the case's work go on in another.
///
/// Nothing is moved but the clocks that still run: what was written, attached and promised stays with the case, and
/// the other shows it as its own. So no time is lost, and undoing gives everything back.
pub async fn merge(
    tx: &mut Tx,
    id: CaseId,
    expected: MaybeExpected,
    into: CaseId,
    why: Option<&str>,
) -> Answer<Case> {
    let (mut case, mut into) = both(tx, id, into, "into").await?;
    expected.check(case.version)?;
    let holds_merged = relations::with_merged(tx.conn(), id).await?.len() > 1;
    let (children, _) = relations::count_children(tx.conn(), id).await?;
    let event = rules::merge(&case, &into, holds_merged, children > 0)?;
    clocks::lend(tx, case.id, into.id).await?;
    into.waiting_since = into.waiting_since.min(case.waiting_since);
    into.breached |= case.breached;
    relations::share_followers(tx, case.id, into.id).await?;
    run::refresh_case(tx, &mut case).await?;
    let entry = opinion(tx, id, why);
    follow(tx, &mut case, &[event], entry).await?;
    run::refresh_case(tx, &mut into).await?;
    into.updated_at = tx.now();
    tx.record(events::of(&events::TOOK_IN, &into, json!({ "case_id": case.id, "number": case.number })));
    cases::update(tx, &mut into).await?;
    Ok(into)
}

/// Undoes a merge: the case stands where it stood. What was written to the other meanwhile stays there.
pub async fn unmerge(tx: &mut Tx, id: CaseId, expected: MaybeExpected, why: Option<&str>) -> Answer<Case> {
    let case = to_work_on(tx, id, MaybeExpected(None)).await?;
    let Some(into) = case.merged_into_id else { return Err(Refusal::conflict("not_merged").into()) };
    let (mut case, mut from) = both(tx, id, into, "into").await?;
    expected.check(case.version)?;
    let event = rules::unmerge(&case)?;
    clocks::bring_home(tx, id).await?;
    let entry = opinion(tx, id, why);
    follow(tx, &mut case, &[event], entry).await?;
    if case.status.is_open() {
        // Its clock may have been stopped where it ran meanwhile.
        run::ensure(tx, &case, ClockKind::Resolution).await?;
    }
    run::refresh_case(tx, &mut case).await?;
    cases::update(tx, &mut case).await?;
    run::refresh_case(tx, &mut from).await?;
    from.updated_at = tx.now();
    tx.record(events::of(&events::GAVE_OUT, &from, json!({ "case_id": case.id, "number": case.number })));
    cases::update(tx, &mut from).await?;
    Ok(case)
}

/// A second matter in a case.
#[derive(Debug)]
pub struct Second {
    /// The new case.
    pub new: NewCase,
    /// The message in which the customer brought it up.
    pub entry_id: Option<EntryId>,
}

/// Makes a case of its own out of a second matter. The customer has waited since the message that brought it up, and
/// so the new case's clocks begin then.
pub async fn split(tx: &mut Tx, id: CaseId, second: Second, number: String) -> Answer<Case> {
    let case = to_work_on(tx, id, MaybeExpected(None)).await?;
    let Second { mut new, entry_id } = second;
    let mut since = tx.now();
    if let Some(entry_id) = entry_id {
        let entry = entries::find(tx.conn(), id, entry_id).await?.ok_or_else(|| unknown("entry_id"))?;
        since = entry.created_at;
        new.description = new.description.or(Some(entry.text));
    }
    new.customer_id = new.customer_id.or(case.customer_id);
    new.unit_id = new.unit_id.or(Some(case.unit_id));
    let made = open_since(tx, new, number, since).await?.case;
    relations::link(tx, rules::link(case.id, made.id)?, LinkKind::Split).await?;
    tx.record(events::of(&events::SPLIT, &case, json!({ "into": made.id, "number": made.number })));
    Ok(made)
}

/// Links two cases in sight.
pub async fn link(tx: &mut Tx, id: CaseId, other: CaseId, kind: LinkKind) -> Answer<Case> {
    let (case, other) = both(tx, id, other, "case_id").await?;
    if !relations::link(tx, rules::link(case.id, other.id)?, kind).await? {
        return Err(Refusal::conflict("linked_already").into());
    }
    for (one, other) in [(&case, &other), (&other, &case)] {
        let payload = json!({ "case_id": other.id, "number": other.number, "link": kind });
        tx.record(events::of(&events::LINKED, one, payload));
    }
    Ok(case)
}

/// Takes a link away. The other case may be out of sight: the link is also this one's.
pub async fn unlink(tx: &mut Tx, id: CaseId, other: CaseId) -> Answer<Case> {
    tx.viewer().require(VIEW)?;
    let case = to_work_on(tx, id, MaybeExpected(None)).await?;
    if !relations::unlink(tx, rules::link(id, other)?).await? {
        return Err(lingke_platform::failure::Failure::NotFound);
    }
    tx.record(events::of(&events::UNLINKED, &case, json!({ "case_id": other })));
    Ok(case)
}
