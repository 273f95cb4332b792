use std::sync::Arc;

use lingke_kernel::calendar::{Calendar, named};
use lingke_platform::viewer::UnitId;

use super::check::{Surroundings, contradictions};
use super::coverage::{Gap, coverage};
use super::examples::tried;
use super::model::{ClockRule, Example, ExampleEvent, ExampleEventKind, Level, Step, Who, Whom};
use super::*;
use crate::model::{ClockKind, PauseReason};

fn rule(kind: ClockKind, target_seconds: i64) -> ClockRule {
    ClockRule {
        kind,
        target_seconds,
        reopened_seconds: None,
        calendar: "cn".to_owned(),
        pauses: vec![],
        warn_percents: vec![75],
    }
}

fn level(name: &str, kinds: &[CaseKind], priorities: &[Priority]) -> Level {
    Level {
        name: name.to_owned(),
        kinds: kinds.to_vec(),
        priorities: priorities.to_vec(),
        classes: vec![],
        unit_ids: vec![],
        clocks: vec![rule(ClockKind::FirstResponse, 3_600), rule(ClockKind::Resolution, 36_000)],
        chain: vec![step(100, Who::UnitManager)],
        examples: vec![],
    }
}

fn step(at_percent: i32, who: Who) -> Step {
    Step { at_percent, clocks: vec![], tell: vec![Whom { who, role: None }], take_over: None }
}

fn unit(n: u128) -> UnitId {
    format!("unt_{n:032x}").parse().unwrap()
}

fn codes(levels: &[Level]) -> Vec<(usize, &'static str)> {
    let calendars = |name: &str| -> Option<Arc<Calendar>> { named(name) };
    let around = Surroundings { calendars: &calendars, units: &[] };
    contradictions(levels, &around).into_iter().map(|one| (one.line, one.code)).collect()
}

#[test]
fn the_first_level_that_covers_the_work_is_its_level_and_a_unit_covers_those_below() {
    let mut branch = level("branch", &[], &[]);
    branch.unit_ids = vec![unit(2)];
    let mut private = level("private", &[], &[]);
    private.classes = vec![CustomerClass::Private];
    let levels = [level("urgent", &[], &[Priority::Urgent]), branch, private, level("all", &[], &[])];
    let won = |priority, class, units: &[UnitId]| {
        let place = Place { kind: CaseKind::Technical, priority, class, units };
        first_match(&levels, &place).map(|at| levels[at].name.as_str())
    };
    assert_eq!(won(Priority::Urgent, CustomerClass::Private, &[unit(1), unit(2)]), Some("urgent"));
    assert_eq!(won(Priority::Low, CustomerClass::Private, &[unit(1), unit(2), unit(3)]), Some("branch"));
    assert_eq!(won(Priority::Low, CustomerClass::Private, &[unit(1)]), Some("private"));
    assert_eq!(won(Priority::Low, CustomerClass::Valued, &[unit(1)]), Some("all"));
    let none = Place {
        kind: CaseKind::Technical,
        priority: Priority::Low,
        class: CustomerClass::Valued,
        units: &[],
    };
    assert_eq!(first_match(&levels[..1], &none), None);
}

#[test]
fn what_contradicts_itself_is_named_with_its_line() {
    assert_eq!(codes(&[]), [(0, "no_levels")]);
    let sound = level("sound", &[CaseKind::Complaint], &[]);
    assert_eq!(codes(std::slice::from_ref(&sound)), []);
    let with = |change: fn(&mut Level)| {
        let mut bad = level("bad", &[], &[]);
        change(&mut bad);
        codes(&[sound.clone(), bad])
    };
    assert_eq!(with(|bad| bad.clocks[0].target_seconds = 40_000), [(2, "answer_after_resolution")]);
    assert_eq!(with(|bad| bad.clocks[0].target_seconds = 0), [(2, "target_out_of_range")]);
    assert_eq!(with(|bad| bad.clocks[1].calendar = "mars".into()), [(2, "unknown_calendar")]);
    assert_eq!(
        with(|bad| bad.clocks[0].pauses = vec![PauseReason::Snoozed]),
        [(2, "first_response_never_pauses")]
    );
    assert_eq!(with(|bad| bad.clocks[1].warn_percents = vec![90, 50]), [(2, "warnings_not_rising")]);
    assert_eq!(with(|bad| bad.clocks[1].warn_percents = vec![100]).len(), 2, "too high, and after the chain");
    let late = with(|bad| bad.chain = vec![step(60, Who::UnitManager)]);
    assert_eq!(late, [(2, "warning_after_escalation"); 2]);
    assert_eq!(with(|bad| bad.chain = vec![step(60, Who::Assignee)]), [], "a reminder is no escalation");
    let twice = with(|bad| bad.chain.push(step(100, Who::UpperManager)));
    assert_eq!(twice, [(2, "share_twice")]);
    assert_eq!(with(|bad| bad.chain[0].tell.clear()), [(2, "step_tells_nobody")]);
    assert_eq!(with(|bad| bad.chain[0].tell[0].who = Who::UnitRole), [(2, "role_missing")]);
    assert_eq!(with(|bad| bad.chain[0].clocks = vec![ClockKind::Update]), [(2, "clock_not_there")]);
    assert_eq!(with(|bad| bad.unit_ids = vec![unit(9)]), [(2, "unknown_unit")]);
    assert_eq!(with(|bad| bad.kinds = vec![CaseKind::Complaint]), [(2, "duplicate_conditions")]);
    assert_eq!(with(|bad| bad.name = "sound".into()), [(2, "duplicate_name")]);
    assert_eq!(with(|bad| bad.clocks.clear()), [(2, "no_clocks")]);
}

#[test]
fn what_no_level_covers_is_said_shortly_and_what_is_never_reached_by_its_line() {
    let mut branch = level("branch", &[CaseKind::Technical], &[]);
    branch.unit_ids = vec![unit(2)];
    let levels = [
        level("complaints", &[CaseKind::Complaint], &[]),
        level("urgent complaints", &[CaseKind::Complaint], &[Priority::Urgent]),
        level("urgent", &[], &[Priority::Urgent]),
        branch,
        level("others", &[CaseKind::Consultation, CaseKind::Transaction, CaseKind::Suggestion], &[]),
    ];
    let units = [
        (unit(1), vec![unit(1)]),
        (unit(2), vec![unit(1), unit(2)]),
        (unit(3), vec![unit(1), unit(2), unit(3)]),
    ];
    let found = coverage(&levels, &units);
    assert_eq!(found.unreached, [2]);
    let low = [Priority::Low, Priority::Normal, Priority::High];
    let technical = low.map(|priority| Gap {
        kind: CaseKind::Technical,
        priority: Some(priority),
        class: None,
        unit_ids: vec![unit(1)],
    });
    let compliments = low.map(|priority| Gap {
        kind: CaseKind::Compliment,
        priority: Some(priority),
        class: None,
        unit_ids: vec![],
    });
    assert_eq!(found.uncovered, [technical, compliments].concat());
    assert_eq!(coverage(&levels[..1], &units).uncovered.len(), 5, "whole kinds are one gap each");
}

#[test]
fn an_example_comes_out_or_says_why_not() {
    let at = |at: &str, kind| ExampleEvent { at: at.to_owned(), kind, reason: None };
    let example = Example {
        kind: CaseKind::Complaint,
        priority: Priority::Normal,
        class: CustomerClass::Ordinary,
        unit_id: None,
        clock: ClockKind::Resolution,
        events: vec![at("2026-09-18T17:50", ExampleEventKind::Start)],
        now: None,
        due: Some("2026-09-22T10:20".to_owned()),
        state: None,
    };
    let run = |change: &dyn Fn(&mut Example)| {
        let mut example = example.clone();
        change(&mut example);
        let mut levels = [level("urgent", &[], &[Priority::Urgent]), level("all", &[], &[])];
        levels[1].clocks[1].pauses = vec![PauseReason::WaitingCustomer];
        levels[1].examples = vec![example];
        let calendars = |name: &str| named(name);
        let tried = tried(&levels, &Surroundings { calendars: &calendars, units: &[] });
        assert_eq!((tried.len(), tried[0].line, tried[0].example), (1, 2, 1));
        tried[0].clone()
    };
    // Ten hours: ten minutes on Friday, 7.5 hours on the make-up Sunday, the rest on Monday.
    let first = run(&|_| {});
    assert_eq!(first.got.as_deref(), Some("2026-09-21T11:20:00+08:00"), "{first:?}");
    assert!(run(&|one| one.due = Some("2026-09-21T11:20".into())).passed);
    assert_eq!(run(&|one| one.priority = Priority::Urgent).code, Some("another_level"));
    assert_eq!(run(&|one| one.clock = ClockKind::Task).code, Some("clock_not_there"));
    assert_eq!(run(&|one| one.events[0].at = "Friday".into()).code, Some("not_a_time"));
    assert_eq!(run(&|one| one.events.clear()).code, Some("no_events"));
    let paused = |reason| {
        run(&move |one| {
            let pause =
                ExampleEvent { reason: Some(reason), ..at("2026-09-20T10:00", ExampleEventKind::Pause) };
            one.events.push(pause);
            one.due = None;
        })
    };
    assert!(paused(PauseReason::WaitingCustomer).passed, "it stands still");
    assert_eq!(paused(PauseReason::Snoozed).code, Some("another_due_time"), "for that it does not");
}

#[test]
fn units_are_read_from_a_path_the_root_first() {
    let path = format!("/{}/{}/", unit(1), unit(2));
    assert_eq!(units_of(&path), [unit(1), unit(2)]);
    assert!(units_of("/").is_empty());
}

mod told {
    use crate::levels::told::{CustomerWords, customer_words};
    use crate::model::{PauseReason, Status};
    use crate::rules::tests::case_with;

    #[test]
    fn the_customer_is_never_told_to_answer_while_we_wait_for_a_department() {
        let words = |status, holds: &[PauseReason]| customer_words(&case_with(status), holds);
        let department = [PauseReason::WaitingDepartment];
        assert_eq!(words(Status::WaitingCustomer, &[]), CustomerWords::WaitingForYou);
        for status in Status::ALL {
            assert_ne!(words(*status, &department), CustomerWords::WaitingForYou);
        }
        assert_eq!(words(Status::WaitingCustomer, &department), CustomerWords::Checking);
        assert_eq!(words(Status::Resolved, &department), CustomerWords::Resolved);
        assert_eq!(words(Status::New, &[PauseReason::Snoozed]), CustomerWords::Received);
    }
}
