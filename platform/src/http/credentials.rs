//! Who a request says it is: a session cookie or a bearer token.

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

/// The session cookie's name.
pub const COOKIE: &str = "lingke_session";
/// The header that carries the session's CSRF token on changes.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// What a request brings to be recognised by.
#[derive(Debug, Clone)]
pub enum Credentials {
    /// A browser's session.
    Session {
        /// The cookie's value.
        token: String,
        /// The CSRF header, if any.
        csrf_token: Option<String>,
        /// Whether the request changes something, so that the CSRF token is needed.
        changes: bool,
        /// Whether it shows that someone is there; a stream that merely stays open does not.
        shows_presence: bool,
    },
    /// A program's token.
    Bearer(String),
}

impl Credentials {
    /// Those of a request; none when it brings none. A bearer token wins over a cookie.
    pub fn of(parts: &Parts) -> Option<Self> {
        if let Some(token) = bearer(&parts.headers) {
            return Some(Self::Bearer(token));
        }
        let token = cookie(&parts.headers)?;
        let csrf_token =
            parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Some(Self::Session { token, csrf_token, changes: !parts.method.is_safe(), shows_presence: true })
    }
}

impl Credentials {
    /// The same, to ask again whether they still hold, without counting as a sign of life.
    #[must_use]
    pub fn quietly(self) -> Self {
        match self {
            Self::Session { token, csrf_token, .. } => {
                Self::Session { token, csrf_token, changes: false, shows_presence: false }
            }
            bearer => bearer,
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(|token| token.trim().to_owned())
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    axum_extra::extract::CookieJar::from_headers(headers).get(COOKIE).map(|cookie| cookie.value().to_owned())
}
