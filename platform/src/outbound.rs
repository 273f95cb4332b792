//! Requests to addresses that people typed in, sent so that they reach no place inside.
//!
//! A name is resolved here, every address it has is looked at, and the connection goes to exactly one of those: what the
//! name says a moment later does not matter. Addresses of this machine, of private networks and of a cloud's own services
//! are refused unless the configuration lets them through (`outbound_allow`). No redirect is followed, no proxy of the
//! environment is asked, and neither time nor answer is unbounded.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use anyhow::Context;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{HeaderMap, Request};
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::config::Config;
use crate::http::limits::network;

/// An answer must have come whole within this.
const WITHIN: Duration = Duration::from_secs(10);
/// More of an answer is not read.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Sends requests outside.
pub struct Outbound {
    tls: Arc<ClientConfig>,
    allowed: Allowed,
}

/// What the configuration lets through although it lies inside.
#[derive(Debug, Default)]
pub struct Allowed {
    hosts: Vec<String>,
    networks: Vec<IpNet>,
}

/// Why a request got no answer. The codes are words of the console too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// The address lies inside and is not let through.
    AddressRefused,
    /// The name is not known.
    NameUnknown,
    /// Nobody takes the connection.
    NotReached,
    /// There is no trust in who answers.
    TlsFailed,
    /// It took too long.
    TooSlow,
    /// What was answered is no HTTP, or too much.
    Broken,
}

impl NoAnswer {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::AddressRefused => "address_refused",
            Self::NameUnknown => "name_unknown",
            Self::NotReached => "not_reached",
            Self::TlsFailed => "tls_failed",
            Self::TooSlow => "too_slow",
            Self::Broken => "broken",
        }
    }
}

/// What came of a request.
#[derive(Debug)]
pub struct Answered {
    /// The HTTP status, or why there is none.
    pub status: Result<u16, NoAnswer>,
    /// How long it took.
    pub took: Duration,
}

impl Answered {
    /// Nothing was sent: the place may not be reached.
    pub fn refused() -> Self {
        Self { status: Err(NoAnswer::AddressRefused), took: Duration::ZERO }
    }
}

impl Allowed {
    /// From the configuration: names of hosts, addresses, networks.
    fn of(list: &[String]) -> Self {
        let mut allowed = Self::default();
        for one in list {
            match network(one) {
                Ok(network) => allowed.networks.push(network),
                Err(_) => allowed.hosts.push(one.trim().to_ascii_lowercase()),
            }
        }
        allowed
    }

    fn host(&self, host: &Host<&str>) -> bool {
        match host {
            Host::Domain(name) => self.hosts.iter().any(|known| known.eq_ignore_ascii_case(name)),
            Host::Ipv4(address) => self.address((*address).into()),
            Host::Ipv6(address) => self.address((*address).into()),
        }
    }

    fn address(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address.to_canonical()))
    }
}

/// Whether the address lies in the public part of the internet.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => is_public_v4(four),
        IpAddr::V6(six) => is_public_v6(six),
    }
}

/// IANA's registry of special-purpose addresses.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(a, 0 | 10 | 127)
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 168)
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113);
    !special
}

/// Only 2000::/3 is given out; in it, what holds an IPv4 address or is for documents is not let through.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let given_out = a & 0xe000 == 0x2000;
    let special = (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    given_out && !special
}

impl Outbound {
    /// With the authorities that everybody trusts, and those of `outbound_ca_file`.
    ///
    /// # Errors
    /// When that file cannot be read.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if let Some(file) = &config.outbound_ca_file {
            add_authorities(&mut roots, file)
                .with_context(|| format!("outbound_ca_file {}", file.display()))?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let tls = tls.with_root_certificates(roots).with_no_client_auth();
        Ok(Self { tls: Arc::new(tls), allowed: Allowed::of(&config.outbound_allow) })
    }

    /// Whether a request may ever go there, by what the URL itself says.
    ///
    /// # Errors
    /// With the code of what is wrong with it.
    pub fn check(&self, url: &str) -> Result<Url, &'static str> {
        let url = Url::parse(url).map_err(|_| "not_a_url")?;
        let host = url.host().ok_or("not_a_url")?;
        let allowed = self.allowed.host(&host);
        match url.scheme() {
            "https" => {}
            "http" if allowed => {}
            "http" => return Err("https_expected"),
            _ => return Err("not_a_url"),
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err("plain_url_expected");
        }
        let port = url.port_or_known_default().unwrap_or_default();
        if !allowed && port != 443 && port < 1024 {
            return Err("port_refused");
        }
        let literal = match host {
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
            Host::Domain(name) if name.eq_ignore_ascii_case("localhost") && !allowed => {
                return Err("address_refused");
            }
            Host::Domain(_) => None,
        };
        if literal.is_some_and(|address| !allowed && !is_public(address)) {
            return Err("address_refused");
        }
        Ok(url)
    }

    /// Posts `body` and reads the status of the answer.
    pub async fn post(&self, url: &Url, headers: HeaderMap, body: Vec<u8>) -> Answered {
        let began = Stopwatch::now();
        let posted = tokio::time::timeout(WITHIN, self.try_post(url, headers, body)).await;
        Answered { status: posted.unwrap_or(Err(NoAnswer::TooSlow)), took: began.elapsed() }
    }

    async fn try_post(&self, url: &Url, headers: HeaderMap, body: Vec<u8>) -> Result<u16, NoAnswer> {
        let stream = self.connect(url).await?;
        let host = url.host_str().ok_or(NoAnswer::AddressRefused)?;
        if url.scheme() == "http" {
            return exchange(stream, url, headers, body).await;
        }
        let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned());
        let name = name.map_err(|_| NoAnswer::TlsFailed)?;
        let secured = TlsConnector::from(self.tls.clone()).connect(name, stream).await;
        exchange(secured.map_err(|_| NoAnswer::TlsFailed)?, url, headers, body).await
    }

    /// To one of the addresses that were looked at, and to no other.
    async fn connect(&self, url: &Url) -> Result<TcpStream, NoAnswer> {
        let host = url.host().ok_or(NoAnswer::AddressRefused)?;
        let port = url.port_or_known_default().ok_or(NoAnswer::AddressRefused)?;
        let addresses: Vec<SocketAddr> = match host {
            Host::Ipv4(address) => vec![(address, port).into()],
            Host::Ipv6(address) => vec![(address, port).into()],
            Host::Domain(name) => {
                let found = tokio::net::lookup_host((name, port)).await;
                found.map_err(|_| NoAnswer::NameUnknown)?.collect()
            }
        };
        if addresses.is_empty() {
            return Err(NoAnswer::NameUnknown);
        }
        let may = |address: &SocketAddr| is_public(address.ip()) || self.allowed.address(address.ip());
        if !self.allowed.host(&host) && !addresses.iter().all(may) {
            return Err(NoAnswer::AddressRefused);
        }
        for address in addresses {
            if let Ok(stream) = TcpStream::connect(address).await {
                return Ok(stream);
            }
        }
        Err(NoAnswer::NotReached)
    }
}

fn add_authorities(roots: &mut RootCertStore, file: &Path) -> anyhow::Result<()> {
    for certificate in CertificateDer::pem_file_iter(file)? {
        roots.add(certificate?)?;
    }
    Ok(())
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    url: &Url,
    mut headers: HeaderMap,
    body: Vec<u8>,
) -> Result<u16, NoAnswer> {
    let broken = |_| NoAnswer::Broken;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let driven = tokio::spawn(connection);
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let authority = &url[url::Position::BeforeHost..url::Position::AfterPort];
    headers.insert(HOST, authority.parse().map_err(|_| NoAnswer::Broken)?);
    headers.insert(
        USER_AGENT,
        const { hyper::header::HeaderValue::from_static(concat!("lingke/", env!("CARGO_PKG_VERSION"))) },
    );
    headers.entry(CONTENT_TYPE).or_insert(hyper::header::HeaderValue::from_static("application/json"));
    let mut request = Request::post(path).body(Full::new(Bytes::from(body))).map_err(|_| NoAnswer::Broken)?;
    *request.headers_mut() = headers;
    let answer = sender.send_request(request).await.map_err(broken)?;
    let status = answer.status().as_u16();
    // Read so that the other side sees its answer taken; nothing of it is kept.
    let _ = Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await;
    driven.abort();
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outbound(allow: &[&str]) -> Outbound {
        let outbound_allow = allow.iter().map(|&text| text.to_owned()).collect();
        Outbound::of(&Config { outbound_allow, ..Config::default() }).unwrap()
    }

    #[test]
    fn nothing_inside_is_public() {
        let inside = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
            "2002:a00:1::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
        ];
        for address in inside {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in
            ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2400:3200::1", "::ffff:1.1.1.1"]
        {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn a_url_says_itself_when_it_can_never_be_reached() {
        let strict = outbound(&[]);
        for (url, why) in [
            ("http://hooks.example.com/a", "https_expected"),
            ("ftp://hooks.example.com/a", "not_a_url"),
            ("hooks.example.com", "not_a_url"),
            ("https://user:pass@hooks.example.com/", "plain_url_expected"),
            ("https://hooks.example.com:22/", "port_refused"),
            ("https://127.0.0.1/", "address_refused"),
            ("https://2130706433/", "address_refused"),
            ("https://0x7f.1/", "address_refused"),
            ("https://[::1]/", "address_refused"),
            ("https://[::ffff:a9fe:a9fe]/", "address_refused"),
            ("https://LOCALHOST/", "address_refused"),
        ] {
            assert_eq!(strict.check(url).err(), Some(why), "{url}");
        }
        assert!(strict.check("https://hooks.example.com:8443/a?b=c").is_ok());
        let lax = outbound(&["hooks.bank.internal", "10.2.0.0/16", "127.0.0.1"]);
        for url in ["http://hooks.bank.internal/", "https://10.2.3.4:81/", "http://127.0.0.1:9000/x"] {
            assert!(lax.check(url).is_ok(), "{url}");
        }
        assert_eq!(lax.check("https://10.3.0.1/").err(), Some("address_refused"));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_found_out_when_it_is_resolved() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        // `check` refuses this name; whoever has another one for the same place gets as far as here.
        let url = Url::parse(&format!("https://localhost:{port}/")).unwrap();
        let answered = outbound(&[]).post(&url, HeaderMap::new(), Vec::new()).await;
        assert_eq!(answered.status, Err(NoAnswer::AddressRefused));
        let nobody = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(nobody.is_err(), "nobody knocked");
    }
}
