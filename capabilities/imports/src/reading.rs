//! Reading a file beside the database's work: records are taken apart on a thread of their own, a few chunks ahead
//! and no more, so that memory does not grow with the file.

use std::io::{self, Read};

use axum::body::Bytes;
use futures::StreamExt;
use lingke_platform::db::Db;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::files;
use tokio::sync::{mpsc, oneshot};

use crate::complaint::{self, Complaint, Surroundings};
use crate::layout::{Layout, Mapping};
use crate::model::RowRemark;
use crate::rows::Rows;

/// Complaints handed over at once at most, and written in one transaction.
const CHUNK_ROWS: usize = 1024;
/// Bytes of the file after which a chunk is handed over at the latest: rows can be long.
const CHUNK_BYTES: u64 = 4 * 1024 * 1024;
/// Chunks that wait at most.
const CHUNKS_AHEAD: usize = 2;

/// A part of the file, read.
#[derive(Debug, Default)]
pub struct Chunk {
    /// Rows that can become cases.
    pub complaints: Vec<Complaint>,
    /// Rows that cannot.
    pub errors: Vec<RowRemark>,
    /// Bytes of the file read so far.
    pub bytes_done: u64,
}

/// A file that is being read.
pub struct Reading {
    /// Its columns.
    pub layout: Layout,
    chunks: mpsc::Receiver<io::Result<Chunk>>,
}

impl Reading {
    /// The next part; none at the end.
    pub async fn next(&mut self) -> Answer<Option<Chunk>> {
        let chunk = self.chunks.recv().await.transpose();
        chunk.map_err(|error| anyhow::Error::from(error).context("the file cannot be read").into())
    }
}

/// Begins to read; answers once the header was understood.
///
/// # Errors
/// `no_rows` when there is no header; `columns_missing` when it names too little; what `mapping` gets wrong.
pub async fn begin(
    input: impl Read + Send + 'static,
    mapping: Option<Mapping>,
    around: Surroundings,
) -> Answer<Reading> {
    let (chunks_in, chunks) = mpsc::channel(CHUNKS_AHEAD);
    let (layout_in, layout) = oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let mut rows = Rows::new(input);
        let found = find_layout(&mut rows, mapping);
        let layout = found.as_ref().ok().cloned();
        // Nobody listens any more when the run was given up: then there is nothing to do.
        if layout_in.send(found).is_ok()
            && let Some(layout) = layout
        {
            read_all(rows, &layout, &around, &chunks_in);
        }
    });
    let layout = layout.await.map_err(|_| anyhow::anyhow!("the thread that reads the file ended"))??;
    Ok(Reading { layout, chunks })
}

fn find_layout<R: Read>(rows: &mut Rows<R>, mapping: Option<Mapping>) -> Answer<Layout> {
    let header =
        rows.header().map_err(|error| anyhow::Error::from(error).context("the file cannot be read"))?;
    let header = header.ok_or_else(|| Refusal::impossible("no_rows"))?;
    let layout = Layout::of_header(&header.fields)?.mapped(&mapping.unwrap_or_default())?;
    let missing = layout.missing();
    if !missing.is_empty() {
        let codes: Vec<&str> = missing.iter().map(|field| field.code()).collect();
        return Err(Refusal::impossible("columns_missing").with("fields", codes.join(", ")).into());
    }
    Ok(layout)
}

fn read_all<R: Read>(
    mut rows: Rows<R>,
    layout: &Layout,
    around: &Surroundings,
    chunks: &mpsc::Sender<io::Result<Chunk>>,
) {
    let (mut chunk, mut begun_at) = (Chunk::default(), 0);
    while let Some(item) = rows.next() {
        match item {
            Ok(Ok(record)) => match complaint::read(&record, layout, around) {
                Ok(complaint) => chunk.complaints.push(complaint),
                Err(why) => chunk.errors.push(RowRemark::new(record.line, why)),
            },
            Ok(Err(broken)) => chunk.errors.push(RowRemark::new(broken.line, broken.why)),
            Err(error) => {
                let _ = chunks.blocking_send(Err(error));
                return;
            }
        }
        chunk.bytes_done = rows.bytes_done();
        let full = chunk.complaints.len() >= CHUNK_ROWS;
        if full || chunk.bytes_done - begun_at >= CHUNK_BYTES {
            begun_at = chunk.bytes_done;
            if chunks.blocking_send(Ok(std::mem::take(&mut chunk))).is_err() {
                return;
            }
        }
    }
    chunk.bytes_done = rows.bytes_done();
    let _ = chunks.blocking_send(Ok(chunk));
}

/// A stored file, for a thread that reads.
pub struct Stored {
    chunks: mpsc::Receiver<Result<Bytes, Failure>>,
    chunk: Bytes,
}

impl Stored {
    /// Begins at the start of the content.
    pub fn open(db: Db, sha256: String) -> Self {
        let (chunks_in, chunks) = mpsc::channel(CHUNKS_AHEAD);
        tokio::spawn(async move {
            let mut content = Box::pin(files::read(db, sha256));
            while let Some(chunk) = content.next().await {
                if chunks_in.send(chunk).await.is_err() {
                    return;
                }
            }
        });
        Self { chunks, chunk: Bytes::new() }
    }
}

impl Read for Stored {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.chunk.is_empty() {
            match self.chunks.blocking_recv() {
                Some(chunk) => self.chunk = chunk.map_err(io::Error::other)?,
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(self.chunk.len());
        buffer[..length].copy_from_slice(&self.chunk.split_to(length));
        Ok(length)
    }
}
