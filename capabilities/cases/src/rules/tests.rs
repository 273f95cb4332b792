use lingke_kernel::time::Instant;
use lingke_platform::viewer::{StaffId, UnitId};

use super::*;
use crate::model::{CaseId, Channel, Opening};

const NOON: Instant = Instant::from_micros(1_772_337_600_000_000);

fn staff(n: u128) -> StaffId {
    format!("stf_{n:032x}").parse().unwrap()
}

fn a_case() -> Case {
    Case::begin(Opening {
        id: CaseId::new(NOON),
        number: "26-0000-0018".into(),
        kind: CaseKind::Consultation,
        channel: Channel::Phone,
        priority: Priority::Normal,
        subject: "信用卡年费".into(),
        description: String::new(),
        unit_id: UnitId::new(NOON),
        opened_by: "stf".into(),
        at: NOON,
    })
}

/// A case that stands so.
pub(crate) fn case_with(status: Status) -> Case {
    Case { status, ..a_case() }
}

fn after(mut case: Case, events: &[CaseEvent]) -> Case {
    for event in events {
        case.apply(event, NOON.plus_seconds(60));
    }
    case
}

#[test]
fn the_first_to_take_a_case_owns_it_also_after_it_moved_on() {
    let case = a_case();
    let taken = take(&case, staff(1)).unwrap();
    let case = after(case, &[taken]);
    assert_eq!((case.status, case.owner_id), (Status::Assigned, Some(staff(1))));
    let moved = assign(&case, case.unit_id, Some(staff(2))).unwrap();
    let case = after(case, &[moved]);
    assert_eq!((case.assignee_id, case.owner_id), (Some(staff(2)), Some(staff(1))));
}

#[test]
fn what_another_works_on_is_not_taken() {
    let case = a_case();
    let case = after(case.clone(), &[take(&case, staff(1)).unwrap()]);
    assert_eq!(take(&case, staff(2)).unwrap_err().code, "taken_by_another");
    assert_eq!(take(&case, staff(1)).unwrap_err().code, "assigned_already");
}

#[test]
fn an_answer_ends_the_wait_of_the_customer_and_a_message_begins_it() {
    let case = after(a_case(), &[CaseEvent::Replied]);
    assert_eq!(case.waiting_since, FAR);
    let case = after(case, &[CaseEvent::CustomerWrote]);
    assert_eq!(case.waiting_since, NOON.plus_seconds(60));
}

#[test]
fn a_second_message_does_not_make_the_customer_wait_less_long() {
    let case = after(a_case(), &[CaseEvent::CustomerWrote]);
    assert_eq!(case.waiting_since, NOON);
}

#[test]
fn only_what_someone_works_on_can_wait_or_be_resolved() {
    let case = a_case();
    assert_eq!(wait(&case).unwrap_err().code, "nobody_works_on_it");
    assert_eq!(resolve(&case).unwrap_err().code, "nobody_works_on_it");
}

#[test]
fn a_waiting_case_goes_on_when_the_customer_writes_and_a_resolved_one_opens_again() {
    let mut case = after(a_case(), &[take(&a_case(), staff(1)).unwrap()]);
    case.apply(&CaseEvent::Waiting, NOON);
    assert_eq!(customer_wrote(&case).unwrap(), [CaseEvent::CustomerWrote, CaseEvent::Resumed]);
    case.apply(&CaseEvent::Resolved, NOON);
    let events = customer_wrote(&case).unwrap();
    let case = after(case, &events);
    assert_eq!((case.status, case.reopen_count, case.resolved_at), (Status::Assigned, 1, None));
}

#[test]
fn a_closed_case_takes_no_message_and_no_change_of_clocks() {
    let case = after(a_case(), &[CaseEvent::Resolved, CaseEvent::Closed]);
    assert_eq!(customer_wrote(&case).unwrap_err().code, "case_closed");
    let change = CaseChange { priority: Some(Priority::Urgent), ..CaseChange::default() };
    assert_eq!(edit(&case, &change).unwrap_err().code, "case_not_open");
    let change = CaseChange { subject: Some("年费减免".into()), ..CaseChange::default() };
    assert!(edit(&case, &change).is_ok());
}

#[test]
fn waiting_for_the_customer_pauses_the_resolution_and_never_the_first_answer() {
    assert_eq!(CaseEvent::Waiting.clock_effects(), [ClockEffect::Hold(PauseReason::WaitingCustomer)]);
}

#[test]
fn a_change_to_what_is_already_so_is_refused() {
    let case = a_case();
    let same = CaseChange {
        priority: Some(case.priority),
        subject: Some(case.subject.clone()),
        ..CaseChange::default()
    };
    assert_eq!(edit(&case, &same).unwrap_err().code, "nothing_changed");
}

#[test]
fn only_resolved_work_is_closed_and_only_ended_work_is_reopened() {
    let case = a_case();
    assert_eq!(close(&case).unwrap_err().code, "not_resolved");
    assert_eq!(reopen(&case).unwrap_err().code, "case_open_already");
}

fn case_id(n: u128) -> CaseId {
    format!("cas_{n:032x}").parse().unwrap()
}

#[test]
fn every_third_return_escalates_and_no_other() {
    let mut case = after(a_case(), &[take(&a_case(), staff(1)).unwrap()]);
    let mut escalated = Vec::new();
    for _ in 0..7 {
        let there = transfer(&case, UnitId::new(NOON.plus_seconds(9)), Some(staff(2))).unwrap();
        case.apply(&there, NOON);
        let (back, escalates) = give_back(&case, true).unwrap();
        case.apply(&back, NOON);
        escalated.push(escalates);
        assert_eq!((case.assignee_id, case.owner_id), (Some(staff(1)), Some(staff(1))));
    }
    assert_eq!(escalated, [false, false, true, false, false, true, false]);
}

#[test]
fn what_is_returned_to_who_left_goes_to_their_queue() {
    let case = after(a_case(), &[take(&a_case(), staff(1)).unwrap()]);
    let case =
        after(case.clone(), &[transfer(&case, UnitId::new(NOON.plus_seconds(9)), Some(staff(2))).unwrap()]);
    let (back, _) = give_back(&case, false).unwrap();
    let case = after(case, &[back]);
    assert_eq!((case.status, case.assignee_id), (Status::New, None));
}

#[test]
fn a_case_rests_at_most_a_year_and_never_into_the_past() {
    let case = a_case();
    assert!(snooze(&case, Some(NOON), NOON).is_err());
    assert!(snooze(&case, Some(NOON.plus_seconds(366 * 86_400)), NOON).is_err());
    assert!(snooze(&case, Some(NOON.plus_seconds(365 * 86_400)), NOON).is_ok());
    let resting = after(case, &[snooze(&a_case(), None, NOON).unwrap()]);
    assert_eq!(resting.snoozed_until, Some(FAR));
    let woken = after(resting.clone(), &customer_wrote(&resting).unwrap());
    assert_eq!(woken.snoozed_until, None);
}

#[test]
fn a_rest_ends_when_the_case_goes_to_another_and_not_otherwise() {
    let case = a_case();
    let resting = after(case.clone(), &[snooze(&case, None, NOON).unwrap()]);
    let given = assign(&resting, resting.unit_id, Some(staff(2))).unwrap();
    assert_eq!(resting.ends_its_rest(&given), Some(CaseEvent::Woken { because: Waker::HandedOn }));
    assert_eq!(case.ends_its_rest(&given), None);
    assert_eq!(resting.ends_its_rest(&CaseEvent::Urged), None);
}

#[test]
fn a_merge_and_its_undoing_leave_a_case_as_it_was() {
    for status in [Status::New, Status::Assigned, Status::WaitingCustomer, Status::Resolved, Status::Closed] {
        let mut case = a_case();
        case.status = status;
        let mut into = a_case();
        into.id = case_id(7);
        let merged = after(case.clone(), &[merge(&case, &into, false, false).unwrap()]);
        assert!(!merged.status.is_open() && reply(&merged).is_err() && reopen(&merged).is_err());
        let back = after(merged.clone(), &[unmerge(&merged).unwrap()]);
        assert_eq!(Case { updated_at: case.updated_at, ..back }, case);
    }
}

#[test]
fn a_link_is_the_same_from_both_ends() {
    assert_eq!(link(case_id(1), case_id(2)).unwrap(), link(case_id(2), case_id(1)).unwrap());
    assert!(link(case_id(1), case_id(1)).is_err());
}
