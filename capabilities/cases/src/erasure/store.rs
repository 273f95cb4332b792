//! The queries of erasure.

use lingke_customers::model::CustomerId;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::{ERASED, Standing};
use crate::model::{AttachmentId, CaseId, EntryId};

/// Cases of one customer that erasure looks at. Who has more is not one person.
pub const STANDINGS_MAX: usize = 5000;
/// Entries and attachments of one case.
const OF_CASE_MAX: usize = 20_000;

/// A file of a case.
#[derive(FromQueryResult)]
pub(super) struct Attachment {
    pub(super) id: AttachmentId,
    pub(super) sha256: String,
}

/// How a customer's cases stand, newest first.
pub async fn standings(conn: &impl ConnectionTrait, customer_id: CustomerId) -> Answer<Vec<Standing>> {
    let text = format!(
        "SELECT id, number, kind, status, closed_at FROM cases WHERE customer_id = $1 \
         ORDER BY created_at DESC, id DESC LIMIT {STANDINGS_MAX}"
    );
    sql(text).bind(customer_id).all(conn).await
}

/// The oldest cases of a customer that still have words, held for this transaction.
pub(super) async fn unerased(tx: &Tx, customer_id: CustomerId, count: usize) -> Answer<Vec<CaseId>> {
    let text = format!(
        "SELECT id FROM cases WHERE customer_id = $1 AND subject <> $2 ORDER BY created_at, id LIMIT {count}{}",
        for_update(tx.kind())
    );
    sql(text).bind(customer_id).bind(ERASED).values(tx.conn()).await
}

pub(super) async fn entry_ids(conn: &impl ConnectionTrait, id: CaseId) -> Answer<Vec<EntryId>> {
    let text = format!("SELECT id FROM case_entries WHERE case_id = $1 ORDER BY id LIMIT {OF_CASE_MAX}");
    sql(text).bind(id).values(conn).await
}

pub(super) async fn attachments(conn: &impl ConnectionTrait, id: CaseId) -> Answer<Vec<Attachment>> {
    let text =
        format!("SELECT id, sha256 FROM case_attachments WHERE case_id = $1 ORDER BY id LIMIT {OF_CASE_MAX}");
    sql(text).bind(id).all(conn).await
}

/// Overwrites the words of a case, and takes its own fields and files away.
pub(super) async fn erase(tx: &Tx, id: CaseId) -> Answer<()> {
    let overwritten = [
        "UPDATE case_entries SET text = '', salt = '' WHERE case_id = $1",
        "UPDATE case_tasks SET subject = '（已删除）', version = version + 1 WHERE case_id = $1",
        "DELETE FROM case_field_values WHERE case_id = $1",
        "DELETE FROM case_task_files WHERE task_id IN (SELECT id FROM case_tasks WHERE case_id = $1)",
        "DELETE FROM case_attachments WHERE case_id = $1",
    ];
    for text in overwritten {
        sql(text).bind(id).run(tx.conn()).await?;
    }
    let text = "UPDATE cases SET subject = $1, description = '', attributes = NULL, version = version + 1, \
                updated_at = $2 WHERE id = $3";
    sql(text).bind(ERASED).bind(tx.now()).bind(id).run(tx.conn()).await?;
    Ok(())
}
