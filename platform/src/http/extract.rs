//! What a request brings, bounded and checked: who asks, the body, the query, the path.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::header;
use axum::http::request::Parts;
use lingke_kernel::ids::{Id, Kind};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::credentials::Credentials;
use super::limits::CountedOrigin;
use crate::ctx::Ctx;
use crate::failure::{Answer, Failure, FieldError, Refusal};
use crate::node::Node;

/// The request's own id, made or taken over at the edge.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

impl FromRequestParts<Arc<Node>> for Ctx {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, node: &Arc<Node>) -> Answer<Self> {
        let credentials = Credentials::of(parts).ok_or(Failure::NotSignedIn)?;
        let now = node.clock.now();
        let viewer = node.authenticate(credentials, now).await?;
        node.limits.account(&viewer.actor, parts.extensions.get::<CountedOrigin>().copied())?;
        Ok(Self { node: node.clone(), now, viewer: Arc::new(viewer), request_id: request_id(parts) })
    }
}

/// A context for an operation that anyone may call: the system acts.
pub struct PublicCtx(pub Ctx);

impl FromRequestParts<Arc<Node>> for PublicCtx {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, node: &Arc<Node>) -> Answer<Self> {
        let mut ctx = Ctx::system(node, "public");
        ctx.request_id = request_id(parts);
        Ok(Self(ctx))
    }
}

/// The credentials a request brings, for what has to ask again later.
pub struct Presented(pub Credentials);

impl<S: Send + Sync> FromRequestParts<S> for Presented {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        Credentials::of(parts).map(Self).ok_or(Failure::NotSignedIn)
    }
}

fn request_id(parts: &Parts) -> Arc<str> {
    parts.extensions.get::<RequestId>().map_or_else(|| Arc::from(""), |id| id.0.clone())
}

/// What a request body must be besides well-formed.
pub trait Check {
    /// Adds what is wrong to `errors`.
    fn check(&self, errors: &mut Errors);
}

/// Collects what is wrong with a request.
#[derive(Default)]
pub struct Errors(Vec<FieldError>);

impl Errors {
    /// One thing wrong.
    pub fn add(&mut self, field: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), code: code.into(), message: message.into() });
    }
    /// A text that must have between `min` and `max` characters, not counting blanks around it.
    pub fn length(&mut self, field: &str, text: &str, min: usize, max: usize) {
        let length = text.trim().chars().count();
        if length < min {
            self.add(field, "too_short", format!("at least {min} characters"));
        } else if length > max {
            self.add(field, "too_long", format!("at most {max} characters"));
        }
    }
    /// The same for a text that may be absent.
    pub fn length_if(&mut self, field: &str, text: Option<&str>, min: usize, max: usize) {
        if let Some(text) = text {
            self.length(field, text, min, max);
        }
    }
    /// Nothing, or all that is wrong.
    pub fn done(self) -> Answer<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Failure::Invalid(self.0)) }
    }
}

/// A JSON body: at most 1 MiB, without unknown fields, checked.
pub struct Body<T>(pub T);

/// The largest JSON body, in bytes.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

impl<T: DeserializeOwned + Check, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let json =
            media_type.is_some_and(|text| text.split(';').next().unwrap_or("").trim() == "application/json");
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let too_large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
            let code = if too_large { "body_too_large" } else { "broken_body" };
            Refusal::with_status(rejection.status(), code).with("bytes_max", BODY_BYTES_MAX)
        })?;
        if !json {
            return Err(Refusal::with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, "json_expected").into());
        }
        let body: T = read_json(&bytes)?;
        let mut errors = Errors::default();
        body.check(&mut errors);
        errors.done()?;
        Ok(Self(body))
    }
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    // No database text can hold U+0000; found here, it is answered by field.
    if bytes.windows(6).any(|window| window == b"\\u0000")
        && let Ok(value) = serde_json::from_slice::<Value>(bytes)
        && let Some(field) = field_with_nul(&value, String::new())
    {
        return Err(Failure::invalid(field, "control_character", "the character U+0000 cannot be stored"));
    }
    // Serde would take the fields of an object from an array, in their order.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Failure::invalid("body", "wrong_type", "a JSON object, not an array"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader);
    let body =
        read.map_err(|error| explain(&error.path().to_string(), &error.inner().to_string(), error.inner()))?;
    reader.end().map_err(|_| Refusal::with_status(StatusCode::BAD_REQUEST, "malformed_json"))?;
    Ok(body)
}

fn explain(path: &str, message: &str, error: &serde_json::Error) -> Failure {
    if !error.is_data() {
        let refusal = Refusal::with_status(StatusCode::BAD_REQUEST, "malformed_json");
        return refusal.with("line", error.line()).with("column", error.column()).into();
    }
    by_message(path, message)
}

/// Serde names a missing or unknown field only in its sentence.
fn by_message(path: &str, message: &str) -> Failure {
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let at = |name: &str| match path {
        "." | "" | "?" => name.to_owned(),
        _ if path.ends_with(name) => path.to_owned(),
        _ => format!("{path}.{name}"),
    };
    let plain = message.split(" at line ").next().unwrap_or(message).to_owned();
    if message.starts_with("unknown field") {
        return Failure::invalid(at(quoted), "unknown_field", plain);
    }
    if message.starts_with("missing field") {
        return Failure::invalid(at(quoted), "missing", plain);
    }
    if message.starts_with("duplicate field") {
        return Failure::invalid(at(quoted), "duplicate", plain);
    }
    let code = if message.starts_with("unknown variant") { "unknown_value" } else { "wrong_type" };
    Failure::invalid(if path == "." { "body" } else { path }, code, plain)
}

fn field_with_nul(value: &Value, path: String) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then_some(path),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(n, item)| field_with_nul(item, format!("{path}[{n}]")))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, item)| {
            let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            if name.contains('\0') { Some(inner) } else { field_with_nul(item, inner) }
        }),
        _ => None,
    }
}

/// The query string, without unknown parameters.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let text = parts.uri.query().unwrap_or_default();
        if text.len() > 8192 {
            return Err(Failure::invalid("query", "too_long", "at most 8192 characters"));
        }
        if text.contains("%00") {
            return Err(Failure::invalid(
                "query",
                "control_character",
                "the character U+0000 cannot be searched",
            ));
        }
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
        let read = serde_path_to_error::deserialize(reader);
        read.map(Self).map_err(|error| by_message(&error.path().to_string(), &error.inner().to_string()))
    }
}

/// An id in the path; anything else is simply not found.
pub struct PathId<I>(pub I);

impl<K: Kind, S: Send + Sync> FromRequestParts<S> for PathId<Id<K>> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.ok().and_then(|Path(text)| text.parse().ok()).map(Self).ok_or(Failure::NotFound)
    }
}

/// Two ids in the path.
pub struct PathIds<I, J>(pub I, pub J);

impl<K: Kind, L: Kind, S: Send + Sync> FromRequestParts<S> for PathIds<Id<K>, Id<L>> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let Ok(Path((first, second))) = Path::<(String, String)>::from_request_parts(parts, state).await
        else {
            return Err(Failure::NotFound);
        };
        let ids = first.parse().ok().zip(second.parse().ok());
        ids.map(|(first, second)| Self(first, second)).ok_or(Failure::NotFound)
    }
}

/// A name in the path: letters, digits, `_` and `-`; anything else is simply not found.
pub struct PathName(pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathName {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let Ok(Path(name)) = Path::<String>::from_request_parts(parts, state).await else {
            return Err(Failure::NotFound);
        };
        let plain =
            name.len() <= 100 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if plain { Ok(Self(name)) } else { Err(Failure::NotFound) }
    }
}
