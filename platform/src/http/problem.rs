//! Every failure as `application/problem+json` (RFC 9457) with a stable `code`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::failure::{Failure, FieldError, Refusal};

/// What a failed request answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A URI that names the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short sentence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code; a key of `locales/*/problems.json`.
    pub code: String,
    /// The numbers and names the sentence needs.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// The fields that cannot be taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

impl Problem {
    fn new(status: StatusCode, code: &str, title: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:lingke:problem:{code}"),
            title: title.into(),
            status: status.as_u16(),
            code: code.to_owned(),
            params: Map::new(),
            errors: Vec::new(),
        }
    }

    fn of(failure: Failure) -> Self {
        match failure {
            Failure::Refused(Refusal { status, code, params }) => {
                let title = code.replace('_', " ");
                Self { params, ..Self::new(status, code, title) }
            }
            Failure::Invalid(errors) => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                Self { errors, ..Self::new(status, "invalid", "some fields cannot be taken") }
            }
            Failure::NotFound => {
                Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing here for you")
            }
            Failure::NotSignedIn => Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "sign in first"),
            Failure::NotAllowed { permission } => {
                let mut problem = Self::new(StatusCode::FORBIDDEN, "not_allowed", "you may not do this");
                problem.params.insert("permission".to_owned(), permission.into());
                problem
            }
            Failure::Fault(error) => {
                tracing::error!(error = format!("{error:#}"), "a fault");
                metrics::counter!("lingke_faults_total").increment(1);
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                Self::new(status, "fault", "something went wrong here; it was noted under the request id")
            }
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let problem = Problem::of(self);
        let wait = problem.params.get("retry_after_seconds").and_then(Value::as_u64);
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
