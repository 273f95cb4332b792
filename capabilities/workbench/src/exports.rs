//! The run of a register export: beside the requests, under a lease, by keyset and with a rest after each page.
//!
//! The register is read with the eyes of who asked for it, at that moment. A run that is taken up again begins at the
//! first row: the file is only there once it is whole.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use jiff::tz::TimeZone;
use lingke_cases::api::cases::CaseQuery;
use lingke_cases::shown;
use lingke_cases::store::list::{self, Filter, Order};
use lingke_cases::subscriptions::institution_zone;
use lingke_organisation::authenticate::viewer_of_staff;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{LIMIT_MAX, PageRequest};
use lingke_platform::node::Node;
use serde_json::json;

use crate::commands::code_of;
use crate::events;
use crate::own_fields::{OwnFields, RegisterColumn, cell, heading};
use crate::sheet::Sheet;
use crate::store::exports::{self, Ending, ExportRow};

/// Rows that are written before the request is answered; more become a job.
pub const AT_ONCE_MAX: i64 = 1_000;
/// Rows of one export at most.
const ROWS_MAX: i64 = 2_000_000;
/// Days a file can be downloaded.
const KEPT_DAYS: i64 = 7;
/// Pages between two signs of life.
const PAGES_PER_SIGN: usize = 10;
/// How long to wait with what may pass, in seconds.
const REST_SECONDS: i64 = 5;

/// Runs an export, which its run holds, beside the requests.
pub fn begin(node: &Arc<Node>, row: ExportRow) {
    let held = node.clone();
    node.spawn(async move { whole(&held, &row).await });
}

/// Runs an export to its end and notes how it ended.
pub async fn whole(node: &Arc<Node>, row: &ExportRow) {
    let ran = AssertUnwindSafe(write(node, row)).catch_unwind().await;
    let ran = ran.unwrap_or_else(|_| Err(Failure::Fault(anyhow::anyhow!("the export panicked"))));
    if let Err(failure) = settle(node, row, ran).await {
        tracing::warn!(export = %row.id, %failure, "an export could not be ended; it is taken up again");
    }
}

/// What was written; none when it was cancelled, taken over, or the node stops.
struct Written {
    rows: i64,
    bytes: i64,
}

struct Register {
    ctx: Ctx,
    filter: Filter,
    order: Order,
    columns: Vec<RegisterColumn>,
    fields: OwnFields,
    zone: TimeZone,
}

async fn write(node: &Arc<Node>, row: &ExportRow) -> Answer<Option<Written>> {
    let viewer = viewer_of_staff(node, row.staff_id).await?;
    let ctx = Ctx { viewer: Arc::new(viewer), ..Ctx::system(node, "export") };
    ctx.require(crate::EXPORT)?;
    ctx.require(lingke_cases::VIEW)?;
    let query: CaseQuery = serde_json::from_str(&row.query)?;
    let register = Register {
        filter: query.filter(&ctx).await?,
        order: query.sort.unwrap_or_default(),
        columns: serde_json::from_str(&row.columns)?,
        fields: own_fields(&ctx).await?,
        zone: institution_zone(ctx.read()).await?,
        ctx,
    };
    let headings =
        register.columns.iter().map(|column| heading(column, &register.fields, &row.locale)).collect();
    let mut sheet = Sheet::begin(&row.format, headings)?;
    let Some(rows) = register.read_into(&mut sheet, row).await? else { return Ok(None) };
    let ended = tokio::task::spawn_blocking(move || sheet.end()).await;
    let (file, size) = ended.map_err(anyhow::Error::from)??;
    if !store(node, row, file, rows).await? {
        return Ok(None);
    }
    Ok(Some(Written { rows, bytes: i64::try_from(size).unwrap_or(i64::MAX) }))
}

/// The institution's own fields in use: those whose values a list shows.
pub async fn own_fields(ctx: &Ctx) -> Answer<OwnFields> {
    let setup = lingke_cases::setup::of(&ctx.node, ctx.read(), ctx.now).await?;
    Ok(setup.fields.iter().map(|field| (field.key.clone(), field.clone())).collect())
}

impl Register {
    async fn read_into(&self, sheet: &mut Sheet, row: &ExportRow) -> Answer<Option<i64>> {
        let (mut rows, mut cursor, mut pages) = (0, None, 0_usize);
        let node = &self.ctx.node;
        loop {
            let began = node.clock.now();
            let page = PageRequest::new(Some(LIMIT_MAX), cursor)?;
            let page = list::list(self.ctx.read(), &self.ctx.viewer, &self.filter, self.order, &page).await?;
            for shown in shown::rows(&self.ctx, &page.items).await? {
                let written = (row.locale.as_str(), &self.zone);
                let cells = self.columns.iter().map(|column| cell(&shown, column, &self.fields, written));
                sheet.row(&cells.collect::<Vec<_>>())?;
                rows += 1;
            }
            cursor = page.next;
            if cursor.is_none() || rows >= ROWS_MAX {
                return Ok(Some(rows));
            }
            pages += 1;
            if pages % PAGES_PER_SIGN == 0 && !note(node, row, rows).await? {
                return Ok(None);
            }
            // As long a rest as the work took: others find the database free at least half of the time.
            let took_us = node.clock.now().micros_since(began).clamp(0, 1_000_000).unsigned_abs();
            if rows > AT_ONCE_MAX && node.rest(Duration::from_micros(took_us)).await.is_break() {
                return Ok(None);
            }
        }
    }
}

/// Says how far it has come. False when it was cancelled or taken over.
async fn note(node: &Arc<Node>, row: &ExportRow, rows: i64) -> Answer<bool> {
    let tx = Ctx::system(node, "export").begin().await?;
    let held = exports::note(&tx, row, rows).await?;
    tx.commit().await?;
    Ok(held)
}

/// Puts the file into the database, a part in each transaction, so that nobody waits for the whole.
async fn store(node: &Arc<Node>, row: &ExportRow, mut file: std::fs::File, rows: i64) -> Answer<bool> {
    for n in 0.. {
        let part = exports::next_part(&mut file)?;
        if part.is_empty() {
            break;
        }
        let tx = Ctx::system(node, "export").begin().await?;
        if !exports::note(&tx, row, rows).await? {
            return Ok(false);
        }
        exports::write_part(&tx, row.id, n, part).await?;
        tx.commit().await?;
    }
    Ok(true)
}

/// Writes how a run ended, unless it shall be taken up again.
async fn settle(node: &Arc<Node>, row: &ExportRow, ran: Answer<Option<Written>>) -> Answer<()> {
    let ctx = Ctx::system(node, "export");
    let mut tx = ctx.begin().await?;
    match ran {
        Ok(Some(Written { rows, bytes })) => {
            let expires_at = Some(ctx.now.plus_seconds(KEPT_DAYS * 86_400));
            let ending = Ending { state: "done", rows, bytes, failure: None, expires_at };
            if exports::end(&tx, row, &ending).await? {
                let payload = json!({ "state": "done", "rows": rows, "bytes": bytes });
                tx.record(events::of(&events::EXPORT_FINISHED, "export", row.id, row.staff_id, payload));
            }
        }
        Ok(None) => exports::release(&tx, row, ctx.now).await?,
        Err(Failure::Refused(refusal)) if refusal.status.is_server_error() => {
            exports::release(&tx, row, ctx.now.plus_seconds(REST_SECONDS)).await?;
        }
        Err(failure) => {
            tracing::error!(export = %row.id, %failure, "an export failed");
            let code = code_of(&failure).unwrap_or("fault");
            let ending = Ending { state: "failed", rows: 0, bytes: 0, failure: Some(code), expires_at: None };
            exports::drop_parts(&tx, row.id).await?;
            if exports::end(&tx, row, &ending).await? {
                let payload = json!({ "state": "failed", "failure": code });
                tx.record(events::of(&events::EXPORT_FINISHED, "export", row.id, row.staff_id, payload));
            }
        }
    }
    tx.commit().await
}
