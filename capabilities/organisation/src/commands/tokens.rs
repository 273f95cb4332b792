//! Tokens of programs: made by people for themselves, with what they may do and until when; revoked.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::viewer::StaffId;
use serde_json::json;

use super::sign_in::random_token;
use crate::authenticate::token_sha256;
use crate::model::{NewToken, TokenId, TokenRow};
use crate::store::tokens::TOKENS_MAX;
use crate::{EDIT_STAFF, events, store};

/// Longest time a token holds, in days.
pub const TOKEN_DAYS_MAX: i64 = 366;

/// Makes a token for oneself, which may do what is named and its owner may, until it ends. Answers it; it is stored
/// nowhere.
///
/// # Errors
/// 422 on `scopes` for what its owner may not do, on `expires_at` for what is past or too far; 409 `too_many_tokens`.
pub async fn make(tx: &mut Tx, owner: StaffId, new: NewToken) -> Answer<(String, TokenRow)> {
    if let Some(beyond) = new.scopes.iter().position(|scope| !tx.viewer().may(scope)) {
        return Err(Failure::invalid(format!("scopes[{beyond}]"), "unknown", "you may not do this yourself"));
    }
    let days = new.expires_at.micros_since(tx.now()) / 86_400_000_000;
    if new.expires_at <= tx.now() || days >= TOKEN_DAYS_MAX {
        let text = format!("ahead, and at most {TOKEN_DAYS_MAX} days");
        return Err(Failure::invalid("expires_at", "out_of_range", text));
    }
    store::staff::load(tx, owner).await?;
    if store::tokens::count(tx, owner).await? >= TOKENS_MAX {
        return Err(Refusal::conflict("too_many_tokens").with("tokens_max", TOKENS_MAX).into());
    }
    let mut scopes = new.scopes;
    scopes.sort();
    scopes.dedup();
    let row = TokenRow {
        id: TokenId::new(tx.now()),
        name: new.name.trim().to_owned(),
        scopes: Some(scopes.join(",")),
        created_at: tx.now(),
        expires_at: Some(new.expires_at),
        used_at: None,
    };
    Ok((write(tx, owner, &row).await?, row))
}

/// Writes a new token and tells the journal; answers the token itself.
pub async fn write(tx: &mut Tx, owner: StaffId, row: &TokenRow) -> Answer<String> {
    let token = format!("lkt_{}", random_token());
    store::tokens::insert(tx, row, &token_sha256(&token), owner).await?;
    let payload = json!({ "token_id": row.id, "scopes": row.scopes(), "expires_at": row.expires_at });
    tx.record(events::about_staff(&events::TOKEN_CREATED, owner, payload));
    Ok(token)
}

/// Revokes a token of one's own.
pub async fn revoke_own(tx: &mut Tx, owner: StaffId, id: TokenId) -> Answer<()> {
    store::tokens::revoke(tx, owner, id).await?;
    tx.record(events::about_staff(&events::TOKEN_REVOKED, owner, json!({ "token_id": id })));
    Ok(())
}

/// Revokes a token of a colleague's.
pub async fn revoke_of_colleague(tx: &mut Tx, owner: StaffId, id: TokenId) -> Answer<()> {
    tx.viewer().require(EDIT_STAFF)?;
    revoke_own(tx, owner, id).await
}
