//! File contents, by their hash, in the database: transactional with what names them, the same on every node.
//!
//! An upload is spooled to disk first, so that no transaction waits for a slow client; then it is written in
//! chunks. The same content is kept once. Names and rights belong to the capability that attaches the file.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use axum::body::Bytes;
use axum::http::StatusCode;
use futures::{Stream, StreamExt};
use lingke_kernel::time::Instant;
use sea_orm::{ConnectionTrait, FromQueryResult};
use sha2::{Digest, Sha256};

use crate::db::{Db, sql};
use crate::failure::{Answer, Failure, Refusal};

/// Bytes per row of `file_chunks`.
const CHUNK: usize = 256 * 1024;

/// A spooled upload: hashed, measured and recognised, not yet stored.
pub struct Spooled {
    file: std::fs::File,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// What the content itself says it is; text when it is text.
    pub media_type: String,
}

/// Spools a stream into an unnamed file in `dir`, refusing it once it passes `bytes_max`.
pub async fn spool<E: std::fmt::Display>(
    dir: &Path,
    mut content: impl Stream<Item = Result<Bytes, E>> + Unpin,
    bytes_max: u64,
) -> Answer<Spooled> {
    std::fs::create_dir_all(dir)?;
    let mut file = unnamed_file(dir)?;
    let (mut hash, mut size, mut start) = (Sha256::new(), 0_u64, Vec::new());
    while let Some(chunk) = content.next().await {
        let chunk = chunk.map_err(|error| Failure::invalid("file", "broken_upload", error.to_string()))?;
        size += chunk.len() as u64;
        if size > bytes_max {
            let refusal = Refusal::with_status(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large");
            return Err(refusal.with("bytes_max", bytes_max).into());
        }
        hash.update(&chunk);
        start.extend_from_slice(&chunk[..chunk.len().min(8192_usize.saturating_sub(start.len()))]);
        file.write_all(&chunk)?;
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(Spooled { file, sha256: hex::encode(hash.finalize()), size, media_type: recognise(&start) })
}

/// A file without a name: it goes with its handle, also when the process is killed.
fn unnamed_file(dir: &Path) -> std::io::Result<std::fs::File> {
    let path = dir.join(format!(".spool-{}", uuid::Uuid::new_v4().simple()));
    let file = std::fs::OpenOptions::new().create_new(true).read(true).write(true).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

/// The media type as the first bytes show it: the sender's own claim is not believed.
fn recognise(start: &[u8]) -> String {
    if let Some(kind) = infer::get(start) {
        return kind.mime_type().to_owned();
    }
    // A multi-byte character may be cut at the end of what we looked at.
    let text = match std::str::from_utf8(start) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    let printable = text && !start.iter().any(|byte| *byte < 9 || (14..32).contains(byte));
    if printable { "text/plain" } else { "application/octet-stream" }.to_owned()
}

/// Stores a spooled file in the caller's transaction, unless its content is there already.
pub async fn store(conn: &impl ConnectionTrait, spooled: &mut Spooled, now: Instant) -> Answer<()> {
    let text = "INSERT INTO files (sha256, size, media_type, created_at) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (sha256) DO NOTHING";
    let size = i64::try_from(spooled.size).unwrap_or(i64::MAX);
    let inserted = sql(text)
        .bind(spooled.sha256.as_str())
        .bind(size)
        .bind(spooled.media_type.as_str())
        .bind(now)
        .run(conn)
        .await?;
    if inserted == 0 {
        return Ok(());
    }
    let mut buffer = vec![0; CHUNK];
    for n in 0.. {
        let length = read_full(&mut spooled.file, &mut buffer)?;
        if length == 0 {
            break;
        }
        let text = "INSERT INTO file_chunks (sha256, n, bytes) VALUES ($1, $2, $3)";
        let bytes = buffer[..length].to_vec();
        sql(text).bind(spooled.sha256.as_str()).bind(n).bind(bytes).run(conn).await?;
    }
    Ok(())
}

/// Takes the content of a file away, in the caller's transaction, unless something still refers to it. The one who held
/// it last has let it go before.
pub async fn release(conn: &impl ConnectionTrait, sha256: &str) -> Answer<()> {
    // Whoever refers to it does so by a foreign key, which alone knows of all.
    conn.execute_unprepared("SAVEPOINT release_file").await?;
    let chunks = sql("DELETE FROM file_chunks WHERE sha256 = $1").bind(sha256).run(conn).await;
    let gone = match chunks {
        Ok(_) => sql("DELETE FROM files WHERE sha256 = $1").bind(sha256).run(conn).await,
        Err(failure) => Err(failure),
    };
    let end =
        if gone.is_ok() { "RELEASE SAVEPOINT release_file" } else { "ROLLBACK TO SAVEPOINT release_file" };
    conn.execute_unprepared(end).await?;
    Ok(())
}

fn read_full(file: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

#[derive(FromQueryResult)]
struct Chunk {
    bytes: Vec<u8>,
}

/// The content of a stored file, chunk by chunk: memory stays flat whatever its size.
pub fn read(db: Db, sha256: String) -> impl Stream<Item = Result<Bytes, Failure>> + Send {
    async_stream::try_stream! {
        for n in 0_i32.. {
            let text = "SELECT bytes FROM file_chunks WHERE sha256 = $1 AND n = $2";
            let chunk = sql(text).bind(sha256.as_str()).bind(n).one::<Chunk>(db.read()).await?;
            let Some(chunk) = chunk else { break };
            yield Bytes::from(chunk.bytes);
        }
    }
}
