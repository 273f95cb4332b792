//! The routes.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{HeaderName, StatusCode, header};
use futures::TryStreamExt;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::files;
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::layout::{COLUMNS_MAX, Field, Mapping};
use crate::model::{Column, Import, ImportId, ImportState, Preview, Progress, Report};
use crate::{RUN, background, commands, preview, store};

/// The routes, below `/api/v1`. An upload's size is bounded while spooling, by the configuration.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(upload))
        .layer(DefaultBodyLimit::disable())
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(start))
        .routes(routes!(cancel))
        .routes(routes!(report))
}

/// One file, in the field `file`.
#[derive(ToSchema)]
#[allow(dead_code)] // describes the form; the handler reads the stream
struct ImportUpload {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A field that a column can hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldShown {
    /// Its code.
    pub code: &'static str,
    /// Whether a row must have it.
    pub required: bool,
}

/// What may be done with an import now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportMay {
    /// Begin a run.
    pub start: bool,
    /// Stop it.
    pub cancel: bool,
}

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportShown {
    /// Its id.
    pub id: ImportId,
    /// Where it stands.
    pub state: ImportState,
    /// The file's name as it was sent.
    pub file_name: String,
    /// `cfpb`.
    pub format: String,
    /// The file's columns and what each holds.
    pub columns: Vec<Column>,
    /// The fields there are.
    pub fields: Vec<FieldShown>,
    /// The first rows, cell by cell; empty in lists.
    pub sample: Vec<Vec<String>>,
    /// About how many rows the file has.
    pub rows_estimate: u64,
    /// How far it has come.
    pub progress: Progress,
    /// What became of it, once it ended; null in lists.
    pub report: Option<Report>,
    /// Why it failed: a code.
    pub failure: Option<String>,
    /// What may be done now.
    pub may: ImportMay,
    /// When it was uploaded.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

/// What a person says of the columns.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRun {
    /// Column name to field code; null leaves a column out. Columns not named stay as guessed.
    #[serde(default)]
    mapping: Mapping,
}

impl Check for NewRun {
    fn check(&self, errors: &mut Errors) {
        if self.mapping.len() > COLUMNS_MAX {
            errors.add("mapping", "too_long", format!("at most {COLUMNS_MAX} columns"));
        }
    }
}

/// Which imports.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ImportQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

fn shown(import: Import) -> Answer<ImportShown> {
    let preview: Preview = serde_json::from_str(&import.preview)?;
    let mapping: Mapping = serde_json::from_str(import.mapping.as_deref().unwrap_or("{}"))?;
    let columns = preview::columns(&preview::mapped(&preview, &mapping)?);
    let fields = Field::all().map(|field| FieldShown { code: field.code(), required: field.required() });
    Ok(ImportShown {
        id: import.id,
        state: import.state,
        file_name: import.file_name,
        format: import.format,
        columns,
        fields: fields.collect(),
        sample: preview.sample,
        rows_estimate: preview.rows_estimate,
        progress: serde_json::from_str(&import.progress)?,
        report: import.report.as_deref().map(serde_json::from_str).transpose()?,
        failure: import.failure,
        may: ImportMay { start: import.state.may_run(), cancel: !import.state.has_ended() },
        created_at: import.created_at,
        updated_at: import.updated_at,
    })
}

/// Uploads a CSV file of complaints and answers its columns and first rows; imports nothing yet. Needs `imports.run`.
#[utoipa::path(post, path = "/imports", tag = "imports",
    request_body(content = ImportUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportShown)))]
async fn upload(
    State(node): State<Arc<Node>>,
    ctx: Ctx,
    mut form: Multipart,
) -> Answer<(StatusCode, [(HeaderName, String); 1], Json<ImportShown>)> {
    ctx.require(RUN)?;
    let broken = |error: axum::extract::multipart::MultipartError| {
        let refusal = Refusal::with_status(StatusCode::BAD_REQUEST, "broken_upload");
        Failure::from(refusal.with("why", error.body_text()))
    };
    let field = form.next_field().await.map_err(broken)?.filter(|field| field.name() == Some("file"));
    let field =
        field.ok_or_else(|| Failure::invalid("file", "missing", "a form with one file in the field file"))?;
    let name = field.file_name().unwrap_or("file.csv").to_owned();
    let head = Mutex::new(Vec::new());
    let content = field.inspect_ok(|chunk| {
        let mut head = head.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = preview::HEAD_BYTES.saturating_sub(head.len()).min(chunk.len());
        head.extend_from_slice(&chunk[..wanted]);
    });
    let mut spooled = files::spool(&node.config.data_dir, content, node.config.import_bytes_max).await?;
    let head = head.into_inner().unwrap_or_else(PoisonError::into_inner);
    let preview = preview::of(&head, spooled.size)?;
    let mut tx = ctx.begin().await?;
    let import = commands::upload(&mut tx, &name, &mut spooled, &preview).await?;
    tx.commit().await?;
    let location = (header::LOCATION, format!("/api/v1/imports/{}", import.id));
    Ok((StatusCode::CREATED, [location], Json(shown(import)?)))
}

/// One's own imports, newest first; everybody's for those who see the whole institution. Needs `imports.run`.
#[utoipa::path(get, path = "/imports", tag = "imports", params(ImportQuery),
    responses((status = 200, body = Page<ImportShown>)))]
async fn list(ctx: Ctx, Query(query): Query<ImportQuery>) -> Answer<Json<Page<ImportShown>>> {
    ctx.require(RUN)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let imports = store::list(ctx.read(), &ctx.viewer, &page).await?;
    let short = |import| Ok(ImportShown { sample: Vec::new(), report: None, ..shown(import)? });
    Ok(Json(imports.try_map(short)?))
}

/// One import. Needs `imports.run`.
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = ImportShown)))]
async fn show(ctx: Ctx, PathId(id): PathId<ImportId>) -> Answer<Json<ImportShown>> {
    ctx.require(RUN)?;
    Ok(Json(shown(store::find(ctx.read(), &ctx.viewer, id).await?)?))
}

/// Imports an uploaded file, or one whose import was cancelled or failed. Needs `imports.run`.
#[utoipa::path(post, path = "/imports/{id}/runs", tag = "imports", params(("id" = ImportId, Path)),
    request_body = NewRun, responses((status = 200, body = ImportShown)))]
async fn start(
    ctx: Ctx,
    PathId(id): PathId<ImportId>,
    Body(NewRun { mapping }): Body<NewRun>,
) -> Answer<Json<ImportShown>> {
    let mut tx = ctx.begin().await?;
    let import = commands::start(&mut tx, id, mapping).await?;
    tx.commit().await?;
    background::begin(&ctx.node, import.clone());
    Ok(Json(shown(import)?))
}

/// Stops an import; rows that went in stay. Needs `imports.run`.
#[utoipa::path(post, path = "/imports/{id}/cancellations", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = ImportShown)))]
async fn cancel(ctx: Ctx, PathId(id): PathId<ImportId>) -> Answer<Json<ImportShown>> {
    let mut tx = ctx.begin().await?;
    let import = commands::cancel(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(shown(import)?))
}

/// What became of each row. Needs `imports.run`.
#[utoipa::path(get, path = "/imports/{id}/report", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = Report)))]
async fn report(ctx: Ctx, PathId(id): PathId<ImportId>) -> Answer<Json<Report>> {
    ctx.require(RUN)?;
    let import = store::find(ctx.read(), &ctx.viewer, id).await?;
    let report = import.report.as_deref().ok_or_else(|| Refusal::conflict("import_not_ended"))?;
    Ok(Json(serde_json::from_str(report)?))
}
