//! A customer's copy: one zip with a page to read, the same as data, and the files they gave us.
//!
//! Everything in it is in the clear, so it is made when it is downloaded and kept nowhere. Memory stays flat: cases are
//! read some at a time, files chunk by chunk, and the zip grows in a temporary file that has no name.

use std::fs::File;
use std::io::Write;

use anyhow::anyhow;
use futures::StreamExt;
use lingke_cases::erasure::standings;
use lingke_cases::model::{Case, CaseId, Entry};
use lingke_cases::store::attachments::{self, Attachment};
use lingke_cases::store::{cases, entries};
use lingke_customers::model::CustomerId;
use lingke_kernel::time::Instant;
use lingke_organisation::store::units;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::files;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::page;

/// Cases read at once.
const CASES_AT_ONCE: usize = 100;
/// Bytes of files that go into one copy; what is more is named and given by hand.
const FILE_BYTES_MAX: i64 = 500_000_000;

/// What is kept of a customer, as the copy says it.
#[derive(Debug, Serialize)]
pub struct Kept {
    /// Who keeps it.
    pub institution: String,
    /// When the copy was made.
    pub made_at: Instant,
    /// The customer, in the clear.
    pub customer: Value,
    /// Their cases, newest first.
    pub cases: Vec<KeptCase>,
}

/// One case with what was said between the customer and us. Notes among staff are not the customer's.
#[derive(Debug, Serialize)]
pub struct KeptCase {
    /// The number people read out.
    pub number: String,
    /// What kind.
    pub kind: &'static str,
    /// How it reached us.
    pub channel: &'static str,
    /// How it stands.
    pub status: &'static str,
    /// What it is about.
    pub subject: String,
    /// The matter.
    pub description: String,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// What was said, oldest first.
    pub messages: Vec<Message>,
    /// The files in it.
    pub files: Vec<KeptFile>,
}

/// What somebody said.
#[derive(Debug, Serialize)]
pub struct Message {
    /// `customer_message`, `reply` or `resolution`.
    pub kind: &'static str,
    /// When.
    pub at: Instant,
    /// The words.
    pub text: String,
}

/// A file of a case.
#[derive(Debug, Serialize)]
pub struct KeptFile {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// Where it lies in the zip; none when it was too much for one copy.
    pub path: Option<String>,
    #[serde(skip)]
    sha256: String,
}

/// The zip, at its beginning.
pub async fn make(ctx: &Ctx, customer_id: CustomerId) -> Answer<File> {
    let kept = gather(ctx, customer_id).await?;
    let (parts, taken) = mpsc::channel(8);
    let writing = tokio::task::spawn_blocking(move || write(taken));
    let sent = send(ctx, &kept, parts).await;
    let file = writing.await.map_err(|_| anyhow!("the copy's writer panicked"))?;
    sent?;
    Ok(file?)
}

async fn gather(ctx: &Ctx, customer_id: CustomerId) -> Answer<Kept> {
    let conn = ctx.read();
    let institution = units::institution(conn).await?.map(|institution| institution.name);
    let mut kept = Kept {
        institution: institution.unwrap_or_default(),
        made_at: ctx.now,
        customer: serde_json::to_value(lingke_customers::copied::copied(ctx, customer_id).await?)?,
        cases: Vec::new(),
    };
    let ids: Vec<CaseId> = standings(conn, customer_id).await?.into_iter().map(|case| case.id).collect();
    let mut bytes = 0;
    for some in ids.chunks(CASES_AT_ONCE) {
        let mut cases = cases::by_ids(conn, some).await?;
        cases.sort_by_key(|case| std::cmp::Reverse((case.created_at, case.id)));
        let mut spoken = entries::spoken(conn, some).await?;
        for case in cases {
            let messages = spoken.extract_if(.., |entry| entry.case_id == case.id);
            let said =
                |entry: Entry| Message { kind: entry.kind.code(), at: entry.created_at, text: entry.text };
            let messages = messages.map(said).collect();
            let files = attachments::of_case(conn, case.id).await?;
            let files = files.into_iter().map(|file| kept_file(&case, file, &mut bytes)).collect();
            kept.cases.push(kept_case(case, messages, files));
        }
    }
    Ok(kept)
}

fn kept_case(case: Case, messages: Vec<Message>, files: Vec<KeptFile>) -> KeptCase {
    KeptCase {
        kind: case.kind.code(),
        channel: case.channel.code(),
        status: case.status.code(),
        opened_at: case.created_at,
        closed_at: case.closed_at,
        number: case.number,
        subject: case.subject,
        description: case.description,
        messages,
        files,
    }
}

fn kept_file(case: &Case, file: Attachment, bytes: &mut i64) -> KeptFile {
    *bytes += file.size;
    // The id makes it unlike all others; the name's own slashes must not make folders.
    let name = file.name.replace(['/', '\\', '\0'], "_");
    let path = format!("files/{}/{}-{name}", case.number, file.id);
    KeptFile {
        path: (*bytes <= FILE_BYTES_MAX).then_some(path),
        name: file.name,
        size: file.size,
        sha256: file.sha256,
    }
}

/// A piece of the zip.
enum Part {
    /// A file begins.
    Begins(String),
    /// The next bytes of it.
    Bytes(Vec<u8>),
}

async fn send(ctx: &Ctx, kept: &Kept, parts: mpsc::Sender<Part>) -> Answer<()> {
    let gone = |_| anyhow!("the copy's writer has stopped");
    let texts =
        [("index.html", page::html(kept)?.into_bytes()), ("data.json", serde_json::to_vec_pretty(kept)?)];
    for (name, bytes) in texts {
        parts.send(Part::Begins(name.to_owned())).await.map_err(gone)?;
        parts.send(Part::Bytes(bytes)).await.map_err(gone)?;
    }
    for file in kept.cases.iter().flat_map(|case| &case.files) {
        let Some(path) = &file.path else { continue };
        parts.send(Part::Begins(path.clone())).await.map_err(gone)?;
        let mut chunks = std::pin::pin!(files::read(ctx.node.db.clone(), file.sha256.clone()));
        while let Some(chunk) = chunks.next().await {
            parts.send(Part::Bytes(chunk?.to_vec())).await.map_err(gone)?;
        }
    }
    Ok(())
}

fn write(mut parts: mpsc::Receiver<Part>) -> anyhow::Result<File> {
    let mut zip = ZipWriter::new(tempfile::tempfile()?);
    while let Some(part) = parts.blocking_recv() {
        match part {
            Part::Begins(name) => zip.start_file(name, SimpleFileOptions::default())?,
            Part::Bytes(bytes) => zip.write_all(&bytes)?,
        }
    }
    let mut file = zip.finish()?;
    std::io::Seek::rewind(&mut file)?;
    Ok(file)
}
