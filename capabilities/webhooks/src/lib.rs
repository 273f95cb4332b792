//! Webhooks 网络回调: other systems are told what happened, by requests in the form of Standard Webhooks.
//!
//! Invariants: what is sent are ids and codes, as the journal has them; each request is signed, and its secret is shown
//! once and sealed in the database; nothing is sent to a place inside that the configuration does not let through; each
//! event goes to each endpoint that wants it at least once, also when a node is killed, and can be told by its id. Not
//! promised: order, since what failed is sent again later; `seq` says in which order things happened. Absent on purpose:
//! the state of things, which the receiver asks the API for with rights of its own.
//! Begin with [`subscriptions`] for how an event becomes a delivery, then [`sending`].

pub mod api;
pub mod commands;
pub mod events;
pub mod model;
pub mod sending;
pub mod signing;
pub mod store;
pub mod subscriptions;
pub mod timers;

use lingke_platform::capability::Capability;

/// To see endpoints and what was sent to them.
pub const VIEW: &str = "webhooks.view";
/// To add, change and try endpoints, and to send again.
pub const MANAGE: &str = "webhooks.manage";

/// What the rest knows of webhooks.
pub static CAPABILITY: Capability = Capability {
    name: "webhooks",
    floor: 4,
    permissions: &[VIEW, MANAGE],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[&subscriptions::WEBHOOKS],
    timers: &[&timers::FORGET_DELIVERIES],
    public: &[],
};
