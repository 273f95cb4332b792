//! How one signs in: rules, steps, second factors.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_platform::viewer::{SessionId, StaffId};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{SessionShown, TokenId};
use crate::password_rules::{PasswordProfile, PasswordRuleMet};
use crate::roles::Role;

id_kind!(
    /// A passkey.
    Passkey, "psk", PasskeyId
);

/// What a sign-in still wants before there is a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A code of the authenticator, or a recovery code.
    SecondFactor,
    /// A new password: the one that was right is too old.
    NewPassword,
    /// A second factor is to be set up: a role wants one and there is none.
    SetUp,
    /// The answer of a passkey.
    Passkey,
    /// A passkey that is being registered.
    Registration,
}

/// What somebody has proved themselves with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proved {
    /// The password alone.
    Password,
    /// The password and a code of an authenticator.
    Authenticator,
    /// The password and a recovery code.
    RecoveryCode,
    /// A passkey, which verifies its user itself.
    Passkey,
}

/// A sign-in that is under way: what comes next, and what to say then.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SignInStep {
    /// What comes next.
    pub step: Step,
    /// Whether a code of an authenticator, or a recovery code, will do.
    pub code: bool,
    /// Whether a passkey will do.
    pub passkey: bool,
    /// Sent back with the next step; holds for one sign-in.
    pub challenge: String,
    /// Until when.
    pub expires_at: Instant,
}

/// A session and the recovery codes of a second factor that was set up on the way.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SetUpSession {
    /// The session.
    pub session: SessionShown,
    /// Each signs in once in the place of a code; shown once.
    pub recovery_codes: Vec<String>,
}

/// A sign-in under way, as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Challenge {
    /// Who signs in; none before a passkey says who it is.
    pub staff_id: Option<StaffId>,
    /// What comes next.
    pub step: String,
    /// What is proved so far.
    pub proved: String,
    /// What a passkey's answer is checked against.
    pub state: Option<String>,
    /// Until when.
    pub expires_at: Instant,
}

/// An authenticator as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Authenticator {
    /// The key of its secret, wrapped by the root key.
    pub wrapped_key: String,
    /// Its secret, sealed.
    pub secret: String,
    /// The last step a code was taken of.
    pub last_step: i64,
    /// Since when it is used; none while it is being set up.
    pub confirmed_at: Option<Instant>,
}

/// An authenticator that is being set up.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AuthenticatorOffered {
    /// The secret in base 32, to be typed in.
    pub secret: String,
    /// The same and whose it is, as authenticators read it.
    pub uri: String,
    /// The same as a picture.
    pub qr_svg: String,
}

/// New recovery codes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodes {
    /// Each signs in once in the place of a code; shown once.
    pub recovery_codes: Vec<String>,
}

/// My second factors.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SecondFactors {
    /// Since when an authenticator is used, if one is.
    pub authenticator_since: Option<Instant>,
    /// Recovery codes that are not used yet.
    pub recovery_codes_left: i64,
    /// Whether one of my roles wants a second factor.
    pub required: bool,
}

/// How the institution lets people sign in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SignInRules {
    /// What passwords must be.
    pub password_profile: PasswordProfile,
    /// The least length of a password, in characters.
    pub password_length_min: i32,
    /// Whoever has one of these roles needs a second factor.
    pub second_factor_roles: Vec<Role>,
    /// Raised at each change.
    pub version: i64,
    /// Whether the viewer may change them.
    pub may_edit: bool,
}

/// What to change; absent stays.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRulesChange {
    /// What passwords must be.
    pub password_profile: Option<PasswordProfile>,
    /// The least length of a password, in characters; never less than the profile's own.
    pub password_length_min: Option<i32>,
    /// Whoever has one of these roles needs a second factor.
    pub second_factor_roles: Option<Vec<Role>>,
}

/// Where a sign-in comes from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The browser and its system by name; empty when unknown.
    pub device: String,
    /// The address; empty when unknown.
    pub address: String,
}

/// Somebody's session, as they and administrators see it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct SessionSeen {
    /// Its id.
    pub id: SessionId,
    /// The browser and its system by name.
    pub device: String,
    /// The address it was opened from.
    pub address: String,
    /// What was proved at the sign-in.
    pub proved: String,
    /// When it was opened.
    pub started_at: Instant,
    /// The last request, to the minute.
    pub seen_at: Instant,
    /// When it ends whatever happens.
    pub expires_at: Instant,
}

/// Somebody's session as shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OpenSession {
    /// Its id.
    pub id: SessionId,
    /// The browser and its system by name, `Chrome 141 · Windows`; empty when unknown.
    pub device: String,
    /// The address it was opened from; empty when unknown.
    pub address: String,
    /// What was proved at the sign-in.
    pub proved: Option<Proved>,
    /// When it was opened.
    pub started_at: Instant,
    /// The last request, to the minute.
    pub seen_at: Instant,
    /// When it ends whatever happens.
    pub expires_at: Instant,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// A program's token as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct TokenRow {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// Permissions parted by commas; none means all that its owner may do.
    pub scopes: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends, if it does by itself.
    pub expires_at: Option<Instant>,
    /// The last request, to the minute.
    pub used_at: Option<Instant>,
}

impl TokenRow {
    /// What it may do; none means all that its owner may do.
    pub fn scopes(&self) -> Option<Vec<&str>> {
        Some(self.scopes.as_deref()?.split(',').collect())
    }
}

/// A program's token as shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TokenShown {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// What it may do at most; none means all that its owner may do.
    pub scopes: Option<Vec<String>>,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends, if it does by itself.
    pub expires_at: Option<Instant>,
    /// The last request, to the minute.
    pub used_at: Option<Instant>,
    /// Whether its time is over.
    pub expired: bool,
}

/// A new token.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// Permissions, each one of its owner's.
    pub scopes: Vec<String>,
    /// When it ends, at most a year ahead.
    pub expires_at: Instant,
    /// The owner's password again.
    pub current_password: String,
}

/// A new token and its secret.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TokenMade {
    /// The token as it is listed.
    #[serde(flatten)]
    pub shown: TokenShown,
    /// What the program sends; shown once.
    pub token: String,
}

/// A password somebody thinks of.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordTried {
    /// The password; empty to ask for the rules alone.
    pub password: String,
    /// Whose it is to be.
    pub login: Option<String>,
    /// Their name.
    pub name: Option<String>,
}

/// What a password must be, and what of it this one is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasswordChecked {
    /// Each rule.
    pub rules: Vec<PasswordRuleMet>,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// The first password.
    Invitation,
    /// Another in the place of a lost one.
    Reset,
}

/// A link as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct LinkRow {
    /// Whose password it sets.
    pub staff_id: StaffId,
    /// What it is for.
    pub kind: String,
    /// Until when.
    pub expires_at: Instant,
}

/// A link that was made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasswordLink {
    /// What it is for.
    pub kind: LinkKind,
    /// To be put behind the address of the console; shown once.
    pub path: String,
    /// Until when.
    pub expires_at: Instant,
    /// Whether it was mailed to them.
    pub mailed: bool,
}

/// Whose link it is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LinkTold {
    /// What it is for.
    pub kind: LinkKind,
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Until when.
    pub expires_at: Instant,
}

/// A passkey as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct PasskeyRow {
    /// Its id.
    pub id: PasskeyId,
    /// Whose it is.
    pub staff_id: StaffId,
    /// Its public key and counter, as the library writes them.
    pub credential: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was registered.
    pub created_at: Instant,
    /// The last sign-in with it.
    pub used_at: Option<Instant>,
}

/// A passkey as shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasskeyShown {
    /// Its id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was registered.
    pub created_at: Instant,
    /// The last sign-in with it.
    pub used_at: Option<Instant>,
}

/// Someone's passkeys.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasskeysShown {
    /// Where they can be used: the host of the console; none where it has no name.
    pub host: Option<String>,
    /// The passkeys.
    pub items: Vec<PasskeyShown>,
}

/// What a browser needs to make or use a passkey.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasskeyOffered {
    /// Sent back with the browser's answer; holds for one.
    pub challenge: String,
    /// What goes to `navigator.credentials`, with binary values in base64url.
    #[schema(value_type = Object)]
    pub options: serde_json::Value,
}
