//! Customers 客户: the people and organisations served, and how to reach them.
//!
//! Invariants: a number names one customer for ever; values of contact points and identity documents leave this
//! crate only masked, or by [`reveals`] after the journal knows of it, or to the mail sender by
//! [`contact::email_of`]; no event holds one, and the database only sealed. Everyone with `customers.view` sees every customer of the
//! institution. Absent on purpose: the customer's cases, which `cases` knows; deciding when to erase, which `privacy`
//! does by [`store::erasure`].
//! Begin with [`commands`]; what protects personal values is in [`protection`]. Rooms of their own, each built like a
//! capability: [`care`] (what we should know of when we serve them), [`relations`], [`holdings`], [`needs`],
//! [`consents`], [`history`], [`requests`] (what two people change), [`reveals`].

pub mod address;
pub mod api;
pub mod asked;
pub mod care;
pub mod claims;
pub mod commands;
pub mod consents;
pub mod contact;
pub mod copied;
pub mod documents;
pub mod events;
pub mod history;
pub mod holdings;
pub mod model;
pub mod needs;
pub mod number;
pub mod phone;
pub mod protection;
pub mod relations;
pub mod requests;
pub mod reveals;
pub mod store;
#[cfg(test)]
mod tests;
pub mod wish;

use lingke_platform::capability::Capability;

/// To see customers, their personal values masked.
pub const VIEW: &str = "customers.view";
/// To add and change customers.
pub const EDIT: &str = "customers.edit";
/// To see personal values in the clear, for a stated reason.
pub const REVEAL: &str = "customers.reveal";

/// To approve changes of what identifies a customer, which somebody else asked for.
pub const APPROVE_CHANGE: &str = "customers.approve_change";
/// To keep the lists and settings of this capability.
pub const CONFIGURE: &str = "customers.configure";

/// What the rest knows of customers.
pub static CAPABILITY: Capability = Capability {
    name: "customers",
    floor: 0,
    permissions: &[VIEW, EDIT, REVEAL, APPROVE_CHANGE, CONFIGURE],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[],
    timers: &[&needs::timers::REMIND],
    public: &[],
};
