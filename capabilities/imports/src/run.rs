//! The engine: chunk by chunk into the database, the new rows of each in one transaction.
//!
//! A batch is either there with its events and the progress it makes, or it is not: a run that is killed begins again
//! at the start of the file and passes over what is there. Two imports of one file at the same time meet in the
//! unique source key; the later gives its batch up and looks again. [`crate::batch`] says what a row becomes.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::ops::ControlFlow;

use axum::http::StatusCode;
use lingke_cases::store::cases;
use lingke_cases::subscriptions::institution_zone;
use lingke_organisation::store::units;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::page::{LIMIT_MAX, PageRequest};
use lingke_platform::viewer::UnitId;
use lingke_products::model::ProductId;

use crate::RUN;
use crate::batch::{self, Batch, SOURCE};
use crate::complaint::{Complaint, Surroundings};
use crate::layout::Mapping;
use crate::model::{Progress, Report};
use crate::reading::{self, Chunk};

/// How often a batch is tried again when others write the same rows or hold the database.
const TRIES_MAX: usize = 8;

/// Whoever follows a run. Called in each batch's transaction, so that what they note is as true as the batch.
pub trait Follower: Send {
    /// Notes how far the run has come. `Break` gives this batch up and ends the run.
    fn note(
        &mut self,
        tx: &mut Tx,
        progress: &Progress,
    ) -> impl Future<Output = Answer<ControlFlow<()>>> + Send;
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All rows were read.
    Whole,
    /// Its follower said so, or the node stops.
    Stopped,
}

/// A file to import.
pub struct Input<R> {
    /// Its content.
    pub content: R,
    /// Its size.
    pub bytes_total: u64,
    /// What a person said of its columns.
    pub mapping: Option<Mapping>,
    /// Rows that became cases before this import was interrupted: found again, they still count as created.
    pub created_before: u64,
}

/// Imports complaints. Answers what became of the rows and whether all were read. Needs `imports.run`.
///
/// # Errors
/// `no_institution` before one is set up; `no_rows` and `columns_missing` when there is no usable header.
pub async fn run<R: Read + Send + 'static, F: Follower>(
    ctx: &Ctx,
    input: Input<R>,
    follower: &mut F,
) -> Answer<(Report, Ended)> {
    ctx.require(RUN)?;
    let root = units::root(ctx.read()).await?.ok_or_else(|| Refusal::conflict("no_institution"))?;
    let zone = institution_zone(ctx.read()).await?;
    let around = Surroundings { zone, now: ctx.now, products: products(ctx).await? };
    let mut reading = reading::begin(input.content, input.mapping, around).await?;
    let mut run = Run {
        ctx,
        unit_id: root.id,
        report: Report { unknown_columns: reading.layout.unknown_columns(), ..Report::default() },
        created: input.created_before,
        created_before: input.created_before,
        there: 0,
        bytes_done: 0,
        bytes_total: input.bytes_total,
        follower,
    };
    while let Some(chunk) = reading.next().await? {
        if ctx.node.stopping.is_cancelled() || run.take(chunk).await?.is_break() {
            return Ok((run.into_report(), Ended::Stopped));
        }
    }
    Ok((run.into_report(), Ended::Whole))
}

/// Products by name, in both languages, and by code.
async fn products(ctx: &Ctx) -> Answer<HashMap<String, ProductId>> {
    let (mut products, mut cursor) = (HashMap::new(), None);
    loop {
        let page = PageRequest::new(Some(LIMIT_MAX), cursor)?;
        let page = lingke_products::store::list(ctx.read(), Some(true), &page).await?;
        for product in page.items {
            for name in [product.name, product.name_en, product.code] {
                products.entry(name.to_lowercase()).or_insert(product.id);
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            return Ok(products);
        }
    }
}

struct Run<'a, F> {
    ctx: &'a Ctx,
    unit_id: UnitId,
    /// What there is to tell of rows; the figures are filled in at the end.
    report: Report,
    /// Rows that became cases, by this run or before it was interrupted.
    created: u64,
    created_before: u64,
    /// Rows that were found in the database or earlier in the file.
    there: u64,
    bytes_done: u64,
    bytes_total: u64,
    follower: &'a mut F,
}

impl<F: Follower> Run<'_, F> {
    async fn take(&mut self, chunk: Chunk) -> Answer<ControlFlow<()>> {
        self.bytes_done = chunk.bytes_done;
        chunk.errors.into_iter().for_each(|error| self.report.add_error(error));
        let new = self.only_new(chunk.complaints).await?;
        self.write(new).await
    }

    /// Leaves out rows that are in the database, or earlier among these.
    async fn only_new(&mut self, complaints: Vec<Complaint>) -> Answer<Vec<Complaint>> {
        if complaints.is_empty() {
            return Ok(complaints);
        }
        let before = complaints.len();
        let keys: Vec<String> = complaints.iter().map(|complaint| complaint.key.clone()).collect();
        let known = cases::known_keys(self.ctx.read(), SOURCE, &keys).await?;
        let mut known: HashSet<String> = known.into_iter().collect();
        let new: Vec<Complaint> =
            complaints.into_iter().filter(|complaint| known.insert(complaint.key.clone())).collect();
        self.there += (before - new.len()) as u64;
        Ok(new)
    }

    /// Writes new rows and notes how far the run has come, also when there is nothing to write.
    async fn write(&mut self, mut rows: Vec<Complaint>) -> Answer<ControlFlow<()>> {
        for _ in 0..TRIES_MAX {
            match self.try_write(&rows).await {
                Ok(Some(flow)) => return Ok(flow),
                Err(failure) if !is_busy(&failure) => return Err(failure),
                // Another import wrote some of these rows, or somebody holds the database.
                Ok(None) | Err(_) => rows = self.only_new(rows).await?,
            }
        }
        Err(Refusal::with_status(StatusCode::SERVICE_UNAVAILABLE, "database_busy").into())
    }

    /// One transaction; none when some rows are there already, and then nothing was written.
    async fn try_write(&mut self, rows: &[Complaint]) -> Answer<Option<ControlFlow<()>>> {
        let ctx = Ctx { now: self.ctx.node.clock.now(), ..self.ctx.clone() };
        let numbers = batch::take_numbers(&ctx, rows.len()).await?;
        let mut tx = ctx.begin().await?;
        if !Batch::of(&tx, rows, numbers, self.unit_id).await?.insert(&mut tx).await? {
            return Ok(None);
        }
        let progress = self.progress_with(rows.len() as u64);
        if self.follower.note(&mut tx, &progress).await?.is_break() {
            return Ok(Some(ControlFlow::Break(())));
        }
        tx.commit().await?;
        self.created = progress.created;
        rows.iter().filter_map(batch::note_of).for_each(|note| self.report.add_note(note));
        Ok(Some(ControlFlow::Continue(())))
    }

    fn progress_with(&self, new: u64) -> Progress {
        let created = self.created + new;
        let duplicates = self.there.saturating_sub(self.created_before);
        let errors = self.report.errors_counted();
        Progress {
            rows: created + duplicates + errors,
            created,
            duplicates,
            errors,
            bytes_done: self.bytes_done,
            bytes_total: self.bytes_total.max(self.bytes_done),
        }
    }

    fn into_report(self) -> Report {
        let Progress { rows, created, duplicates, .. } = self.progress_with(0);
        Report { rows, created, duplicates, ..self.report }
    }
}

fn is_busy(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(refusal) if refusal.code == "database_busy")
}
