//! The projection `case_handlers`.

use std::collections::BTreeMap;

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::statement_lengths;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::StaffId;

use crate::model::CaseId;

/// Notes when each last did something to each.
pub async fn note(tx: &Tx, last: &BTreeMap<(StaffId, CaseId), Instant>) -> Answer<()> {
    let mut rows = last.iter();
    for length in statement_lengths(tx.kind(), last.len()) {
        let mut statement = sql("");
        let marks = rows.by_ref().take(length).map(|((staff_id, case_id), at)| {
            let values: [sea_orm::Value; 3] = [(*staff_id).into(), (*case_id).into(), (*at).into()];
            format!("({})", statement.list(values))
        });
        let marks: Vec<String> = marks.collect();
        let text = format!(
            "INSERT INTO case_handlers (staff_id, case_id, last_at) VALUES {} ON CONFLICT (staff_id, case_id) \
             DO UPDATE SET last_at = excluded.last_at WHERE case_handlers.last_at < excluded.last_at",
            marks.join(", ")
        );
        statement.push(&text).run(tx.conn()).await?;
    }
    Ok(())
}

/// Empties the projection.
pub async fn clear(tx: &Tx) -> Answer<()> {
    sql("DELETE FROM case_handlers").run(tx.conn()).await?;
    Ok(())
}
