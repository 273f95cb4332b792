//! The three kinds of failure: a rule says no, it is not there for you, or something broke.

use std::borrow::Cow;

use axum::http::StatusCode;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use serde_json::{Map, Value};

/// Why a request did not succeed. Its HTTP form is in [`crate::http::problem`].
#[derive(Debug)]
pub enum Failure {
    /// A rule says no: a stable code and the numbers its sentence needs.
    Refused(Refusal),
    /// Fields of the request that cannot be taken, each with its reason.
    Invalid(Vec<FieldError>),
    /// Nothing there, or nothing there for this viewer: the same to a stranger.
    NotFound,
    /// Nobody is signed in.
    NotSignedIn,
    /// Signed in, but without the permission.
    NotAllowed {
        /// The permission that was needed.
        permission: Cow<'static, str>,
    },
    /// Unexpected: logged once at the edge, shown to nobody.
    Fault(anyhow::Error),
}

/// A rule's no. `code` is a key of `locales/*/problems.json`.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// 409 for a conflict with the present state, 422 for a request that can never be, or what fits better.
    pub status: StatusCode,
    /// The stable code.
    pub code: &'static str,
    /// The numbers and names the sentence needs.
    pub params: Map<String, Value>,
}

/// One field that cannot be taken.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Where: `contact_points[0].value`.
    pub field: String,
    /// A stable code: `too_long`, `unknown_field`, ….
    pub code: Cow<'static, str>,
    /// A sentence for people who read the answer raw.
    pub message: String,
}

/// What every fallible function of the server answers.
pub type Answer<T> = Result<T, Failure>;

impl Refusal {
    /// A conflict with the present state: 409.
    pub fn conflict(code: &'static str) -> Self {
        Self { status: StatusCode::CONFLICT, code, params: Map::new() }
    }
    /// A request that could never be: 422.
    pub fn impossible(code: &'static str) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, code, params: Map::new() }
    }
    /// Another status than 409 and 422.
    pub fn with_status(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, params: Map::new() }
    }
    /// Adds a number or a name for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

impl Failure {
    /// One field that cannot be taken.
    pub fn invalid(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            code: Cow::Borrowed(code),
            message: message.into(),
        }])
    }

    /// Turns a broken unique constraint into `instead`; every other failure stays what it is.
    #[must_use]
    pub fn on_unique(self, instead: impl FnOnce() -> Failure) -> Self {
        match &self {
            Self::Fault(error) if is_unique_violation(error) => instead(),
            _ => self,
        }
    }
}

fn is_unique_violation(error: &anyhow::Error) -> bool {
    let sql = error.downcast_ref::<DbErr>().and_then(DbErr::sql_err);
    matches!(sql, Some(SqlErr::UniqueConstraintViolation(_)))
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Fault(error)
    }
}
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(error.into())
    }
}
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => storage_full().into(),
            _ => Self::Fault(error.into()),
        }
    }
}

fn storage_full() -> Refusal {
    Refusal::with_status(StatusCode::INSUFFICIENT_STORAGE, "storage_full")
}

impl From<DbErr> for Failure {
    /// The database's own troubles get a clear answer: away (503), full (507), busy (503).
    fn from(error: DbErr) -> Self {
        match trouble(&error) {
            Some(refusal) => refusal.into(),
            None => Self::Fault(error.into()),
        }
    }
}

impl Failure {
    /// The same for an error that several share.
    pub(crate) fn of_database(error: &std::sync::Arc<DbErr>) -> Self {
        match trouble(error) {
            Some(refusal) => refusal.into(),
            None => Self::Fault(anyhow::anyhow!("{error}").context("writers that were committed together")),
        }
    }
}

fn trouble(error: &DbErr) -> Option<Refusal> {
    use sea_orm::sqlx::Error;
    let away = || Refusal::with_status(StatusCode::SERVICE_UNAVAILABLE, "database_unavailable");
    let inner = match error {
        DbErr::ConnectionAcquire(_) => return Some(away()),
        DbErr::Conn(RuntimeErr::SqlxError(e))
        | DbErr::Exec(RuntimeErr::SqlxError(e))
        | DbErr::Query(RuntimeErr::SqlxError(e)) => e,
        _ => return None,
    };
    match inner.as_ref() {
        Error::Io(_) | Error::PoolTimedOut | Error::PoolClosed | Error::Tls(_) | Error::WorkerCrashed => {
            Some(away())
        }
        Error::Database(e) => match e.code().as_deref() {
            // SQLITE_FULL; PostgreSQL disk_full
            Some("13" | "53100") => Some(storage_full()),
            // SQLITE_BUSY and its extensions; PostgreSQL serialization and deadlock
            Some("5" | "261" | "517" | "40001" | "40P01") => {
                Some(Refusal::with_status(StatusCode::SERVICE_UNAVAILABLE, "database_busy"))
            }
            // PostgreSQL: shutting down, starting up, dropped, closed to connections, too many of them, gone
            Some(
                "57P01" | "57P02" | "57P03" | "57P04" | "57P05" | "55000" | "53300" | "08006" | "08003"
                | "08001",
            ) => Some(away()),
            _ => None,
        },
        _ => None,
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "refused: {} {:?}", refusal.code, refusal.params),
            Self::Invalid(errors) => {
                let all: Vec<_> = errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect();
                write!(f, "invalid: {}", all.join("; "))
            }
            Self::NotFound => write!(f, "not found"),
            Self::NotSignedIn => write!(f, "not signed in"),
            Self::NotAllowed { permission } => write!(f, "needs {permission}"),
            Self::Fault(error) => write!(f, "{error:#}"),
        }
    }
}
impl std::error::Error for Failure {}
