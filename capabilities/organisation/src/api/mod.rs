//! The routes.

pub mod sessions;
pub mod staff;
pub mod units;

use std::sync::Arc;

use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    sessions::routes().merge(units::routes()).merge(staff::routes())
}
