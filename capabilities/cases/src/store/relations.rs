//! What stands beside a case: its words, who follows it, and the cases it belongs together with.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::StaffId;
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::cases::COLUMNS;
use crate::model::{Case, CaseId, LinkKind, Tags};

/// Relatives shown of one kind at most; who has more uses the list.
pub const RELATIVES_MAX: usize = 100;
/// People who may follow one case.
pub const FOLLOWERS_MAX: usize = 200;

/// Writes a case's words instead of those it had.
pub async fn write_tags(tx: &Tx, id: CaseId, tags: &Tags) -> Answer<()> {
    sql("DELETE FROM case_tags WHERE case_id = $1").bind(id).run(tx.conn()).await?;
    for tag in &tags.0 {
        sql("INSERT INTO case_tags (tag, case_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(tag.as_str())
            .bind(id)
            .run(tx.conn())
            .await?;
        sql("INSERT INTO tag_names (tag) VALUES ($1) ON CONFLICT DO NOTHING")
            .bind(tag.as_str())
            .run(tx.conn())
            .await?;
    }
    Ok(())
}

/// Words ever used that begin with `prefix`, in order, at most 20.
pub async fn tag_names(conn: &impl ConnectionTrait, prefix: &str) -> Answer<Vec<String>> {
    // A range instead of LIKE: it serves the index, whatever the words contain.
    let text = "SELECT tag FROM tag_names WHERE tag >= $1 AND tag < $2 ORDER BY tag LIMIT 20";
    sql(text).bind(prefix).bind(format!("{prefix}\u{10ffff}")).values(conn).await
}

/// Begins to follow; false when they did already.
pub async fn follow(tx: &Tx, id: CaseId, staff_id: StaffId) -> Answer<bool> {
    let text = "INSERT INTO case_followers (case_id, staff_id, followed_since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(sql(text).bind(id).bind(staff_id).bind(tx.now()).run(tx.conn()).await? == 1)
}

/// No longer follows; false when they did not.
pub async fn unfollow(tx: &Tx, id: CaseId, staff_id: StaffId) -> Answer<bool> {
    let text = "DELETE FROM case_followers WHERE case_id = $1 AND staff_id = $2";
    Ok(sql(text).bind(id).bind(staff_id).run(tx.conn()).await? == 1)
}

/// Who follows a case, the longest first.
pub async fn followers(conn: &impl ConnectionTrait, id: CaseId) -> Answer<Vec<StaffId>> {
    let text = format!(
        "SELECT staff_id FROM case_followers WHERE case_id = $1 ORDER BY followed_since, staff_id LIMIT {FOLLOWERS_MAX}"
    );
    sql(text).bind(id).values(conn).await
}

/// Whoever follows `from` follows `to` as well.
pub async fn share_followers(tx: &Tx, from: CaseId, to: CaseId) -> Answer<()> {
    let text = "INSERT INTO case_followers (case_id, staff_id, followed_since) \
                SELECT $1, staff_id, followed_since FROM case_followers WHERE case_id = $2 ON CONFLICT DO NOTHING";
    sql(text).bind(to).bind(from).run(tx.conn()).await?;
    Ok(())
}

/// The parts of a case, oldest first.
pub async fn children(conn: &impl ConnectionTrait, id: CaseId) -> Answer<Vec<Case>> {
    relatives(conn, "parent_id", id).await
}

/// The cases whose work goes on in this one, oldest first.
pub async fn merged(conn: &impl ConnectionTrait, id: CaseId) -> Answer<Vec<Case>> {
    relatives(conn, "merged_into_id", id).await
}

async fn relatives(conn: &impl ConnectionTrait, column: &str, id: CaseId) -> Answer<Vec<Case>> {
    let order = format!("ORDER BY created_at, id LIMIT {RELATIVES_MAX}");
    sql(format!("SELECT {COLUMNS} FROM cases WHERE {column} = $1 {order}")).bind(id).all(conn).await
}

/// The ids under which a case's history stands: its own and those of the cases it took in.
pub async fn with_merged(conn: &impl ConnectionTrait, id: CaseId) -> Answer<Vec<CaseId>> {
    let text = format!(
        "SELECT id FROM cases WHERE merged_into_id = $1 ORDER BY created_at, id LIMIT {RELATIVES_MAX}"
    );
    let taken_in: Vec<CaseId> = sql(text).bind(id).values(conn).await?;
    Ok(std::iter::once(id).chain(taken_in).collect())
}

/// How many parts of a case are there, and on how many of them work remains.
pub async fn count_children(conn: &impl ConnectionTrait, id: CaseId) -> Answer<(i64, i64)> {
    #[derive(FromQueryResult)]
    struct Counts {
        all: i64,
        open: i64,
    }
    let text = "SELECT count(*) AS \"all\", CAST(coalesce(sum(CASE WHEN status IN ('new', 'assigned', 'waiting_customer') \
                THEN 1 ELSE 0 END), 0) AS BIGINT) AS open FROM cases WHERE parent_id = $1";
    let counts = sql(text).bind(id).one::<Counts>(conn).await?;
    Ok(counts.map_or((0, 0), |counts| (counts.all, counts.open)))
}

/// A link as seen from one of its cases.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Link {
    /// The other case.
    pub other_id: CaseId,
    /// How they belong together.
    pub kind: LinkKind,
}

/// The links of a case, oldest first.
pub async fn links(conn: &impl ConnectionTrait, id: CaseId) -> Answer<Vec<Link>> {
    let text = format!(
        "SELECT other_id, kind FROM (SELECT other_id, kind, linked_at FROM case_links WHERE case_id = $1 \
         UNION ALL SELECT case_id AS other_id, kind, linked_at FROM case_links WHERE other_id = $1) AS both_ends \
         ORDER BY linked_at, other_id LIMIT {RELATIVES_MAX}"
    );
    sql(text).bind(id).all(conn).await
}

/// Links a pair (the smaller id first); false when it was linked already.
pub async fn link(tx: &Tx, (one, other): (CaseId, CaseId), kind: LinkKind) -> Answer<bool> {
    let text = "INSERT INTO case_links (case_id, other_id, kind, linked_by, linked_at) VALUES ($1, $2, $3, $4, $5) \
                ON CONFLICT DO NOTHING";
    let by = tx.viewer().actor.id();
    Ok(sql(text).bind(one).bind(other).bind(kind).bind(by).bind(tx.now()).run(tx.conn()).await? == 1)
}

/// Takes a link away; false when there was none.
pub async fn unlink(tx: &Tx, (one, other): (CaseId, CaseId)) -> Answer<bool> {
    let text = "DELETE FROM case_links WHERE case_id = $1 AND other_id = $2";
    Ok(sql(text).bind(one).bind(other).run(tx.conn()).await? == 1)
}

/// Cases whose rest is over, the longest over first.
pub async fn to_wake(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<CaseId>> {
    let text = format!(
        "SELECT id FROM cases WHERE snoozed_until IS NOT NULL AND snoozed_until <= $1 \
         ORDER BY snoozed_until, id LIMIT {limit}"
    );
    sql(text).bind(now).values(conn).await
}
