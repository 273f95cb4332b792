//! The institution: its tree of units, its people, what they may do, and who is here.
//!
//! Invariants: the tree has one root; a login is never used twice; what someone may do follows from the built-in
//! roles in [`roles`] and nothing else; a session is known by the hash of its token, and there is none before all is
//! proved that the institution wants proved ([`commands::sign_in`]). Nobody is deleted: who left is inactive, and their
//! history stays. Begin with [`authenticate`], then [`commands`].

pub mod api;
pub mod authenticate;
pub mod commands;
pub mod device;
pub mod events;
pub mod letters;
pub mod model;
pub mod password;
pub mod password_rules;
pub mod roles;
pub mod rules;
pub mod second_factor;
pub mod store;
pub mod timers;

#[cfg(test)]
mod tests;

use lingke_platform::capability::Capability;

/// To see units, people and roles.
pub const VIEW: &str = "organisation.view";
/// To change the tree.
pub const EDIT_UNITS: &str = "organisation.edit_units";
/// To add people, change what they may do, reset and unlock.
pub const EDIT_STAFF: &str = "organisation.edit_staff";
/// To say how people sign in.
pub const EDIT_SIGN_IN: &str = "organisation.edit_sign_in";

/// What the rest knows of the organisation.
pub static CAPABILITY: Capability = Capability {
    name: "organisation",
    floor: 0,
    permissions: &[VIEW, EDIT_UNITS, EDIT_STAFF, EDIT_SIGN_IN],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[],
    timers: &[&timers::END_OLD_SESSIONS],
    public: &[
        "POST /sessions",
        "POST /sign-in-steps/second-factor",
        "POST /sign-in-steps/new-password",
        "POST /sign-in-steps/password-link",
        "POST /sign-in-steps/passkey-offers",
        "POST /sign-in-steps/passkey",
        "POST /password-checks",
        "POST /password-link-checks",
        "POST /sign-in-steps/authenticators",
        "POST /sign-in-steps/authenticator-confirmations",
        "GET /institution",
    ],
};
