use lingke_calendars::model::CalendarVersionId;
use lingke_kernel::time::Instant;
use lingke_platform::viewer::{StaffId, UnitId, Viewer};

use super::*;
use crate::model::CaseId;
use crate::tasks::model::TaskId;

const NOW: Instant = Instant::from_micros(1_000_000_000);

fn task(status: TaskStatus) -> Task {
    Task {
        id: TaskId::new(NOW),
        case_id: CaseId::new(NOW),
        n: 1,
        subject: "查交易流水".to_owned(),
        status,
        required: true,
        shows_matter: true,
        shows_customer: false,
        unit_id: UnitId::new(NOW),
        staff_id: None,
        asked_by: StaffId::new(NOW),
        round: 1,
        urge_count: 0,
        urged_at: None,
        calendar_version_id: CalendarVersionId::new(NOW),
        target_seconds: Some(3600),
        round_started_at: NOW,
        due_at: NOW.plus_seconds(3600),
        warn_at: NOW.plus_seconds(2700),
        warned_at: None,
        overdue_at: None,
        was_overdue: false,
        next_fire_at: Some(NOW.plus_seconds(2700)),
        accepted_at: None,
        answered_at: None,
        ended_at: None,
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

fn round() -> Round {
    Round {
        calendar_version_id: CalendarVersionId::new(NOW),
        target_seconds: Some(60),
        started_at: NOW.plus_seconds(9000),
        due_at: NOW.plus_seconds(9060),
        warn_at: NOW.plus_seconds(9045),
    }
}

#[test]
fn each_verb_has_the_standings_it_is_for_and_no_other() {
    use TaskStatus::{Accepted, Answered, Asked, Done, Returned, Withdrawn};
    let me = StaffId::new(NOW);
    type Verb = (&'static str, fn(&Task, StaffId) -> bool, &'static [TaskStatus]);
    let verbs: [Verb; 8] = [
        ("accept", |t, me| accept(t, me).is_ok(), &[Asked]),
        ("answer", |t, me| answer(t, me).is_ok(), &[Asked, Accepted]),
        ("give_back", |t, me| give_back(t, me).is_ok(), &[Asked, Accepted]),
        ("reassign", |t, me| reassign(t, me).is_ok(), &[Asked, Accepted]),
        ("urge", |t, _| urge(t).is_ok(), &[Asked, Accepted]),
        ("ask_again", |t, _| ask_again(t, round()).is_ok(), &[Answered, Returned]),
        ("finish", |t, _| finish(t).is_ok(), &[Answered]),
        ("withdraw", |t, _| withdraw(t).is_ok(), &[Asked, Accepted, Answered, Returned]),
    ];
    for (name, may, standings) in verbs {
        for status in [Asked, Accepted, Answered, Returned, Done, Withdrawn] {
            assert_eq!(may(&task(status), me), standings.contains(&status), "{name} in {status:?}");
        }
    }
}

#[test]
fn who_answers_what_nobody_took_up_has_it() {
    let me = StaffId::new(NOW);
    let mut one = task(TaskStatus::Asked);
    one.apply(&answer(&one, me).unwrap(), NOW.plus_seconds(60));
    assert_eq!((one.status, one.staff_id), (TaskStatus::Answered, Some(me)));
    assert_eq!(one.next_fire_at, None, "nothing is due of what was answered");
    assert!(one.accepted_at.is_some());
}

#[test]
fn asked_again_it_goes_to_who_had_it_with_a_fresh_due_time() {
    let me = StaffId::new(NOW);
    let mut one = task(TaskStatus::Asked);
    one.apply(&TaskEvent::Answered(me), NOW.plus_seconds(4000));
    one.overdue_at = Some(NOW.plus_seconds(4000));
    one.was_overdue = true;
    one.apply(&ask_again(&one, round()).unwrap(), NOW.plus_seconds(9000));
    assert_eq!((one.status, one.round, one.staff_id), (TaskStatus::Accepted, 2, Some(me)));
    assert_eq!((one.due_at, one.overdue_at), (NOW.plus_seconds(9060), None));
    assert!(one.was_overdue, "that it once was late is kept");
    assert_eq!(one.next_fire_at, Some(NOW.plus_seconds(9045)));
}

#[test]
fn it_is_in_time_at_the_due_moment_and_late_a_moment_after() {
    let mut one = task(TaskStatus::Accepted);
    assert!(!one.settle(one.due_at));
    assert!(one.settle(one.due_at.plus_micros(1)));
    assert!(!one.settle(one.due_at.plus_seconds(5)), "once is enough");
}

#[test]
fn it_warns_once_and_then_waits_for_its_due_time() {
    let mut one = task(TaskStatus::Asked);
    assert!(!one.warn(NOW));
    assert!(one.warn(one.warn_at));
    assert_eq!(one.next_fire_at, Some(one.due_at.plus_micros(1)));
    assert!(!one.warn(one.due_at));
}

#[test]
fn what_was_answered_is_never_overdue() {
    let mut one = task(TaskStatus::Answered);
    assert!(!one.settle(one.due_at.plus_seconds(1)) && !one.warn(one.due_at));
}

#[test]
fn who_sees_everything_answers_for_no_department_but_their_own() {
    let one = task(TaskStatus::Asked);
    let mut viewer = Viewer::system("tests");
    assert!(!is_theirs(&viewer, &one));
    viewer.unit_id = Some(one.unit_id);
    assert!(is_theirs(&viewer, &one));
    viewer.unit_id = Some(UnitId::new(NOW));
    viewer.sight = Sight::Units(vec![one.unit_id]);
    assert!(is_theirs(&viewer, &one));
    viewer.sight = Sight::Own;
    assert!(!is_theirs(&viewer, &one));
}
