//! The nouns.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

id_kind!(
    /// A catalogue entry.
    ProductKind, "prd", ProductId
);

/// A catalogue entry.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, FromQueryResult)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// The institution's own code.
    pub code: String,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// Where it belongs: `credit_card`, `loan`, ….
    pub category: String,
    /// Whether new cases may name it.
    pub active: bool,
    /// Raised at each change.
    pub version: i64,
    /// When it was added.
    pub created_at: Instant,
}

/// A new catalogue entry.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
    /// 1 to 40 letters, digits, `-`, `_`.
    pub code: String,
    /// In Chinese, 1 to 100 characters.
    pub name: String,
    /// In English; the Chinese name when absent.
    pub name_en: Option<String>,
    /// 1 to 40 characters.
    pub category: String,
}

/// What to change; absent stays.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductChange {
    /// In Chinese.
    pub name: Option<String>,
    /// In English.
    pub name_en: Option<String>,
    /// Where it belongs.
    pub category: Option<String>,
    /// Whether new cases may name it.
    pub active: Option<bool>,
}
