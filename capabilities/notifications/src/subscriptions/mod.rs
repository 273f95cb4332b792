//! What happens in the house is told to those it concerns, in the transaction that moves the position.
//!
//! History is no news: what happened days before it is handled, in a demo's past or a file that was imported, is told
//! to nobody. A rebuild lays what was told aside and takes it up again event by event, read marks and mails included;
//! so it gives the same result, and mails nothing twice.

pub mod people;

use lingke_cases::model::CaseId;
use lingke_kernel::time::Instant;
use lingke_organisation::model::code_of;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::journal::Sealed;
use lingke_platform::subscriptions::Subscription;
use lingke_platform::viewer::{StaffId, UnitId, Viewer};
use serde_json::{Map, Value};

use crate::delivery::mail_at;
use crate::model::{Kind, Notification, NotificationId, Reason};
use crate::rules::{self, Around, Facts, Telling};
use crate::store::{notifications, preferences, rebuild};
use people::{Desk, People};

/// What happened longer ago is no news, in seconds.
const NEWS_SECONDS: i64 = 3 * 86_400;

/// What of an event's particulars its sentence may need.
const KEPT: &[&str] =
    &["clock", "due_at", "percent", "count", "level", "task_id", "n", "sent_by", "about", "rows", "what"];

/// Tells people what concerns them.
pub static TELL_PEOPLE: Subscription = Subscription {
    name: "notifications",
    types: rules::EVENTS,
    handle: |tx, events| Box::pin(tell(tx, events)),
    clear: Some(|tx| Box::pin(async move { rebuild::lay_aside(tx).await })),
};

async fn tell(tx: &mut Tx, events: &[Sealed]) -> Answer<()> {
    let ids: Vec<_> = events.iter().map(|event| event.id).collect();
    let mut told_before = rebuild::take_up(tx, &ids).await?;
    let mut people = People::default();
    for event in events {
        let before = told_before.remove(&event.id).unwrap_or_default();
        let is_news = tx.now().micros_since(event.at) < NEWS_SECONDS * 1_000_000;
        if !is_news && before.is_empty() {
            continue;
        }
        let payload = event.particulars()?;
        let tellings = if is_news { whom(tx, event, &payload, &mut people).await? } else { Vec::new() };
        for row in before {
            let telling = tellings.iter().find(|telling| telling.staff_id == row.staff_id);
            again(tx, row, telling).await?;
        }
        for telling in tellings {
            let Some(desk) = people.desk(tx, telling.staff_id).await?.filter(|desk| desk.active) else {
                continue;
            };
            let row = drafted(tx, event, &payload, telling, desk).await?;
            if notifications::insert(tx, row).await? {
                tx.notify(telling.staff_id);
            }
        }
    }
    Ok(())
}

/// Who is told of this event.
async fn whom(tx: &Tx, event: &Sealed, payload: &Value, people: &mut People) -> Answer<Vec<Telling>> {
    let facts = Facts {
        event: &event.kind,
        actor: event.actor_id.parse::<StaffId>().ok(),
        assignee: event.staff_id,
        payload,
    };
    let mut around = Around::default();
    let case_id = event.subject_id.parse::<CaseId>().ok();
    if let Some(case_id) = case_id.filter(|_| rules::concerns_opener(&event.kind)) {
        let system = Viewer::system("notifications");
        let case = lingke_cases::store::cases::find(tx.conn(), &system, case_id).await?;
        around.opener = case.opened_by.parse().ok();
    }
    let asked = payload["unit_id"].as_str().and_then(|id| id.parse::<UnitId>().ok()).or(event.unit_id);
    if let Some(unit_id) = asked.filter(|_| rules::concerns_manager(&facts)) {
        around.manager = people.manager(tx, unit_id).await?;
    }
    if let Some(unit_id) = asked.filter(|_| rules::concerns_unit(&facts)) {
        around.unit = people.of_unit(tx, unit_id).await?;
    }
    if rules::concerns_operators(&event.kind) {
        around.operators = people.operators(tx).await?;
    }
    if let Some(case_id) = case_id.filter(|_| rules::concerns_followers(&event.kind)) {
        around.followers = followers(tx, case_id).await?;
    }
    Ok(rules::who_is_told(&facts, &around))
}

/// Who follows the case and may still see it.
async fn followers(tx: &Tx, id: CaseId) -> Answer<Vec<StaffId>> {
    let mut followers = lingke_cases::store::relations::followers(tx.conn(), id).await?;
    if followers.is_empty() {
        return Ok(followers);
    }
    let case = lingke_cases::store::cases::find(tx.conn(), &Viewer::system("notifications"), id).await?;
    let mut seeing = Vec::with_capacity(followers.len());
    for staff_id in followers.drain(..) {
        let viewer = lingke_organisation::authenticate::viewer_of_staff(tx.node(), staff_id).await;
        if viewer.is_ok_and(|viewer| lingke_cases::store::cases::in_sight(&viewer, &case)) {
            seeing.push(staff_id);
        }
    }
    Ok(seeing)
}

/// What a rebuild found told before: as the person had it, with what it says computed anew.
async fn again(tx: &Tx, mut row: Notification, telling: Option<&Telling>) -> Answer<()> {
    if let Some(telling) = telling {
        row.kind = code_of(&telling.kind);
        row.reason = code_of(&telling.reason);
    }
    notifications::restore(tx, row).await?;
    Ok(())
}

/// A new notification, as this person wants it now.
async fn drafted(
    tx: &Tx,
    event: &Sealed,
    payload: &Value,
    Telling { staff_id, kind, reason }: Telling,
    desk: &Desk,
) -> Answer<Notification> {
    let case_id = case_of(event, payload);
    let (mut shown, pace) = desk.preferences.choice(kind, reason);
    let urgent = desk.preferences.urgent_breaks_through && kind.breaks_through();
    let mut mail_due_at = desk
        .address
        .as_ref()
        .and_then(|_| mail_at(pace, urgent, tx.now(), &desk.hours()))
        .filter(|_| may_be_mailed(reason));
    if let Some(case_id) = case_id.filter(|_| may_be_muted(reason))
        && preferences::is_muted(tx.conn(), staff_id, case_id).await?
    {
        (shown, mail_due_at) = (false, None);
    }
    let kind = code_of(&kind);
    let thing = case_id.map_or(event.subject_id.clone(), |id| id.to_string());
    Ok(Notification {
        id: NotificationId::new(tx.now()),
        staff_id,
        event_id: event.id,
        thread: format!("{thing}/{kind}"),
        kind,
        reason: code_of(&reason),
        case_id,
        actor_id: event.actor_id.clone(),
        particulars: particulars(event, payload).to_string(),
        at: event.at,
        told_at: tx.now(),
        shown,
        newest: true,
        folded: 1,
        read_at: None::<Instant>,
        mail_due_at,
        mailed_at: None,
    })
}

/// A mail about a mail that does not arrive would go round for ever.
fn may_be_mailed(reason: Reason) -> bool {
    reason != Reason::Addressee
}

/// Who is asked or mentioned by name hears of it, muted or not.
fn may_be_muted(reason: Reason) -> bool {
    !matches!(reason, Reason::Mentioned | Reason::Asked | Reason::Requester | Reason::Sender)
}

/// The case an event is about: its subject, or one that it names.
fn case_of(event: &Sealed, payload: &Value) -> Option<CaseId> {
    let named = |name: &str| payload[name].as_str().and_then(|id| id.parse().ok());
    event.subject_id.parse().ok().or_else(|| named("case_id")).or_else(|| named("about"))
}

fn particulars(event: &Sealed, payload: &Value) -> Value {
    let kept = KEPT.iter().filter_map(|name| Some(((*name).to_owned(), payload.get(*name)?.clone())));
    let mut kept: Map<String, Value> = kept.collect();
    kept.insert("subject_id".to_owned(), Value::String(event.subject_id.clone()));
    Value::Object(kept)
}

/// The kind and the reason that codes name; none for codes of a newer program.
pub fn read_codes(row: &Notification) -> Option<(Kind, Reason)> {
    use lingke_organisation::model::from_code;
    Some((from_code(&row.kind)?, from_code(&row.reason)?))
}
