//! Drafts: each belongs to one person and nobody else reads it.

use lingke_cases::model::CaseId;
use lingke_kernel::personal::masked;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::{Draft, DraftBox};

/// Drafts a list shows.
const SHOWN_MAX: usize = 200;

#[derive(FromQueryResult)]
struct Row {
    case_id: CaseId,
    #[sea_orm(from_alias = "box")]
    of: String,
    text: String,
    device: String,
    updated_at: Instant,
}

fn shown(rows: Vec<Row>) -> Vec<Draft> {
    let draft = |row: Row| {
        let of = DraftBox::of(&row.of)?;
        Some(Draft {
            case_id: row.case_id,
            of,
            text: row.text,
            device: row.device,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().filter_map(draft).collect()
}

/// Somebody's drafts about one case.
pub async fn of_case(conn: &impl ConnectionTrait, staff_id: StaffId, case_id: CaseId) -> Answer<Vec<Draft>> {
    let text = "SELECT case_id, box, text, device, updated_at FROM case_drafts WHERE staff_id = $1 AND case_id = $2 \
                ORDER BY box LIMIT 10";
    Ok(shown(sql(text).bind(staff_id).bind(case_id).all(conn).await?))
}

/// Somebody's newest drafts.
pub async fn newest(conn: &impl ConnectionTrait, staff_id: StaffId) -> Answer<Vec<Draft>> {
    let text = format!(
        "SELECT case_id, box, text, device, updated_at FROM case_drafts WHERE staff_id = $1 \
         ORDER BY updated_at DESC, case_id DESC LIMIT {SHOWN_MAX}"
    );
    Ok(shown(sql(text).bind(staff_id).all(conn).await?))
}

/// Writes a draft over the one before.
pub async fn put(tx: &Tx, staff_id: StaffId, draft: &Draft) -> Answer<()> {
    let text = "INSERT INTO case_drafts (staff_id, case_id, box, text, device, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (staff_id, case_id, box) DO UPDATE SET \
                text = excluded.text, device = excluded.device, updated_at = excluded.updated_at";
    sql(text)
        .bind(staff_id)
        .bind(draft.case_id)
        .bind(draft.of.code())
        .bind(masked(&draft.text).text)
        .bind(draft.device.as_str())
        .bind(draft.updated_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Erases a draft.
pub async fn erase(tx: &Tx, staff_id: StaffId, case_id: CaseId, of: DraftBox) -> Answer<()> {
    let text = "DELETE FROM case_drafts WHERE staff_id = $1 AND case_id = $2 AND box = $3";
    sql(text).bind(staff_id).bind(case_id).bind(of.code()).run(tx.conn()).await?;
    Ok(())
}

/// Erases drafts that nobody touched since this.
pub async fn erase_old(tx: &Tx, before: Instant) -> Answer<u64> {
    sql("DELETE FROM case_drafts WHERE updated_at < $1").bind(before).run(tx.conn()).await
}

/// Forgets all drafts about a case.
pub async fn forget_case(tx: &Tx, case_id: CaseId) -> Answer<u64> {
    sql("DELETE FROM case_drafts WHERE case_id = $1").bind(case_id).run(tx.conn()).await
}
