//! Each customer's data key: made with the first value of theirs that is sealed, kept wrapped.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Display;

use anyhow::anyhow;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::listed;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::Answer;
use lingke_platform::keys::{Keys, Secret};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use crate::model::CustomerId;
use crate::protection::{Personal, open};

pub(crate) const COLUMNS: &str = "customer_keys (customer_id, wrapped, created_at)";

/// A new key for a customer, and its row.
pub(crate) fn new_key(
    keys: &Keys,
    customer_id: CustomerId,
    created_at: Instant,
) -> Answer<(Secret, [Value; 3])> {
    let (key, wrapped) = keys.new_key(&customer_id.to_string())?;
    Ok((key, [customer_id.into(), wrapped.into(), created_at.into()]))
}

/// The keys of these customers, to seal with in this transaction; who has none gets one.
///
/// The caller holds the customers' rows or a lock over all, so that nobody else makes one meanwhile.
pub(crate) async fn of_all(tx: &Tx, ids: &[CustomerId]) -> Answer<HashMap<CustomerId, Secret>> {
    #[derive(FromQueryResult)]
    struct Stored {
        customer_id: CustomerId,
        wrapped: String,
    }
    let wanted = listed(tx.conn().get_database_backend(), "$1");
    let text = format!(
        "SELECT customer_id, wrapped FROM customer_keys WHERE customer_id IN ({wanted}) LIMIT {}",
        ids.len()
    );
    let stored = sql(text).bind(serde_json::to_string(ids)?).all::<Stored>(tx.conn()).await?;
    let mut known = HashMap::with_capacity(ids.len());
    for Stored { customer_id, wrapped } in stored {
        known.insert(customer_id, tx.keys().key_of(&customer_id.to_string(), &wrapped)?);
    }
    let mut rows = Vec::new();
    for id in ids {
        if let Entry::Vacant(place) = known.entry(*id) {
            let (key, row) = new_key(tx.keys(), *id, tx.now())?;
            place.insert(key);
            rows.push(row);
        }
    }
    insert_rows(tx.conn(), COLUMNS, rows, "").await?;
    Ok(known)
}

/// Opens sealed values, and each customer's key once.
pub(crate) struct Opener<'a> {
    keys: &'a Keys,
    known: HashMap<CustomerId, Secret>,
}

impl<'a> Opener<'a> {
    pub(crate) fn new(keys: &'a Keys) -> Self {
        Self { keys, known: HashMap::new() }
    }

    /// The value of the row `id`; `wrapped` is its customer's key.
    pub(crate) fn open(
        &mut self,
        (customer_id, wrapped): (CustomerId, Option<&str>),
        id: impl Display,
        sealed: &str,
    ) -> Answer<Personal> {
        let key = match self.known.entry(customer_id) {
            Entry::Occupied(place) => place.into_mut(),
            Entry::Vacant(place) => {
                let wrapped = wrapped.ok_or_else(|| anyhow!("the key of {customer_id} is not there"))?;
                place.insert(self.keys.key_of(&customer_id.to_string(), wrapped)?)
            }
        };
        open(key, id, sealed)
    }
}
