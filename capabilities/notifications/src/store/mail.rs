//! What is due to go into a mail.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::skip_locked;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::StaffId;
use sea_orm::ConnectionTrait;

use super::notifications::COLUMNS;
use crate::model::{Notification, NotificationId};

/// Whether anything is due.
pub async fn is_due(conn: &impl ConnectionTrait, now: Instant) -> Answer<bool> {
    let text = "SELECT 1 FROM notifications WHERE mail_due_at <= $1 LIMIT 1";
    Ok(sql(text).bind(now).value::<i32>(conn).await?.is_some())
}

/// Who is due a mail, the longest due first.
pub async fn due_people(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<StaffId>> {
    let text = format!(
        "SELECT staff_id FROM notifications WHERE mail_due_at <= $1 GROUP BY staff_id ORDER BY min(mail_due_at), staff_id \
         LIMIT {limit}"
    );
    sql(text).bind(now).values(conn).await
}

/// What is due to this person, oldest first, locked for this transaction.
pub async fn due_of(tx: &Tx, staff_id: StaffId, limit: usize) -> Answer<Vec<Notification>> {
    let text = format!(
        "SELECT {COLUMNS} FROM notifications WHERE staff_id = $1 AND mail_due_at <= $2 ORDER BY at, id LIMIT {limit}{}",
        skip_locked(tx.kind())
    );
    sql(text).bind(staff_id).bind(tx.now()).all(tx.conn()).await
}

/// Notes that these went into a mail, or, where they were read before, that they need none.
pub async fn settle(tx: &Tx, ids: &[NotificationId], mailed_at: Option<Instant>) -> Answer<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let text = "UPDATE notifications SET mail_due_at = NULL, mailed_at = $1 WHERE 1 = 1";
    sql(text).bind(mailed_at).and_in("id", ids.iter().copied()).run(tx.conn()).await?;
    Ok(())
}

/// Has these wait until then; for ever when there is no such moment.
pub async fn postpone(tx: &Tx, ids: &[NotificationId], until: Option<Instant>) -> Answer<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let text = "UPDATE notifications SET mail_due_at = $1 WHERE 1 = 1";
    sql(text).bind(until).and_in("id", ids.iter().copied()).run(tx.conn()).await?;
    Ok(())
}
