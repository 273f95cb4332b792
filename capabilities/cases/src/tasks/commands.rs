//! The verbs of tasks: the asker's, who works on the case, and the department's.
//!
//! Locks are taken in one order, the case and then its task.

use lingke_kernel::personal::kept;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::MaybeExpected;
use lingke_platform::viewer::{StaffId, UnitId};

use super::due::{self, Beginning};
use super::model::{Due, NewTask, Round, TASKS_MAX, Task, TaskId, TaskStatus};
use super::rules::{self, TaskEvent, is_theirs};
use super::{events as told, store};
use crate::clocks::run;
use crate::commands::open::unknown;
use crate::commands::{follow, write};
use crate::model::{Case, CaseId, Entry, EntryKind, PauseReason, Status};
use crate::rules::CaseEvent;
use crate::store::{cases, entries};
use crate::{ANSWER, ASK, events};

fn me(tx: &Tx) -> Answer<StaffId> {
    tx.viewer().staff_id().ok_or(Failure::NotSignedIn)
}

/// Asks another department. While it has the ball, we do not wait for the customer.
pub async fn ask(tx: &mut Tx, case_id: CaseId, new: NewTask) -> Answer<Task> {
    tx.viewer().require(ASK)?;
    let mut case = cases::load(tx, case_id).await?;
    if !case.status.is_open() {
        return Err(Refusal::conflict("case_not_open").with("status", case.status.code()).into());
    }
    let last = store::last_n(tx.conn(), case_id).await?;
    if i64::from(last) >= TASKS_MAX {
        return Err(Refusal::conflict("too_many_tasks").with("tasks_max", TASKS_MAX).into());
    }
    check_department(tx, &case, new.unit_id, new.staff_id).await?;
    let round = round(tx, &new.due).await?;
    let mut task = first_round(tx, &case, &new, &round)?;
    task.n = last + 1;
    let entry = write(tx, case_id, EntryKind::TaskRequest, &new.text);
    entries::insert(tx.conn(), std::slice::from_ref(&entry)).await?;
    store::insert(tx, &task).await?;
    store::link_entry(tx, task.id, entry.id, events::TASK_ASKED.name).await?;
    let linked = store::link_files(tx, &task, &new.attachment_ids).await?;
    if linked != new.attachment_ids.len() as u64 {
        return Err(unknown("attachment_ids"));
    }
    tx.record(told::of(&events::TASK_ASKED, &case, &task, Some(&entry)));
    if case.status == Status::WaitingCustomer {
        follow(tx, &mut case, &[CaseEvent::Resumed], None).await?;
    }
    hold_clocks(tx, case).await?;
    Ok(task)
}

fn first_round(tx: &Tx, case: &Case, new: &NewTask, round: &Round) -> Answer<Task> {
    Ok(Task {
        id: TaskId::new(tx.now()),
        case_id: case.id,
        n: 1,
        subject: kept(&new.subject),
        status: TaskStatus::Asked,
        required: new.required.unwrap_or(true),
        shows_matter: new.shows_matter.unwrap_or(true),
        shows_customer: new.shows_customer.unwrap_or(false),
        unit_id: new.unit_id,
        staff_id: new.staff_id,
        asked_by: me(tx)?,
        round: 1,
        urge_count: 0,
        urged_at: None,
        calendar_version_id: round.calendar_version_id,
        target_seconds: round.target_seconds,
        round_started_at: round.started_at,
        due_at: round.due_at,
        warn_at: round.warn_at,
        warned_at: None,
        overdue_at: None,
        was_overdue: false,
        next_fire_at: Some(round.warn_at),
        accepted_at: None,
        answered_at: None,
        ended_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    })
}

async fn round(tx: &Tx, due: &Due) -> Answer<Round> {
    let name = due.calendar.as_deref().unwrap_or(due::CALENDAR);
    let found = lingke_calendars::store::current(tx.conn(), name).await;
    let (version, calendar) = found.map_err(|failure| match failure {
        Failure::NotFound => unknown("due.calendar"),
        other => other,
    })?;
    due::round(due, &Beginning { calendar: &calendar, version, now: tx.now() })
}

async fn check_department(tx: &Tx, case: &Case, unit_id: UnitId, staff_id: Option<StaffId>) -> Answer<()> {
    lingke_organisation::store::units::find(tx.conn(), unit_id).await.map_err(|_| unknown("unit_id"))?;
    if unit_id == case.unit_id {
        return Err(Failure::invalid("unit_id", "own_unit", "the case is with this unit itself"));
    }
    match staff_id {
        Some(id) => check_handler(tx, unit_id, id).await,
        None => Ok(()),
    }
}

async fn check_handler(tx: &Tx, unit_id: UnitId, staff_id: StaffId) -> Answer<()> {
    let found = lingke_organisation::store::staff::find(tx.conn(), staff_id).await;
    let staff = found.map_err(|_| unknown("staff_id"))?;
    if !staff.active {
        return Err(Failure::invalid("staff_id", "inactive", "this person no longer works here"));
    }
    if staff.unit_id != unit_id {
        return Err(Failure::invalid("staff_id", "other_unit", "this person is of another department"));
    }
    Ok(())
}

/// What the department does. Whose a task is not, to them it is not there.
async fn of_department(
    tx: &mut Tx,
    id: TaskId,
    expected: MaybeExpected,
    words: Words<'_>,
    decide: impl FnOnce(&Task, StaffId) -> Result<TaskEvent, Refusal>,
) -> Answer<Task> {
    tx.viewer().require(ANSWER)?;
    // The case is locked before its task, as the asker's verbs do.
    let case = cases::load_unseen(tx, store::find(tx.conn(), id).await?.case_id).await?;
    let task = store::load(tx, id).await?;
    if !is_theirs(tx.viewer(), &task) {
        return Err(Failure::NotFound);
    }
    expected.check(task.version)?;
    let event = decide(&task, me(tx)?)?;
    let task = done(tx, &case, task, &event, words).await?;
    hold_clocks(tx, case).await?;
    Ok(task)
}

/// Clocks that stand still while a department has the ball do so as long as one has it.
async fn hold_clocks(tx: &mut Tx, mut case: Case) -> Answer<()> {
    let before = case.clone();
    if store::with_department(tx.conn(), case.id).await? > 0 {
        run::hold(tx, &mut case, PauseReason::WaitingDepartment).await?;
    } else {
        run::release(tx, &mut case, PauseReason::WaitingDepartment).await?;
    }
    if case != before {
        cases::update(tx, &mut case).await?;
    }
    Ok(())
}

/// What the asker does: whoever may ask and sees the case.
async fn of_asker(
    tx: &mut Tx,
    id: TaskId,
    expected: MaybeExpected,
    words: Words<'_>,
    decide: impl FnOnce(&Task) -> Result<TaskEvent, Refusal>,
) -> Answer<Task> {
    tx.viewer().require(ASK)?;
    let case_id = store::find(tx.conn(), id).await?.case_id;
    let case = cases::load(tx, case_id).await?;
    let task = store::load(tx, id).await?;
    expected.check(task.version)?;
    let event = decide(&task)?;
    let task = done(tx, &case, task, &event, words).await?;
    hold_clocks(tx, case).await?;
    Ok(task)
}

/// What someone wrote with a verb.
#[derive(Clone, Copy)]
struct Words<'a> {
    kind: EntryKind,
    text: Option<&'a str>,
}

fn opinion(text: Option<&str>) -> Words<'_> {
    Words { kind: EntryKind::Opinion, text }
}

async fn done(tx: &mut Tx, case: &Case, mut task: Task, event: &TaskEvent, words: Words<'_>) -> Answer<Task> {
    settle(tx, case, &mut task);
    let kind = told::kind_of(event);
    let entry = written(tx, &task, kind.name, words).await?;
    task.apply(event, tx.now());
    task.version += 1;
    tx.record(told::of(kind, case, &task, entry.as_ref()));
    store::update(tx, &task).await?;
    Ok(task)
}

async fn written(tx: &mut Tx, task: &Task, verb: &str, words: Words<'_>) -> Answer<Option<Entry>> {
    let Some(text) = words.text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let entry = write(tx, task.case_id, words.kind, text);
    entries::insert(tx.conn(), std::slice::from_ref(&entry)).await?;
    store::link_entry(tx, task.id, entry.id, verb).await?;
    Ok(Some(entry))
}

/// Records that a round is overdue, by a verb or by the timer: whoever sees it first.
pub(super) fn settle(tx: &mut Tx, case: &Case, task: &mut Task) -> bool {
    let late = task.settle(tx.now());
    if late {
        tx.record(told::of(&events::TASK_OVERDUE, case, task, None));
    }
    late
}

/// Takes it up.
pub async fn accept(tx: &mut Tx, id: TaskId, expected: MaybeExpected, why: Option<&str>) -> Answer<Task> {
    of_department(tx, id, expected, opinion(why), rules::accept).await
}

/// Answers it.
pub async fn answer(tx: &mut Tx, id: TaskId, expected: MaybeExpected, text: &str) -> Answer<Task> {
    let words = Words { kind: EntryKind::TaskAnswer, text: Some(text) };
    of_department(tx, id, expected, words, rules::answer).await
}

/// Gives it back without an answer, with the reason.
pub async fn give_back(tx: &mut Tx, id: TaskId, expected: MaybeExpected, why: &str) -> Answer<Task> {
    of_department(tx, id, expected, opinion(Some(why)), rules::give_back).await
}

/// Gives it to another of the department.
pub async fn reassign(
    tx: &mut Tx,
    id: TaskId,
    expected: MaybeExpected,
    to: StaffId,
    why: Option<&str>,
) -> Answer<Task> {
    tx.viewer().require(ANSWER)?;
    let task = store::find(tx.conn(), id).await?;
    if !is_theirs(tx.viewer(), &task) {
        return Err(Failure::NotFound);
    }
    check_handler(tx, task.unit_id, to).await?;
    of_department(tx, id, expected, opinion(why), |task, _| rules::reassign(task, to)).await
}

/// Presses for an answer.
pub async fn urge(tx: &mut Tx, id: TaskId, expected: MaybeExpected, why: Option<&str>) -> Answer<Task> {
    of_asker(tx, id, expected, opinion(why), rules::urge).await
}

/// Asks anew: of what was returned, or not satisfied with the answer.
pub async fn ask_again(
    tx: &mut Tx,
    id: TaskId,
    expected: MaybeExpected,
    text: &str,
    due: Option<Due>,
) -> Answer<Task> {
    tx.viewer().require(ASK)?;
    let before = store::find(tx.conn(), id).await?;
    let case = cases::load(tx, before.case_id).await?;
    if !case.status.is_open() {
        return Err(Refusal::conflict("case_not_open").with("status", case.status.code()).into());
    }
    let round = round(tx, &due.unwrap_or_else(|| due::as_before(&before))).await?;
    let words = Words { kind: EntryKind::TaskRequest, text: Some(text) };
    of_asker(tx, id, expected, words, |task| rules::ask_again(task, round)).await
}

/// Takes the answer: it is done.
pub async fn finish(tx: &mut Tx, id: TaskId, expected: MaybeExpected, why: Option<&str>) -> Answer<Task> {
    of_asker(tx, id, expected, opinion(why), rules::finish).await
}

/// No longer wants it.
pub async fn withdraw(tx: &mut Tx, id: TaskId, expected: MaybeExpected, why: &str) -> Answer<Task> {
    of_asker(tx, id, expected, opinion(Some(why)), rules::withdraw).await
}

/// Refuses to wait for the customer while a department has the ball: it would not be true.
pub(crate) async fn may_wait_for_customer(tx: &Tx, case_id: CaseId) -> Answer<()> {
    match store::with_department(tx.conn(), case_id).await? {
        0 => Ok(()),
        n => Err(Refusal::conflict("waits_for_department").with("tasks", n).into()),
    }
}

/// Refuses to resolve a case over open tasks it requires; those it does not require are withdrawn.
pub(crate) async fn end_with_case(tx: &mut Tx, case: &Case) -> Answer<()> {
    let open = store::load_open(tx, case.id).await?;
    match open.iter().filter(|task| task.required).count() {
        0 => {}
        n => return Err(Refusal::conflict("tasks_open").with("tasks", n).into()),
    }
    for task in open {
        done(tx, case, task, &TaskEvent::Withdrawn, opinion(None)).await?;
    }
    Ok(())
}
