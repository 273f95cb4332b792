//! Optimistic concurrency: every object has a version, sent as `ETag` and asked back as `If-Match`.

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::failure::{Answer, Failure, Refusal};

/// The version the caller has seen: `If-Match: "3"`. Without it a change is refused with 428.
#[derive(Debug, Clone, Copy)]
pub struct Expected(pub i64);

/// The same, where a change is safe without.
#[derive(Debug, Clone, Copy)]
pub struct MaybeExpected(pub Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for Expected {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let missing = || Refusal::with_status(StatusCode::PRECONDITION_REQUIRED, "if_match_required");
        Ok(Self(read(parts)?.ok_or_else(missing)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for MaybeExpected {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        read(parts).map(Self)
    }
}

fn read(parts: &Parts) -> Answer<Option<i64>> {
    let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text.trim_start_matches("W/").trim_matches('"').parse();
    version
        .map(Some)
        .map_err(|_| Failure::invalid("If-Match", "not_a_version", "a version in quotes, such as \"3\""))
}

impl MaybeExpected {
    /// Refuses with 412 when the caller has seen another version than `version`.
    pub fn check(self, version: i64) -> Answer<()> {
        self.0.map_or(Ok(()), |expected| Expected(expected).check(version))
    }
}

impl Expected {
    /// Refuses with 412 when the caller has seen another version than `version`.
    pub fn check(self, version: i64) -> Answer<()> {
        if self.0 == version {
            return Ok(());
        }
        Err(stale(version).into())
    }
}

/// What a change to an old version answers.
pub fn stale(version: i64) -> Refusal {
    Refusal::with_status(StatusCode::PRECONDITION_FAILED, "stale").with("version", version)
}

/// An object with its version as `ETag`.
pub struct Versioned<T> {
    /// The object.
    pub body: T,
    /// Its version.
    pub version: i64,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.version)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}
