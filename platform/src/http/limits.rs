//! How often somebody may ask: by address, by account, and for signing in.
//!
//! Each limit lets a burst through and then so many in a second, so that people never meet one and a program that runs
//! wild does. They are counted on each node by itself. Requests from this machine are not counted by address unless that
//! is set: measuring, backups and health checks come from there. Behind a proxy the address is the one it forwards, if
//! the proxy is named as trusted; nobody else's word is taken for an address.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;

use crate::config::Config;
use crate::failure::{Answer, Failure, Refusal};
use crate::node::Node;
use crate::viewer::Actor;

/// So many seconds' worth may come at once.
const BURST_SECONDS: u32 = 10;
/// Keys of one limit that are remembered before those at rest are forgotten.
const KEYS_MAX: usize = 50_000;

/// Where a request comes from: an address, or the network of one where everybody has many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Origin(IpAddr);

/// One limit by a key; none where it is off.
struct Limit<K: Hash + Eq + Clone>(Option<DefaultKeyedRateLimiter<K>>);

/// All limits of one node.
pub struct Limits {
    requests: Limit<Origin>,
    sign_ins: Limit<Origin>,
    accounts: Limit<String>,
    trusted: Vec<IpNet>,
    loopback: bool,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(quota: Option<Quota>) -> Self {
        Self(quota.map(RateLimiter::keyed))
    }

    /// Counts one; refuses with the seconds to wait when it is one too many.
    fn count(&self, key: &K, what: &'static str) -> Answer<()> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        if limiter.len() > KEYS_MAX {
            limiter.retain_recent();
        }
        let Err(not_until) = limiter.check_key(key) else { return Ok(()) };
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        metrics::counter!("lingke_throttled_total", "limit" => what).increment(1);
        Err(too_many(wait))
    }
}

fn too_many(wait: Duration) -> Failure {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let refusal = Refusal::with_status(StatusCode::TOO_MANY_REQUESTS, "too_many_requests");
    refusal.with("retry_after_seconds", seconds.max(1)).into()
}

fn a_second(requests: u32) -> Option<Quota> {
    let each = NonZeroU32::new(requests)?;
    Some(Quota::per_second(each).allow_burst(each.saturating_mul(NonZeroU32::new(BURST_SECONDS)?)))
}

impl Limits {
    /// The limits of this configuration.
    ///
    /// # Errors
    /// When a trusted proxy is no address and no network.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        let trusted =
            config.trusted_proxies.iter().map(|text| network(text)).collect::<anyhow::Result<_>>()?;
        Ok(Self {
            requests: Limit::new(a_second(config.requests_per_second_by_address)),
            sign_ins: Limit::new(
                NonZeroU32::new(config.sign_ins_per_minute_by_address).map(Quota::per_minute),
            ),
            accounts: Limit::new(a_second(config.requests_per_second_by_account)),
            trusted,
            loopback: config.limit_loopback,
        })
    }

    /// The address a request comes from: the peer's, or what the outermost trusted proxy before us saw. What stands
    /// further left in `X-Forwarded-For` anybody may have written.
    pub fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut address = peer.to_canonical();
        let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
        // Each trusted proxy added the address it saw at the end.
        for hop in hops.iter().rev() {
            if !self.trusted.iter().any(|network| network.contains(&address)) {
                break;
            }
            let Ok(before) = hop.parse::<IpAddr>() else { break };
            address = before.to_canonical();
        }
        address
    }

    /// Whom the request is counted for; none when it is this machine and that is not counted.
    fn origin(&self, peer: IpAddr, headers: &HeaderMap) -> Option<Origin> {
        let address = self.address(peer, headers);
        (self.loopback || !address.is_loopback()).then_some(Origin(by_network(address)))
    }

    fn request(&self, method: &Method, path: &str, origin: Origin) -> Answer<()> {
        let signs_in = path == "/api/v1/sessions" || path.starts_with("/api/v1/sign-in-steps/");
        if method == Method::POST && signs_in {
            self.sign_ins.count(&origin, "sign_in")?;
        }
        self.requests.count(&origin, "address")
    }

    /// Counts a request of this account, whichever of its tokens and browsers it comes by.
    pub(crate) fn account(&self, actor: &Actor, origin: Option<CountedOrigin>) -> Answer<()> {
        match (actor, origin) {
            (Actor::Staff(id), Some(_)) => self.accounts.count(&id.to_string(), "account"),
            _ => Ok(()),
        }
    }
}

/// Stands in a request whose address is counted.
#[derive(Debug, Clone, Copy)]
pub struct CountedOrigin;

/// Whoever has one IPv6 address has all of its network of 64 bits.
fn by_network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

/// A network, or one address as a network of its own.
pub(crate) fn network(text: &str) -> anyhow::Result<IpNet> {
    let text = text.trim();
    let read = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    read.with_context(|| format!("{text:?} is no address and no network: 10.1.2.3, or 10.0.0.0/8"))
}

/// Refuses who asks too often, before anything is done for them.
pub async fn limit(State(node): State<Arc<Node>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let origin = peer.and_then(|peer| node.limits.origin(peer, request.headers()));
    if let Some(origin) = origin {
        if let Err(failure) = node.limits.request(request.method(), request.uri().path(), origin) {
            return failure.into_response();
        }
        request.extensions_mut().insert(CountedOrigin);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(config: Config) -> Limits {
        Limits::of(&config).unwrap()
    }

    fn origin(limits: &Limits, peer: &str, forwarded: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        if !forwarded.is_empty() {
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        }
        limits.origin(peer.parse().unwrap(), &headers).map(|Origin(address)| address.to_string())
    }

    #[test]
    fn only_a_trusted_proxy_says_where_a_request_comes_from() {
        let alone = limits(Config::default());
        assert_eq!(origin(&alone, "203.0.113.7", "198.51.100.1").as_deref(), Some("203.0.113.7"));
        assert_eq!(origin(&alone, "127.0.0.1", "198.51.100.1"), None, "this machine is not counted");
        let trusted = vec!["127.0.0.1".to_owned(), "10.0.0.0/8".to_owned()];
        let behind = limits(Config { trusted_proxies: trusted, ..Config::default() });
        assert_eq!(origin(&behind, "127.0.0.1", "198.51.100.1").as_deref(), Some("198.51.100.1"));
        let forged = "1.2.3.4, 198.51.100.1, 10.0.0.9";
        assert_eq!(origin(&behind, "10.0.0.1", forged).as_deref(), Some("198.51.100.1"));
        assert_eq!(origin(&behind, "203.0.113.7", "1.2.3.4").as_deref(), Some("203.0.113.7"));
        assert_eq!(origin(&behind, "10.0.0.1", "nonsense").as_deref(), Some("10.0.0.1"));
    }

    #[test]
    fn an_ipv6_address_counts_with_its_network_and_a_mapped_one_as_what_it_is() {
        let limits = limits(Config::default());
        assert_eq!(origin(&limits, "2001:db8:1:2:3:4:5:6", "").as_deref(), Some("2001:db8:1:2::"));
        assert_eq!(origin(&limits, "::ffff:203.0.113.7", "").as_deref(), Some("203.0.113.7"));
        assert_eq!(origin(&limits, "::1", ""), None);
    }

    #[test]
    fn what_is_too_much_is_refused_with_the_time_to_wait_and_for_that_address_only() {
        let limits = limits(Config { sign_ins_per_minute_by_address: 3, ..Config::default() });
        let (one, other) = (Origin("192.0.2.1".parse().unwrap()), Origin("192.0.2.2".parse().unwrap()));
        let sign_in = |origin| limits.request(&Method::POST, "/api/v1/sessions", origin);
        assert!((0..3).all(|_| sign_in(one).is_ok()));
        let Err(Failure::Refused(refusal)) = sign_in(one) else { panic!("the fourth is one too many") };
        assert_eq!(refusal.status, StatusCode::TOO_MANY_REQUESTS);
        let wait = refusal.params["retry_after_seconds"].as_u64().unwrap();
        assert!((1..=20).contains(&wait), "{wait}");
        assert!(sign_in(other).is_ok());
        assert!(limits.request(&Method::GET, "/api/v1/cases", one).is_ok());
    }

    #[test]
    fn a_limit_of_none_is_off() {
        let config = Config { requests_per_second_by_address: 0, ..Config::default() };
        let limits = limits(config);
        let one = Origin("192.0.2.1".parse().unwrap());
        assert!((0..100_000).all(|_| limits.request(&Method::GET, "/", one).is_ok()));
    }
}
