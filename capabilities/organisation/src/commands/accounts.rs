//! People's accounts: adding, changing, passwords, presence.

use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::viewer::{StaffId, UnitId};
use serde_json::json;

use super::passwords;
use super::sign_in::end_sessions;
use crate::model::{Locale, NewStaff, Presence, StaffChange, StaffRow, code_of};
use crate::roles::Role;
use crate::{EDIT_STAFF, events, store};

/// Adds a person; `hash` is their initial password's.
pub async fn add(tx: &mut Tx, new: NewStaff, hash: String) -> Answer<StaffRow> {
    tx.viewer().require(EDIT_STAFF)?;
    insert(tx, new, hash, true).await
}

/// Writes a new person: also for setup and demo, where nobody is signed in.
pub async fn insert(tx: &mut Tx, new: NewStaff, hash: String, must_change: bool) -> Answer<StaffRow> {
    check_unit(tx, new.unit_id).await?;
    // The well-known passwords of a demo do not age.
    let ages = must_change || !store::units::institution(tx.conn()).await?.is_some_and(|ours| ours.demo);
    let row = StaffRow {
        id: StaffId::new(tx.now()),
        login: new.login,
        name: new.name.trim().to_owned(),
        email: new.email,
        unit_id: new.unit_id,
        scope: new.scope.map(|scope| code_of(&scope)),
        locale: "zh-CN".to_owned(),
        presence: "offline".to_owned(),
        presence_at: tx.now(),
        active: true,
        password_hash: hash,
        must_change,
        sign_in_failures: 0,
        locked_until: None,
        password_set_at: ages.then(|| tx.now()),
        version: 1,
    };
    store::staff::insert(tx, &row, &new.roles).await?;
    tx.record(events::of_staff(&events::STAFF_ADDED, &row, &codes(&new.roles)));
    Ok(row)
}

/// Changes a person, if nobody changed them since `expected`. Who is set inactive loses all sessions.
pub async fn change(tx: &mut Tx, id: StaffId, expected: Expected, change: StaffChange) -> Answer<StaffRow> {
    tx.viewer().require(EDIT_STAFF)?;
    // One at a time, or two administrators could take each other away.
    dialect::lock(tx.conn(), tx.kind(), "organisation/staff").await?;
    let mut row = store::staff::load(tx, id).await?;
    expected.check(row.version)?;
    if let Some(unit_id) = change.unit_id {
        check_unit(tx, unit_id).await?;
        row.unit_id = unit_id;
    }
    let old_roles = store::staff::roles_of(tx.conn(), id).await?;
    let roles = change.roles.unwrap_or_else(|| old_roles.clone());
    row.name = change.name.map_or(row.name, |name| name.trim().to_owned());
    row.email = change.email.or(row.email);
    row.scope = change.scope.map(|scope| code_of(&scope)).or(row.scope);
    row.active = change.active.unwrap_or(row.active);
    keep_an_administrator(tx, &row, &old_roles, &roles).await?;
    row.version += 1;
    store::staff::update(tx, &row).await?;
    store::staff::write_roles(tx, id, &roles).await?;
    tx.record(events::of_staff(&events::STAFF_CHANGED, &row, &codes(&roles)));
    if !row.active || roles != old_roles {
        end_sessions(tx, id).await?;
    }
    Ok(row)
}

/// Whoever takes the last administrator away locks everybody out.
async fn keep_an_administrator(tx: &Tx, row: &StaffRow, old: &[Role], new: &[Role]) -> Answer<()> {
    let was = old.contains(&Role::Administrator);
    let stays = row.active && new.contains(&Role::Administrator);
    if was && !stays && store::staff::others_with_role(tx, Role::Administrator, row.id).await? == 0 {
        return Err(Refusal::conflict("last_administrator").into());
    }
    Ok(())
}

async fn check_unit(tx: &Tx, id: UnitId) -> Answer<()> {
    let found = store::units::find(tx.conn(), id).await;
    found.map(|_| ()).map_err(|_| Failure::invalid("unit_id", "unknown", "there is no such unit"))
}

fn codes(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.code().to_owned()).collect()
}

/// Gives someone a new initial password and ends their sessions.
pub async fn reset_password(tx: &mut Tx, id: StaffId, hash: String) -> Answer<()> {
    tx.viewer().require(EDIT_STAFF)?;
    let mut row = store::staff::load(tx, id).await?;
    passwords::set(tx, &mut row, hash).await?;
    row.must_change = true;
    row.sign_in_failures = 0;
    row.locked_until = None;
    store::staff::update(tx, &row).await?;
    tx.record(events::about_staff(&events::PASSWORD_CHANGED, id, json!({ "by_reset": true })));
    end_sessions(tx, id).await
}

/// Changes one's own password and ends all sessions but none other's.
pub async fn change_own_password(tx: &mut Tx, id: StaffId, hash: String) -> Answer<()> {
    let mut row = store::staff::load(tx, id).await?;
    passwords::set(tx, &mut row, hash).await?;
    row.must_change = false;
    store::staff::update(tx, &row).await?;
    tx.record(events::about_staff(&events::PASSWORD_CHANGED, id, json!({ "by_reset": false })));
    end_sessions(tx, id).await
}

/// Lets someone sign in again at once.
pub async fn unlock(tx: &mut Tx, id: StaffId) -> Answer<()> {
    tx.viewer().require(EDIT_STAFF)?;
    let mut row = store::staff::load(tx, id).await?;
    row.sign_in_failures = 0;
    row.locked_until = None;
    store::staff::update(tx, &row).await?;
    tx.record(events::about_staff(&events::ACCOUNT_UNLOCKED, id, json!({})));
    Ok(())
}

/// Says whether one can be reached.
pub async fn set_presence(tx: &mut Tx, id: StaffId, presence: Presence) -> Answer<()> {
    let mut row = store::staff::load(tx, id).await?;
    let before = std::mem::replace(&mut row.presence, code_of(&presence));
    row.presence_at = tx.now();
    store::staff::update(tx, &row).await?;
    let payload = json!({ "from": before, "to": row.presence });
    tx.record(events::about_staff(&events::PRESENCE_CHANGED, id, payload));
    Ok(())
}

/// Chooses the console's language.
pub async fn set_locale(tx: &mut Tx, id: StaffId, locale: Locale) -> Answer<()> {
    let mut row = store::staff::load(tx, id).await?;
    row.locale = code_of(&locale);
    store::staff::update(tx, &row).await
}
