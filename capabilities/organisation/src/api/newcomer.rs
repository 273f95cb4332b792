//! Somebody at the door: nobody is signed in yet, and it is noted where they come from.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::PublicCtx;
use lingke_platform::node::Node;

use crate::device;
use crate::model::Origin;

/// The context of a sign-in and where it comes from.
pub struct Newcomer {
    /// The system acts until somebody is known.
    pub ctx: Ctx,
    /// Where they are.
    pub origin: Origin,
}

impl FromRequestParts<Arc<Node>> for Newcomer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, node: &Arc<Node>) -> Answer<Self> {
        let PublicCtx(ctx) = PublicCtx::from_request_parts(parts, node).await?;
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let address = peer.map(|peer| node.limits.address(peer, &parts.headers).to_string());
        let address = address.unwrap_or_default();
        Ok(Self { ctx, origin: Origin { device: device::name(user_agent.unwrap_or_default()), address } })
    }
}
