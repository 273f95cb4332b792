//! The routes, and what they share.

use std::sync::Arc;

use lingke_platform::failure::Answer;
use lingke_platform::http::page::PageRequest;
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;

use crate::{digests, requests};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    digests::api::routes().merge(requests::api::routes())
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

impl PageQuery {
    /// The page asked for.
    ///
    /// # Errors
    /// 422 for a limit over 200 or a cursor that was not given out.
    pub fn page(self) -> Answer<PageRequest> {
        PageRequest::new(self.limit, self.cursor)
    }
}
