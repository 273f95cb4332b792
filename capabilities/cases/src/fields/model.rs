//! The nouns of custom fields, plain data.

use std::collections::BTreeMap;

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::model::{CaseKind, codes};

id_kind!(
    /// A field that the institution added to its cases.
    FieldMark, "fld", FieldId
);

/// Fields in use at most.
pub const FIELDS_MAX: usize = 100;
/// Fields that ever were at most.
pub const FIELDS_EVER_MAX: usize = 500;
/// Choices of one field at most.
pub const CHOICES_MAX: usize = 200;
/// Choices taken at once at most.
pub const CHOSEN_MAX: usize = 20;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 2_000;
/// Values of one request at most.
pub const VALUES_MAX: usize = FIELDS_MAX;

/// Values by the keys of their fields.
pub type Values = BTreeMap<String, Value>;

codes! {
    /// What a field holds.
    FieldType as "FieldType" {
        /// Words.
        Text = "text",
        /// A number with at most six decimals.
        Number = "number",
        /// Money, in the smallest unit of its currency.
        Amount = "amount",
        /// A civil date.
        Date = "date",
        /// One of some choices.
        Choice = "choice",
        /// Several of some choices.
        Choices = "choices",
        /// Yes or no.
        YesNo = "yes_no",
    }
}
codes! {
    /// When a field must be filled.
    Required as "FieldRequired" {
        /// It may stay empty.
        Never = "never",
        /// To open a case.
        Opening = "opening",
        /// To resolve a case.
        Resolving = "resolving",
    }
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FieldChoice)]
pub struct Choice {
    /// As it is stored: 1 to 40 letters, digits, `-`, `_`.
    pub code: String,
    /// In Chinese, 1 to 100 characters.
    pub name: String,
    /// In English; the Chinese when absent.
    #[serde(default)]
    pub name_en: String,
    /// No longer offered; what was chosen stays.
    #[serde(default)]
    pub retired: bool,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseField)]
pub struct Field {
    /// Its id.
    pub id: FieldId,
    /// Its name in the API, in filters and in exports; never changes.
    pub key: String,
    /// What it holds; never changes.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// What to write here, in Chinese.
    pub help: String,
    /// What to write here, in English.
    pub help_en: String,
    /// Of these kinds of work; of all when empty.
    pub kinds: Vec<CaseKind>,
    /// When it must be filled.
    pub required: Required,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// Of an amount: the currency, ISO 4217.
    pub currency: Option<String>,
    /// Its place.
    pub position: i32,
    /// Whether it is in use.
    pub active: bool,
    /// Raised at each change.
    pub version: i64,
    /// When it was added.
    pub created_at: Instant,
}

/// A new field.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCaseField)]
pub struct NewField {
    /// Lower-case letters, digits and `_`, beginning with a letter; 1 to 40.
    pub key: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// In Chinese, 1 to 100 characters.
    pub name: String,
    /// In English; the Chinese when absent.
    pub name_en: Option<String>,
    /// What to write here, in Chinese.
    pub help: Option<String>,
    /// What to write here, in English.
    pub help_en: Option<String>,
    /// Of these kinds of work; of all when empty.
    #[serde(default)]
    pub kinds: Vec<CaseKind>,
    /// When it must be filled; never when absent.
    pub required: Option<Required>,
    /// What can be chosen, of a field of choices.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Of an amount: the currency, ISO 4217; `CNY` when absent.
    pub currency: Option<String>,
}

/// What to change of a field; absent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseFieldChange)]
pub struct FieldChange {
    /// In Chinese.
    pub name: Option<String>,
    /// In English.
    pub name_en: Option<String>,
    /// What to write here, in Chinese.
    pub help: Option<String>,
    /// What to write here, in English.
    pub help_en: Option<String>,
    /// Of these kinds of work.
    pub kinds: Option<Vec<CaseKind>>,
    /// When it must be filled.
    pub required: Option<Required>,
    /// What can be chosen; those there were must stay, retired where they are no longer offered.
    pub choices: Option<Vec<Choice>>,
    /// Whether it is in use.
    pub active: Option<bool>,
}

/// A value as it is stored: the words or the number, and what filters compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Which of several.
    pub part: i32,
    /// Words, a date or a choice.
    pub text: Option<String>,
    /// A number in millionths, an amount, or 1 for yes.
    pub number: Option<i64>,
    /// The beginning of the words in lower case.
    pub lookup: Option<String>,
}

/// What a filter asks of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// These words, this date, this choice.
    Text(String),
    /// This number.
    Number(i64),
    /// From the one to the other, both included.
    Texts(Option<String>, Option<String>),
    /// From the one to the other, both included.
    Numbers(Option<i64>, Option<i64>),
}

/// Only cases whose field is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFilter {
    /// The field.
    pub field_id: FieldId,
    /// What it must be.
    pub condition: Condition,
}
