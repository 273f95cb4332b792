//! The web bundle, inside the program: the console at `/`.
//!
//! A debug build reads `web/dist` from the disk, so that the page changes without a new build of this.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lingke_platform::failure::Failure;
use lingke_platform::http::shield::page_policy;
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../web/dist"]
#[allow_missing = true]
struct Bundle;

/// The console's page.
const PAGE: &str = "index.html";
/// Stands in the page where a nonce goes: see `html.cspNonce` in `web/vite.config.ts`.
const NONCE: &str = "LINGKE_NONCE";

/// The file at `path`, or the page whose router knows the path.
pub fn page(path: &str, headers: &HeaderMap) -> Response {
    let name = path.trim_start_matches('/');
    if !name.is_empty()
        && name != PAGE
        && let Some(response) = answer(name, headers)
    {
        return response;
    }
    let last = name.rsplit('/').next().unwrap_or_default();
    if name.starts_with("assets/") || last.contains('.') {
        return Failure::NotFound.into_response();
    }
    document().unwrap_or_else(|| {
        (StatusCode::NOT_FOUND, "The pages are not built: run `make web`.\n").into_response()
    })
}

/// The console's page, with a nonce of its own for the styles that Ant Design writes while it runs.
fn document() -> Option<Response> {
    let page = Bundle::get(PAGE)?;
    let nonce = format!("{:032x}", rand::random::<u128>());
    let text = String::from_utf8_lossy(&page.data).replace(NONCE, &nonce);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        // The nonce is good for one answer: a copy that is kept would not fit the next one's headers.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, page_policy(&nonce)),
    ];
    Some((headers, text).into_response())
}

/// The file called `name`, packed as it was built where the browser can unpack it; none when there is no such file.
fn answer(name: &str, headers: &HeaderMap) -> Option<Response> {
    let packed = if unpacks_brotli(headers) { Bundle::get(&format!("{name}.br")) } else { None };
    let is_packed = packed.is_some();
    let mut response = file_answer(name, packed.or_else(|| Bundle::get(name))?, headers);
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Some(response)
}

/// Whether `Accept-Encoding` names brotli without refusing it (RFC 9110, 12.5.3).
fn unpacks_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_brotli = parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case("br"));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.parse::<f32>().ok());
        is_brotli && weight.is_none_or(|weight| weight > 0.0)
    })
}

fn file_answer(name: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let digest: String = file.metadata.sha256_hash().iter().take(16).map(|b| format!("{b:02x}")).collect();
    let tag = format!("\"{digest}\"");
    let cache = if is_named_by_content(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same =
        known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let media_type = mime_guess::from_path(name).first_or_octet_stream();
        let text = media_type.type_() == "text";
        let media_type = if text { format!("{media_type}; charset=utf-8") } else { media_type.to_string() };
        ([(header::CONTENT_TYPE, media_type)], Body::from(file.data)).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Whether the bundler put the content's hash into the name, `main-B3kq9_xZ.js`: such a file never changes.
fn is_named_by_content(name: &str) -> bool {
    let Some(stem) =
        name.strip_prefix("assets/").and_then(|file| file.rsplit_once('.')).map(|(stem, _)| stem)
    else {
        return false;
    };
    let Some(at) = stem.len().checked_sub(9) else { return false };
    let tail = stem.as_bytes().get(at..).unwrap_or_default();
    tail[0] == b'-' && tail[1..].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_for_those_who_unpack_it() {
        let accepts = |text: &'static str| {
            let value = HeaderValue::from_static(text);
            unpacks_brotli(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]))
        };
        assert!(accepts("gzip, deflate, br, zstd"));
        assert!(accepts("gzip;q=0.5, BR;q=0.8"));
        assert!(!accepts("gzip, br;q=0"));
        assert!(!accepts("gzip, broken"));
        assert!(!unpacks_brotli(&HeaderMap::new()));
    }

    #[test]
    fn only_a_file_with_its_hash_in_its_name_is_kept_for_ever() {
        assert!(is_named_by_content("assets/main-B3kq9_xZ.js"));
        assert!(!is_named_by_content("assets/lingke.svg"));
        assert!(!is_named_by_content("index.html"));
        assert!(!is_named_by_content("assets/x.js"));
    }
}
