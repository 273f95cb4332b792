//! The verbs: load, require, decide, save, record.

pub mod attach;
pub mod belong;
pub mod edit;
pub mod escalate;
pub mod follow;
pub mod hand_on;
pub mod open;
pub mod work;

use lingke_kernel::personal::kept;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;

use crate::clocks::run;
use crate::events;
use crate::model::{Case, CaseId, Entry, EntryId, EntryKind, PauseReason};
use crate::rules::CaseEvent;
use crate::store::{cases, entries};

/// Follows what the rule decided: the case, its clocks, its row and its journal events. The entry goes with the first.
pub(crate) async fn follow(
    tx: &mut Tx,
    case: &mut Case,
    decided: &[CaseEvent],
    entry: Option<Entry>,
) -> Answer<()> {
    if let Some(entry) = &entry {
        entries::insert(tx.conn(), std::slice::from_ref(entry)).await?;
    }
    for (n, event) in decided.iter().enumerate() {
        step(tx, case, event, entry.as_ref().filter(|_| n == 0)).await?;
        if let Some(woken) = case.ends_its_rest(event) {
            step(tx, case, &woken, None).await?;
        }
    }
    cases::update(tx, case).await
}

async fn step(tx: &mut Tx, case: &mut Case, event: &CaseEvent, entry: Option<&Entry>) -> Answer<()> {
    case.apply(event, tx.now());
    tx.record(events::of_change(case, event, entry));
    run::follow(tx, case, event).await?;
    rest(tx, case, event).await
}

/// Clocks that stand still while a case rests do so while it rests, and no longer.
async fn rest(tx: &mut Tx, case: &mut Case, event: &CaseEvent) -> Answer<()> {
    match event {
        CaseEvent::Snoozed { .. } => run::hold(tx, case, PauseReason::Snoozed).await,
        CaseEvent::Woken { .. } => run::release(tx, case, PauseReason::Snoozed).await,
        CaseEvent::Resolved | CaseEvent::Merged { .. } => {
            run::release(tx, case, PauseReason::Snoozed).await?;
            run::release(tx, case, PauseReason::WaitingDepartment).await
        }
        _ => Ok(()),
    }
}

/// What someone wrote now.
pub(crate) fn write(tx: &Tx, case_id: CaseId, kind: EntryKind, text: &str) -> Entry {
    Entry {
        id: EntryId::new(tx.now()),
        case_id,
        kind,
        text: kept(text),
        salt: entries::salt(),
        author_id: tx.viewer().actor.id(),
        created_at: tx.now(),
    }
}

/// An opinion that goes with a verb, where one was given.
pub(crate) fn opinion(tx: &Tx, case_id: CaseId, text: Option<&str>) -> Option<Entry> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    Some(write(tx, case_id, EntryKind::Opinion, text))
}
