//! The verbs: everybody does them to what is their own.

use lingke_cases::model::CaseId;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::{Expected, stale};
use lingke_platform::outbox::Outgoing;
use lingke_platform::viewer::StaffId;

use crate::delivery::first_allowed;
use crate::events;
use crate::letters;
use crate::model::NotificationId;
use crate::preferences::Preferences;
use crate::store::{notifications, preferences};
use crate::subscriptions::people::Desk;

/// Who is asking; programs of the system have no notifications.
pub fn me(tx: &Tx) -> Answer<StaffId> {
    tx.viewer().require_unlimited()?;
    tx.viewer().staff_id().ok_or(Failure::NotSignedIn)
}

/// Marks one read, with what is folded below it.
pub async fn read(tx: &mut Tx, id: NotificationId) -> Answer<()> {
    let row = notifications::find(tx.conn(), me(tx)?, id).await?;
    notifications::mark_read(tx, &row).await?;
    tx.notify(row.staff_id);
    Ok(())
}

/// Marks one unread.
pub async fn unread(tx: &mut Tx, id: NotificationId) -> Answer<()> {
    let row = notifications::find(tx.conn(), me(tx)?, id).await?;
    notifications::mark_unread(tx, &row).await?;
    tx.notify(row.staff_id);
    Ok(())
}

/// Marks all read up to one that the person has seen, so that what came meanwhile stays unread.
pub async fn read_all(tx: &mut Tx, up_to: NotificationId, case_id: Option<CaseId>) -> Answer<u64> {
    let unknown = |_| Failure::invalid("up_to", "unknown", "there is no such notification of yours");
    let row = notifications::find(tx.conn(), me(tx)?, up_to).await.map_err(unknown)?;
    let read = notifications::mark_all_read(tx, &row, case_id).await?;
    tx.notify(row.staff_id);
    Ok(read)
}

/// Chooses what to be told, if nobody changed it since `expected`.
pub async fn choose(tx: &mut Tx, expected: Expected, chosen: &Preferences) -> Answer<i64> {
    let staff_id = me(tx)?;
    let (_, version) = preferences::find(tx.conn(), staff_id).await?;
    expected.check(version)?;
    if let Some(name) = &chosen.calendar {
        let unknown = |_| Failure::invalid("calendar", "unknown", "there is no such calendar");
        lingke_calendars::store::current(tx.conn(), name).await.map_err(unknown)?;
    }
    let desk = Desk::of(tx, staff_id, chosen.clone()).await?;
    if first_allowed(tx.now(), &desk.hours()).is_none() {
        return Err(Failure::invalid("quiet", "no_time_left", "some time of the week must be left for mail"));
    }
    if !preferences::write(tx, staff_id, chosen, version).await? {
        let (_, version) = preferences::find(tx.conn(), staff_id).await?;
        return Err(stale(version).into());
    }
    tx.record(events::of(&events::PREFERENCES_CHANGED, staff_id, None));
    Ok(version + 1)
}

/// No longer tells of a case, except where the person is asked or mentioned by name.
pub async fn mute(tx: &mut Tx, case_id: CaseId) -> Answer<()> {
    let staff_id = me(tx)?;
    let case = lingke_cases::store::cases::find(tx.conn(), tx.viewer(), case_id).await?;
    if preferences::mute(tx, staff_id, case.id).await? {
        tx.record(events::of(&events::CASE_MUTED, staff_id, Some(case_id)));
    }
    Ok(())
}

/// Tells of a case again; also of one that the person may no longer see.
pub async fn unmute(tx: &mut Tx, case_id: CaseId) -> Answer<()> {
    let staff_id = me(tx)?;
    if preferences::unmute(tx, staff_id, case_id).await? {
        tx.record(events::of(&events::CASE_UNMUTED, staff_id, Some(case_id)));
    }
    Ok(())
}

/// Sends the person a mail, to see that it arrives; at most one a minute. Answers the address.
pub async fn send_test_mail(tx: &mut Tx) -> Answer<String> {
    let staff_id = me(tx)?;
    if tx.node().config.smtp_url.is_none() {
        return Err(Refusal::conflict("mail_not_configured").into());
    }
    let staff = lingke_organisation::store::staff::find(tx.conn(), staff_id).await?;
    let address = staff.email.ok_or_else(|| Refusal::conflict("no_mail_address"))?;
    let minute = tx.now().micros() / 60_000_000;
    let outgoing = Outgoing {
        kind: "mail",
        idempotency_key: format!("test-{staff_id}-{minute}"),
        recipient: address.clone(),
        recipient_id: Some(staff_id.to_string()),
        subject_id: None,
        payload: letters::test(&staff.locale, &staff.name),
    };
    tx.send(outgoing).await?;
    Ok(address)
}
