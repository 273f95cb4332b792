//! Notifications 通知: people are told what concerns them, with the reason "because you …".
//!
//! Invariants: one notification per person and event, never to the one who did it; what was told stays as the person
//! wanted it told then; nothing is mailed twice, also after a retry or a rebuild; no mail goes out in quiet hours,
//! except for what the person lets break through. Reading is nobody else's business and leaves no event; preferences
//! and muted cases do. Absent on purpose: the words of customers, which no mail carries, and telling customers.
//! Begin with [`rules`] for who is told and why, then [`delivery`] for when.

pub mod api;
pub mod commands;
pub mod delivery;
pub mod events;
pub mod letters;
pub mod model;
pub mod preferences;
pub mod rules;
pub mod store;
pub mod subscriptions;
pub mod targets;
pub mod timers;
pub mod words;

use lingke_platform::capability::Capability;

/// What the rest knows of notifications. Everybody reads their own; no permission is needed for that.
pub static CAPABILITY: Capability = Capability {
    name: "notifications",
    floor: 4,
    permissions: &[],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[&subscriptions::TELL_PEOPLE],
    timers: &[&timers::MAIL_NOTIFICATIONS, &timers::FORGET_NOTIFICATIONS],
    public: &[],
};
