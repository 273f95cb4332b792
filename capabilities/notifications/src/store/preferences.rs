//! What people want to be told, and the cases they do not want to hear of.

use lingke_cases::model::CaseId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::preferences::Preferences;

/// Someone's preferences and their version; the defaults at version 0 until they choose.
pub async fn find(conn: &impl ConnectionTrait, staff_id: StaffId) -> Answer<(Preferences, i64)> {
    #[derive(FromQueryResult)]
    struct Row {
        preferences: String,
        version: i64,
    }
    let text = "SELECT preferences, version FROM notification_preferences WHERE staff_id = $1";
    let Some(row) = sql(text).bind(staff_id).one::<Row>(conn).await? else {
        return Ok((Preferences::default(), 0));
    };
    Ok((serde_json::from_str(&row.preferences)?, row.version))
}

/// Writes someone's preferences over those of `expected`; false when they changed meanwhile.
pub async fn write(tx: &Tx, staff_id: StaffId, preferences: &Preferences, expected: i64) -> Answer<bool> {
    let text = if expected == 0 {
        "INSERT INTO notification_preferences (staff_id, preferences, updated_at, version) \
         VALUES ($1, $2, $3, $4 + 1) ON CONFLICT (staff_id) DO NOTHING"
    } else {
        "UPDATE notification_preferences SET preferences = $2, updated_at = $3, version = version + 1 \
         WHERE staff_id = $1 AND version = $4"
    };
    let written = sql(text)
        .bind(staff_id)
        .bind(serde_json::to_string(preferences)?)
        .bind(tx.now())
        .bind(expected)
        .run(tx.conn())
        .await?;
    Ok(written == 1)
}

/// Whether someone does not want to hear of this case.
pub async fn is_muted(conn: &impl ConnectionTrait, staff_id: StaffId, case_id: CaseId) -> Answer<bool> {
    let text = "SELECT muted_at FROM notification_mutes WHERE staff_id = $1 AND case_id = $2";
    Ok(sql(text).bind(staff_id).bind(case_id).value::<Instant>(conn).await?.is_some())
}

/// Mutes a case; false when it was.
pub async fn mute(tx: &Tx, staff_id: StaffId, case_id: CaseId) -> Answer<bool> {
    let text = "INSERT INTO notification_mutes (staff_id, case_id, muted_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(sql(text).bind(staff_id).bind(case_id).bind(tx.now()).run(tx.conn()).await? == 1)
}

/// Hears of it again; false when it was not muted.
pub async fn unmute(tx: &Tx, staff_id: StaffId, case_id: CaseId) -> Answer<bool> {
    let text = "DELETE FROM notification_mutes WHERE staff_id = $1 AND case_id = $2";
    Ok(sql(text).bind(staff_id).bind(case_id).run(tx.conn()).await? == 1)
}

/// The cases someone muted, by id.
pub async fn muted(
    conn: &impl ConnectionTrait,
    staff_id: StaffId,
    page: &PageRequest,
) -> Answer<Page<CaseId>> {
    let statement = sql("SELECT case_id FROM notification_mutes WHERE staff_id = $1").bind(staff_id);
    let statement = statement.and("case_id >", page.after::<CaseId>()?);
    let rows = statement.push(&page.order_and_limit("case_id")).values::<CaseId>(conn).await?;
    Ok(page.cut(rows, |id| *id))
}
