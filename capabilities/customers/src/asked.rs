//! What is asked for: new customers, what belongs to them, and changes.

use lingke_kernel::time::Day;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::address::Address;
use crate::model::{ContactKind, CustomerClass, CustomerKind, VerificationState, VerifiedHow};
use crate::wish::ContactWish;

/// A new customer.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    /// 1 to 100 characters.
    pub name: String,
    /// A person when absent.
    #[serde(default)]
    pub kind: CustomerKind,
    /// Ordinary when absent.
    #[serde(default)]
    pub class: CustomerClass,
    /// At most 2000 characters.
    pub note: Option<String>,
    /// What an organisation is registered as; at most 200 characters.
    pub registered_name: Option<String>,
    /// How they want to be reached.
    #[serde(default)]
    pub contact_wish: ContactWish,
    /// At most 20.
    #[serde(default)]
    pub contact_points: Vec<NewContactPoint>,
    /// At most 10.
    #[serde(default)]
    pub identity_documents: Vec<NewIdentityDocument>,
}

/// A new contact point.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContactPoint {
    /// What it is.
    pub kind: ContactKind,
    /// The number or address; of an address instead of its parts.
    #[serde(default)]
    pub value: String,
    /// An address in parts.
    pub address: Option<Address>,
    /// Whose numbers a phone number without a country code is one of, `HK`; of the mainland when absent.
    pub country: Option<String>,
    /// Whether it is to be tried first among its kind.
    #[serde(default)]
    pub preferred: bool,
}

/// A new identity document.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentityDocument {
    /// A code of lower-case letters and `_`: `resident_id_card`, `unified_social_credit_code` and `business_licence` have
    /// a check digit, `passport` a form; others may be any.
    pub kind: String,
    /// 2 to 40 letters and digits.
    pub number: String,
    /// The last day it is good for.
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<Day>,
}

/// What somebody found out about a contact point.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVerification {
    /// Whether it reaches the customer; `unverified` takes back what was said.
    pub state: VerificationState,
    /// How that was found; needed unless it is taken back.
    pub how: Option<VerifiedHow>,
}

/// That somebody looked whether what is kept of a customer still holds.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    /// When somebody should again; never when absent.
    #[schema(value_type = Option<String>, format = Date)]
    pub next_review_on: Option<Day>,
}

/// What to change; absent stays.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerChange {
    /// 1 to 100 characters.
    pub name: Option<String>,
    /// Person or organisation.
    pub kind: Option<CustomerKind>,
    /// How they are served.
    pub class: Option<CustomerClass>,
    /// At most 2000 characters; empty takes the note away.
    pub note: Option<String>,
    /// At most 200 characters; empty takes it away.
    pub registered_name: Option<String>,
    /// How they want to be reached, in the place of what was known before.
    pub contact_wish: Option<ContactWish>,
}
