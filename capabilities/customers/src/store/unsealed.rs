//! Values that a version before this one left in the clear, and how they come under seal.

use std::collections::{BTreeSet, HashMap};

use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::given;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::keys::Secret;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};

use super::keys;
use crate::model::{ContactKind, ContactPointId, CustomerId, IdentityDocumentId};
use crate::protection::{Personal, lookup_contact, lookup_identity, lookup_tail, seal};

/// How many values of each table one transaction seals.
const BATCH: usize = 1000;
/// The condition of the indexes that hold them, word by word.
const UNSEALED: &str = "substr(value, 1, 3) <> 'v1.'";

#[derive(FromQueryResult)]
struct ClearContact {
    id: ContactPointId,
    customer_id: CustomerId,
    kind: ContactKind,
    value: String,
}

#[derive(FromQueryResult)]
struct ClearIdentity {
    id: IdentityDocumentId,
    customer_id: CustomerId,
    value: String,
}

/// Whether there are any. Costs the same in a database of any size.
pub async fn are_there(conn: &impl ConnectionTrait) -> Answer<bool> {
    for table in ["contact_points", "identity_documents"] {
        let text = format!("SELECT 1 FROM {table} WHERE {UNSEALED} LIMIT 1");
        if sql(text).value::<i32>(conn).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Seals some; answers how many. The caller holds a lock, so that nobody else does meanwhile.
pub async fn seal_some(tx: &Tx) -> Answer<usize> {
    let text = "SELECT id, customer_id, kind, value FROM contact_points";
    let points = sql(format!("{text} WHERE {UNSEALED} ORDER BY id LIMIT {BATCH}"));
    let points = points.all::<ClearContact>(tx.conn()).await?;
    let text = "SELECT id, customer_id, value FROM identity_documents";
    let documents = sql(format!("{text} WHERE {UNSEALED} ORDER BY id LIMIT {BATCH}"));
    let documents = documents.all::<ClearIdentity>(tx.conn()).await?;
    let owners = points.iter().map(|point| point.customer_id);
    let owners: BTreeSet<_> = owners.chain(documents.iter().map(|document| document.customer_id)).collect();
    let keys = keys::of_all(tx, &owners.into_iter().collect::<Vec<_>>()).await?;
    write_points(tx, &points, &keys).await?;
    write_documents(tx, &documents, &keys).await?;
    Ok(points.len() + documents.len())
}

async fn write_points(tx: &Tx, points: &[ClearContact], keys: &HashMap<CustomerId, Secret>) -> Answer<()> {
    let sealed = points.iter().map(|point| {
        let value = Personal::new(&point.value);
        Ok(json!([
            point.id,
            seal(&keys[&point.customer_id], point.id, &value)?,
            lookup_contact(tx.keys(), point.kind, &value),
            lookup_tail(tx.keys(), point.kind, &value),
        ]))
    });
    let text = format!(
        "UPDATE contact_points SET value = given.value->>1, lookup = given.value->>2, \
         lookup_tail = given.value->>3 FROM {} WHERE contact_points.id = (given.value->>0)",
        given(tx.kind(), "$1")
    );
    write(tx, text, sealed.collect::<Answer<_>>()?).await
}

async fn write_documents(
    tx: &Tx,
    documents: &[ClearIdentity],
    keys: &HashMap<CustomerId, Secret>,
) -> Answer<()> {
    let sealed = documents.iter().map(|document| {
        let number = Personal::new(&document.value);
        let key = &keys[&document.customer_id];
        Ok(json!([document.id, seal(key, document.id, &number)?, lookup_identity(tx.keys(), &number)]))
    });
    let text = format!(
        "UPDATE identity_documents SET value = given.value->>1, lookup = given.value->>2 FROM {} \
         WHERE identity_documents.id = (given.value->>0)",
        given(tx.kind(), "$1")
    );
    write(tx, text, sealed.collect::<Answer<_>>()?).await
}

async fn write(tx: &Tx, text: String, sealed: Vec<Value>) -> Answer<()> {
    if !sealed.is_empty() {
        sql(text).bind(Value::from(sealed).to_string()).run(tx.conn()).await?;
    }
    Ok(())
}
