//! The verbs: upload, start, cancel.

use lingke_cases::commands::attach::safe_name;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::files::{self, Spooled};
use serde_json::json;

use crate::layout::Mapping;
use crate::model::{Import, ImportId, ImportState, Preview, Progress, RunId};
use crate::{RUN, events, preview, store};

/// Keeps an uploaded file; nothing is imported yet.
pub async fn upload(tx: &mut Tx, name: &str, spooled: &mut Spooled, preview: &Preview) -> Answer<Import> {
    tx.viewer().require(RUN)?;
    files::store(tx.conn(), spooled, tx.now()).await?;
    let progress = Progress { bytes_total: spooled.size, ..Progress::default() };
    let import = Import {
        id: ImportId::new(tx.now()),
        format: "cfpb".to_owned(),
        file_name: safe_name(name),
        sha256: spooled.sha256.clone(),
        state: ImportState::Uploaded,
        preview: serde_json::to_string(preview)?,
        mapping: None,
        progress: serde_json::to_string(&progress)?,
        report: None,
        failure: None,
        run_id: None,
        staff_id: tx.viewer().staff_id().ok_or(Failure::NotSignedIn)?,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    store::insert(tx, &import).await?;
    Ok(import)
}

/// Begins a run, also after one that was cancelled or failed. The run's id holds it; see [`crate::background::begin`].
pub async fn start(tx: &mut Tx, id: ImportId, mapping: Mapping) -> Answer<Import> {
    tx.viewer().require(RUN)?;
    let mut import = store::load(tx, id).await?;
    if !import.state.may_run() {
        return Err(Refusal::conflict("import_not_startable").with("state", import.state.code()).into());
    }
    let layout = preview::mapped(&serde_json::from_str(&import.preview)?, &mapping)?;
    let missing: Vec<&str> = layout.missing().iter().map(|field| field.code()).collect();
    if !missing.is_empty() {
        return Err(Refusal::impossible("columns_missing").with("fields", missing.join(", ")).into());
    }
    let before: Progress = serde_json::from_str(&import.progress)?;
    let progress = Progress { bytes_total: before.bytes_total, ..Progress::default() };
    import.state = ImportState::Running;
    import.mapping = Some(serde_json::to_string(&mapping)?);
    import.progress = serde_json::to_string(&progress)?;
    import.report = None;
    import.failure = None;
    import.run_id = Some(RunId::new(tx.now()));
    import.updated_at = tx.now();
    store::update(tx, &import).await?;
    let payload = json!({ "sha256": import.sha256, "size": before.bytes_total, "format": import.format });
    tx.record(events::of(&events::STARTED, id, import.staff_id, payload));
    Ok(import)
}

/// Stops a run, or an upload that is not wanted. What went in stays.
pub async fn cancel(tx: &mut Tx, id: ImportId) -> Answer<Import> {
    tx.viewer().require(RUN)?;
    let mut import = store::load(tx, id).await?;
    if import.state.has_ended() {
        return Err(Refusal::conflict("import_ended").with("state", import.state.code()).into());
    }
    import.state = ImportState::Cancelled;
    import.updated_at = tx.now();
    store::update(tx, &import).await?;
    let progress: Progress = serde_json::from_str(&import.progress)?;
    let payload = json!({ "rows": progress.rows, "created": progress.created });
    tx.record(events::of(&events::CANCELLED, id, import.staff_id, payload));
    Ok(import)
}
