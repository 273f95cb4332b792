//! Files attached to cases; their contents are the platform's.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::{AttachmentId, CaseId};

/// Files a case has at most.
pub const ATTACHMENTS_MAX: i64 = 200;

/// A file attached to a case.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The case.
    pub case_id: CaseId,
    /// The content's hash.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// What the content is.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Who attached it.
    pub added_by: StaffId,
    /// When.
    pub added_at: Instant,
}

const COLUMNS: &str = "id, case_id, sha256, name, media_type, size, added_by, added_at";
/// A case shows its own files and those of the cases it took in.
const OF_CASE: &str = "(case_id = $1 OR case_id IN (SELECT id FROM cases WHERE merged_into_id = $1))";

/// The files of a case and of those it took in, oldest first.
pub async fn of_case(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<Vec<Attachment>> {
    let text = format!(
        "SELECT {COLUMNS} FROM case_attachments WHERE {OF_CASE} ORDER BY added_at, id LIMIT {ATTACHMENTS_MAX}"
    );
    sql(text).bind(case_id).all(conn).await
}

/// One file of a case.
pub async fn find(conn: &impl ConnectionTrait, case_id: CaseId, id: AttachmentId) -> Answer<Attachment> {
    let text = format!("SELECT {COLUMNS} FROM case_attachments WHERE {OF_CASE} AND id = $2");
    sql(text).bind(case_id).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// How many files a case has.
pub async fn count(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<i64> {
    let text = "SELECT count(*) FROM case_attachments WHERE case_id = $1";
    Ok(sql(text).bind(case_id).value(conn).await?.unwrap_or_default())
}

/// Writes a new attachment.
pub async fn insert(tx: &Tx, attachment: &Attachment) -> Answer<()> {
    let text = "INSERT INTO case_attachments (id, case_id, sha256, name, media_type, size, added_by, added_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sql(text)
        .bind(attachment.id)
        .bind(attachment.case_id)
        .bind(attachment.sha256.as_str())
        .bind(attachment.name.as_str())
        .bind(attachment.media_type.as_str())
        .bind(attachment.size)
        .bind(attachment.added_by)
        .bind(attachment.added_at)
        .run(tx.conn())
        .await?;
    Ok(())
}
