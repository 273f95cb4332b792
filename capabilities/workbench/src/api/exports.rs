//! Registers as files: asked for, followed, downloaded.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Json;
use axum::body::Body as Content;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use lingke_cases::api::cases::CaseQuery;
use lingke_cases::store::days::COUNT_MAX;
use lingke_cases::store::list;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::ctx::{Ctx, Once};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::EXPORT;
use crate::commands::exports as commands;
use crate::exports::{self as run, AT_ONCE_MAX};
use crate::model::ExportId;
use crate::own_fields::RegisterColumn;
use crate::store::exports::{self as store, ExportRow};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list_exports, start))
        .routes(routes!(show))
        .routes(routes!(cancel))
        .routes(routes!(content))
}

/// What kind of file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ExportFormat {
    /// An Excel workbook.
    Xlsx,
    /// Comma-separated values.
    Csv,
}

/// In which language.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
enum ExportLocale {
    /// Chinese.
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en-US")]
    EnUs,
}

/// A register to write.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewExport {
    /// What kind of file.
    format: ExportFormat,
    /// Which cases, as the list has them.
    query: CaseQuery,
    /// Which columns, in their order: those of the list, and `field.` with the key of a field of one's own.
    columns: Vec<RegisterColumn>,
    /// In which language.
    locale: ExportLocale,
}

impl Check for NewExport {
    fn check(&self, errors: &mut Errors) {
        if self.columns.is_empty() {
            errors.add("columns", "too_short", "at least one column");
        }
        let distinct: HashSet<_> = self.columns.iter().collect();
        if distinct.len() < self.columns.len() {
            errors.add("columns", "duplicate", "each column once");
        }
    }
}

/// A register written to a file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct RegisterExport {
    /// Its id.
    id: ExportId,
    /// Who asked for it.
    staff: Option<StaffName>,
    /// `xlsx` or `csv`.
    format: String,
    /// `running`, `done`, `failed`, `cancelled` or `expired`.
    state: String,
    /// Rows written so far.
    rows: i64,
    /// How many there may be, counted up to `count_max`.
    rows_about: i64,
    /// From here on it is only known that there are more.
    count_max: i64,
    /// The file's size.
    bytes: i64,
    /// Why it failed: a code.
    failure: Option<String>,
    /// When it was asked for.
    created_at: Instant,
    /// When it ended.
    ended_at: Option<Instant>,
    /// Until when it can be downloaded.
    expires_at: Option<Instant>,
    /// What may be done with it.
    may: ExportMay,
}

/// What may be done with an export now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct ExportMay {
    /// Stop it.
    cancel: bool,
    /// Download it.
    download: bool,
}

async fn shown(ctx: &Ctx, rows: Vec<ExportRow>) -> Answer<Vec<RegisterExport>> {
    let people: Vec<_> = rows.iter().map(|row| row.staff_id).collect();
    let people = lingke_organisation::store::staff::names(ctx.read(), &people).await?;
    let one = |row: ExportRow| RegisterExport {
        id: row.id,
        staff: people.get(&row.staff_id).cloned(),
        may: ExportMay {
            cancel: row.state == "running",
            download: row.state == "done" && ctx.viewer.staff_id() == Some(row.staff_id),
        },
        format: row.format,
        state: row.state,
        rows: row.rows,
        rows_about: row.rows_about,
        count_max: COUNT_MAX,
        bytes: row.bytes,
        failure: row.failure,
        created_at: row.created_at,
        ended_at: row.ended_at,
        expires_at: row.expires_at,
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn shown_by_id(ctx: &Ctx, id: ExportId) -> Answer<RegisterExport> {
    let row = store::find(ctx.read(), &ctx.viewer, id).await?;
    Ok(shown(ctx, vec![row]).await?.remove(0))
}

/// Names the first column whose field there is not, or that is no longer in use.
async fn check_fields(ctx: &Ctx, columns: &[RegisterColumn]) -> Answer<()> {
    let known = run::own_fields(ctx).await?;
    let unknown = columns.iter().position(|column| match column {
        RegisterColumn::Own(own) => !known.contains_key(own.key()),
        RegisterColumn::Case(_) => false,
    });
    match unknown {
        Some(n) => Err(Failure::invalid(format!("columns[{n}]"), "unknown_field", "no such field in use")),
        None => Ok(()),
    }
}

/// Writes a register to a file: a small one before this answers, a large one beside the requests. Needs
/// `workbench.export`.
#[utoipa::path(post, path = "/exports", tag = "workbench", request_body = NewExport,
    responses((status = 201, body = RegisterExport)))]
async fn start(ctx: Ctx, key: IdempotencyKey, Body(new): Body<NewExport>) -> Answer<Created<RegisterExport>> {
    ctx.require(EXPORT)?;
    ctx.require(lingke_cases::VIEW)?;
    let body = fingerprint(&new)?;
    check_fields(&ctx, &new.columns).await?;
    let filter = new.query.filter(&ctx).await?;
    let rows_about = list::count(ctx.read(), &ctx.viewer, &filter, COUNT_MAX).await?;
    let wanted = commands::NewExport {
        format: match new.format {
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::Csv => "csv",
        },
        query: new.query,
        columns: new.columns,
        locale: match new.locale {
            ExportLocale::ZhCn => "zh-CN",
            ExportLocale::EnUs => "en-US",
        },
        rows_about,
    };
    let mut begun = None;
    let once = ctx.once(key.once(&body), async |tx| {
        let row = commands::start(tx, wanted).await?;
        let id = row.id;
        begun = Some(row);
        Ok((id, format!("/api/v1/exports/{id}")))
    });
    let once = once.await?;
    match begun {
        Some(row) if rows_about <= AT_ONCE_MAX => run::whole(&ctx.node, &row).await,
        Some(row) => run::begin(&ctx.node, row),
        None => {}
    }
    let once = match once {
        Once::Made(id) => Once::Made(shown_by_id(&ctx, id).await?),
        Once::Before(id) => Once::Before(shown_by_id(&ctx, id).await?),
    };
    Ok(Created { once, location: |one| format!("/api/v1/exports/{}", one.id), version: |_| 1 })
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ExportQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Exports, newest first: one's own, everybody's for those who see the whole institution. Needs `workbench.export`.
#[utoipa::path(get, path = "/exports", tag = "workbench", params(ExportQuery),
    responses((status = 200, body = Page<RegisterExport>)))]
async fn list_exports(ctx: Ctx, Query(query): Query<ExportQuery>) -> Answer<Json<Page<RegisterExport>>> {
    ctx.require(EXPORT)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = store::list(ctx.read(), &ctx.viewer, &page).await?;
    Ok(Json(Page { items: shown(&ctx, page.items).await?, next: page.next }))
}

/// One export and how far it is. Needs `workbench.export`.
#[utoipa::path(get, path = "/exports/{id}", tag = "workbench", params(("id" = ExportId, Path)),
    responses((status = 200, body = RegisterExport)))]
async fn show(ctx: Ctx, PathId(id): PathId<ExportId>) -> Answer<Json<RegisterExport>> {
    ctx.require(EXPORT)?;
    Ok(Json(shown_by_id(&ctx, id).await?))
}

/// Stops an export. Needs `workbench.export`.
#[utoipa::path(post, path = "/exports/{id}/cancellations", tag = "workbench", params(("id" = ExportId, Path)),
    responses((status = 200, body = RegisterExport)))]
async fn cancel(ctx: Ctx, PathId(id): PathId<ExportId>) -> Answer<Json<RegisterExport>> {
    let mut tx = ctx.begin().await?;
    commands::cancel(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(shown_by_id(&ctx, id).await?))
}

/// The file; only for who asked for it, and the journal says so. Needs `workbench.export`.
#[utoipa::path(get, path = "/exports/{id}/content", tag = "workbench", params(("id" = ExportId, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
async fn content(State(node): State<Arc<Node>>, ctx: Ctx, PathId(id): PathId<ExportId>) -> Answer<Response> {
    ctx.require(EXPORT)?;
    let row = store::find(ctx.read(), &ctx.viewer, id).await?;
    let mut tx = ctx.begin().await?;
    commands::note_download(&mut tx, &row).await?;
    tx.commit().await?;
    let media_type = match row.format.as_str() {
        "csv" => "text/csv; charset=utf-8",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let zone = lingke_cases::subscriptions::institution_zone(ctx.read()).await?;
    let name = format!("cases-{}.{}", row.created_at.day_in(&zone), row.format);
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_LENGTH, row.bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, Content::from_stream(store::read(node.db.clone(), id))).into_response())
}
