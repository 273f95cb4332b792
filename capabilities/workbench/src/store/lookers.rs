//! Who has a case on the screen.

use lingke_cases::model::CaseId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Somebody at a case.
#[derive(Debug, FromQueryResult)]
pub struct Looker {
    /// Who.
    pub staff_id: StaffId,
    /// `looking` or `replying`.
    pub doing: String,
    /// Since when.
    pub since: Instant,
}

/// Whether somebody said within the last seconds that they do this: then nothing needs writing.
pub async fn said_lately(
    conn: &impl ConnectionTrait,
    case_id: CaseId,
    staff_id: StaffId,
    doing: &str,
    after: Instant,
) -> Answer<bool> {
    let text =
        "SELECT 1 FROM case_lookers WHERE case_id = $1 AND staff_id = $2 AND doing = $3 AND seen_at > $4";
    let found = sql(text).bind(case_id).bind(staff_id).bind(doing).bind(after).value::<i32>(conn).await?;
    Ok(found.is_some())
}

/// Notes what somebody does at a case now. A new visit begins when the last sign is older than `fresh_after`.
pub async fn note(
    tx: &Tx,
    case_id: CaseId,
    staff_id: StaffId,
    doing: &str,
    fresh_after: Instant,
) -> Answer<()> {
    let text = "INSERT INTO case_lookers (case_id, staff_id, doing, since, seen_at) VALUES ($1, $2, $3, $4, $4) \
                ON CONFLICT (case_id, staff_id) DO UPDATE SET doing = excluded.doing, seen_at = excluded.seen_at, \
                since = CASE WHEN case_lookers.seen_at > $5 THEN case_lookers.since ELSE excluded.since END";
    sql(text)
        .bind(case_id)
        .bind(staff_id)
        .bind(doing)
        .bind(tx.now())
        .bind(fresh_after)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Notes that somebody left.
pub async fn leave(tx: &Tx, case_id: CaseId, staff_id: StaffId) -> Answer<()> {
    let text = "DELETE FROM case_lookers WHERE case_id = $1 AND staff_id = $2";
    sql(text).bind(case_id).bind(staff_id).run(tx.conn()).await?;
    Ok(())
}

/// The others at a case, who gave a sign after this moment.
pub async fn others(
    conn: &impl ConnectionTrait,
    case_id: CaseId,
    me: StaffId,
    after: Instant,
) -> Answer<Vec<Looker>> {
    let text = "SELECT staff_id, doing, since FROM case_lookers WHERE case_id = $1 AND staff_id <> $2 AND seen_at > $3 \
                ORDER BY since, staff_id LIMIT 20";
    sql(text).bind(case_id).bind(me).bind(after).all(conn).await
}

/// Forgets who gave no sign since this.
pub async fn forget(tx: &Tx, before: Instant) -> Answer<u64> {
    sql("DELETE FROM case_lookers WHERE seen_at < $1").bind(before).run(tx.conn()).await
}
