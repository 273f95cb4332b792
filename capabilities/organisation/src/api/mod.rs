//! The routes.

pub mod access;
pub mod links;
pub mod newcomer;
pub mod passkeys;
pub mod rules;
pub mod second_factors;
pub mod sessions;
pub mod sign_in;
pub mod staff;
pub mod units;

use std::sync::Arc;

use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    sessions::routes()
        .merge(sign_in::routes())
        .merge(second_factors::routes())
        .merge(access::routes())
        .merge(passkeys::routes())
        .merge(rules::routes())
        .merge(links::routes())
        .merge(units::routes())
        .merge(staff::routes())
}
