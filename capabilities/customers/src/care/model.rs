//! The nouns of care.

use lingke_kernel::id_kind;
use lingke_kernel::time::{Day, Instant};
use lingke_organisation::model::StaffName;
use lingke_platform::viewer::StaffId;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::CustomerId;
use crate::protection::Personal;

id_kind!(
    /// One need of one customer.
    CareNeedMark, "crn", CareNeedId
);

/// How many needs of one customer may be kept at a time.
pub const CARE_NEEDS_MAX: usize = 20;
/// How many codes the list may have.
pub const CARE_CODES_MAX: usize = 100;

/// An entry of the institution's list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, FromQueryResult)]
pub struct CareCode {
    /// A code of lower-case letters and `_`.
    pub code: String,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// What an agent does about it, in Chinese.
    pub advice: String,
    /// In English.
    pub advice_en: String,
    /// Whether it may be chosen.
    pub active: bool,
    /// Raised at each change.
    pub version: i64,
}

/// A new entry of the list.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCareCode {
    /// 2 to 40 lower-case letters and `_`.
    pub code: String,
    /// In Chinese, 1 to 40 characters.
    pub name: String,
    /// In English; the Chinese name when absent.
    pub name_en: Option<String>,
    /// What an agent does about it, at most 300 characters.
    #[serde(default)]
    pub advice: String,
    /// In English; the Chinese words when absent.
    pub advice_en: Option<String>,
}

/// What to change of an entry; absent stays.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CareCodeChange {
    /// In Chinese.
    pub name: Option<String>,
    /// In English.
    pub name_en: Option<String>,
    /// What an agent does about it.
    pub advice: Option<String>,
    /// In English.
    pub advice_en: Option<String>,
    /// Whether it may be chosen.
    pub active: Option<bool>,
}

/// What is sealed of a need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Which of the list.
    pub code: String,
    /// What else was said; empty when nothing.
    pub words: String,
}

/// A need that is kept, opened.
#[derive(Debug, Clone)]
pub struct CareRow {
    /// Its id.
    pub id: CareNeedId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// Which of the list, with its present names.
    pub code: CareCode,
    /// What else was said.
    pub words: Personal,
    /// The day the customer agreed that it is kept.
    pub consent_on: String,
    /// Who noted it.
    pub recorded_by: StaffId,
    /// Their name.
    pub recorded_by_name: Option<String>,
    /// When.
    pub recorded_at: Instant,
}

/// Something we should know of when we serve a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CareNeed {
    /// Its id.
    pub id: CareNeedId,
    /// Which of the list.
    pub code: String,
    /// Its name in Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// What an agent does about it.
    pub advice: String,
    /// In English.
    pub advice_en: String,
    /// Whether more was said.
    pub has_words: bool,
    /// What was said: only in the answer to a reveal.
    pub words: Option<String>,
    /// The day the customer agreed that it is kept.
    #[schema(format = Date)]
    pub consent_on: String,
    /// Who noted it.
    pub recorded_by: Option<StaffName>,
    /// When.
    pub recorded_at: Instant,
}

/// A need to keep.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCareNeed {
    /// One of the list that may be chosen.
    pub code: String,
    /// What else the customer said, at most 500 characters.
    pub words: Option<String>,
    /// The day the customer agreed that it is kept: today or before.
    #[schema(value_type = String, format = Date)]
    pub consent_on: Day,
}

/// What was kept. Only its id: the answers of creations are kept for a while, and this is not for keeping in the clear.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct CareNeedMade {
    /// Its id.
    pub id: CareNeedId,
}

impl CareRow {
    /// As it is shown.
    pub(crate) fn masked(&self) -> CareNeed {
        self.with_words(None)
    }

    /// With its words; only for a reveal.
    pub(crate) fn clear(&self) -> CareNeed {
        self.with_words(Some(self.words.in_the_clear().to_owned()).filter(|words| !words.is_empty()))
    }

    fn with_words(&self, words: Option<String>) -> CareNeed {
        let CareCode { code, name, name_en, advice, advice_en, .. } = self.code.clone();
        CareNeed {
            id: self.id,
            code,
            name,
            name_en,
            advice,
            advice_en,
            has_words: !self.words.in_the_clear().is_empty(),
            words,
            consent_on: self.consent_on.clone(),
            recorded_by: self.recorded_by_name.clone().map(|name| StaffName { id: self.recorded_by, name }),
            recorded_at: self.recorded_at,
        }
    }
}
