//! Adding units to the tree, renaming and moving them.

use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::viewer::UnitId;

use crate::model::{NewUnit, OrgUnit, UnitChange, UnitKind, code_of};
use crate::{EDIT_UNITS, events, store};

/// Levels the tree has at most.
const DEPTH_MAX: i64 = 12;

/// One change of the tree at a time: two moves at once could put each unit below the other.
async fn hold_the_tree(tx: &Tx) -> Answer<()> {
    dialect::lock(tx.conn(), tx.kind(), "organisation/tree").await
}

/// Adds a unit below another.
pub async fn add(tx: &mut Tx, new: NewUnit) -> Answer<OrgUnit> {
    tx.viewer().require(EDIT_UNITS)?;
    if new.kind == UnitKind::HeadOffice {
        return Err(Failure::invalid("kind", "one_head_office", "there is only one head office"));
    }
    hold_the_tree(tx).await?;
    let parent = parent(tx, new.parent_id).await?;
    let id = UnitId::new(tx.now());
    let unit = OrgUnit {
        id,
        parent_id: Some(parent.id),
        path: format!("{}{id}/", parent.path),
        code: new.code,
        name_en: new.name_en.unwrap_or_else(|| new.name.clone()),
        name: new.name,
        kind: code_of(&new.kind),
        version: 1,
    };
    check_depth(levels(&unit.path))?;
    store::units::insert(tx, &unit).await?;
    tx.record(events::of_unit(&events::UNIT_ADDED, &unit));
    Ok(unit)
}

/// Renames or moves a unit, if nobody changed it since `expected`.
pub async fn change(tx: &mut Tx, id: UnitId, expected: Expected, change: UnitChange) -> Answer<OrgUnit> {
    tx.viewer().require(EDIT_UNITS)?;
    hold_the_tree(tx).await?;
    let mut unit = store::units::find(tx.conn(), id).await?;
    expected.check(unit.version)?;
    unit.name = change.name.unwrap_or(unit.name);
    unit.name_en = change.name_en.unwrap_or(unit.name_en);
    if let Some(parent_id) = change.parent_id.filter(|parent_id| Some(*parent_id) != unit.parent_id) {
        move_to(tx, &mut unit, parent_id).await?;
    }
    unit.version += 1;
    store::units::update(tx, &unit).await?;
    tx.record(events::of_unit(&events::UNIT_CHANGED, &unit));
    Ok(unit)
}

async fn move_to(tx: &Tx, unit: &mut OrgUnit, parent_id: UnitId) -> Answer<()> {
    if unit.parent_id.is_none() {
        return Err(Refusal::conflict("root_stays").into());
    }
    let parent = parent(tx, parent_id).await?;
    if parent.path.starts_with(&unit.path) {
        return Err(Refusal::conflict("unit_below_itself").into());
    }
    let path = format!("{}{}/", parent.path, unit.id);
    let below = store::units::levels_below(tx.conn(), &unit.path).await?;
    check_depth(levels(&path) + below)?;
    store::units::move_below(tx, &unit.path, &path).await?;
    unit.path = path;
    unit.parent_id = Some(parent.id);
    Ok(())
}

async fn parent(tx: &Tx, id: UnitId) -> Answer<OrgUnit> {
    let found = store::units::find(tx.conn(), id).await;
    found.map_err(|_| Failure::invalid("parent_id", "unknown", "there is no such unit"))
}

/// How many levels down a path leads; the root is one.
fn levels(path: &str) -> i64 {
    path.matches('/').fold(-1, |levels, _| levels + 1)
}

fn check_depth(levels: i64) -> Answer<()> {
    if levels > DEPTH_MAX {
        return Err(Refusal::impossible("tree_too_deep").with("levels_max", DEPTH_MAX).into());
    }
    Ok(())
}
