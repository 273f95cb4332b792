//! What was written about a case.

use std::collections::HashMap;

use lingke_kernel::time::Instant;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::Answer;
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use crate::model::{CaseId, Entry, EntryId, EntryKind};

const COLUMNS: &str = "id, case_id, kind, text, salt, author_id, created_at";

/// What the journal holds of an entry: enough to prove the words, not to guess them.
pub fn digest(entry: &Entry) -> String {
    digest_of(&entry.salt, &entry.text)
}

/// The same of any words with their salt.
pub fn digest_of(salt: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update([0]);
    hash.update(text.as_bytes());
    hex::encode(hash.finalize())
}

/// A new salt: 128 random bits.
pub fn salt() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

/// Writes new entries, many in one statement.
pub async fn insert(conn: &impl ConnectionTrait, entries: &[Entry]) -> Answer<()> {
    insert_rows(conn, &format!("case_entries ({COLUMNS})"), entries.iter().map(values), "").await?;
    Ok(())
}

fn values(entry: &Entry) -> [sea_orm::Value; 7] {
    [
        entry.id.into(),
        entry.case_id.into(),
        entry.kind.into(),
        entry.text.as_str().into(),
        entry.salt.as_str().into(),
        entry.author_id.as_str().into(),
        entry.created_at.into(),
    ]
}

/// One entry of a case.
pub async fn find(conn: &impl ConnectionTrait, case_id: CaseId, id: EntryId) -> Answer<Option<Entry>> {
    let text = format!("SELECT {COLUMNS} FROM case_entries WHERE case_id = $1 AND id = $2");
    sql(text).bind(case_id).bind(id).one(conn).await
}

/// Some entries of some cases, by id.
pub async fn by_ids(
    conn: &impl ConnectionTrait,
    cases: &[CaseId],
    ids: &[EntryId],
) -> Answer<HashMap<EntryId, Entry>> {
    let text = format!("SELECT {COLUMNS} FROM case_entries WHERE 1 = 1");
    let statement = sql(text).and_in("case_id", cases.iter().copied()).and_in("id", ids.iter().copied());
    let entries = statement.push(" LIMIT 1000").all::<Entry>(conn).await?;
    Ok(entries.into_iter().map(|entry| (entry.id, entry)).collect())
}

/// What others wrote about a case after `since`, oldest first, a few at most. Opinions that go with a verb do not count.
pub async fn newer(
    conn: &impl ConnectionTrait,
    case_id: CaseId,
    since: Instant,
    but_by: &str,
) -> Answer<Vec<Entry>> {
    let text = format!(
        "SELECT {COLUMNS} FROM case_entries WHERE case_id = $1 AND created_at > $2 AND author_id <> $3 \
         AND kind <> 'opinion' ORDER BY created_at, id LIMIT 20"
    );
    sql(text).bind(case_id).bind(since).bind(but_by).all(conn).await
}

/// When something was said between the customer and us.
#[derive(Debug, Clone, Copy, sea_orm::FromQueryResult)]
pub struct Said {
    /// About which case.
    pub case_id: CaseId,
    /// What.
    pub kind: EntryKind,
    /// When.
    pub created_at: Instant,
}

/// What was said between customers and us about some cases, oldest first. Of one case at most a thousand.
pub async fn said(conn: &impl ConnectionTrait, ids: &[CaseId]) -> Answer<Vec<Said>> {
    let text = "SELECT case_id, kind, created_at FROM case_entries \
                WHERE kind IN ('reply', 'customer_message', 'resolution')";
    let statement = sql(text).and_in("case_id", ids.iter().copied());
    let limit = ids.len() * 1000;
    statement.push(&format!(" ORDER BY case_id, created_at, id LIMIT {limit}")).all(conn).await
}

/// The same with the words.
pub async fn spoken(conn: &impl ConnectionTrait, ids: &[CaseId]) -> Answer<Vec<Entry>> {
    let text = format!(
        "SELECT {COLUMNS} FROM case_entries WHERE kind IN ('reply', 'customer_message', 'resolution')"
    );
    let limit = ids.len() * 1000;
    let order = format!(" ORDER BY case_id, created_at, id LIMIT {limit}");
    sql(text).and_in("case_id", ids.iter().copied()).push(&order).all(conn).await
}
