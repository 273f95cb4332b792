//! Second factors: set up, proved by, made anew, taken away.

use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::viewer::StaffId;
use serde_json::json;

use super::sign_in::{count, end_sessions};
use crate::model::{AuthenticatorOffered, Proved, StaffRow};
use crate::second_factor::{
    is_of_authenticator, new_recovery_codes, new_secret, offer as offered, plain, step_of,
};
use crate::{EDIT_STAFF, events, password, rules, store};

/// What a secret is sealed for.
fn place(id: StaffId) -> String {
    format!("{id}.authenticator")
}

/// What a recovery code is found by.
fn lookup(tx: &Tx, id: StaffId, plain: &str) -> String {
    tx.keys().lookup("recovery_code", &format!("{id} {plain}"))
}

/// Somebody who shows their password again before they change how they sign in. Wrong ones count as at the door.
///
/// # Errors
/// 409 `current_password_wrong`; 423 `account_locked`.
pub async fn prove_again(ctx: &Ctx, given: String) -> Answer<StaffRow> {
    let id = ctx.viewer.staff_id().ok_or(Failure::NotSignedIn)?;
    let row = store::staff::find(ctx.read(), id).await?;
    let right = password::matches(given, Some(row.password_hash)).await?;
    let mut tx = ctx.begin().await?;
    let mut row = store::staff::load(&tx, id).await?;
    let wrong = Refusal::conflict("current_password_wrong");
    if let Err(failure) = count(&mut tx, &mut row, right, wrong.into()).await? {
        tx.commit().await?;
        return Err(failure);
    }
    Ok(row)
}

/// Offers a new authenticator, which holds once it is confirmed.
///
/// # Errors
/// 409 `authenticator_there` when one is confirmed already.
pub async fn offer(tx: &mut Tx, row: &StaffRow) -> Answer<AuthenticatorOffered> {
    store::staff::load(tx, row.id).await?;
    if store::second_factors::has_authenticator(tx.conn(), row.id).await? {
        return Err(Refusal::conflict("authenticator_there").into());
    }
    let secret = new_secret();
    let (key, wrapped) = tx.keys().new_key(&place(row.id))?;
    let sealed = key.seal(&place(row.id), &secret)?;
    store::second_factors::offer(tx, row.id, &wrapped, &sealed).await?;
    let institution = store::units::institution(tx.conn()).await?.ok_or(Failure::NotFound)?;
    offered(&secret, &institution.name, &row.login)
}

/// Confirms the authenticator that was offered by its first code. Answers recovery codes.
///
/// # Errors
/// 409 `no_authenticator_offered`; 409 `code_wrong`.
pub async fn confirm(tx: &mut Tx, id: StaffId, code: &str) -> Answer<Vec<String>> {
    store::staff::load(tx, id).await?;
    let offered = store::second_factors::authenticator(tx.conn(), id).await?;
    if offered.is_none_or(|offered| offered.confirmed_at.is_some()) {
        return Err(Refusal::conflict("no_authenticator_offered").into());
    }
    if !is_of_authenticator(&plain(code)) || accept_of_authenticator(tx, id, &plain(code)).await?.is_none() {
        return Err(Refusal::conflict("code_wrong").into());
    }
    tx.record(events::about_staff(&events::SECOND_FACTOR_ADDED, id, json!({ "kind": "authenticator" })));
    make_recovery_codes(tx, id).await
}

/// Takes a code; says what it was one of, if it was right. No code is right twice.
pub async fn accept(tx: &Tx, id: StaffId, code: &str) -> Answer<Option<Proved>> {
    let plain = plain(code);
    if is_of_authenticator(&plain) {
        let confirmed = store::second_factors::has_authenticator(tx.conn(), id).await?;
        return if confirmed { accept_of_authenticator(tx, id, &plain).await } else { Ok(None) };
    }
    let used = store::second_factors::use_recovery_code(tx, id, &lookup(tx, id, &plain)).await?;
    Ok(used.then_some(Proved::RecoveryCode))
}

async fn accept_of_authenticator(tx: &Tx, id: StaffId, plain: &str) -> Answer<Option<Proved>> {
    let Some(found) = store::second_factors::authenticator(tx.conn(), id).await? else { return Ok(None) };
    let key = tx.keys().key_of(&place(id), &found.wrapped_key)?;
    let secret = key.open(&place(id), &found.secret)?;
    let Some(step) = step_of(&secret, plain, found.last_step, tx.now())? else { return Ok(None) };
    store::second_factors::take_step(tx, id, step).await?;
    Ok(Some(Proved::Authenticator))
}

/// Makes recovery codes anew; those before no longer hold.
///
/// # Errors
/// 409 `no_second_factor`.
pub async fn renew_recovery_codes(tx: &mut Tx, id: StaffId) -> Answer<Vec<String>> {
    if !store::second_factors::has_authenticator(tx.conn(), id).await? {
        return Err(Refusal::conflict("no_second_factor").into());
    }
    make_recovery_codes(tx, id).await
}

async fn make_recovery_codes(tx: &mut Tx, id: StaffId) -> Answer<Vec<String>> {
    let codes = new_recovery_codes();
    let lookups: Vec<String> = codes.iter().map(|code| lookup(tx, id, &plain(code))).collect();
    store::second_factors::write_recovery_codes(tx, id, &lookups).await?;
    tx.record(events::about_staff(&events::RECOVERY_CODES_MADE, id, json!({ "codes": codes.len() })));
    Ok(codes)
}

/// Takes one's own authenticator away.
///
/// # Errors
/// 409 `no_second_factor`; 409 `second_factor_required` while one of their roles wants one.
pub async fn remove_own(tx: &mut Tx, id: StaffId) -> Answer<()> {
    store::staff::load(tx, id).await?;
    if !store::second_factors::has_authenticator(tx.conn(), id).await? {
        return Err(Refusal::conflict("no_second_factor").into());
    }
    store::second_factors::remove(tx, id).await?;
    if is_required(tx, id).await? && !store::second_factors::has(tx.conn(), id).await? {
        return Err(Refusal::conflict("second_factor_required").into());
    }
    let payload = json!({ "kind": "authenticator", "by_colleague": false });
    tx.record(events::about_staff(&events::SECOND_FACTOR_REMOVED, id, payload));
    Ok(())
}

/// Whether one of someone's roles wants a second factor.
pub async fn is_required(tx: &Tx, id: StaffId) -> Answer<bool> {
    let wanting = store::rules::current(tx.conn()).await?.second_factor_roles();
    let roles = store::staff::roles_of(tx.conn(), id).await?;
    Ok(rules::needs_second_factor(&roles, &wanting))
}

/// Takes a colleague's second factors away, whose telephone is lost, and ends their sessions.
pub async fn remove_of_colleague(tx: &mut Tx, id: StaffId) -> Answer<()> {
    tx.viewer().require(EDIT_STAFF)?;
    store::staff::load(tx, id).await?;
    if !store::second_factors::has(tx.conn(), id).await? {
        return Err(Refusal::conflict("no_second_factor").into());
    }
    store::second_factors::remove_all(tx, id).await?;
    let payload = json!({ "kind": "all", "by_colleague": true });
    tx.record(events::about_staff(&events::SECOND_FACTOR_REMOVED, id, payload));
    end_sessions(tx, id).await
}
