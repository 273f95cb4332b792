//! The nouns.

use lingke_cases::model::CaseId;
use lingke_customers::model::CustomerId;
use lingke_customers::reveals::model::RevealId;
use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

id_kind!(
    /// One week of reveals.
    DigestMark, "rdg", DigestId
);

/// A digest as the table holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct DigestRow {
    /// Its id.
    pub id: DigestId,
    /// The first moment of the week.
    pub from_at: Instant,
    /// The first moment of the next.
    pub to_at: Instant,
    /// How many reveals.
    pub reveals: i64,
    /// By how many people.
    pub people: i64,
    /// Of how many customers.
    pub customers: i64,
    /// How many stand out.
    pub flagged: i64,
    /// The people, as JSON: a list of [`Looker`]s.
    pub lookers: String,
    /// When it was made.
    pub made_at: Instant,
    /// When somebody looked it over.
    pub reviewed_at: Option<Instant>,
    /// Who.
    pub reviewed_by: Option<String>,
    /// What they found.
    pub opinion: Option<String>,
}

/// One person's week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looker {
    /// Who.
    pub actor_id: String,
    /// How often they looked.
    pub reveals: i64,
    /// At how many customers.
    pub customers: i64,
    /// How many of the looks stand out.
    pub flagged: i64,
}

/// Why a reveal stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RevealMarkCode)]
pub enum Mark {
    /// No case is named.
    NoCase,
    /// Between nine in the evening and seven in the morning.
    AtNight,
    /// The person looked at more than ten customers within the hour.
    Many,
}

/// A digest as answers show it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RevealDigest)]
pub struct Digest {
    /// Its id.
    pub id: DigestId,
    /// The first moment of the week.
    pub from: Instant,
    /// The first moment of the next.
    pub to: Instant,
    /// How many reveals.
    pub reveals: i64,
    /// By how many people.
    pub people: i64,
    /// Of how many customers.
    pub customers: i64,
    /// How many stand out.
    pub flagged: i64,
    /// The people, most looks first, at most 200.
    pub lookers: Vec<LookerShown>,
    /// When it was made.
    pub made_at: Instant,
    /// When somebody looked it over.
    pub reviewed_at: Option<Instant>,
    /// Who.
    pub reviewed_by: Option<StaffName>,
    /// What they found.
    pub opinion: Option<String>,
    /// Whether the viewer may say that they looked it over.
    pub may_review: bool,
}

/// One person's week.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DigestLooker)]
pub struct LookerShown {
    /// Who; null for a person who is no longer known.
    pub by: Option<StaffName>,
    /// How often they looked.
    pub reveals: i64,
    /// At how many customers.
    pub customers: i64,
    /// How many of the looks stand out.
    pub flagged: i64,
}

/// One reveal of a digest.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DigestReveal)]
pub struct RevealShown {
    /// Its id.
    pub id: RevealId,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Option<StaffName>,
    /// Whose values.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// Why; empty when the customer was erased.
    pub reason: String,
    /// For which case.
    pub case_id: Option<CaseId>,
    /// Why it stands out.
    pub marks: Vec<Mark>,
}

/// What a data owner found.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DigestReview)]
pub struct Review {
    /// 2 to 1000 characters.
    pub opinion: String,
}
