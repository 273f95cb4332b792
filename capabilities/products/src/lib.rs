//! Products 产品: the catalogue entries that cases and holdings point at.
//!
//! Invariants: a code names one product for ever; a product is never deleted, only set inactive, so that old
//! cases keep what they were about. Absent on purpose: prices and conditions, which belong to knowledge.
//! Begin with [`commands`].

pub mod api;
pub mod commands;
pub mod events;
pub mod model;
pub mod store;

use lingke_platform::capability::Capability;

/// To see the catalogue.
pub const VIEW: &str = "products.view";
/// To change the catalogue.
pub const EDIT: &str = "products.edit";

/// What the rest knows of products.
pub static CAPABILITY: Capability = Capability {
    name: "products",
    floor: 0,
    permissions: &[VIEW, EDIT],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[],
    timers: &[],
    public: &[],
};
