//! Keyset pages: `{items, next}`. `next` is opaque and passed back as `?cursor=`; null on the last page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::failure::{Answer, Failure};

/// Rows on a page unless asked otherwise.
const LIMIT: u32 = 50;
/// Rows on a page at most.
pub const LIMIT_MAX: u32 = 200;

/// One page.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; null on the last page.
    pub next: Option<String>,
}

/// Which page is wanted.
#[derive(Debug, Clone)]
pub struct PageRequest {
    limit: u32,
    cursor: Option<String>,
}

impl PageRequest {
    /// From the query's `limit` and `cursor`.
    ///
    /// # Errors
    /// When the limit is 0 or above 200.
    pub fn new(limit: Option<u32>, cursor: Option<String>) -> Answer<Self> {
        let limit = limit.unwrap_or(LIMIT);
        if limit == 0 || limit > LIMIT_MAX {
            return Err(Failure::invalid("limit", "out_of_range", format!("between 1 and {LIMIT_MAX}")));
        }
        Ok(Self { limit, cursor: cursor.filter(|cursor| !cursor.is_empty()) })
    }

    /// The sort key of the last row of the page before, if there was one.
    pub fn after<K: DeserializeOwned>(&self) -> Answer<Option<K>> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let refused = || Failure::invalid("cursor", "not_a_cursor", "pass back what `next` said");
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
        serde_json::from_slice(&bytes).map(Some).map_err(|_| refused())
    }

    /// How many rows are wanted.
    pub fn limit(&self) -> usize {
        self.limit as usize
    }

    /// One row more than shown, to know whether there is a next page.
    pub fn rows_max(&self) -> u32 {
        self.limit + 1
    }

    /// The end of the statement.
    pub fn order_and_limit(&self, order: &str) -> String {
        format!(" ORDER BY {order} LIMIT {}", self.rows_max())
    }

    /// Cuts the extra row off and says where the next page begins.
    pub fn cut<T, K: Serialize>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> K) -> Page<T> {
        let limit = self.limit();
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| {
            let key = serde_json::to_vec(&key(row)).unwrap_or_default();
            URL_SAFE_NO_PAD.encode(key)
        });
        Page { items: rows, next }
    }
}

impl<T> Page<T> {
    /// The same page with other rows.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }

    /// The same page with other rows, where making one may fail.
    pub fn try_map<U>(self, f: impl FnMut(T) -> Answer<U>) -> Answer<Page<U>> {
        Ok(Page { items: self.items.into_iter().map(f).collect::<Answer<_>>()?, next: self.next })
    }
}

/// A whole list that is small by nature: never more than its named limit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct List<T> {
    /// The rows.
    pub items: Vec<T>,
}
