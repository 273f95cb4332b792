//! The texts of cases, for whoever finds or shows them: what the index is made from and hits are shown in.

use lingke_kernel::time::Instant;
use lingke_platform::db::dialect::listed;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;

use crate::model::{AttachmentId, CaseId, EntryId, EntryKind, Status};

/// The texts of a case itself.
#[derive(Debug, Clone, FromQueryResult)]
pub struct CaseText {
    /// The case.
    pub id: CaseId,
    /// What people read out.
    pub number: String,
    /// One line.
    pub subject: String,
    /// The matter.
    pub description: String,
    /// Where it stands.
    pub status: Status,
    /// When it was opened.
    pub created_at: Instant,
}

/// What was written about a case.
#[derive(Debug, Clone, FromQueryResult)]
pub struct EntryText {
    /// The entry.
    pub id: EntryId,
    /// Its case.
    pub case_id: CaseId,
    /// What it is.
    pub kind: EntryKind,
    /// The words.
    pub text: String,
    /// When.
    pub created_at: Instant,
}

/// The name of a file attached to a case.
#[derive(Debug, Clone, FromQueryResult)]
pub struct AttachmentText {
    /// The file.
    pub id: AttachmentId,
    /// Its case.
    pub case_id: CaseId,
    /// Its name.
    pub name: String,
    /// When it was attached.
    pub added_at: Instant,
}

async fn by_ids<T: FromQueryResult>(
    conn: &impl ConnectionTrait,
    text: &str,
    ids: impl Iterator<Item = String>,
) -> Answer<Vec<T>> {
    let ids: Vec<String> = ids.collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (count, ids) = (ids.len(), Value::from(ids).to_string());
    let wanted = listed(conn.get_database_backend(), "$1");
    sql(format!("{text} WHERE id IN ({wanted}) LIMIT {count}")).bind(ids).all(conn).await
}

/// The texts of these cases; those that are not there are left out.
pub async fn of_cases(conn: &impl ConnectionTrait, ids: &[CaseId]) -> Answer<Vec<CaseText>> {
    let text = "SELECT id, number, subject, description, status, created_at FROM cases";
    by_ids(conn, text, ids.iter().map(CaseId::to_string)).await
}

/// These entries; those that are not there are left out.
pub async fn of_entries(conn: &impl ConnectionTrait, ids: &[EntryId]) -> Answer<Vec<EntryText>> {
    let text = "SELECT id, case_id, kind, text, created_at FROM case_entries";
    by_ids(conn, text, ids.iter().map(EntryId::to_string)).await
}

/// The names of these files; those that are not there are left out.
pub async fn of_attachments(
    conn: &impl ConnectionTrait,
    ids: &[AttachmentId],
) -> Answer<Vec<AttachmentText>> {
    let text = "SELECT id, case_id, name, added_at FROM case_attachments";
    by_ids(conn, text, ids.iter().map(AttachmentId::to_string)).await
}
