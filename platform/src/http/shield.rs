//! What every answer tells the browser not to do, and which requests a browser was made to send by another site.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::Config;
use crate::failure::{Failure, Refusal};
use crate::node::Node;

/// What an answer that is no page may do in a browser: nothing.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// What the pages need of the browser's machinery: none of this.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
                           microphone=(), midi=(), payment=(), usb=()";
/// A year.
const HSTS: &str = "max-age=31536000";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What a page of the console may do: scripts and data come from here only, styles also from whoever knows `nonce`.
///
/// Attributes with styles are let through: charts write their labels with them, and what could be done by one, such as
/// fetching a picture from elsewhere, the other rules refuse.
pub fn page_policy(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; \
         img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; frame-src 'none'; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(NOTHING))
}

/// Headers every answer carries, unless it has its own.
pub(super) fn protect(headers: &mut HeaderMap, config: &Config) {
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NOTHING));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if config.secure_cookies {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static(HSTS));
    }
}

/// Refuses a change that a page of another site had the browser send. The CSRF token would refuse it too, where there is
/// a session; this also keeps a stranger's page from signing somebody in.
pub async fn same_site(State(node): State<Arc<Node>>, request: Request, next: Next) -> Response {
    if !request.method().is_safe() && comes_from_elsewhere(request.headers(), &node.config) {
        let refusal = Refusal::with_status(StatusCode::FORBIDDEN, "cross_site_request");
        return Failure::from(refusal).into_response();
    }
    next.run(request).await
}

/// A program sends neither header. A browser says whether the page is of the same origin, and an old one at least which.
fn comes_from_elsewhere(headers: &HeaderMap, config: &Config) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return false };
    let Some((_, host)) = origin.split_once("://") else { return true };
    let ours = text("host").is_some_and(|ours| ours.eq_ignore_ascii_case(host));
    let public = config.public_url.as_deref().is_some_and(|url| url.trim_end_matches('/') == origin);
    !ours && !public
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elsewhere(pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        let config = Config { public_url: Some("https://lingke.example.com/".into()), ..Config::default() };
        comes_from_elsewhere(&headers, &config)
    }

    #[test]
    fn a_page_of_another_site_is_found_out_and_a_program_is_let_through() {
        assert!(!elsewhere(&[]));
        assert!(!elsewhere(&[("sec-fetch-site", "same-origin")]));
        assert!(!elsewhere(&[("sec-fetch-site", "none")]));
        assert!(elsewhere(&[("sec-fetch-site", "cross-site")]));
        assert!(elsewhere(&[("sec-fetch-site", "same-site"), ("host", "a"), ("origin", "https://a")]));
        assert!(!elsewhere(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!elsewhere(&[("origin", "https://lingke.example.com"), ("host", "10.0.0.5:8080")]));
        assert!(elsewhere(&[("origin", "https://evil.example"), ("host", "lingke.example.com")]));
        assert!(elsewhere(&[("origin", "null"), ("host", "lingke.example.com")]));
    }

    #[test]
    fn a_page_runs_no_script_that_is_not_a_file_of_ours() {
        let policy = page_policy("abc").to_str().unwrap().to_owned();
        let scripts = policy.split(';').find(|rule| rule.trim().starts_with("script-src")).unwrap();
        assert_eq!(scripts.trim(), "script-src 'self'");
        assert!(policy.contains("style-src 'self' 'nonce-abc';"));
    }
}
