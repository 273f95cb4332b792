//! The nouns.

use lingke_cases::found::Matched;
use lingke_cases::model::{CaseId, Status};
use lingke_kernel::time::Instant;
use lingke_organisation::model::UnitName;
use lingke_platform::search::Segment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kinds of things that are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// A case, by its number, subject or description.
    Case,
    /// What was written about a case.
    Entry,
    /// A file of a case, by its name.
    Attachment,
    /// A customer, by number, name or its sound, note, a whole contact value or identity number, or the last four digits
    /// of a phone number.
    Customer,
    /// A person who works here, by name, its sound or login.
    Staff,
    /// A unit, by name, its sound or code.
    OrgUnit,
}

impl SearchKind {
    /// All of them, in the order people expect.
    pub const ALL: [Self; 6] =
        [Self::Case, Self::Entry, Self::Attachment, Self::Customer, Self::Staff, Self::OrgUnit];

    /// As the index and the API write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Entry => "entry",
            Self::Attachment => "attachment",
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::OrgUnit => "org_unit",
        }
    }

    /// The kind of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What someone needs to see such things.
    pub fn permission(self) -> &'static str {
        match self {
            Self::Case | Self::Entry | Self::Attachment => lingke_cases::VIEW,
            Self::Customer => lingke_customers::VIEW,
            Self::Staff | Self::OrgUnit => lingke_organisation::VIEW,
        }
    }
}

/// Something found.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SearchHit {
    /// What it is.
    pub kind: SearchKind,
    /// Its id.
    pub id: String,
    /// Its name or subject, with the hits in it; of an entry or a file, the case's subject.
    pub title: Vec<Segment>,
    /// The number people read out: the case's or the customer's; a login or a unit's code.
    pub number: Option<String>,
    /// The case to open: of a case, an entry or a file.
    pub case_id: Option<CaseId>,
    /// Where that case stands.
    pub status: Option<Status>,
    /// Which text of the case holds the words.
    pub matched: Option<Matched>,
    /// The piece of text with the hits, where the title does not show them; a customer's first contact, masked.
    pub snippet: Option<Vec<Segment>>,
    /// The unit of a person; the unit above a unit.
    pub unit: Option<UnitName>,
    /// When it was opened, written, attached or added.
    pub at: Option<Instant>,
}

/// What was found of one kind.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SearchGroup {
    /// Of what kind.
    pub kind: SearchKind,
    /// The newest first; people by name, units from the head office down.
    pub hits: Vec<SearchHit>,
    /// Where the next page begins; null on the last one. Passed back as `cursor` with this kind alone.
    pub next: Option<String>,
    /// Whether the words are in more texts than are looked through: only the newest were.
    pub only_newest: bool,
}

/// What was found.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SearchResults {
    /// By kind; kinds without a hit are left out.
    pub groups: Vec<SearchGroup>,
}
