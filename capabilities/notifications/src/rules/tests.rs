use lingke_kernel::time::Instant;
use serde_json::json;

use super::*;

struct Cast {
    ana: StaffId,
    bo: StaffId,
    chen: StaffId,
    dai: StaffId,
}

fn cast() -> Cast {
    let someone = || StaffId::new(Instant::from_micros(1_790_000_000_000_000));
    Cast { ana: someone(), bo: someone(), chen: someone(), dai: someone() }
}

fn told(
    event: &str,
    actor: Option<StaffId>,
    assignee: Option<StaffId>,
    payload: Value,
    around: &Around,
) -> Vec<Telling> {
    who_is_told(&Facts { event, actor, assignee, payload: &payload }, around)
}

fn is(staff_id: StaffId, kind: Kind, reason: Reason) -> Telling {
    Telling { staff_id, kind, reason }
}

#[test]
fn who_gets_a_case_is_told_and_who_takes_one_is_not() {
    let Cast { ana, bo, .. } = cast();
    let payload = json!({ "staff_id": ana });
    let none = Around::default();
    assert_eq!(
        told("case_assigned", Some(bo), Some(ana), payload.clone(), &none),
        [is(ana, Kind::Assigned, Reason::Assignee)]
    );
    assert_eq!(told("case_assigned", Some(ana), Some(ana), payload, &none), []);
    assert_eq!(told("case_assigned", Some(bo), None, json!({ "staff_id": null }), &none), []);
}

#[test]
fn a_mention_is_a_stronger_reason_than_being_the_assignee_and_each_is_told_once() {
    let Cast { ana, bo, chen, dai } = cast();
    let around = Around { followers: vec![ana, chen, dai], ..Around::default() };
    let payload = json!({ "mentions": [ana, bo, "not an id"], "owner_id": chen });
    assert_eq!(
        told("case_noted", Some(bo), Some(ana), payload, &around),
        [
            is(ana, Kind::Mentioned, Reason::Mentioned),
            is(chen, Kind::Noted, Reason::Owner),
            is(dai, Kind::Noted, Reason::Follower),
        ]
    );
    let payload = json!({ "mentions": [ana] });
    let around = Around { followers: vec![dai], ..Around::default() };
    assert_eq!(
        told("case_noted", Some(bo), None, payload, &around),
        [is(ana, Kind::Mentioned, Reason::Mentioned), is(dai, Kind::Noted, Reason::Follower)]
    );
}

#[test]
fn the_opener_hears_of_the_end_and_not_of_every_step() {
    let Cast { ana, bo, chen, .. } = cast();
    let around = Around { opener: Some(chen), ..Around::default() };
    assert!(!concerns_opener("case_replied") && concerns_opener("case_closed"));
    assert_eq!(
        told("case_resolved", Some(bo), Some(ana), json!({}), &around),
        [is(ana, Kind::Resolved, Reason::Assignee), is(chen, Kind::Resolved, Reason::Opener)]
    );
    assert_eq!(told("case_resolved", Some(chen), Some(chen), json!({}), &around), []);
}

#[test]
fn a_step_of_a_clock_is_told_once_and_a_judgement_is_an_escalation() {
    let Cast { ana, bo, chen, .. } = cast();
    let around = Around { manager: Some(bo), ..Around::default() };
    // The step itself tells everyone; what it raised the case to is the same news.
    let by_clock = json!({ "to": bo, "because": { "clock_id": "clk_1", "clock": "resolution" } });
    assert_eq!(told("case_escalated", None, Some(ana), by_clock, &around), []);
    let late = json!({ "told": [bo], "percent": 100 });
    assert_eq!(
        told("clock_escalated", None, Some(ana), late, &around),
        [is(bo, Kind::Breached, Reason::Manager)]
    );
    let by_hand = json!({ "to": chen });
    assert_eq!(
        told("case_escalated", Some(bo), Some(ana), by_hand, &around),
        [is(chen, Kind::Escalated, Reason::Asked), is(ana, Kind::Escalated, Reason::Assignee)]
    );
    let early = json!({ "told": [bo, chen], "percent": 80 });
    assert_eq!(
        told("clock_escalated", None, Some(ana), early, &around),
        [is(bo, Kind::Warned, Reason::Manager), is(chen, Kind::Warned, Reason::Asked)]
    );
}

#[test]
fn a_warning_about_what_nobody_works_on_goes_to_who_manages_the_unit() {
    let Cast { ana, bo, .. } = cast();
    let facts = |assignee| Facts { event: "clock_warned", actor: None, assignee, payload: &Value::Null };
    assert!(concerns_manager(&facts(None)) && !concerns_manager(&facts(Some(ana))));
    let around = Around { manager: Some(bo), ..Around::default() };
    assert_eq!(who_is_told(&facts(None), &around), [is(bo, Kind::Warned, Reason::Manager)]);
}

#[test]
fn a_task_for_a_unit_is_told_to_its_people_and_the_answer_to_who_asked() {
    let Cast { ana, bo, chen, .. } = cast();
    let around = Around { unit: vec![ana, bo], ..Around::default() };
    let asked = json!({ "unit_id": "unt_1", "asked_by": chen });
    assert_eq!(
        told("task_asked", Some(chen), None, asked.clone(), &around),
        [is(ana, Kind::TaskAsked, Reason::Asked), is(bo, Kind::TaskAsked, Reason::Asked)]
    );
    assert_eq!(
        told("task_answered", Some(ana), None, asked.clone(), &around),
        [is(chen, Kind::TaskAnswered, Reason::Requester)]
    );
    let overdue = json!({ "staff_id": ana, "asked_by": chen });
    assert_eq!(
        told("task_overdue", None, None, overdue, &around),
        [is(ana, Kind::TaskOverdue, Reason::Asked), is(chen, Kind::TaskOverdue, Reason::Requester)]
    );
}

#[test]
fn who_started_an_export_is_told_that_it_is_ready() {
    let Cast { ana, .. } = cast();
    let finished = json!({ "asked_by": ana });
    assert_eq!(
        told("export_finished", Some(ana), None, finished, &Around::default()),
        [is(ana, Kind::ExportFinished, Reason::Requester)]
    );
}

#[test]
fn a_mail_that_failed_is_told_to_who_sent_it_and_to_a_colleague_it_was_for() {
    let Cast { ana, bo, .. } = cast();
    let none = Around::default();
    assert_eq!(
        told("mail_given_up", None, None, json!({ "asked_by": ana, "recipient_id": "cus_1" }), &none),
        [is(ana, Kind::MailFailed, Reason::Sender)]
    );
    assert_eq!(
        told(
            "mail_given_up",
            None,
            None,
            json!({ "asked_by": "mail_notifications", "recipient_id": bo }),
            &none
        ),
        [is(bo, Kind::MailFailed, Reason::Addressee)]
    );
}

#[test]
fn what_concerns_nobody_is_told_to_nobody() {
    let Cast { ana, .. } = cast();
    let around = Around { followers: vec![ana], ..Around::default() };
    assert_eq!(told("case_opened", None, Some(ana), json!({}), &around), []);
    assert_eq!(told("clock_met", None, Some(ana), json!({}), &around), []);
}
