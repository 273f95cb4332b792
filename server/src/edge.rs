//! One router of all routes, and what is done to every request.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Extensions, HeaderMap, Method, StatusCode, Version, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use lingke_platform::failure::{Failure, Refusal};
use lingke_platform::http::extract::BODY_BYTES_MAX;
use lingke_platform::http::{limits, shield, system};
use lingke_platform::node::Node;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::{console, openapi};

/// How long an answer may take to begin.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// How long an upload may take.
const UPLOAD_WITHIN: Duration = Duration::from_secs(1800);

/// All routes of one node.
pub fn router(node: Arc<Node>) -> Router {
    let (api, _) = openapi::api().split_for_parts();
    Router::new()
        .route("/healthz", get(system::healthz))
        .route("/readyz", get(system::readyz))
        .route("/metrics", get(system::metrics))
        .route("/openapi.json", get(document))
        .merge(api)
        .fallback(elsewhere)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_text))
        .layer(from_fn_with_state(node.clone(), shield::same_site))
        .layer(from_fn_with_state(node.clone(), limits::limit))
        .layer(from_fn_with_state(node.clone(), system::observe))
        .with_state(node)
}

async fn document() -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, openapi::text()).into_response()
}

/// Below `/api` nothing else is there; every other path is a page of the console.
async fn elsewhere(request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return Failure::NotFound.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return wrong_method().await;
    }
    console::page(path, request.headers())
}

async fn wrong_method() -> Response {
    Failure::from(Refusal::with_status(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")).into_response()
}

/// An answer that does not begin in time is given up; whether a change was made, a retry with the same key tells.
async fn in_time(request: Request, next: Next) -> Response {
    let within = if is_upload(request.headers()) { UPLOAD_WITHIN } else { ANSWER_WITHIN };
    match tokio::time::timeout(within, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::from(Refusal::with_status(StatusCode::SERVICE_UNAVAILABLE, "took_too_long"))
            .into_response(),
    }
}

fn is_upload(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|text| !text.starts_with("application/json"))
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    Failure::Fault(anyhow::anyhow!("a handler panicked: {text}")).into_response()
}

/// Only text shrinks; an event stream must not wait in a compressor.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let text = media_type.unwrap_or_default();
    let stream = text.starts_with("text/event-stream");
    let known = ["text/", "application/json", "application/problem+json", "image/svg"];
    !stream && (known.iter().any(|start| text.starts_with(start)) || text.contains("javascript"))
}
