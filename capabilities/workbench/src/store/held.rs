//! Held replies.

use lingke_cases::model::CaseId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::viewer::StaffId;
use sea_orm::ConnectionTrait;

use crate::model::{HeldReplyId, HeldRow, HeldState};

const COLUMNS: &str = "id, case_id, staff_id, text, then_wait, seen_until, anyway, state, refusal, send_at";

/// Writes a new one.
pub async fn insert(tx: &Tx, row: &HeldRow) -> Answer<()> {
    let text = format!(
        "INSERT INTO held_replies ({COLUMNS}, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    sql(text)
        .bind(row.id)
        .bind(row.case_id)
        .bind(row.staff_id)
        .bind(row.text.as_str())
        .bind(row.then_wait)
        .bind(row.seen_until)
        .bind(row.anyway)
        .bind(row.state.as_str())
        .bind(row.refusal.as_deref())
        .bind(row.send_at)
        .bind(tx.now())
        .run(tx.conn())
        .await
        .map_err(|failure| failure.on_unique(|| Refusal::conflict("reply_held_already").into()))?;
    Ok(())
}

/// One of somebody's own, to be changed in this transaction.
pub async fn load(tx: &Tx, staff_id: StaffId, id: HeldReplyId) -> Answer<HeldRow> {
    let text = format!(
        "SELECT {COLUMNS} FROM held_replies WHERE id = $1 AND staff_id = $2{}",
        for_update(tx.kind())
    );
    sql(text).bind(id).bind(staff_id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// What somebody holds about a case, and what could not be sent and was not looked at yet.
pub async fn of_case(
    conn: &impl ConnectionTrait,
    staff_id: StaffId,
    case_id: CaseId,
) -> Answer<Vec<HeldRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM held_replies WHERE case_id = $1 AND staff_id = $2 AND state IN ('held', 'refused') \
         ORDER BY send_at DESC LIMIT 5"
    );
    sql(text).bind(case_id).bind(staff_id).all(conn).await
}

/// Those whose seconds are over: id and writer.
pub async fn due(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<HeldRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM held_replies WHERE state = 'held' AND send_at <= $1 ORDER BY send_at, id LIMIT {limit}"
    );
    sql(text).bind(now).all(conn).await
}

/// Ends one. The words go, unless they wait for their writer to look at them.
pub async fn end(tx: &Tx, id: HeldReplyId, state: HeldState, refusal: Option<&str>) -> Answer<bool> {
    let text = "UPDATE held_replies SET state = $1, refusal = $2, ended_at = $3, \
                text = CASE WHEN $1 = 'refused' THEN text ELSE '' END \
                WHERE id = $4 AND state IN ('held', 'refused')";
    let statement = sql(text).bind(state.code()).bind(refusal).bind(tx.now()).bind(id);
    Ok(statement.run(tx.conn()).await? == 1)
}

/// Takes all that could not be sent off the writer's screen: a new reply takes its place.
pub async fn dismiss_refused(tx: &Tx, staff_id: StaffId, case_id: CaseId) -> Answer<()> {
    let text = "UPDATE held_replies SET state = 'taken_back', text = '' \
                WHERE case_id = $1 AND staff_id = $2 AND state = 'refused'";
    sql(text).bind(case_id).bind(staff_id).run(tx.conn()).await?;
    Ok(())
}

/// Forgets what ended before this.
pub async fn forget(tx: &Tx, before: Instant) -> Answer<u64> {
    sql("DELETE FROM held_replies WHERE created_at < $1 AND state <> 'held'")
        .bind(before)
        .run(tx.conn())
        .await
}

/// Takes the words out of what was held about a case; what still waits is not sent.
pub async fn forget_case(tx: &Tx, case_id: CaseId) -> Answer<u64> {
    let text = "UPDATE held_replies SET text = '', ended_at = COALESCE(ended_at, $1), \
                state = CASE WHEN state = 'held' THEN 'taken_back' ELSE state END WHERE case_id = $2";
    sql(text).bind(tx.now()).bind(case_id).run(tx.conn()).await
}
