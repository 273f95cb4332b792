//! Asking for a register export and stopping it.

use lingke_cases::api::cases::CaseQuery;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use serde_json::{Value, json};

use crate::model::{ExportId, JobRunId};
use crate::own_fields::RegisterColumn;
use crate::store::exports::{self, ExportRow};
use crate::{EXPORT, events};

/// Exports of one person that run at once.
const RUNNING_MAX: i64 = 2;

/// What is wanted.
#[derive(Debug)]
pub struct NewExport {
    /// `xlsx` or `csv`.
    pub format: &'static str,
    /// Which cases.
    pub query: CaseQuery,
    /// Which columns.
    pub columns: Vec<RegisterColumn>,
    /// In which language.
    pub locale: &'static str,
    /// How many rows there may be.
    pub rows_about: i64,
}

/// Begins an export; its run holds it already.
pub async fn start(tx: &mut Tx, new: NewExport) -> Answer<ExportRow> {
    tx.viewer().require(EXPORT)?;
    let staff_id = tx.viewer().staff_id().ok_or(Failure::NotSignedIn)?;
    if exports::running_of(tx, staff_id).await? >= RUNNING_MAX {
        return Err(Refusal::conflict("exports_running").with("running_max", RUNNING_MAX).into());
    }
    let row = ExportRow {
        id: ExportId::new(tx.now()),
        staff_id,
        format: new.format.to_owned(),
        query: serde_json::to_string(&new.query)?,
        columns: serde_json::to_string(&new.columns)?,
        locale: new.locale.to_owned(),
        state: "running".to_owned(),
        rows: 0,
        rows_about: new.rows_about,
        bytes: 0,
        failure: None,
        run_id: Some(JobRunId::new(tx.now())),
        created_at: tx.now(),
        ended_at: None,
        expires_at: None,
    };
    exports::insert(tx, &row).await?;
    let payload = json!({ "format": new.format, "columns": new.columns, "query": told(&new.query)? });
    tx.record(events::of(&events::EXPORT_STARTED, "export", row.id, staff_id, payload));
    Ok(row)
}

/// A filter as the journal tells it: what was searched for may be somebody's name and stays out.
fn told(query: &CaseQuery) -> Answer<Value> {
    let mut told = serde_json::to_value(query)?;
    if let Some(fields) = told.as_object_mut() {
        fields.retain(|name, _| name != "limit" && name != "cursor");
        if let Some(q) = fields.get_mut("q") {
            *q = json!("searched");
        }
    }
    Ok(told)
}

/// Stops an export that runs.
pub async fn cancel(tx: &mut Tx, id: ExportId) -> Answer<()> {
    tx.viewer().require(EXPORT)?;
    let row = exports::find(tx.conn(), tx.viewer(), id).await?;
    if !exports::cancel(tx, id).await? {
        return Err(Refusal::conflict("job_ended").into());
    }
    exports::drop_parts(tx, id).await?;
    let payload = json!({ "rows": row.rows });
    tx.record(events::of(&events::EXPORT_CANCELLED, "export", id, row.staff_id, payload));
    Ok(())
}

/// Notes that somebody takes the file. Only who asked for it may: another would see with their eyes.
pub async fn note_download(tx: &mut Tx, row: &ExportRow) -> Answer<()> {
    tx.viewer().require(EXPORT)?;
    let me = tx.viewer().staff_id().ok_or(Failure::NotSignedIn)?;
    if row.staff_id != me {
        return Err(Failure::NotFound);
    }
    if row.state != "done" {
        return Err(Refusal::conflict("export_not_ready").with("state", row.state.as_str()).into());
    }
    let payload = json!({ "rows": row.rows, "bytes": row.bytes });
    tx.record(events::of(&events::EXPORT_DOWNLOADED, "export", row.id, me, payload));
    Ok(())
}
