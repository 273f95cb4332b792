//! Many browsers that watch, and how soon each hears of a change.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::load::Measured;
use crate::scenarios::case;
use crate::server::Caller;

/// Changes made, one after the other.
const CHANGES: usize = 10;

/// What came of it.
pub(crate) struct Told {
    pub(crate) times: Measured,
    pub(crate) arrived: usize,
    pub(crate) expected: usize,
}

/// Opens `streams` live streams, makes changes, and takes the time from each request to each arrival.
pub(crate) async fn changes(address: &str, caller: &Caller, streams: usize) -> anyhow::Result<Told> {
    let host = address.strip_prefix("http://").context("not an address")?;
    let (sender, mut arrivals) = unbounded_channel();
    let mut open = JoinSet::new();
    for n in 0..streams {
        let stream = watch(host, &caller.token).await.with_context(|| format!("stream {n}"))?;
        open.spawn(listen(stream, sender.clone()));
    }
    drop(sender);
    let mut asked = HashMap::new();
    for n in 0..CHANGES {
        let at = Instant::now();
        let made = caller.post("/cases", &case(&format!("live-{n}"))).await?;
        asked.insert(made["id"].as_str().context("a case without id")?.to_owned(), at);
        sleep(Duration::from_secs(1)).await;
    }
    let (expected, mut took) = (streams * CHANGES, Vec::with_capacity(streams * CHANGES));
    while took.len() < expected {
        // Whoever has not heard of it by then never will.
        let Ok(Some((id, at))) = timeout(Duration::from_secs(5), arrivals.recv()).await else { break };
        took.extend(asked.get(&id).map(|asked| at.duration_since(*asked)));
    }
    open.shutdown().await;
    ensure!(!took.is_empty(), "no stream heard of anything");
    Ok(Told { arrived: took.len(), expected, times: Measured::of(took) })
}

async fn watch(host: &str, token: &str) -> anyhow::Result<TcpStream> {
    let mut stream = TcpStream::connect(host).await?;
    let request = format!(
        "GET /api/v1/live HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nAccept: text/event-stream\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = [0; 15];
    stream.read_exact(&mut answer).await?;
    ensure!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    Ok(stream)
}

/// Tells of each case that was opened, once.
async fn listen(mut stream: TcpStream, sender: UnboundedSender<(String, Instant)>) {
    let (mut unread, mut part) = (String::new(), vec![0; 4096]);
    while let Ok(length @ 1..) = stream.read(&mut part).await {
        let at = Instant::now();
        unread.push_str(&String::from_utf8_lossy(&part[..length]));
        while let Some(end) = unread.find("\n\n") {
            let event: String = unread.drain(..end + 2).collect();
            if !event.contains("\"case_opened\"") {
                continue;
            }
            let id = event.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next());
            if let Some(id) = id
                && sender.send((id.to_owned(), at)).is_err()
            {
                return;
            }
        }
    }
}
