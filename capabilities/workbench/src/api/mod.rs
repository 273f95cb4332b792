//! The routes.

pub mod bulk;
pub mod drafts;
pub mod exports;
pub mod held;
pub mod kept;
pub mod lists;
pub mod looking;
pub mod macros;
pub mod recurring;
pub mod saved_replies;
pub mod views;

use std::sync::Arc;

use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    lists::routes()
        .merge(views::routes())
        .merge(saved_replies::routes())
        .merge(macros::routes())
        .merge(drafts::routes())
        .merge(held::routes())
        .merge(looking::routes())
        .merge(bulk::routes())
        .merge(exports::routes())
        .merge(recurring::routes())
}
