//! What makes the clocks of a case stand still, besides its status.

use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use sea_orm::ConnectionTrait;

use crate::model::{CaseId, PauseReason};

/// What holds a case, besides its status.
pub async fn of_case(conn: &impl ConnectionTrait, id: CaseId) -> Answer<Vec<PauseReason>> {
    let text = "SELECT reason FROM case_holds WHERE case_id = $1 ORDER BY since, reason LIMIT 10";
    sql(text).bind(id).values(conn).await
}

/// Puts a hold on a case; false when it was on already.
pub async fn put(tx: &Tx, id: CaseId, reason: PauseReason) -> Answer<bool> {
    let text = "INSERT INTO case_holds (case_id, reason, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(sql(text).bind(id).bind(reason).bind(tx.now()).run(tx.conn()).await? == 1)
}

/// Takes a hold off; false when it was off already.
pub async fn lift(tx: &Tx, id: CaseId, reason: PauseReason) -> Answer<bool> {
    let text = "DELETE FROM case_holds WHERE case_id = $1 AND reason = $2";
    Ok(sql(text).bind(id).bind(reason).run(tx.conn()).await? == 1)
}
