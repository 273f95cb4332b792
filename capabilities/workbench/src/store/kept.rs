//! Views, saved replies, macros, and in which order somebody sees their views.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::query::Sql;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::viewer::{Sight, StaffId, UnitId, Viewer};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::SHARE;
use crate::model::{KeptId, KeptRow, ViewChoices};

const COLUMNS: &str = "id, kind, owner_id, unit_id, name, initials, content, version, created_at, updated_at";

/// Things of one kind that somebody may keep.
pub const KEPT_MAX: i64 = 200;
/// Things of one kind a list shows.
const SHOWN_MAX: usize = 1000;

/// The units whose shared things a viewer uses: their own and all above.
async fn units_above(conn: &impl ConnectionTrait, viewer: &Viewer) -> Answer<Vec<UnitId>> {
    let Some(own) = viewer.unit_id else { return Ok(Vec::new()) };
    let unit = lingke_organisation::store::units::find(conn, own).await?;
    Ok(unit.path.split('/').filter_map(|part| part.parse().ok()).collect())
}

/// Whether a shared thing of this unit may be changed by the viewer.
pub fn may_share_with(viewer: &Viewer, unit_id: UnitId) -> bool {
    viewer.may(SHARE) && viewer.sees(Some(unit_id), &[])
}

/// One's own, those shared with one's unit or a unit above, and those one may change.
fn visible(mut statement: Sql, viewer: &Viewer, above: &[UnitId]) -> Sql {
    let mut conditions = Vec::new();
    if let Some(me) = viewer.staff_id() {
        conditions.push(format!("owner_id = {}", statement.list([me])));
    }
    let mut units = above.to_vec();
    match &viewer.sight {
        Sight::All if viewer.may(SHARE) => conditions.push("unit_id IS NOT NULL".to_owned()),
        Sight::Units(seen) if viewer.may(SHARE) => units.extend(seen),
        _ => {}
    }
    if !units.is_empty() {
        conditions.push(format!("unit_id IN ({})", statement.list(units)));
    }
    let condition = if conditions.is_empty() { "1 = 0".to_owned() } else { conditions.join(" OR ") };
    statement.push(&format!(" AND ({condition})"))
}

/// Those of a kind that the viewer may use, by name.
pub async fn list(conn: &impl ConnectionTrait, viewer: &Viewer, kind: &str) -> Answer<Vec<KeptRow>> {
    let above = units_above(conn, viewer).await?;
    let text = format!("SELECT {COLUMNS} FROM workbench_kept WHERE kind = $1 AND deleted_at IS NULL");
    let statement = visible(sql(text).bind(kind), viewer, &above);
    statement.push(&format!(" ORDER BY name, id LIMIT {SHOWN_MAX}")).all(conn).await
}

/// One that the viewer may use.
pub async fn find(conn: &impl ConnectionTrait, viewer: &Viewer, kind: &str, id: KeptId) -> Answer<KeptRow> {
    let above = units_above(conn, viewer).await?;
    let text =
        format!("SELECT {COLUMNS} FROM workbench_kept WHERE kind = $1 AND id = $2 AND deleted_at IS NULL");
    let statement = visible(sql(text).bind(kind).bind(id), viewer, &above);
    statement.one(conn).await?.ok_or(Failure::NotFound)
}

/// One to be changed in this transaction; also a deleted one when `deleted`.
pub async fn load(tx: &Tx, kind: &str, id: KeptId, deleted: Deleted) -> Answer<KeptRow> {
    let above = units_above(tx.conn(), tx.viewer()).await?;
    let state = match deleted {
        Deleted::No => "IS NULL",
        Deleted::Yes => "IS NOT NULL",
    };
    let text =
        format!("SELECT {COLUMNS} FROM workbench_kept WHERE kind = $1 AND id = $2 AND deleted_at {state}");
    let statement = visible(sql(text).bind(kind).bind(id), tx.viewer(), &above);
    statement.push(for_update(tx.kind())).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Whether to look among the deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    /// Among those that are there.
    No,
    /// Among those that were deleted and can still be restored.
    Yes,
}

/// How many of a kind somebody keeps.
pub async fn count(tx: &Tx, kind: &str, owner_id: StaffId) -> Answer<i64> {
    let text = "SELECT count(*) FROM workbench_kept WHERE kind = $1 AND owner_id = $2 AND deleted_at IS NULL";
    Ok(sql(text).bind(kind).bind(owner_id).value(tx.conn()).await?.unwrap_or_default())
}

/// Writes a new one.
pub async fn insert(tx: &Tx, row: &KeptRow) -> Answer<()> {
    let text =
        format!("INSERT INTO workbench_kept ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    sql(text)
        .bind(row.id)
        .bind(row.kind.as_str())
        .bind(row.owner_id)
        .bind(row.unit_id)
        .bind(row.name.as_str())
        .bind(row.initials.as_str())
        .bind(row.content.as_str())
        .bind(row.version)
        .bind(row.created_at)
        .bind(row.updated_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Writes a changed one.
pub async fn update(tx: &Tx, row: &KeptRow, deleted_at: Option<Instant>) -> Answer<()> {
    let text = "UPDATE workbench_kept SET unit_id = $1, name = $2, initials = $3, content = $4, version = $5, \
                updated_at = $6, deleted_at = $7 WHERE id = $8";
    sql(text)
        .bind(row.unit_id)
        .bind(row.name.as_str())
        .bind(row.initials.as_str())
        .bind(row.content.as_str())
        .bind(row.version)
        .bind(row.updated_at)
        .bind(deleted_at)
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Forgets for good what was deleted before this.
pub async fn forget_deleted(tx: &Tx, before: Instant) -> Answer<u64> {
    sql("DELETE FROM workbench_kept WHERE deleted_at < $1").bind(before).run(tx.conn()).await
}

#[derive(FromQueryResult)]
struct Choices {
    view_order: String,
    default_view_id: Option<KeptId>,
    version: i64,
}

/// Somebody's order of views.
pub async fn choices(conn: &impl ConnectionTrait, staff_id: StaffId) -> Answer<ViewChoices> {
    let text = "SELECT view_order, default_view_id, version FROM view_choices WHERE staff_id = $1";
    let Some(found) = sql(text).bind(staff_id).one::<Choices>(conn).await? else {
        return Ok(ViewChoices::default());
    };
    let order = serde_json::from_str(&found.view_order)?;
    Ok(ViewChoices { order, default_view_id: found.default_view_id, version: found.version })
}

/// Writes somebody's order of views; false when another was faster.
pub async fn choose(tx: &Tx, staff_id: StaffId, choices: &ViewChoices) -> Answer<bool> {
    let text = "INSERT INTO view_choices (staff_id, view_order, default_view_id, version, updated_at) \
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT (staff_id) DO UPDATE SET view_order = excluded.view_order, \
                default_view_id = excluded.default_view_id, version = excluded.version, \
                updated_at = excluded.updated_at WHERE view_choices.version = excluded.version - 1";
    let statement = sql(text)
        .bind(staff_id)
        .bind(serde_json::to_string(&choices.order)?)
        .bind(choices.default_view_id)
        .bind(choices.version)
        .bind(tx.now());
    Ok(statement.run(tx.conn()).await? == 1)
}
