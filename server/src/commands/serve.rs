//! `lingke serve`: one node, until it is told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::serve::ListenerExt;
use lingke_platform::config::Config;
use lingke_platform::db::bulk;
use lingke_platform::node::Node;
use lingke_platform::telemetry;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::edge;

/// How long requests that run may still take; with [`REST_WITHIN`] less than the ten seconds we promise.
const DRAIN_WITHIN: Duration = Duration::from_secs(4);
/// How long the loops may take to put down what they hold.
const REST_WITHIN: Duration = Duration::from_secs(5);

/// Runs a node until SIGTERM or SIGINT. Prints one line with its address when it is ready.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    telemetry::start_logs(&config);
    telemetry::metrics();
    let listen = config.listen;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let node = crate::wiring::open(config).await?;
    bulk::refuse_unfinished(&node.db).await?;
    stop_on_signal(&node)?;
    node.start();
    let mut out = std::io::stdout();
    writeln!(out, "Lingke is ready at http://{}", listener.local_addr()?)?;
    out.flush()?;
    serve(&node, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// Answers requests until the node is told to stop; then lets those that run end, and stops the node.
pub async fn serve(node: &Arc<Node>, listener: TcpListener) -> anyhow::Result<()> {
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let router = edge::router(node.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let stopping = node.stopping.clone();
    let serving = axum::serve(listener, router).with_graceful_shutdown(stopping.clone().cancelled_owned());
    tokio::select! {
        served = serving => served?,
        () = too_long_after(&stopping) => tracing::warn!("some requests did not end in time; they are cut off"),
    }
    if tokio::time::timeout(REST_WITHIN, node.stop()).await.is_err() {
        tracing::warn!("the node did not come to rest in time; the next start takes up what is left");
    }
    Ok(())
}

async fn too_long_after(stopping: &tokio_util::sync::CancellationToken) {
    stopping.cancelled().await;
    tokio::time::sleep(DRAIN_WITHIN).await;
}

fn stop_on_signal(node: &Arc<Node>) -> anyhow::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stopping = node.stopping.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        stopping.cancel();
    });
    Ok(())
}
