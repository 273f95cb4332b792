//! What machines ask: alive, ready, metrics. And what is done to every request.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use super::extract::RequestId;
use super::shield;
use crate::db::sql;
use crate::failure::{Answer, Failure};
use crate::node::Node;
use crate::telemetry;

/// The process is alive.
pub async fn healthz() -> &'static str {
    "ok"
}

/// Database, migrations, sealer and timers are healthy. Each line names one; 503 when one is not.
pub async fn readyz(State(node): State<Arc<Node>>) -> Response {
    let within = tokio::time::timeout(Duration::from_secs(3), readiness(&node)).await;
    let lines = within.unwrap_or_else(|_| vec![("database", Err("no answer in 3 s".to_owned()))]);
    let ready = lines.iter().all(|(_, state)| state.is_ok());
    let text: String = lines
        .iter()
        .map(|(name, state)| match state {
            Ok(()) => format!("{name}: ok\n"),
            Err(why) => format!("{name}: {why}\n"),
        })
        .collect();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, text).into_response()
}

async fn readiness(node: &Node) -> Vec<(&'static str, Result<(), String>)> {
    let now = node.clock.now();
    if node.stopping.is_cancelled() {
        return vec![("node", Err("stopping".to_owned()))];
    }
    let migrated = sql("SELECT count(*) FROM journal_head").value::<i64>(node.db.read()).await;
    if let Err(failure) = migrated {
        return vec![("database", Err(failure.to_string()))];
    }
    let waiting =
        sql("SELECT min(at) FROM journal WHERE seq IS NULL").value::<Option<i64>>(node.db.read()).await;
    let oldest = waiting.ok().flatten().flatten();
    let sealing = oldest.is_none_or(|at| now.micros() - at < 30_000_000);
    let late = sql("SELECT count(*) FROM timers WHERE next_run_at < $1").bind(now.plus_seconds(-120));
    let late = late.value::<i64>(node.db.read()).await.ok().flatten().unwrap_or_default();
    let told = |ok: bool, why: &str| if ok { Ok(()) } else { Err(why.to_owned()) };
    vec![
        ("database", Ok(())),
        ("migrations", Ok(())),
        ("sealer", told(sealing, "an event has waited more than 30 s")),
        ("timers", told(late == 0, "a timer is more than two minutes late")),
    ]
}

/// Prometheus metrics, to the loopback address unless configured.
pub async fn metrics(
    State(node): State<Arc<Node>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
) -> Answer<String> {
    if !peer.ip().is_loopback() && !node.config.metrics_public {
        return Err(Failure::NotFound);
    }
    let seq = *node.wake.sealed.borrow();
    #[allow(clippy::cast_precision_loss)] // a gauge is a float
    metrics::gauge!("lingke_journal_head").set(seq as f64);
    Ok(telemetry::metrics().map(|handle| handle.render()).unwrap_or_default())
}

/// Gives every request an id, a span, a line in the log and a place in the metrics.
pub async fn observe(State(node): State<Arc<Node>>, mut request: Request, next: Next) -> Response {
    let given = request.headers().get("x-request-id").and_then(|value| value.to_str().ok());
    let plain = given.filter(|id| {
        (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    let id: Arc<str> = plain.map_or_else(|| uuid::Uuid::new_v4().simple().to_string().into(), Arc::from);
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    // The route, never the path: a path may hold what somebody typed.
    let route =
        request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", request_id = %id, %method, route);
    let watch = Stopwatch::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status(), watch.elapsed());
    span.in_scope(|| {
        tracing::debug!(status = status.as_u16(), took_us = took.as_micros() as u64, "answered")
    });
    let labels = [("method", method.to_string()), ("route", route), ("status", status.as_u16().to_string())];
    metrics::histogram!("lingke_request_seconds", &labels).record(took.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    shield::protect(response.headers_mut(), &node.config);
    response
}
