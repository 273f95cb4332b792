//! The nouns.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_platform::viewer::{Scope, StaffId, UnitId};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::roles::Role;

mod accounts;

pub use accounts::*;

id_kind!(
    /// A program's token.
    Token, "tok", TokenId
);

/// What kind of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The root.
    HeadOffice,
    /// A branch or outlet.
    Branch,
    /// A department.
    Department,
    /// A team.
    Team,
}

/// Whether someone can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Here.
    Online,
    /// Here, not to be disturbed.
    Busy,
    /// Not at the desk.
    Away,
    /// On a call.
    OnCall,
    /// Not here.
    Offline,
}

/// The languages of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Locale {
    /// Chinese.
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en-US")]
    EnUs,
}

/// Writes and reads an enum by the name serde gives it, for the database.
pub fn code_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// The value serde reads from a name.
pub fn from_code<T: serde::de::DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// The institution that runs this system.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, FromQueryResult)]
pub struct Institution {
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// Its days are counted here: `Asia/Shanghai`.
    pub time_zone: String,
    /// Whether it is the demo, with its well-known sign-ins.
    pub demo: bool,
}

/// A unit as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct OrgUnit {
    /// Its id.
    pub id: UnitId,
    /// The unit above; none for the root.
    pub parent_id: Option<UnitId>,
    /// All ids from the root to this, `/unt_…/unt_…/`.
    pub path: String,
    /// The institution's own code.
    pub code: String,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// What kind.
    pub kind: String,
    /// Raised at each change.
    pub version: i64,
}

/// A unit as shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UnitShown {
    /// Its id.
    pub id: UnitId,
    /// The unit above; none for the root.
    pub parent_id: Option<UnitId>,
    /// The institution's own code.
    pub code: String,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// How the Chinese name sounds, in full and by initials: for lists that are sought through where they are shown.
    pub sounds: String,
    /// What kind.
    pub kind: UnitKind,
    /// Active people directly in it.
    pub staff_count: i64,
    /// Raised at each change.
    pub version: i64,
    /// What the viewer may do with it.
    pub may: UnitMay,
}

/// What the viewer may do with a unit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UnitMay {
    /// Rename or move it.
    pub edit: bool,
}

/// A new unit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// The unit above.
    pub parent_id: UnitId,
    /// Letters, digits, `-`, `_`; used once.
    pub code: String,
    /// In Chinese.
    pub name: String,
    /// In English; the Chinese name when absent.
    pub name_en: Option<String>,
    /// What kind; there is only one head office.
    pub kind: UnitKind,
}

/// What to change; absent stays.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitChange {
    /// Moves it, with all below it.
    pub parent_id: Option<UnitId>,
    /// In Chinese.
    pub name: Option<String>,
    /// In English.
    pub name_en: Option<String>,
}

/// A person as the database holds them.
#[derive(Debug, Clone, FromQueryResult)]
pub struct StaffRow {
    /// Their id.
    pub id: StaffId,
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// For notices.
    pub email: Option<String>,
    /// Their unit.
    pub unit_id: UnitId,
    /// Their own scope, where it differs from their roles'.
    pub scope: Option<String>,
    /// The console's language.
    pub locale: String,
    /// Whether they can be reached.
    pub presence: String,
    /// Since when.
    pub presence_at: Instant,
    /// Whether they work here.
    pub active: bool,
    /// argon2id, PHC form.
    pub password_hash: String,
    /// Whether the password must be changed at the next sign-in.
    pub must_change: bool,
    /// Wrong passwords in a row.
    pub sign_in_failures: i32,
    /// Until when the account waits.
    pub locked_until: Option<Instant>,
    /// When the password was set; none means that it does not age.
    pub password_set_at: Option<Instant>,
    /// Raised at each change.
    pub version: i64,
}

/// A name with its id.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, FromQueryResult)]
pub struct UnitName {
    /// The unit.
    pub id: UnitId,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
}

/// A person's name with their id.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, FromQueryResult)]
pub struct StaffName {
    /// The person.
    pub id: StaffId,
    /// Their name.
    pub name: String,
}

/// A person as shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StaffShown {
    /// Their id.
    pub id: StaffId,
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// For notices.
    pub email: Option<String>,
    /// Their unit.
    pub unit: UnitName,
    /// Their roles.
    pub roles: Vec<Role>,
    /// Their own scope, where it differs from their roles'.
    pub own_scope: Option<Scope>,
    /// How far they see.
    pub scope: Scope,
    /// Whether they can be reached.
    pub presence: Presence,
    /// Whether they work here.
    pub active: bool,
    /// Whether the account waits after wrong passwords.
    pub locked: bool,
    /// Whether they have a second factor.
    pub second_factor: bool,
    /// Whether they were invited and have set no password yet.
    pub invited: bool,
    /// Raised at each change.
    pub version: i64,
    /// What the viewer may do.
    pub may: StaffMay,
}

/// What the viewer may do with a person's account.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StaffMay {
    /// Change it.
    pub edit: bool,
    /// Give it a new password.
    pub reset_password: bool,
    /// End its sessions.
    pub end_sessions: bool,
    /// Unlock it.
    pub unlock: bool,
    /// Take its second factors away.
    pub remove_second_factors: bool,
}

/// A new person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaff {
    /// 2 to 40 lower-case letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit_id: UnitId,
    /// Their roles, at least one.
    pub roles: Vec<Role>,
    /// How far they see, where it differs from their roles'.
    pub scope: Option<Scope>,
    /// For notices.
    pub email: Option<String>,
    /// Made up when absent; the answer shows it once.
    pub initial_password: Option<String>,
    /// Gives them a link to set a password by, and no initial password.
    #[serde(default)]
    pub invite: bool,
}

/// What to change; absent stays.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffChange {
    /// Their name.
    pub name: Option<String>,
    /// Their unit.
    pub unit_id: Option<UnitId>,
    /// Their roles.
    pub roles: Option<Vec<Role>>,
    /// How far they see.
    pub scope: Option<Scope>,
    /// For notices.
    pub email: Option<String>,
    /// Whether they work here; false ends all their sessions.
    pub active: Option<bool>,
}

/// A new person and what they begin with.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StaffAdded {
    /// The person.
    #[serde(flatten)]
    pub staff: StaffShown,
    /// The password they begin with, shown once; none for who is invited.
    pub initial_password: Option<String>,
    /// The link they begin with, shown once; for who is invited.
    pub link: Option<PasswordLink>,
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// Their id.
    pub id: StaffId,
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: UnitName,
    /// Their roles.
    pub roles: Vec<Role>,
    /// What they may do.
    pub permissions: Vec<String>,
    /// How far they see.
    pub scope: Scope,
    /// Whether they can be reached.
    pub presence: Presence,
    /// The console's language.
    pub locale: Locale,
    /// Whether the password must be changed first.
    pub must_change_password: bool,
    /// The institution.
    pub institution: Institution,
}

/// A sign-in that holds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionShown {
    /// Sent back as `X-CSRF-Token` with every change; empty for a program's token.
    pub csrf_token: String,
    /// When it ends whatever happens.
    pub expires_at: Instant,
    /// When it ends without another request.
    pub idle_expires_at: Instant,
    /// Who is signed in.
    pub me: Me,
}
