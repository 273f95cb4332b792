//! Reading the journal: one thing's history, and the whole for the audit page.

use lingke_kernel::time::Instant;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;

use super::{EventId, SEALED_COLUMNS, Sealed};
use crate::db::sql;
use crate::failure::Answer;
use crate::http::page::{Page, PageRequest};

/// One event as people read it; unsealed ones have no `seq` yet.
#[derive(Debug, Clone, FromQueryResult, Serialize)]
pub struct Entry {
    /// Its place in the chain; none for a moment after it happened.
    pub seq: Option<i64>,
    /// Its id.
    pub id: EventId,
    /// When it happened.
    pub at: Instant,
    /// Its place within its transaction.
    pub n: i32,
    /// What happened.
    #[sea_orm(from_alias = "type")]
    pub kind: String,
    /// `staff` or `system`.
    pub actor_kind: String,
    /// Who.
    pub actor_id: String,
    /// The kind of thing it happened to.
    pub subject_kind: String,
    /// The thing.
    pub subject_id: String,
    /// The particulars, as JSON text.
    pub payload: String,
    /// Its hash, once sealed.
    pub hash: Option<String>,
}

const ENTRY_COLUMNS: &str =
    "seq, id, at, n, type, actor_kind, actor_id, subject_kind, subject_id, payload, hash";

/// Events sealed after `position`, up to `head`, of the named types (all when none are named), oldest first.
pub async fn sealed_after(
    conn: &impl ConnectionTrait,
    position: i64,
    head: i64,
    types: &[&'static str],
    limit: usize,
) -> Answer<Vec<Sealed>> {
    let text = format!("SELECT {SEALED_COLUMNS} FROM journal WHERE seq > $1 AND seq <= $2");
    let mut statement = sql(text).bind(position).bind(head);
    if !types.is_empty() {
        statement = statement.and_in("type", types.iter().copied());
    }
    statement.push(&format!(" ORDER BY seq LIMIT {limit}")).all(conn).await
}

/// The history of one thing, or of some that belong together, oldest first, unsealed events included.
pub async fn history(
    conn: &impl ConnectionTrait,
    subject_ids: &[String],
    page: &PageRequest,
) -> Answer<Page<Entry>> {
    let text = format!("SELECT {ENTRY_COLUMNS} FROM journal WHERE 1 = 1");
    let mut statement = sql(text).and_in("subject_id", subject_ids.iter().map(String::as_str));
    if let Some((at, n, id)) = page.after::<(Instant, i32, EventId)>()? {
        let (a, b, c) = (at, n, id);
        let marks = statement.list([sea_orm::Value::from(a), b.into(), c.into()]);
        statement = statement.push(&format!(" AND (at, n, id) > ({marks})"));
    }
    let rows = statement.push(&page.order_and_limit("at, n, id")).all::<Entry>(conn).await?;
    Ok(page.cut(rows, |entry| (entry.at, entry.n, entry.id)))
}

/// What the audit page asks for.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only this type.
    pub kind: Option<String>,
    /// Only this actor.
    pub actor_id: Option<String>,
    /// Only this thing.
    pub subject_id: Option<String>,
    /// Not before this.
    pub from: Option<Instant>,
    /// Before this.
    pub to: Option<Instant>,
}

/// Sealed events that pass the filter, newest first.
pub async fn list(conn: &impl ConnectionTrait, filter: &Filter, page: &PageRequest) -> Answer<Page<Entry>> {
    let text = format!("SELECT {ENTRY_COLUMNS} FROM journal WHERE seq IS NOT NULL");
    let statement = sql(text)
        .and("type =", filter.kind.as_deref())
        .and("actor_id =", filter.actor_id.as_deref())
        .and("subject_id =", filter.subject_id.as_deref())
        .and("at >=", filter.from)
        .and("at <", filter.to)
        .and("seq <", page.after::<i64>()?);
    let rows = statement.push(&page.order_and_limit("seq DESC")).all::<Entry>(conn).await?;
    Ok(page.cut(rows, |entry| entry.seq.unwrap_or_default()))
}
