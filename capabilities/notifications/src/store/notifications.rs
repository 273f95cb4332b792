//! What people were told: written, folded, listed, read, forgotten.

use lingke_cases::model::CaseId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::query::Sql;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use crate::model::{Notification, NotificationId};

/// The columns of [`Notification`].
pub const COLUMNS: &str = "id, staff_id, event_id, kind, reason, case_id, actor_id, particulars, thread, at, told_at, \
                           shown, newest, folded, read_at, mail_due_at, mailed_at";

/// How many unread ones are counted; beyond that a screen says "and more".
pub const UNREAD_COUNTED_MAX: i64 = 1000;
/// After a mail about something, the next about the same waits this long, in seconds.
const MAIL_REST_SECONDS: i64 = 15 * 60;
/// Rows forgotten in one run of the timer.
const FORGOTTEN_MAX: usize = 5000;

/// Writes a new notification and folds the unread ones of its thread below it; says whether it was new.
///
/// A person who is told twice of one event is told once: the database keeps that. What comes soon after a mail about
/// the same waits a little, so that five messages are not five mails.
pub async fn insert(tx: &Tx, mut row: Notification) -> Answer<bool> {
    let below = unread_of_thread(tx, &row).await?;
    let mailed_at = below.as_ref().and_then(|below| below.mailed_at);
    row.mail_due_at = row.mail_due_at.zip(mailed_at).map_or(row.mail_due_at, |(due_at, mailed_at)| {
        Some(due_at.max(mailed_at.plus_seconds(MAIL_REST_SECONDS)))
    });
    write(tx, row, below).await
}

/// Writes one as it was before a rebuild, folding as it did then.
pub async fn restore(tx: &Tx, row: Notification) -> Answer<bool> {
    let below = unread_of_thread(tx, &row).await?;
    write(tx, row, below).await
}

async fn write(tx: &Tx, mut row: Notification, below: Option<Below>) -> Answer<bool> {
    row.newest = true;
    row.folded = below.as_ref().map_or(1, |below| below.folded.saturating_add(1));
    let mut statement = sql("");
    let marks = statement.list(values(&row));
    let text = format!("INSERT INTO notifications ({COLUMNS}) VALUES ({marks}) ON CONFLICT DO NOTHING");
    if statement.push(&text).run(tx.conn()).await? == 0 {
        return Ok(false);
    }
    if let Some(below) = below {
        sql("UPDATE notifications SET newest = FALSE WHERE id = $1").bind(below.id).run(tx.conn()).await?;
    }
    Ok(true)
}

#[derive(FromQueryResult)]
struct Below {
    id: NotificationId,
    folded: i32,
    mailed_at: Option<Instant>,
}

/// The one that stood for the thread and was not read when the new one was told.
async fn unread_of_thread(tx: &Tx, row: &Notification) -> Answer<Option<Below>> {
    if !row.shown {
        return Ok(None);
    }
    let text = "SELECT id, folded, mailed_at FROM notifications WHERE staff_id = $1 AND thread = $2 AND told_at <= $3 \
                AND newest AND shown AND (read_at IS NULL OR read_at > $3) AND event_id <> $4 \
                ORDER BY told_at DESC, id DESC LIMIT 1";
    sql(text)
        .bind(row.staff_id)
        .bind(row.thread.as_str())
        .bind(row.told_at)
        .bind(row.event_id)
        .one(tx.conn())
        .await
}

/// The values of [`COLUMNS`].
fn values(row: &Notification) -> [Value; 17] {
    [
        row.id.into(),
        row.staff_id.into(),
        row.event_id.into(),
        row.kind.as_str().into(),
        row.reason.as_str().into(),
        row.case_id.into(),
        row.actor_id.as_str().into(),
        row.particulars.as_str().into(),
        row.thread.as_str().into(),
        row.at.into(),
        row.told_at.into(),
        row.shown.into(),
        row.newest.into(),
        row.folded.into(),
        row.read_at.into(),
        row.mail_due_at.into(),
        row.mailed_at.into(),
    ]
}

/// Someone's own notifications, newest first.
pub async fn list(
    conn: &impl ConnectionTrait,
    staff_id: StaffId,
    unread: Option<bool>,
    case_id: Option<CaseId>,
    page: &PageRequest,
) -> Answer<Page<Notification>> {
    let text = format!("SELECT {COLUMNS} FROM notifications WHERE staff_id = $1 AND newest AND shown");
    let mut statement = sql(text).bind(staff_id).and("case_id =", case_id);
    statement = match unread {
        Some(true) => statement.push(" AND read_at IS NULL"),
        Some(false) => statement.push(" AND read_at IS NOT NULL"),
        None => statement,
    };
    if let Some((at, id)) = page.after::<(Instant, NotificationId)>()? {
        let marks = statement.list([Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (at, id) < ({marks})"));
    }
    let rows = statement.push(&page.order_and_limit("at DESC, id DESC")).all::<Notification>(conn).await?;
    Ok(page.cut(rows, |row| (row.at, row.id)))
}

/// How many are unread, at most [`UNREAD_COUNTED_MAX`].
pub async fn unread(conn: &impl ConnectionTrait, staff_id: StaffId) -> Answer<i64> {
    let text = format!(
        "SELECT count(*) FROM (SELECT 1 FROM notifications WHERE staff_id = $1 AND read_at IS NULL AND newest AND shown \
         LIMIT {UNREAD_COUNTED_MAX}) AS counted"
    );
    Ok(sql(text).bind(staff_id).value(conn).await?.unwrap_or_default())
}

/// One of someone's own.
pub async fn find(
    conn: &impl ConnectionTrait,
    staff_id: StaffId,
    id: NotificationId,
) -> Answer<Notification> {
    let text = format!("SELECT {COLUMNS} FROM notifications WHERE id = $1 AND staff_id = $2 AND shown");
    sql(text).bind(id).bind(staff_id).one(conn).await?.ok_or(Failure::NotFound)
}

/// Marks it read, with all that is folded below it.
pub async fn mark_read(tx: &Tx, row: &Notification) -> Answer<()> {
    let text = "UPDATE notifications SET read_at = $1 WHERE staff_id = $2 AND thread = $3 AND told_at <= $4 \
                AND read_at IS NULL";
    sql(text)
        .bind(tx.now())
        .bind(row.staff_id)
        .bind(row.thread.as_str())
        .bind(row.told_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Marks it unread again.
pub async fn mark_unread(tx: &Tx, row: &Notification) -> Answer<()> {
    sql("UPDATE notifications SET read_at = NULL WHERE id = $1").bind(row.id).run(tx.conn()).await?;
    Ok(())
}

/// Marks all read up to `up_to`, that one included; only those of one case where it is named. Answers how many.
pub async fn mark_all_read(tx: &Tx, up_to: &Notification, case_id: Option<CaseId>) -> Answer<u64> {
    let text = "UPDATE notifications SET read_at = $1 WHERE staff_id = $2 AND read_at IS NULL AND (at, id) <= ($3, $4)";
    let statement: Sql =
        sql(text).bind(tx.now()).bind(up_to.staff_id).bind(up_to.at).bind(up_to.id).and("case_id =", case_id);
    statement.run(tx.conn()).await
}

/// Forgets what was read and happened before `read_before`, and what happened before `unread_before` in any case.
pub async fn forget(tx: &Tx, read_before: Instant, unread_before: Instant) -> Answer<u64> {
    let text = format!(
        "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE at < $1 \
         AND (read_at IS NOT NULL OR NOT shown OR at < $2) ORDER BY at LIMIT {FORGOTTEN_MAX})"
    );
    sql(text).bind(read_before).bind(unread_before).run(tx.conn()).await
}
