//! Passkeys (WebAuthn): registered, named, removed, and signed in with.
//!
//! A ceremony has two halves: options go out with a challenge of ours that holds its state, and what the browser answers
//! comes back with it, once. A passkey verifies its user itself, so it proves both factors.

use axum::http::StatusCode;
use lingke_platform::config::Config;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::viewer::StaffId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

use super::second_factors::is_required;
use super::sign_in::{CHALLENGE_SECONDS, Reached, challenged, count, go_on, random_token};
use crate::authenticate::token_sha256;
use crate::model::{
    Challenge, Origin, PasskeyId, PasskeyOffered, PasskeyRow, Proved, StaffRow, Step, code_of, from_code,
};
use crate::{events, store};

/// Passkeys one person has at most.
const PASSKEYS_MAX: usize = 20;

fn address(config: &Config) -> &str {
    config.public_url.as_deref().unwrap_or("http://localhost")
}

/// The host that passkeys are bound to: that of `public_url`, else this machine; none when that has no name.
pub fn host(config: &Config) -> Option<String> {
    Url::parse(address(config)).ok()?.domain().map(str::to_owned)
}

/// Who asks for passkeys, as browsers bind them to it. Without a `public_url` it is this machine at any port.
fn party(config: &Config) -> Answer<Webauthn> {
    let no_host = || Refusal::conflict("no_passkeys_here");
    let (host, origin) = host(config).zip(Url::parse(address(config)).ok()).ok_or_else(no_host)?;
    let builder = WebauthnBuilder::new(&host, &origin).map_err(anyhow::Error::from)?;
    let builder = builder.rp_name("Lingke").allow_any_port(config.public_url.is_none());
    Ok(builder.build().map_err(anyhow::Error::from)?)
}

fn refused() -> Failure {
    Refusal::with_status(StatusCode::UNAUTHORIZED, "passkey_refused").into()
}

/// Keeps the state of a ceremony; answers what the browser needs and the challenge that comes back.
async fn offered(
    tx: &Tx,
    (staff_id, step, proved): (Option<StaffId>, Step, Proved),
    options: &impl Serialize,
    state: &impl Serialize,
) -> Answer<PasskeyOffered> {
    let token = random_token();
    let challenge = Challenge {
        staff_id,
        step: code_of(&step),
        proved: code_of(&proved),
        state: Some(serde_json::to_string(state)?),
        expires_at: tx.now().plus_seconds(CHALLENGE_SECONDS),
    };
    store::challenges::insert(tx, &token_sha256(&token), &challenge).await?;
    let mut options: Value = serde_json::to_value(options)?;
    // Asked for by a button of ours; the browser's own list of what it would fill in is another ceremony.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    Ok(PasskeyOffered { challenge: token, options })
}

/// The state of a ceremony, which ends with it.
async fn taken<S: DeserializeOwned>(tx: &Tx, token: &str, step: Step) -> Answer<(Option<StaffId>, S)> {
    let over = || Failure::from(Refusal::with_status(StatusCode::UNAUTHORIZED, "sign_in_over"));
    let found = store::challenges::load(tx, &token_sha256(token)).await?;
    let found = found.filter(|found| from_code(&found.step) == Some(step)).ok_or_else(over)?;
    store::challenges::end(tx, &token_sha256(token)).await?;
    let state = serde_json::from_str(found.state.as_deref().unwrap_or_default()).map_err(|_| over())?;
    Ok((found.staff_id, state))
}

fn read(row: &PasskeyRow) -> Answer<Passkey> {
    Ok(serde_json::from_str(&row.credential)?)
}

/// Offers to register a passkey for `row`.
///
/// # Errors
/// 409 `too_many_passkeys`; 409 `no_passkeys_here` where the console's address has no name.
pub async fn offer_registration(tx: &Tx, row: &StaffRow) -> Answer<PasskeyOffered> {
    let there = store::passkeys::of(tx.conn(), row.id).await?;
    if there.len() >= PASSKEYS_MAX {
        return Err(Refusal::conflict("too_many_passkeys").with("passkeys_max", PASSKEYS_MAX).into());
    }
    let known = there.iter().map(|row| Ok(read(row)?.cred_id().clone())).collect::<Answer<Vec<_>>>()?;
    let party = party(&tx.node().config)?;
    let started = party.start_passkey_registration(user_of(row.id), &row.login, &row.name, Some(known));
    let (options, state) = started.map_err(anyhow::Error::from)?;
    let mut options = serde_json::to_value(options)?;
    // One that the browser finds by itself, so that no login is typed.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("required");
    options["publicKey"]["authenticatorSelection"]["requireResidentKey"] = json!(true);
    offered(tx, (Some(row.id), Step::Registration, Proved::Password), &options, &state).await
}

fn user_of(id: StaffId) -> Uuid {
    id.uuid()
}

/// Registers what the browser made.
///
/// # Errors
/// 401 `sign_in_over`; 409 `passkey_not_taken`.
pub async fn register(tx: &mut Tx, id: StaffId, token: &str, name: &str, made: Value) -> Answer<PasskeyRow> {
    let not_taken = || Failure::from(Refusal::conflict("passkey_not_taken"));
    let (staff_id, state) = taken::<PasskeyRegistration>(tx, token, Step::Registration).await?;
    let made: RegisterPublicKeyCredential = serde_json::from_value(made).map_err(|_| not_taken())?;
    if staff_id != Some(id) {
        return Err(not_taken());
    }
    let registered = party(&tx.node().config)?.finish_passkey_registration(&made, &state);
    let passkey = registered.map_err(|_| not_taken())?;
    let row = PasskeyRow {
        id: PasskeyId::new(tx.now()),
        staff_id: id,
        credential: serde_json::to_string(&passkey)?,
        name: name.trim().to_owned(),
        created_at: tx.now(),
        used_at: None,
    };
    store::passkeys::insert(tx, &row, &hex::encode(passkey.cred_id())).await?;
    let payload = json!({ "kind": "passkey", "passkey_id": row.id });
    tx.record(events::about_staff(&events::SECOND_FACTOR_ADDED, id, payload));
    Ok(row)
}

/// Takes a passkey of one's own away.
///
/// # Errors
/// 409 `second_factor_required` while a role wants one and it is the last.
pub async fn remove(tx: &mut Tx, staff_id: StaffId, id: PasskeyId) -> Answer<()> {
    store::staff::load(tx, staff_id).await?;
    store::passkeys::remove(tx, staff_id, id).await?;
    if is_required(tx, staff_id).await? && !store::second_factors::has(tx.conn(), staff_id).await? {
        return Err(Refusal::conflict("second_factor_required").into());
    }
    let payload = json!({ "kind": "passkey", "passkey_id": id, "by_colleague": false });
    tx.record(events::about_staff(&events::SECOND_FACTOR_REMOVED, staff_id, payload));
    Ok(())
}

/// Offers to sign in with a passkey: with any that the browser finds, or as the second factor of a sign-in under way.
pub async fn offer_sign_in(ctx: &Ctx, under_way: Option<&str>) -> Answer<PasskeyOffered> {
    let tx = ctx.begin().await?;
    let party = party(&ctx.node.config)?;
    let offered = match under_way {
        None => {
            let (options, state) = party.start_discoverable_authentication().map_err(anyhow::Error::from)?;
            offered(&tx, (None, Step::Passkey, Proved::Passkey), &options, &state).await?
        }
        Some(token) => {
            let (row, _) = challenged(&tx, token, Step::SecondFactor).await?;
            let known = store::passkeys::of(tx.conn(), row.id).await?;
            let known = known.iter().map(read).collect::<Answer<Vec<_>>>()?;
            let (options, state) = party
                .start_passkey_authentication(&known)
                .map_err(|_| Refusal::conflict("no_second_factor"))?;
            offered(&tx, (Some(row.id), Step::Passkey, Proved::Passkey), &options, &state).await?
        }
    };
    tx.commit().await?;
    Ok(offered)
}

/// Signs in with a passkey.
///
/// # Errors
/// 401 `sign_in_over`; 401 `passkey_refused`; 423 `account_locked`.
pub async fn sign_in(ctx: &Ctx, origin: &Origin, token: &str, proof: Value) -> Answer<Reached> {
    let proof: PublicKeyCredential = serde_json::from_value(proof).map_err(|_| refused())?;
    let mut tx = ctx.begin().await?;
    let (staff_id, state) = taken::<Value>(&tx, token, Step::Passkey).await?;
    let found = store::passkeys::by_credential(&tx, &hex::encode(proof.get_credential_id())).await?;
    let found = found.filter(|found| staff_id.is_none_or(|id| found.staff_id == id));
    let Some(found) = found else {
        tx.commit().await?;
        return Err(refused());
    };
    let mut row = store::staff::load(&tx, found.staff_id).await?;
    let proved = row.active && proves(ctx, &tx, &found, (&proof, state, staff_id.is_some())).await?;
    if let Err(failure) = count(&mut tx, &mut row, proved, refused()).await? {
        tx.commit().await?;
        return Err(failure);
    }
    let reached = go_on(&mut tx, row, Proved::Passkey, origin).await?;
    tx.commit().await?;
    Ok(reached)
}

/// Whether the browser's answer is of this passkey and this ceremony; notes its use.
async fn proves(
    ctx: &Ctx,
    tx: &Tx,
    found: &PasskeyRow,
    (proof, state, named): (&PublicKeyCredential, Value, bool),
) -> Answer<bool> {
    let party = party(&ctx.node.config)?;
    let mut passkey = read(found)?;
    let result = if named {
        let state: PasskeyAuthentication = serde_json::from_value(state)?;
        party.finish_passkey_authentication(proof, &state)
    } else {
        let state: DiscoverableAuthentication = serde_json::from_value(state)?;
        party.finish_discoverable_authentication_v2(proof, state, DiscoverableKey::from(&passkey))
    };
    let Ok(result) = result else { return Ok(false) };
    passkey.update_credential(&result);
    store::passkeys::note_use(tx, found.id, &serde_json::to_string(&passkey)?).await?;
    Ok(true)
}
