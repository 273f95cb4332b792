//! `Idempotency-Key`: the same key with the same body answers the same object.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::etag::Versioned;
use crate::ctx::{Once, OnceKey};
use crate::failure::{Answer, Failure};

/// The header's value, if any.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    key: Option<String>,
    operation: String,
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let operation = format!("{} {}", parts.method, parts.uri.path());
        let Some(value) = parts.headers.get("idempotency-key") else {
            return Ok(Self { key: None, operation });
        };
        let key = value.to_str().unwrap_or_default();
        if key.is_empty() || key.len() > 200 {
            return Err(Failure::invalid(
                "Idempotency-Key",
                "bad_length",
                "1 to 200 visible ASCII characters",
            ));
        }
        Ok(Self { key: Some(key.to_owned()), operation })
    }
}

/// A request body's fingerprint.
pub fn fingerprint(body: &impl Serialize) -> Answer<String> {
    Ok(hex::encode(Sha256::digest(serde_json::to_vec(body)?)))
}

impl IdempotencyKey {
    /// For [`crate::ctx::Ctx::once`].
    pub fn once<'a>(&'a self, body_sha256: &'a str) -> OnceKey<'a> {
        OnceKey { key: self.key.as_deref(), operation: &self.operation, body_sha256 }
    }
}

/// A created object: 201 with its `Location` and `ETag`; 200 when an earlier request with the same key made it.
pub struct Created<T> {
    /// What was made.
    pub once: Once<T>,
    /// Where it is.
    pub location: fn(&T) -> String,
    /// Its version.
    pub version: fn(&T) -> i64,
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let (status, body) = match self.once {
            Once::Made(body) => (StatusCode::CREATED, body),
            Once::Before(body) => (StatusCode::OK, body),
        };
        let (location, version) = ((self.location)(&body), (self.version)(&body));
        let mut response = (status, Versioned { body, version }).into_response();
        if let Ok(location) = HeaderValue::from_str(&location) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}
