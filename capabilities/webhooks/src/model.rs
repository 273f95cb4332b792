//! The nouns.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

id_kind!(
    /// A place of another system that is told what happens.
    EndpointMark, "whk", EndpointId
);
id_kind!(
    /// One event on its way to one endpoint.
    DeliveryMark, "wdl", DeliveryId
);

/// An endpoint as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct EndpointRow {
    /// Its id.
    pub id: EndpointId,
    /// What people call it.
    pub name: String,
    /// Where requests go.
    pub url: String,
    /// The types of events it wants, as a JSON list; empty means all.
    pub kinds: String,
    /// Whether it is sent anything.
    pub active: bool,
    /// Why it is not: `person`, `failing`, `gone`.
    pub off_because: Option<String>,
    /// Its key, wrapped by the root key.
    pub wrapped_key: String,
    /// The secret, sealed by that key.
    pub secret: String,
    /// The one before, sealed; it signs too until [`EndpointRow::previous_until`].
    pub previous_secret: Option<String>,
    /// Until when.
    pub previous_until: Option<Instant>,
    /// Events up to this one are not for it.
    pub from_seq: i64,
    /// Failures in a row.
    pub failures: i32,
    /// Since when nothing got through.
    pub failing_since: Option<Instant>,
    /// Until when it is left alone after a failure.
    pub rest_until: Option<Instant>,
    /// When something last got through.
    pub last_success_at: Option<Instant>,
    /// Raised at each change by a person.
    pub version: i64,
    /// When it was added.
    pub created_at: Instant,
}

impl EndpointRow {
    /// The types it wants; empty means all.
    pub fn wanted(&self) -> Vec<String> {
        serde_json::from_str(&self.kinds).unwrap_or_default()
    }

    /// Whether it wants an event of this type.
    pub fn wants(&self, kind: &str) -> bool {
        let wanted = self.wanted();
        wanted.is_empty() || wanted.iter().any(|one| one == kind)
    }
}

/// An endpoint as people see it: never its secret.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = WebhookEndpoint)]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// What people call it.
    pub name: String,
    /// Where requests go.
    pub url: String,
    /// The types of events it wants; empty means all.
    pub kinds: Vec<String>,
    /// Whether it is sent anything.
    pub active: bool,
    /// Why it is not: `person` switched it off, it was `failing` for days, or it said it is `gone`.
    pub off_because: Option<String>,
    /// Until when requests are signed by the secret before too.
    pub previous_until: Option<Instant>,
    /// Failures in a row.
    pub failures: i32,
    /// Since when nothing got through.
    pub failing_since: Option<Instant>,
    /// When something last got through.
    pub last_success_at: Option<Instant>,
    /// Raised at each change by a person.
    pub version: i64,
    /// When it was added.
    pub created_at: Instant,
}

impl From<EndpointRow> for Endpoint {
    fn from(row: EndpointRow) -> Self {
        Self {
            kinds: row.wanted(),
            id: row.id,
            name: row.name,
            url: row.url,
            active: row.active,
            off_because: row.off_because,
            previous_until: row.previous_until,
            failures: row.failures,
            failing_since: row.failing_since,
            last_success_at: row.last_success_at,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

/// A new endpoint.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewWebhookEndpoint)]
pub struct NewEndpoint {
    /// What people call it, 1 to 100 characters.
    pub name: String,
    /// Where requests go: `https://…`.
    pub url: String,
    /// The types of events it wants; empty or absent means all.
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// What to change; absent stays.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookEndpointChange)]
pub struct EndpointChange {
    /// What people call it.
    pub name: Option<String>,
    /// Where requests go.
    pub url: Option<String>,
    /// The types of events it wants; empty means all.
    pub kinds: Option<Vec<String>>,
    /// Whether it is sent anything.
    pub active: Option<bool>,
}

/// One event on its way to one endpoint.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, FromQueryResult)]
#[schema(as = WebhookDelivery)]
pub struct Delivery {
    /// Its id: what `webhook-id` says, the same each time it is tried.
    pub id: DeliveryId,
    /// To whom.
    pub endpoint_id: EndpointId,
    /// The type of the event; `webhook_tested` for a test.
    pub event_type: String,
    /// The event; none for a test.
    pub event_id: Option<String>,
    /// Its place in the journal; none for a test.
    pub event_seq: Option<i64>,
    /// `pending`, `sent`, `failed`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i32,
    /// What the last attempt was answered: an HTTP status.
    pub last_status: Option<i32>,
    /// How long that took, in milliseconds.
    pub last_duration_ms: Option<i64>,
    /// Why there was no answer, as a code.
    pub last_error: Option<String>,
    /// When the event was taken up.
    pub created_at: Instant,
    /// When it got through or was given up.
    pub ended_at: Option<Instant>,
}

/// One attempt of a delivery.
#[derive(Debug, Clone, Serialize, ToSchema, FromQueryResult)]
#[schema(as = WebhookAttempt)]
pub struct Attempt {
    /// Counted from 1.
    pub n: i32,
    /// When.
    pub at: Instant,
    /// The HTTP status, if there was an answer.
    pub status: Option<i32>,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// Why there was no answer, as a code.
    pub error: Option<String>,
}
