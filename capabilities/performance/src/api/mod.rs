//! The routes.

pub mod dashboard;
pub mod forecast;
pub mod shown;
pub mod workbook;

use std::sync::Arc;

use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    dashboard::routes().merge(forecast::routes()).merge(workbook::routes())
}
