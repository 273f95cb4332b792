//! The file: a zip that ends in the SHA-256 of all that comes before, so that any changed byte is found.
//!
//! Packing and hashing are work for a thread of their own; the rows come to it, and go from it, a bounded number at a
//! time.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::rows;
use super::{FORMAT, Manifest, Part};
use crate::config::Config;
use crate::keys::Keys;

/// The zip's comment, up to its digits.
const COMMENT: &str = "lingke-backup sha256=";
const DIGITS: usize = 64;
const MANIFEST: &str = "manifest.json";
const PROOF: &str = "manifest.proof";
/// The largest manifest that is read, in bytes.
const MANIFEST_MAX: u64 = 16 * 1024 * 1024;
/// What the proof of a manifest is for.
const PURPOSE: &str = "backup manifest";
/// Files that are not whole yet are called so.
pub(super) const HALF_PREFIX: &str = ".lingke-backup-";
/// Rows handed over at once at most, and their bytes.
const BATCH_ROWS: usize = 1000;
const BATCH_BYTES: usize = 1024 * 1024;

enum Piece {
    Begin(String),
    Bytes(Vec<u8>),
    End(oneshot::Sender<Sum>),
    Whole,
}

/// How much a part holds.
pub(super) struct Sum {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// A file that is being written. Dropped before [`Packing::finish`], it never was.
pub(super) struct Packing {
    to: mpsc::Sender<Piece>,
    thread: JoinHandle<anyhow::Result<u64>>,
}

impl Packing {
    /// Begins a file that will be called `path`.
    pub(super) fn begin(path: PathBuf) -> Self {
        let (to, pieces) = mpsc::channel(8);
        Self { to, thread: tokio::task::spawn_blocking(move || pack(pieces, &path)) }
    }

    /// Begins a part.
    pub(super) async fn part(&mut self, name: &str) -> anyhow::Result<()> {
        self.hand_over(Piece::Begin(name.to_owned())).await
    }

    /// Adds to the part.
    pub(super) async fn write(&mut self, bytes: Vec<u8>) -> anyhow::Result<()> {
        self.hand_over(Piece::Bytes(bytes)).await
    }

    /// Ends the part.
    pub(super) async fn end_part(&mut self) -> anyhow::Result<Sum> {
        let (tell, told) = oneshot::channel();
        self.hand_over(Piece::End(tell)).await?;
        match told.await {
            Ok(sum) => Ok(sum),
            Err(_) => Err(self.why().await),
        }
    }

    /// Adds the manifest and its proof, and gives the file its name once the disk has it. Answers its size in bytes.
    pub(super) async fn finish(mut self, manifest: &Manifest, keys: &Keys) -> anyhow::Result<u64> {
        let text = serde_json::to_vec_pretty(manifest)?;
        let proof = keys.proof(PURPOSE, &text);
        for (name, content) in [(MANIFEST, text), (PROOF, proof.into_bytes())] {
            self.part(name).await?;
            self.write(content).await?;
            self.end_part().await?;
        }
        self.hand_over(Piece::Whole).await?;
        self.thread.await.context("the packing was broken off")?
    }

    async fn hand_over(&mut self, piece: Piece) -> anyhow::Result<()> {
        match self.to.send(piece).await {
            Ok(()) => Ok(()),
            Err(_) => Err(self.why().await),
        }
    }

    /// Why the thread ended before its time.
    async fn why(&mut self) -> anyhow::Error {
        match (&mut self.thread).await {
            Ok(Err(error)) => error,
            _ => anyhow::anyhow!("the packing was broken off"),
        }
    }
}

fn pack(mut pieces: mpsc::Receiver<Piece>, path: &Path) -> anyhow::Result<u64> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Only its owner may read it, and without its name it goes when anything fails.
    let half = tempfile::Builder::new().prefix(HALF_PREFIX).tempfile_in(folder);
    let mut half = half.with_context(|| format!("nothing can be written to {}", folder.display()))?;
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .large_file(true);
    let mut zip = ZipWriter::new(BufWriter::with_capacity(256 * 1024, half.as_file().try_clone()?));
    zip.set_comment(format!("{COMMENT}{}", "0".repeat(DIGITS)))?;
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    loop {
        match pieces.blocking_recv() {
            Some(Piece::Begin(name)) => {
                zip.start_file(name, options)?;
                (hash, bytes) = (Sha256::new(), 0);
            }
            Some(Piece::Bytes(content)) => {
                hash.update(&content);
                bytes += content.len() as u64;
                zip.write_all(&content)?;
            }
            Some(Piece::End(tell)) => {
                let sha256 = hex::encode(std::mem::take(&mut hash).finalize());
                let _ = tell.send(Sum { bytes, sha256 });
            }
            Some(Piece::Whole) => break,
            None => bail!("the backup was broken off"),
        }
    }
    zip.finish()?.flush()?;
    let size = put_digest(half.as_file_mut())?;
    half.as_file().sync_all()?;
    half.persist(path).with_context(|| format!("the file cannot be called {}", path.display()))?;
    File::open(folder)?.sync_all()?;
    Ok(size)
}

/// Writes the digest of all that comes before it at the end, over the zeros that stand there. Answers the size.
fn put_digest(file: &mut File) -> anyhow::Result<u64> {
    let size = file.seek(SeekFrom::End(0))?;
    let digest = digest_of(file, size)?;
    file.seek(SeekFrom::Start(size - DIGITS as u64))?;
    file.write_all(digest.as_bytes())?;
    Ok(size)
}

fn digest_of(file: &mut File, size: u64) -> anyhow::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut rest = file.take(size - DIGITS as u64);
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 256 * 1024]);
    loop {
        match rest.read(&mut buffer)? {
            0 => return Ok(hex::encode(hash.finalize())),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// A backup whose checksum is right.
pub struct Opened {
    path: PathBuf,
    text: Vec<u8>,
    proof: String,
    /// What it says of itself.
    pub manifest: Manifest,
}

impl Opened {
    /// Opens a backup and looks at every byte of it.
    ///
    /// # Errors
    /// When it is no backup, was changed or broken, or comes from a newer program.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let name = path.display();
        let mut file = File::open(path).with_context(|| format!("{name} cannot be opened"))?;
        check(&mut file).with_context(|| format!("{name} cannot be used"))?;
        let mut zip = ZipArchive::new(BufReader::new(file)).with_context(|| format!("{name} is no zip"))?;
        let text = small(&mut zip, MANIFEST)?;
        let proof = String::from_utf8(small(&mut zip, PROOF)?)?;
        let format: serde_json::Value = serde_json::from_slice(&text)?;
        ensure!(format["format"] == FORMAT, "{name} was made by a newer program");
        let manifest = serde_json::from_slice(&text).with_context(|| format!("{name} is no backup"))?;
        Ok(Self { path: path.to_owned(), text, proof, manifest })
    }

    /// Refuses a backup that was not written by somebody with the keys of the database it says it is of.
    ///
    /// # Errors
    /// Then, and when the master key is missing or another one.
    pub fn check_keys(&self, config: &Config) -> anyhow::Result<()> {
        let keys = self.manifest.keys(config)?;
        let right =
            subtle::ConstantTimeEq::ct_eq(keys.proof(PURPOSE, &self.text).as_bytes(), self.proof.as_bytes());
        ensure!(bool::from(right), "this backup was not written by the institution whose keys it names");
        Ok(())
    }

    /// Reads all rows of all parts; the last message of each part comes after its checksum was found right.
    pub(super) fn unpack(&self) -> (mpsc::Receiver<Unpacked>, JoinHandle<anyhow::Result<()>>) {
        let (to, unpacked) = mpsc::channel(4);
        let (path, parts) = (self.path.clone(), self.manifest.parts.clone());
        (unpacked, tokio::task::spawn_blocking(move || unpack(&path, &parts, &to)))
    }
}

/// What comes out of a backup.
pub(super) enum Unpacked {
    /// Rows of the part with this number.
    Rows(usize, Vec<Vec<sea_orm::Value>>),
    /// A part was read whole and is right.
    Right,
}

fn check(file: &mut File) -> anyhow::Result<()> {
    let size = file.seek(SeekFrom::End(0))?;
    let tail = (COMMENT.len() + DIGITS) as u64;
    ensure!(size > tail, "it is no backup of Lingke");
    file.seek(SeekFrom::Start(size - tail))?;
    let mut end = vec![0; COMMENT.len() + DIGITS];
    file.read_exact(&mut end)?;
    let (comment, digits) = end.split_at(COMMENT.len());
    ensure!(comment == COMMENT.as_bytes(), "it is no backup of Lingke, or its end is missing");
    ensure!(
        digest_of(file, size)?.as_bytes() == digits,
        "it was changed or damaged: its checksum is another"
    );
    file.seek(SeekFrom::Start(0))?;
    Ok(())
}

fn small(zip: &mut ZipArchive<BufReader<File>>, name: &str) -> anyhow::Result<Vec<u8>> {
    let mut content = Vec::new();
    zip.by_name(name)?.take(MANIFEST_MAX).read_to_end(&mut content)?;
    Ok(content)
}

fn unpack(path: &Path, parts: &[Part], to: &mpsc::Sender<Unpacked>) -> anyhow::Result<()> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(path)?))?;
    for (n, part) in parts.iter().enumerate() {
        let mut lines = BufReader::with_capacity(256 * 1024, zip.by_name(&part.name)?);
        let (mut hash, mut bytes, mut rows_read) = (Sha256::new(), 0, 0);
        let (mut line, mut batch, mut batch_bytes) = (Vec::new(), Vec::new(), 0);
        loop {
            line.clear();
            let read = lines.read_until(b'\n', &mut line)?;
            if read > 0 {
                hash.update(&line);
                (bytes, batch_bytes) = (bytes + read as u64, batch_bytes + read);
                rows_read += 1;
                batch.push(rows::read(&part.columns, &line).with_context(|| part.name.clone())?);
            }
            let full = batch.len() >= BATCH_ROWS || batch_bytes >= BATCH_BYTES || read == 0;
            if full && !batch.is_empty() {
                batch_bytes = 0;
                if to.blocking_send(Unpacked::Rows(n, std::mem::take(&mut batch))).is_err() {
                    return Ok(()); // nobody wants more of it
                }
            }
            if read == 0 {
                break;
            }
        }
        let right =
            bytes == part.bytes && rows_read == part.rows && hex::encode(hash.finalize()) == part.sha256;
        ensure!(right, "{} is not what the manifest says", part.name);
        if to.blocking_send(Unpacked::Right).is_err() {
            return Ok(());
        }
    }
    Ok(())
}
