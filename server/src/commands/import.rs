//! `lingke import`: files from elsewhere, beside a running server or without one.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use clap::{Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use lingke_imports::model::{Progress, Report};
use lingke_imports::run::{Follower, Input, run as import};
use lingke_platform::config::Config;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure};

use super::node_at_rest;

/// What can be imported.
#[derive(Subcommand)]
pub enum Import {
    /// Import complaints; the same file twice adds nothing new, and a run that was stopped goes on
    Complaints {
        /// The file
        file: PathBuf,
        /// What the file is
        #[arg(long, value_enum, default_value_t = Format::Cfpb)]
        format: Format,
        /// Write what became of the rows here, as JSON
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
}

/// Forms a file can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// CSV as the Consumer Financial Protection Bureau publishes it
    Cfpb,
}

/// Imports a file. Exits 0 also when rows could not be taken, which the report tells; 1 when nothing could be read.
pub async fn run(config: Config, command: Import) -> anyhow::Result<ExitCode> {
    let Import::Complaints { file, format: Format::Cfpb, report: report_to } = command;
    let content = File::open(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let bytes_total = content.metadata()?.len();
    let report_file = report_to.as_deref().map(create).transpose()?;
    let node = node_at_rest(config).await?;
    let bar = bar(bytes_total);
    let mut follower = Bar { bar: bar.clone() };
    let input = Input { content, bytes_total, mapping: None, created_before: 0 };
    let imported = import(&Ctx::system(&node, "import"), input, &mut follower).await;
    bar.finish_and_clear();
    node.stop().await;
    let (report, _) = imported.map_err(|failure| explain(failure, &file))?;
    if let Some(file) = report_file {
        serde_json::to_writer_pretty(file, &report).context("the report cannot be written")?;
    }
    println!("{}", summary(&report));
    Ok(ExitCode::SUCCESS)
}

/// Before anything is imported: a report that cannot be written is better known at once.
fn create(path: &Path) -> anyhow::Result<File> {
    File::create(path).with_context(|| format!("{} cannot be written", path.display()))
}

fn explain(failure: Failure, file: &Path) -> anyhow::Error {
    match &failure {
        Failure::Refused(refusal) => match refusal.code {
            "no_institution" => anyhow!(
                "there is no institution yet; make one with \
                 `lingke admin create --login LOGIN --name NAME --institution INSTITUTION`"
            ),
            "no_rows" => anyhow!("{} has no line that names its columns", file.display()),
            "columns_missing" => {
                let fields = refusal.params.get("fields").and_then(|fields| fields.as_str());
                anyhow!("{} has no column for {}", file.display(), fields.unwrap_or_default())
            }
            _ => failure.into(),
        },
        _ => failure.into(),
    }
}

fn summary(report: &Report) -> String {
    let Report { rows, created, duplicates, .. } = report;
    let errors = report.errors_counted();
    let notes = if report.notes.is_empty() { "" } else { "; the report has notes" };
    format!("{rows} rows: {created} created, {duplicates} there already, {errors} could not be taken{notes}")
}

/// On standard error; nothing where that is no terminal.
fn bar(bytes_total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {msg} {eta}");
    ProgressBar::new(bytes_total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

struct Bar {
    bar: ProgressBar,
}

impl Follower for Bar {
    async fn note(&mut self, _: &mut Tx, progress: &Progress) -> Answer<ControlFlow<()>> {
        self.bar.set_position(progress.bytes_done);
        self.bar.set_message(format!("{} rows", progress.rows));
        Ok(ControlFlow::Continue(()))
    }
}
