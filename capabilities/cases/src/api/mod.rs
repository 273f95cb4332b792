//! The routes.

pub mod attachments;
pub mod belong;
pub mod cases;
pub mod clocks;
pub mod figures;
pub mod follow;
pub mod hand_on;
pub mod levels;
pub mod replays;
pub mod timeline;
pub mod verbs;

use std::sync::Arc;

use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    cases::routes()
        .merge(verbs::routes())
        .merge(hand_on::routes())
        .merge(belong::routes())
        .merge(follow::routes())
        .merge(timeline::routes())
        .merge(clocks::routes())
        .merge(attachments::routes())
        .merge(figures::routes())
        .merge(crate::tasks::api::routes())
        .merge(crate::checklists::api::routes())
        .merge(crate::fields::api::routes())
        .merge(levels::routes())
        .merge(replays::routes())
}
