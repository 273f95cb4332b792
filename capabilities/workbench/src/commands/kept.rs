//! Keeping views, saved replies and macros; changing, deleting, restoring and ordering them.

use std::collections::BTreeMap;

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::{Expected, stale};
use lingke_platform::viewer::{UnitId, Viewer};
use pinyin::ToPinyin;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::actions::{Action, spelled_out};
use crate::model::{Content, KeptChange, KeptId, KeptRow, Macro, NewKept, ViewChoices};
use crate::store::kept::{self, Deleted, KEPT_MAX, may_share_with};
use crate::{SHARE, USE, events};

/// The letters a name is found by: the first of each Chinese character's pinyin, others as they are.
pub fn initials(name: &str) -> String {
    let letter = |c: char| match c.to_pinyin() {
        Some(pinyin) => pinyin.plain().chars().next(),
        None => c.is_alphanumeric().then(|| c.to_lowercase().next()).flatten(),
    };
    name.chars().filter_map(letter).take(60).collect()
}

async fn check_unit(tx: &Tx, unit_id: Option<UnitId>) -> Answer<()> {
    let Some(id) = unit_id else { return Ok(()) };
    tx.viewer().require(SHARE)?;
    let unknown = || Failure::invalid("unit_id", "unknown", "there is no such unit for you");
    lingke_organisation::store::units::find(tx.conn(), id).await.map_err(|_| unknown())?;
    if may_share_with(tx.viewer(), id) { Ok(()) } else { Err(unknown()) }
}

/// All macros the viewer may use, by id.
pub async fn macros(conn: &impl ConnectionTrait, viewer: &Viewer) -> Answer<BTreeMap<KeptId, Vec<Action>>> {
    let rows = kept::list(conn, viewer, Macro::KIND).await?;
    let read = |row: KeptRow| Ok((row.id, serde_json::from_str::<Macro>(&row.content)?.actions));
    rows.into_iter().map(read).collect()
}

/// A macro must end: with `actions` under `id`, everything it calls is spelled out once.
async fn check_calls(tx: &Tx, id: KeptId, kind: &str, content: &str) -> Answer<()> {
    if kind != Macro::KIND {
        return Ok(());
    }
    let mut known = macros(tx.conn(), tx.viewer()).await?;
    known.insert(id, serde_json::from_str::<Macro>(content)?.actions);
    spelled_out(&[Action::Macro { macro_id: id }], &known)?;
    Ok(())
}

/// Keeps something.
pub async fn keep<C: Content>(tx: &mut Tx, new: NewKept<C>) -> Answer<KeptRow> {
    tx.viewer().require(USE)?;
    let owner_id = tx.viewer().staff_id().ok_or(Failure::NotSignedIn)?;
    check_unit(tx, new.unit_id).await?;
    if kept::count(tx, C::KIND, owner_id).await? >= KEPT_MAX {
        return Err(Refusal::conflict("too_many_kept").with("kept_max", KEPT_MAX).into());
    }
    let name = new.name.trim().to_owned();
    let row = KeptRow {
        id: KeptId::new(tx.now()),
        kind: C::KIND.to_owned(),
        owner_id,
        unit_id: new.unit_id,
        initials: initials(&name),
        name,
        content: serde_json::to_string(&new.content)?,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    check_calls(tx, row.id, C::KIND, &row.content).await?;
    kept::insert(tx, &row).await?;
    record(tx, &events::KEPT, &row);
    Ok(row)
}

/// Changes something kept, if nobody changed it since `expected`.
pub async fn change<C: Content>(
    tx: &mut Tx,
    id: KeptId,
    expected: Expected,
    change: KeptChange<C>,
) -> Answer<KeptRow> {
    let mut row = to_change(tx, C::KIND, id, Deleted::No).await?;
    expected.check(row.version)?;
    if change.unit_id.is_some() && change.unit_id != row.unit_id {
        check_unit(tx, change.unit_id).await?;
        row.unit_id = change.unit_id;
    }
    if change.personal == Some(true) {
        row.unit_id = None;
    }
    if let Some(name) = change.name {
        row.name = name.trim().to_owned();
        row.initials = initials(&row.name);
    }
    if let Some(content) = change.content {
        row.content = serde_json::to_string(&content)?;
        check_calls(tx, id, C::KIND, &row.content).await?;
    }
    save(tx, &mut row, None).await?;
    record(tx, &events::KEPT_CHANGED, &row);
    Ok(row)
}

/// Deletes something kept; it can be restored for thirty days.
pub async fn delete(tx: &mut Tx, kind: &str, id: KeptId) -> Answer<()> {
    let mut row = to_change(tx, kind, id, Deleted::No).await?;
    let now = tx.now();
    save(tx, &mut row, Some(now)).await?;
    record(tx, &events::KEPT_DELETED, &row);
    Ok(())
}

/// Undoes a deletion.
pub async fn restore(tx: &mut Tx, kind: &str, id: KeptId) -> Answer<KeptRow> {
    let mut row = to_change(tx, kind, id, Deleted::Yes).await?;
    save(tx, &mut row, None).await?;
    record(tx, &events::KEPT_RESTORED, &row);
    Ok(row)
}

/// Whether the viewer may change it: their own, or a shared one of a unit they may share with.
pub fn may_edit(viewer: &Viewer, row: &KeptRow) -> bool {
    viewer.may(USE)
        && (viewer.staff_id() == Some(row.owner_id)
            || row.unit_id.is_some_and(|unit_id| may_share_with(viewer, unit_id)))
}

async fn to_change(tx: &Tx, kind: &str, id: KeptId, deleted: Deleted) -> Answer<KeptRow> {
    tx.viewer().require(USE)?;
    let row = kept::load(tx, kind, id, deleted).await?;
    if may_edit(tx.viewer(), &row) { Ok(row) } else { Err(Failure::NotAllowed { permission: SHARE.into() }) }
}

async fn save(tx: &Tx, row: &mut KeptRow, deleted_at: Option<lingke_kernel::time::Instant>) -> Answer<()> {
    row.version += 1;
    row.updated_at = tx.now();
    kept::update(tx, row, deleted_at).await
}

fn record(tx: &mut Tx, kind: &'static lingke_platform::journal::EventKind, row: &KeptRow) {
    let payload = json!({ "kind": row.kind, "unit_id": row.unit_id, "version": row.version });
    let by = tx.viewer().staff_id().unwrap_or(row.owner_id);
    tx.record(events::of(kind, "workbench_item", row.id, by, payload));
}

/// Orders one's views and says which comes first.
pub async fn choose_views(tx: &mut Tx, expected: Expected, mut choices: ViewChoices) -> Answer<ViewChoices> {
    tx.viewer().require(USE)?;
    let me = tx.viewer().staff_id().ok_or(Failure::NotSignedIn)?;
    let before = kept::choices(tx.conn(), me).await?;
    expected.check(before.version)?;
    choices.version = before.version + 1;
    if !kept::choose(tx, me, &choices).await? {
        return Err(stale(before.version).into());
    }
    let payload = json!({ "views": choices.order.len(), "version": choices.version });
    tx.record(events::of(&events::VIEWS_CHOSEN, "staff", me, me, payload));
    Ok(choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_initials() {
        assert_eq!(initials("已受理，请等待"), "yslqdd");
        assert_eq!(initials("VIP 客户问候"), "vipkhwh");
        assert_eq!(initials("…"), "");
    }
}
