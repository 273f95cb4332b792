//! Working on a case: take, assign, note, reply, record what the customer says, wait, resume, resolve, close, reopen.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::MaybeExpected;
use lingke_platform::outbox::Outgoing;
use lingke_platform::viewer::{StaffId, UnitId};
use serde_json::json;

use super::open::unknown;
use super::{follow, opinion, write};
use crate::model::{Case, CaseId, Channel, EntryKind};
use crate::rules::{self, CaseEvent, KeepsOpen};
use crate::store::{cases, relations};
use crate::{ASSIGN, WORK, checklists, fields, mentions, tasks};

pub(super) async fn to_work_on(tx: &Tx, id: CaseId, expected: MaybeExpected) -> Answer<Case> {
    tx.viewer().require(WORK)?;
    let case = cases::load(tx, id).await?;
    expected.check(case.version)?;
    Ok(case)
}

pub(super) fn me(tx: &Tx) -> Answer<StaffId> {
    tx.viewer().staff_id().ok_or(Failure::NotSignedIn)
}

/// Takes a case from the queue.
pub async fn take(tx: &mut Tx, id: CaseId, expected: MaybeExpected) -> Answer<Case> {
    let mut case = to_work_on(tx, id, expected).await?;
    let event = rules::take(&case, me(tx)?)?;
    follow(tx, &mut case, &[event], None).await?;
    Ok(case)
}

/// To whom a case goes.
#[derive(Debug, Clone, Copy)]
pub struct Destination {
    /// A person; with no unit named, their own.
    pub staff_id: Option<StaffId>,
    /// A unit's queue.
    pub unit_id: Option<UnitId>,
}

/// Gives a case to someone, or back to a queue.
pub async fn assign(
    tx: &mut Tx,
    id: CaseId,
    expected: MaybeExpected,
    to: Destination,
    why: Option<&str>,
) -> Answer<Case> {
    tx.viewer().require(ASSIGN)?;
    let mut case = to_work_on(tx, id, expected).await?;
    let unit_id = unit_of(tx, &case, to).await?;
    let event = rules::assign(&case, unit_id, to.staff_id)?;
    let entry = opinion(tx, id, why);
    follow(tx, &mut case, &[event], entry).await?;
    Ok(case)
}

pub(super) async fn unit_of(tx: &Tx, case: &Case, to: Destination) -> Answer<UnitId> {
    let theirs = match to.staff_id {
        Some(id) => {
            let staff = lingke_organisation::store::staff::find(tx.conn(), id)
                .await
                .map_err(|_| unknown("staff_id"))?;
            if !staff.active {
                return Err(Failure::invalid("staff_id", "inactive", "this person no longer works here"));
            }
            Some(staff.unit_id)
        }
        None => None,
    };
    if let Some(id) = to.unit_id {
        lingke_organisation::store::units::find(tx.conn(), id).await.map_err(|_| unknown("unit_id"))?;
    }
    Ok(to.unit_id.or(theirs).unwrap_or(case.unit_id))
}

/// Writes a note between us, whatever the case's status. Who is mentioned is told, and must be able to see it.
pub async fn note(tx: &mut Tx, id: CaseId, text: &str, named: &[StaffId]) -> Answer<Case> {
    let mut case = to_work_on(tx, id, MaybeExpected(None)).await?;
    for (n, staff_id) in named.iter().enumerate() {
        if !mentions::may_be_mentioned(tx.node(), &case, *staff_id).await {
            let field = format!("mentions[{n}]");
            return Err(Failure::invalid(field, "cannot_see_it", "this person may not see the case"));
        }
    }
    let entry = write(tx, id, EntryKind::Note, text);
    let mentions = named.to_vec();
    follow(tx, &mut case, &[CaseEvent::Noted { mentions }], Some(entry)).await?;
    Ok(case)
}

/// Answers the customer, and waits for them when asked to. Who answers what nobody works on takes it.
pub async fn reply(
    tx: &mut Tx,
    id: CaseId,
    expected: MaybeExpected,
    text: &str,
    then_wait: bool,
) -> Answer<Case> {
    let mut case = to_work_on(tx, id, expected).await?;
    let mut decided = vec![rules::reply(&case)?];
    let mut after = case.clone();
    if case.assignee_id.is_none() && case.status.is_open() {
        let taken = rules::take(&case, me(tx)?)?;
        after.apply(&taken, tx.now());
        decided.push(taken);
    }
    if then_wait {
        tasks::commands::may_wait_for_customer(tx, id).await?;
        decided.push(rules::wait(&after)?);
    }
    let entry = write(tx, id, EntryKind::Reply, text);
    send_reply(tx, &case, &entry).await?;
    follow(tx, &mut case, &decided, Some(entry)).await?;
    Ok(case)
}

/// A case that came by mail is answered by mail, where a mail server and the customer's address are known.
async fn send_reply(tx: &mut Tx, case: &Case, entry: &crate::model::Entry) -> Answer<()> {
    let by_mail = case.channel == Channel::Email && tx.node().config.smtp_url.is_some();
    let Some(customer_id) = case.customer_id.filter(|_| by_mail) else { return Ok(()) };
    let Some(address) = lingke_customers::contact::email_of(tx.conn(), tx.keys(), customer_id).await? else {
        return Ok(());
    };
    let outgoing = Outgoing {
        kind: "mail",
        idempotency_key: entry.id.to_string(),
        recipient: address.in_the_clear().to_owned(),
        recipient_id: Some(customer_id.to_string()),
        subject_id: Some(case.id.to_string()),
        payload: json!({ "subject": format!("[{}] {}", case.number, case.subject), "text": entry.text }),
    };
    tx.send(outgoing).await
}

/// Records what the customer said or wrote.
pub async fn record_message(tx: &mut Tx, id: CaseId, text: &str) -> Answer<Case> {
    let mut case = to_work_on(tx, id, MaybeExpected(None)).await?;
    let decided = rules::customer_wrote(&case)?;
    let entry = write(tx, id, EntryKind::CustomerMessage, text);
    follow(tx, &mut case, &decided, Some(entry)).await?;
    Ok(case)
}

/// Waits for the customer: the resolution clock stands still.
pub async fn wait(tx: &mut Tx, id: CaseId, expected: MaybeExpected, why: Option<&str>) -> Answer<Case> {
    let mut case = to_work_on(tx, id, expected).await?;
    let event = rules::wait(&case)?;
    tasks::commands::may_wait_for_customer(tx, id).await?;
    let entry = opinion(tx, id, why);
    follow(tx, &mut case, &[event], entry).await?;
    Ok(case)
}

/// Goes on without waiting longer.
pub async fn resume(tx: &mut Tx, id: CaseId, expected: MaybeExpected, why: Option<&str>) -> Answer<Case> {
    let mut case = to_work_on(tx, id, expected).await?;
    let event = rules::resume(&case)?;
    let entry = opinion(tx, id, why);
    follow(tx, &mut case, &[event], entry).await?;
    Ok(case)
}

/// What stands in the way of ending the case.
async fn keeps_open(tx: &Tx, case: &Case) -> Answer<KeepsOpen> {
    let (_, open_children) = relations::count_children(tx.conn(), case.id).await?;
    Ok(KeepsOpen { open_children })
}

/// Says how the matter was resolved.
pub async fn resolve(tx: &mut Tx, id: CaseId, expected: MaybeExpected, text: &str) -> Answer<Case> {
    let mut case = to_work_on(tx, id, expected).await?;
    let event = rules::resolve(&case)?;
    keeps_open(tx, &case).await?.check()?;
    checklists::commands::may_resolve(tx, id).await?;
    fields::commands::may_resolve(tx, &case).await?;
    tasks::commands::end_with_case(tx, &case).await?;
    let entry = write(tx, id, EntryKind::Resolution, text);
    send_reply(tx, &case, &entry).await?;
    follow(tx, &mut case, &[event], Some(entry)).await?;
    Ok(case)
}

/// Closes what is resolved.
pub async fn close(tx: &mut Tx, id: CaseId, expected: MaybeExpected, why: Option<&str>) -> Answer<Case> {
    let mut case = to_work_on(tx, id, expected).await?;
    let event = rules::close(&case)?;
    keeps_open(tx, &case).await?.check()?;
    let entry = opinion(tx, id, why);
    follow(tx, &mut case, &[event], entry).await?;
    Ok(case)
}

/// Begins again on what was resolved or closed.
pub async fn reopen(tx: &mut Tx, id: CaseId, expected: MaybeExpected, why: &str) -> Answer<Case> {
    let mut case = to_work_on(tx, id, expected).await?;
    let event = rules::reopen(&case)?;
    let entry = opinion(tx, id, Some(why));
    follow(tx, &mut case, &[event], entry).await?;
    Ok(case)
}
