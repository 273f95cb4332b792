//! What comes due: mails, and forgetting.

use std::collections::HashMap;

use lingke_cases::model::CaseId;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::Answer;
use lingke_platform::outbox::Outgoing;
use lingke_platform::timers::Timer;
use lingke_platform::viewer::{StaffId, Viewer};

use crate::delivery::first_allowed;
use crate::letters::{self, Item};
use crate::model::Notification;
use crate::store::{mail, notifications, preferences};
use crate::subscriptions::people::Desk;
use crate::subscriptions::read_codes;

/// People mailed in one run; the rest waits for the next tick.
const PEOPLE_MAX: usize = 200;
/// Notifications in one mail; the rest goes into the next.
const ITEMS_MAX: usize = 200;

/// Puts what is due into one mail per person.
pub static MAIL_NOTIFICATIONS: Timer = Timer {
    name: "mail_notifications",
    every_seconds: 0,
    due: Some(|ctx| Box::pin(async move { mail::is_due(ctx.read(), ctx.now).await })),
    run: |ctx| Box::pin(async move { mail_due(&ctx).await }),
};

/// Forgets old notifications, a bounded number at a time.
pub static FORGET_NOTIFICATIONS: Timer = Timer {
    name: "forget_notifications",
    every_seconds: 600,
    due: None,
    run: |ctx| {
        Box::pin(async move {
            let days_ago = |days: i64| ctx.now.plus_seconds(-days * 86_400);
            let days = ctx.node.config.notification_days.max(1);
            let tx = ctx.begin().await?;
            let forgotten = notifications::forget(&tx, days_ago(days), days_ago(2 * days)).await?;
            tx.commit().await?;
            Ok(forgotten)
        })
    },
};

/// Mails what is due, the longest due first. Answers how many mails were asked for.
pub async fn mail_due(ctx: &Ctx) -> Answer<u64> {
    let mut mails = 0;
    for staff_id in mail::due_people(ctx.read(), ctx.now, PEOPLE_MAX).await? {
        let mut tx = ctx.begin().await?;
        mails += u64::from(mail_one(&mut tx, staff_id).await?);
        tx.commit().await?;
    }
    Ok(mails)
}

/// One person's mail. The hours are looked at again: a node may have been away when it was due.
async fn mail_one(tx: &mut Tx, staff_id: StaffId) -> Answer<bool> {
    let rows = mail::due_of(tx, staff_id, ITEMS_MAX).await?;
    let (chosen, _) = preferences::find(tx.conn(), staff_id).await?;
    let desk = Desk::of(tx, staff_id, chosen).await?;
    let address = desk.address.clone().filter(|_| desk.active);
    let (unread, needless): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.read_at.is_none() && address.is_some());
    mail::settle(tx, &ids(&needless), None).await?;
    let allowed_at = first_allowed(tx.now(), &desk.hours());
    let (now, later): (Vec<_>, Vec<_>) =
        unread.into_iter().partition(|row| allowed_at == Some(tx.now()) || is_urgent(row, &desk));
    mail::postpone(tx, &ids(&later), allowed_at).await?;
    let (Some(address), Some(last)) = (address, now.last()) else { return Ok(false) };
    let outgoing = Outgoing {
        kind: "mail",
        // One mail per person and newest event in it: whatever is tried again finds it there.
        idempotency_key: format!("notification-{staff_id}-{}", last.event_id),
        recipient: address,
        recipient_id: Some(staff_id.to_string()),
        subject_id: last.case_id.filter(|_| now.len() == 1).map(|id| id.to_string()),
        payload: letter(tx, &desk, &now).await?,
    };
    tx.send(outgoing).await?;
    mail::settle(tx, &ids(&now), Some(tx.now())).await?;
    Ok(true)
}

fn ids(rows: &[Notification]) -> Vec<crate::model::NotificationId> {
    rows.iter().map(|row| row.id).collect()
}

fn is_urgent(row: &Notification, desk: &Desk) -> bool {
    desk.preferences.urgent_breaks_through && read_codes(row).is_some_and(|(kind, _)| kind.breaks_through())
}

/// One line for each thread: the newest of those that are due, and how many they are.
async fn letter(tx: &Tx, desk: &Desk, rows: &[Notification]) -> Answer<serde_json::Value> {
    let case_ids: Vec<CaseId> = rows.iter().filter_map(|row| row.case_id).collect();
    let cases = lingke_cases::store::cases::some(tx.conn(), &Viewer::system("letters"), &case_ids).await?;
    let numbers: HashMap<CaseId, String> = cases.into_iter().map(|case| (case.id, case.number)).collect();
    let actors: Vec<StaffId> = rows.iter().filter_map(|row| row.actor_id.parse().ok()).collect();
    let names = lingke_organisation::store::staff::names(tx.conn(), &actors).await?;
    let mut items: Vec<Item<'_>> = Vec::new();
    for row in rows.iter().rev() {
        if let Some(item) = items.iter_mut().find(|item| item.row.thread == row.thread) {
            item.count += 1;
            continue;
        }
        items.push(Item {
            row,
            count: 1,
            number: row.case_id.and_then(|id| numbers.get(&id).map(String::as_str)),
            actor: row.actor_id.parse().ok().and_then(|id: StaffId| Some(names.get(&id)?.name.as_str())),
        });
    }
    Ok(letters::of(&desk.locale, &desk.name, &items, tx.node().config.public_url.as_deref()))
}
