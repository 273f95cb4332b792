//! Doing one action to one case, through the verb a person uses; and filling placeholders.

use std::collections::BTreeMap;

use lingke_cases::commands::{edit, escalate, follow, hand_on, work};
use lingke_cases::model::{Case, CaseChange, CaseId};
use lingke_cases::store::cases;
use lingke_customers::model::ContactKind;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::{Expected, MaybeExpected};
use lingke_platform::keys::Keys;
use lingke_platform::viewer::Viewer;
use sea_orm::ConnectionTrait;

use crate::actions::{Action, rest_until, tagged};
use crate::model::{Content, KeptId, SavedReply};
use crate::placeholders;
use crate::store::kept;

const ANY: MaybeExpected = MaybeExpected(None);

/// Does `action` to the case; what it refuses, it refuses as the verb does.
pub async fn act(tx: &mut Tx, id: CaseId, action: &Action) -> Answer<()> {
    match action {
        Action::Take {} => drop(work::take(tx, id, ANY).await?),
        Action::SetPriority { priority } => {
            let version = cases::load(tx, id).await?.version;
            let change = CaseChange { priority: Some(*priority), ..CaseChange::default() };
            edit::edit(tx, id, Expected(version), change).await?;
        }
        Action::Tag { add, remove } => tag(tx, id, add, remove).await?,
        Action::Follow {} => drop(follow::follow(tx, id).await?),
        Action::Unfollow {} => drop(follow::unfollow(tx, id).await?),
        Action::Note { text } => {
            let text = filled(tx, id, text).await?;
            work::note(tx, id, &text, &[]).await?;
        }
        Action::Reply { text, saved_reply_id, then_wait } => {
            let text = reply_words(tx, text.as_deref(), *saved_reply_id).await?;
            let text = filled(tx, id, &text).await?;
            work::reply(tx, id, ANY, &text, *then_wait).await?;
        }
        Action::Wait { opinion } => {
            let why = filled_if(tx, id, opinion.as_deref()).await?;
            work::wait(tx, id, ANY, why.as_deref()).await?;
        }
        Action::Resume {} => drop(work::resume(tx, id, ANY, None).await?),
        Action::Resolve { text } => {
            let text = filled(tx, id, text).await?;
            work::resolve(tx, id, ANY, &text).await?;
        }
        Action::Close {} => drop(work::close(tx, id, ANY, None).await?),
        Action::Reopen { reason } => {
            let reason = filled(tx, id, reason).await?;
            work::reopen(tx, id, ANY, &reason).await?;
        }
        Action::Escalate { reason } => {
            let reason = filled(tx, id, reason).await?;
            escalate::escalate(tx, id, ANY, None, &reason).await?;
        }
        moves => hand_on(tx, id, moves).await?,
    }
    Ok(())
}

/// The actions that move a case: to others, and to rest.
async fn hand_on(tx: &mut Tx, id: CaseId, action: &Action) -> Answer<()> {
    match action {
        Action::Assign { staff_id, unit_id, opinion } => {
            let to = work::Destination { staff_id: *staff_id, unit_id: *unit_id };
            let why = filled_if(tx, id, opinion.as_deref()).await?;
            work::assign(tx, id, ANY, to, why.as_deref()).await?;
        }
        Action::Transfer { staff_id, unit_id, opinion } => {
            let to = work::Destination { staff_id: *staff_id, unit_id: *unit_id };
            let why = filled(tx, id, opinion).await?;
            hand_on::transfer(tx, id, ANY, to, &why).await?;
        }
        Action::GiveBack { reason } => {
            let why = filled(tx, id, reason).await?;
            hand_on::give_back(tx, id, ANY, &why).await?;
        }
        Action::Urge { opinion } => {
            let why = filled_if(tx, id, opinion.as_deref()).await?;
            hand_on::urge(tx, id, why.as_deref()).await?;
        }
        Action::Snooze { until, days, opinion } => {
            let zone = lingke_cases::subscriptions::institution_zone(tx.conn()).await?;
            let until = rest_until(*until, *days, (tx.now(), &zone))?;
            let why = filled_if(tx, id, opinion.as_deref()).await?;
            hand_on::snooze(tx, id, ANY, until, why.as_deref()).await?;
        }
        Action::Wake {} => drop(hand_on::wake(tx, id, ANY).await?),
        // Calls were spelled out before anything was done.
        _ => return Err(Refusal::impossible("macro_gone").into()),
    }
    Ok(())
}

/// Puts words on and takes others off. Where that changes nothing, nothing is written: what was asked is so already.
async fn tag(tx: &mut Tx, id: CaseId, add: &[String], remove: &[String]) -> Answer<()> {
    tx.viewer().require(lingke_cases::WORK)?;
    let case = cases::load(tx, id).await?;
    let tags = tagged(&case.tags, add, remove);
    if tags != case.tags {
        let change = CaseChange { tags: Some(tags.0), ..CaseChange::default() };
        edit::edit(tx, id, Expected(case.version), change).await?;
    }
    Ok(())
}

/// The words of a reply: those given, else those of the saved reply, as whoever acts may use it.
async fn reply_words(tx: &Tx, text: Option<&str>, saved: Option<KeptId>) -> Answer<String> {
    match (text, saved) {
        (Some(text), _) => Ok(text.to_owned()),
        (None, Some(id)) => {
            let row = kept::find(tx.conn(), tx.viewer(), SavedReply::KIND, id).await;
            let row = row.map_err(|failure| match failure {
                Failure::NotFound => Refusal::impossible("saved_reply_gone").into(),
                other => other,
            })?;
            Ok(serde_json::from_str::<SavedReply>(&row.content)?.text)
        }
        (None, None) => Err(Failure::invalid("text", "missing", "words or a saved reply")),
    }
}

async fn filled_if(tx: &Tx, id: CaseId, text: Option<&str>) -> Answer<Option<String>> {
    match text {
        Some(text) => Ok(Some(filled(tx, id, text).await?)),
        None => Ok(None),
    }
}

/// A text with every placeholder filled; one without a value stops the action.
async fn filled(tx: &Tx, id: CaseId, text: &str) -> Answer<String> {
    if placeholders::names_in(text).is_empty() {
        return Ok(text.to_owned());
    }
    let case = cases::load(tx, id).await?;
    let values = values(tx.conn(), tx.keys(), tx.viewer(), &case, tx.now()).await?;
    let filled = placeholders::fill(text, &values);
    match filled.missing.first() {
        None => Ok(filled.text),
        Some(name) => Err(Refusal::conflict("placeholder_empty").with("name", name.as_str()).into()),
    }
}

/// What the placeholders stand for, as the viewer sees it: personal values are masked.
pub async fn values(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    viewer: &Viewer,
    case: &Case,
    now: Instant,
) -> Answer<BTreeMap<&'static str, String>> {
    let zone = lingke_cases::subscriptions::institution_zone(conn).await?;
    let mut values = BTreeMap::from([
        ("case.number", case.number.clone()),
        ("case.subject", case.subject.clone()),
        ("case.opened_on", case.created_at.day_in(&zone).to_string()),
        ("today", now.day_in(&zone).to_string()),
    ]);
    if let Some(institution) = lingke_organisation::store::units::institution(conn).await? {
        values.insert("institution.name", institution.name);
    }
    if let Some(me) = viewer.staff_id() {
        let me = lingke_organisation::store::staff::find(conn, me).await?;
        let unit = lingke_organisation::store::units::find(conn, me.unit_id).await?;
        values.insert("me.name", me.name);
        values.insert("me.unit", unit.name);
    }
    if let Some(id) = case.product_id {
        values.insert("product.name", lingke_products::store::find(conn, id).await?.name);
    }
    if let Some(id) = case.customer_id {
        let customer = lingke_customers::store::find(conn, keys, id).await?.shown_to(viewer);
        values.insert("customer.name", customer.name);
        if viewer.may(lingke_customers::VIEW) {
            values.insert("customer.number", customer.number);
            let phone = customer.contact_points.into_iter().find(|point| point.kind == ContactKind::Phone);
            values.extend(phone.map(|phone| ("customer.phone", phone.value)));
        }
    }
    Ok(values)
}
