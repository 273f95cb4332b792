//! Changing how people sign in.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::Expected;

use crate::model::{SignInRulesChange, code_of};
use crate::password_rules::LENGTH_MIN_MAX;
use crate::store::rules::RulesRow;
use crate::{EDIT_SIGN_IN, events, store};

/// Changes the rules, if nobody changed them since `expected`.
pub async fn change(tx: &mut Tx, expected: Expected, change: SignInRulesChange) -> Answer<RulesRow> {
    tx.viewer().require(EDIT_SIGN_IN)?;
    let mut row = store::rules::load(tx).await?;
    expected.check(row.version)?;
    if let Some(mut roles) = change.second_factor_roles {
        roles.sort();
        roles.dedup();
        row.second_factor_roles = roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(",");
    }
    if let Some(profile) = change.password_profile {
        row.password_profile = code_of(&profile);
        // A longer length of one's own belongs to the profile it was chosen with.
        row.password_length_min = profile.length_min();
    }
    if let Some(length) = change.password_length_min {
        let least = row.passwords().profile.length_min();
        if !(least..=LENGTH_MIN_MAX).contains(&length) {
            let text = format!("between {least} and {LENGTH_MIN_MAX}");
            return Err(Failure::invalid("password_length_min", "out_of_range", text));
        }
        row.password_length_min = length;
    }
    row.version += 1;
    store::rules::update(tx, &row).await?;
    tx.record(events::of_rules(&row));
    Ok(row)
}
