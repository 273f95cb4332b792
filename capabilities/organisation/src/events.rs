//! What the organisation tells the journal.

use lingke_platform::journal::{Event, EventKind};
use lingke_platform::viewer::StaffId;
use serde_json::{Value, json};

use crate::VIEW;
use crate::model::{OrgUnit, StaffRow};
use crate::store::rules::RulesRow;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        $($(#[$doc])* pub static $name: EventKind = EventKind { name: $text, version: 1, permission: VIEW };)*
        /// All of them.
        pub static ALL: &[&EventKind] = &[$(&$name),*];
    };
}

kinds! {
    /// The institution was set up.
    INSTITUTION_SET_UP = "institution_set_up",
    /// A unit was added to the tree.
    UNIT_ADDED = "org_unit_added",
    /// A unit was renamed or moved.
    UNIT_CHANGED = "org_unit_changed",
    /// Someone joined.
    STAFF_ADDED = "staff_added",
    /// Someone's unit, roles, scope or name changed, or they left.
    STAFF_CHANGED = "staff_changed",
    /// Someone signed in.
    SIGNED_IN = "signed_in",
    /// Someone signed out.
    SIGNED_OUT = "signed_out",
    /// A sign-in was refused.
    SIGN_IN_REFUSED = "sign_in_refused",
    /// Too many wrong passwords: the account waits.
    ACCOUNT_LOCKED = "account_locked",
    /// An administrator unlocked an account.
    ACCOUNT_UNLOCKED = "account_unlocked",
    /// All of someone's sessions were ended.
    SESSIONS_ENDED = "sessions_ended",
    /// A password was changed or reset.
    PASSWORD_CHANGED = "password_changed",
    /// Somebody may set a password by a link.
    PASSWORD_LINK_MADE = "password_link_made",
    /// Someone set a second factor up.
    SECOND_FACTOR_ADDED = "second_factor_added",
    /// A second factor was taken away.
    SECOND_FACTOR_REMOVED = "second_factor_removed",
    /// Someone got new recovery codes.
    RECOVERY_CODES_MADE = "recovery_codes_made",
    /// How people sign in was changed.
    SIGN_IN_RULES_CHANGED = "sign_in_rules_changed",
    /// A program got a token.
    TOKEN_CREATED = "token_created",
    /// A program's token was revoked.
    TOKEN_REVOKED = "token_revoked",
    /// Someone is here, busy, away.
    PRESENCE_CHANGED = "presence_changed",
}

/// `kind` happened to a unit: its state after.
pub fn of_unit(kind: &'static EventKind, unit: &OrgUnit) -> Event {
    let payload = json!({
        "parent_id": unit.parent_id, "code": unit.code, "name": unit.name, "name_en": unit.name_en,
        "kind": unit.kind, "version": unit.version,
    });
    let subject_id = unit.id.to_string();
    Event { kind, subject_kind: "org_unit", subject_id, unit_id: Some(unit.id), staff_id: None, payload }
}

/// `kind` happened to someone: where they are and what they may do after.
pub fn of_staff(kind: &'static EventKind, staff: &StaffRow, roles: &[String]) -> Event {
    let payload = json!({
        "unit_id": staff.unit_id, "roles": roles, "scope": staff.scope, "active": staff.active, "version": staff.version,
    });
    about_staff(kind, staff.id, payload)
}

/// `kind` happened to someone, with particulars of its own.
pub fn about_staff(kind: &'static EventKind, id: StaffId, payload: Value) -> Event {
    Event {
        kind,
        subject_kind: "staff",
        subject_id: id.to_string(),
        unit_id: None,
        staff_id: Some(id),
        payload,
    }
}

/// The rules for signing in were changed: their state after.
pub fn of_rules(rules: &RulesRow) -> Event {
    let payload = json!({
        "password_profile": rules.password_profile, "password_length_min": rules.password_length_min,
        "second_factor_roles": rules.second_factor_roles(), "version": rules.version,
    });
    Event {
        kind: &SIGN_IN_RULES_CHANGED,
        subject_kind: "sign_in_rules",
        subject_id: "sign_in_rules".to_owned(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}
