//! The institution and its tree.

use std::collections::HashMap;

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::search;
use lingke_platform::viewer::{Sight, UnitId};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::{Institution, OrgUnit, UnitName};

/// Units an institution has at most.
pub const UNITS_MAX: usize = 5000;

const COLUMNS: &str = "id, parent_id, path, code, name, name_en, kind, version";

/// The institution, once it is set up.
pub async fn institution(conn: &impl ConnectionTrait) -> Answer<Option<Institution>> {
    sql("SELECT name, name_en, time_zone, demo FROM institution WHERE id = 1").one(conn).await
}

/// Since when there is an institution; none before it is set up.
pub async fn institution_since(conn: &impl ConnectionTrait) -> Answer<Option<Instant>> {
    sql("SELECT created_at FROM institution WHERE id = 1").value(conn).await
}

/// Writes the institution; once.
pub async fn insert_institution(tx: &Tx, institution: &Institution) -> Answer<()> {
    let text = "INSERT INTO institution (id, name, name_en, time_zone, demo, created_at) VALUES (1, $1, $2, $3, $4, $5)";
    sql(text)
        .bind(institution.name.as_str())
        .bind(institution.name_en.as_str())
        .bind(institution.time_zone.as_str())
        .bind(institution.demo)
        .bind(tx.now())
        .run(tx.conn())
        .await?;
    Ok(())
}

/// The whole tree, parents before children.
pub async fn all(conn: &impl ConnectionTrait) -> Answer<Vec<OrgUnit>> {
    sql(format!("SELECT {COLUMNS} FROM org_units ORDER BY path LIMIT {UNITS_MAX}")).all(conn).await
}

/// How many active people each unit has directly.
pub async fn staff_counts(conn: &impl ConnectionTrait) -> Answer<HashMap<UnitId, i64>> {
    #[derive(FromQueryResult)]
    struct Count {
        unit_id: UnitId,
        n: i64,
    }
    let text =
        format!("SELECT unit_id, count(*) AS n FROM staff WHERE active GROUP BY unit_id LIMIT {UNITS_MAX}");
    let counts = sql(text).all::<Count>(conn).await?;
    Ok(counts.into_iter().map(|count| (count.unit_id, count.n)).collect())
}

/// One unit.
pub async fn find(conn: &impl ConnectionTrait, id: UnitId) -> Answer<OrgUnit> {
    let text = format!("SELECT {COLUMNS} FROM org_units WHERE id = $1");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// The unit with this code, if any.
pub async fn by_code(conn: &impl ConnectionTrait, code: &str) -> Answer<Option<OrgUnit>> {
    sql(format!("SELECT {COLUMNS} FROM org_units WHERE code = $1")).bind(code).one(conn).await
}

/// The root of the tree, once the institution is set up.
pub async fn root(conn: &impl ConnectionTrait) -> Answer<Option<OrgUnit>> {
    sql(format!("SELECT {COLUMNS} FROM org_units WHERE parent_id IS NULL ORDER BY id LIMIT 1"))
        .one(conn)
        .await
}

/// The names of some units.
pub async fn names(conn: &impl ConnectionTrait, ids: &[UnitId]) -> Answer<HashMap<UnitId, UnitName>> {
    Ok(super::names::of(conn, &[], ids).await?.units)
}

/// The units whose name or code `typed` begins, in writing or by its sound, parents first.
pub async fn called(conn: &impl ConnectionTrait, typed: &str, limit: usize) -> Answer<Vec<OrgUnit>> {
    let mut statement = sql("");
    let called = search::names::called(&mut statement, "id", "org_unit", typed);
    let text = format!("SELECT {COLUMNS} FROM org_units WHERE {called} ORDER BY path LIMIT {limit}");
    statement.push(&text).all(conn).await
}

/// Some units by id.
pub async fn by_ids(conn: &impl ConnectionTrait, ids: &[UnitId]) -> Answer<Vec<OrgUnit>> {
    let statement =
        sql(format!("SELECT {COLUMNS} FROM org_units WHERE 1 = 1")).and_in("id", ids.iter().copied());
    statement.push(&format!(" LIMIT {UNITS_MAX}")).all(conn).await
}

/// What someone sees who sees `id` and all below; everything when it is the root.
pub async fn sight_below(conn: &impl ConnectionTrait, id: UnitId) -> Answer<Sight> {
    let unit = find(conn, id).await?;
    if unit.parent_id.is_none() {
        return Ok(Sight::All);
    }
    let text =
        format!("SELECT id FROM org_units WHERE path >= $1 AND path < $2 ORDER BY path LIMIT {UNITS_MAX}");
    // Paths end in '/'; '0' is the character after it.
    let after = format!("{}0", unit.path.trim_end_matches('/'));
    Ok(Sight::Units(sql(text).bind(unit.path).bind(after).values(conn).await?))
}

/// How many levels there are below the unit with this path.
pub async fn levels_below(conn: &impl ConnectionTrait, path: &str) -> Answer<i64> {
    let text = "SELECT CAST(max(length(path) - length(replace(path, '/', ''))) AS BIGINT) FROM org_units \
                WHERE path >= $1 AND path < $2";
    let after = format!("{}0", path.trim_end_matches('/'));
    let deepest = sql(text).bind(path).bind(after).value::<Option<i64>>(conn).await?.flatten();
    let own = i64::try_from(path.matches('/').count()).unwrap_or(i64::MAX);
    Ok(deepest.map_or(0, |deepest| deepest - own))
}

/// Writes a new unit.
pub async fn insert(tx: &Tx, unit: &OrgUnit) -> Answer<()> {
    let text = "INSERT INTO org_units (id, parent_id, path, code, name, name_en, kind, version, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    sql(text)
        .bind(unit.id)
        .bind(unit.parent_id)
        .bind(unit.path.as_str())
        .bind(unit.code.as_str())
        .bind(unit.name.as_str())
        .bind(unit.name_en.as_str())
        .bind(unit.kind.as_str())
        .bind(unit.version)
        .bind(tx.now())
        .run(tx.conn())
        .await
        .map_err(|failure| {
            failure.on_unique(|| Failure::invalid("code", "taken", "another unit has this code"))
        })?;
    Ok(())
}

/// Writes a changed unit.
pub async fn update(tx: &Tx, unit: &OrgUnit) -> Answer<()> {
    let text = "UPDATE org_units SET parent_id = $1, path = $2, name = $3, name_en = $4, version = $5, updated_at = $6 \
                WHERE id = $7";
    sql(text)
        .bind(unit.parent_id)
        .bind(unit.path.as_str())
        .bind(unit.name.as_str())
        .bind(unit.name_en.as_str())
        .bind(unit.version)
        .bind(tx.now())
        .bind(unit.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Moves all below a unit along with it.
pub async fn move_below(tx: &Tx, old_path: &str, new_path: &str) -> Answer<()> {
    let text = "UPDATE org_units SET path = $1 || substr(path, $2) WHERE path > $3 AND path < $4";
    let after = format!("{}0", old_path.trim_end_matches('/'));
    let rest = i32::try_from(old_path.len() + 1).map_err(anyhow::Error::from)?;
    sql(text).bind(new_path).bind(rest).bind(old_path).bind(after).run(tx.conn()).await?;
    Ok(())
}
