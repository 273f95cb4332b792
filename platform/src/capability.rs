//! What a capability tells the rest about itself: one constant each, collected in `server/src/wiring.rs`.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::journal::EventKind;
use crate::node::Node;
use crate::subscriptions::Subscription;
use crate::timers::Timer;

/// One capability: its name in five places, its floor, and what it brings.
pub struct Capability {
    /// The same as crate, web feature, locale file and story test.
    pub name: &'static str,
    /// It may call only capabilities of lower floors; on one floor `cases` lies below the others and `customers` above.
    pub floor: u8,
    /// The permissions its routes need.
    pub permissions: &'static [&'static str],
    /// What it tells the journal.
    pub events: &'static [&'static EventKind],
    /// Its routes, below `/api/v1`.
    pub routes: fn() -> OpenApiRouter<Arc<Node>>,
    /// What it does when others' events arrive.
    pub subscriptions: &'static [&'static Subscription],
    /// What comes due.
    pub timers: &'static [&'static Timer],
    /// Operations of its routes that anyone may call, as `METHOD /path`.
    pub public: &'static [&'static str],
}
