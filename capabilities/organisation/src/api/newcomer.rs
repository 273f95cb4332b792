//! Somebody at the door: nobody is signed in yet, and it is noted where they come from.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
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
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
        let address = address(peer, &parts.headers, node.config.proxies);
        Ok(Self { ctx, origin: Origin { device: device::name(user_agent.unwrap_or_default()), address } })
    }
}

/// The address a request comes from: that of the peer, or with proxies of our own before us the one that the outermost of
/// them saw. What stands further left in the header anybody may have written.
fn address(peer: Option<SocketAddr>, headers: &HeaderMap, proxies: u8) -> String {
    let told: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let proxies = usize::from(proxies);
    let forwarded = (proxies > 0).then(|| told.len().checked_sub(proxies)).flatten().map(|at| told[at]);
    let ip = forwarded.and_then(|text| text.parse().ok()).or(peer.map(|peer| peer.ip()));
    ip.map(|ip: std::net::IpAddr| ip.to_canonical().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_cannot_choose_its_address() {
        let peer = Some("10.0.0.9:4000".parse().unwrap());
        let mut headers = HeaderMap::new();
        assert_eq!(address(peer, &headers, 0), "10.0.0.9");
        assert_eq!(address(peer, &headers, 1), "10.0.0.9");
        headers.insert("x-forwarded-for", "6.6.6.6, 203.0.113.7".parse().unwrap());
        assert_eq!(address(peer, &headers, 0), "10.0.0.9", "without a proxy of ours nobody is believed");
        assert_eq!(address(peer, &headers, 1), "203.0.113.7");
        headers.append("x-forwarded-for", "10.0.0.3".parse().unwrap());
        assert_eq!(address(peer, &headers, 2), "203.0.113.7");
        headers.insert("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(address(peer, &headers, 1), "10.0.0.9");
    }
}
