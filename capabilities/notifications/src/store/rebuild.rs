//! Taking up again, after a rebuild, what people had read and what had been mailed.

use std::collections::HashMap;

use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::journal::EventId;

use super::notifications::COLUMNS;
use crate::model::Notification;

/// Lays what was told aside and empties the table. Begun again before it ended, it keeps what was aside already.
pub async fn lay_aside(tx: &Tx) -> Answer<()> {
    let text = format!(
        "INSERT INTO notifications_before ({COLUMNS}) SELECT {COLUMNS} FROM notifications WHERE 1 = 1 \
         ON CONFLICT DO NOTHING"
    );
    sql(text).run(tx.conn()).await?;
    sql("DELETE FROM notifications").run(tx.conn()).await?;
    Ok(())
}

/// Takes out what had been told of these events before the rebuild; nothing outside of one.
pub async fn take_up(tx: &Tx, events: &[EventId]) -> Answer<HashMap<EventId, Vec<Notification>>> {
    let mut before: HashMap<EventId, Vec<Notification>> = HashMap::new();
    let any = sql("SELECT 1 FROM notifications_before LIMIT 1").value::<i32>(tx.conn()).await?;
    if any.is_none() {
        return Ok(before);
    }
    let text = format!("SELECT {COLUMNS} FROM notifications_before WHERE 1 = 1");
    let found = sql(text).and_in("event_id", events.iter().copied()).push(" ORDER BY id LIMIT 100000");
    for row in found.all::<Notification>(tx.conn()).await? {
        before.entry(row.event_id).or_default().push(row);
    }
    let gone = sql("DELETE FROM notifications_before WHERE 1 = 1");
    gone.and_in("event_id", events.iter().copied()).run(tx.conn()).await?;
    Ok(before)
}
