//! Privacy 个人信息保护: what the law gives the people whose data we hold, and the eyes on those who look at it.
//!
//! - [`digests`]: each week the data owner is shown who looked at whom in the clear, and why.
//! - [`requests`]: a customer's copy of all that is kept of them, and the erasure of it, which a second person approves.
//! - [`retention`]: how long what must be kept; nothing is erased before, and the answer says what stands in the way.
//! - [`holds`]: a legal hold keeps everything of a customer until it is lifted.
//!
//! Invariants: nobody approves what they asked for; an erasure is checked again at the moment it is done; what is erased
//! cannot be read again, for the key is gone; every step is in the journal, which names ids only. Absent on purpose:
//! correcting, which is the work of `customers`. Sources of the rules: PIPL art. 19, 45, 47, 50.

pub mod api;
pub mod digests;
pub mod events;
pub mod holds;
pub mod requests;
pub mod retention;
pub mod settings;

use lingke_platform::capability::Capability;

/// To see digests, requests, holds and retention.
pub const VIEW: &str = "privacy.view";
/// To look the digests over: the data owner 数据负责人.
pub const REVIEW: &str = "privacy.review";
/// To take a copy of all about a customer.
pub const COPY: &str = "privacy.copy";
/// To ask for an erasure, and to place and lift legal holds.
pub const ASK: &str = "privacy.ask";
/// To approve an erasure somebody else asked for.
pub const APPROVE: &str = "privacy.approve";
/// To set how long what is kept.
pub const CONFIGURE: &str = "privacy.configure";

/// What the rest knows of privacy.
pub static CAPABILITY: Capability = Capability {
    name: "privacy",
    floor: 4,
    permissions: &[VIEW, REVIEW, COPY, ASK, APPROVE, CONFIGURE],
    events: events::ALL,
    routes: api::routes,
    subscriptions: &[],
    timers: &[&digests::timers::MAKE_REVEAL_DIGESTS, &requests::timers::ERASE_CUSTOMERS],
    public: &[],
};
