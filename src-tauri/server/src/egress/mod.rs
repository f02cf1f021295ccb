//! The only way from this server to other people's servers.
//!
//! What is asked for comes from tenants and from strangers' pages, so each request is held to the public Internet: the
//! address that is connected to is the one that was checked, redirects are handed back instead of followed, and no proxy
//! of the surroundings takes part.

mod posting;
mod public;
mod resolver;
mod retry_after;

use std::net::IpAddr;
use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::header::{CONTENT_TYPE, HOST, LOCATION, USER_AGENT};
use hyper::{Request, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::time::timeout;
use url::{Host, Url};

pub(crate) use self::posting::{Answered, Poster};
use self::resolver::{NotPublic, PublicOnly};
pub(crate) use self::retry_after::retry_after_ms;

/// How long one request may take, its body included.
const PATIENCE: Duration = Duration::from_secs(5);
/// Where web servers of strangers listen.
const PORTS: [u16; 3] = [80, 443, 8443];
/// Where their programs may listen that want to be told something: beside those, wherever no system service does.
const FIRST_FREE_PORT: u16 = 1024;

/// Why nothing came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EgressError {
    /// The address is not one of the public Internet.
    #[error("the address leads nowhere that may be asked")]
    Forbidden,
    /// The other side answered with something else than success or a redirect.
    #[error("the other side answered {0}")]
    Refused(u16),
    /// It took too long.
    #[error("the other side did not answer in time")]
    TooSlow,
    /// The connection broke, or the answer is too long.
    #[error("the other side could not be asked")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What came.
#[derive(Debug)]
pub(crate) enum Fetched {
    /// The thing itself.
    Body {
        /// Its type, as the other side says.
        content_type: String,
        /// All of it.
        bytes: Bytes,
    },
    /// Where else to ask.
    Elsewhere(Url),
}

/// Asks other people's servers.
pub(crate) struct Egress {
    client: Client<HttpsConnector<HttpConnector<PublicOnly>>, Empty<Bytes>>,
}

impl Egress {
    pub(crate) fn new() -> Self {
        let mut client = Client::builder(TokioExecutor::new());
        client.pool_max_idle_per_host(0); // a page is looked at once
        Self { client: client.build(connector()) }
    }

    /// Asks for what is at an address, of at most so many bytes.
    pub(crate) async fn get(&self, url: &Url, most_bytes: usize) -> Result<Fetched, EgressError> {
        if !may_be_asked(url) {
            return Err(EgressError::Forbidden);
        }
        timeout(PATIENCE, self.ask(url, most_bytes)).await.map_err(|_| EgressError::TooSlow)?
    }

    async fn ask(&self, url: &Url, most_bytes: usize) -> Result<Fetched, EgressError> {
        let uri: Uri = url.as_str().parse().map_err(|_| EgressError::Forbidden)?;
        let host = uri.authority().map_or("", |authority| authority.as_str()).to_owned();
        let request = Request::get(uri)
            .header(HOST, host)
            .header(USER_AGENT, concat!("Portaria/", env!("CARGO_PKG_VERSION")))
            .body(Empty::new());
        let request = request.map_err(|error| EgressError::Failed(error.into()))?;
        let answer = self.client.request(request).await.map_err(|error| EgressError::Failed(error.into()))?;
        let (head, body) = answer.into_parts();
        let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
        if head.status.is_redirection() {
            let elsewhere = header(LOCATION).and_then(|to| url.join(to).ok());
            return elsewhere.map(Fetched::Elsewhere).ok_or(EgressError::Refused(head.status.as_u16()));
        }
        if !head.status.is_success() {
            return Err(EgressError::Refused(head.status.as_u16()));
        }
        let content_type = header(CONTENT_TYPE).unwrap_or_default().to_owned();
        let bytes = Limited::new(body, most_bytes).collect().await.map_err(EgressError::Failed)?.to_bytes();
        Ok(Fetched::Body { content_type, bytes })
    }
}

/// Connects to addresses that were checked, and to no others.
fn connector() -> HttpsConnector<HttpConnector<PublicOnly>> {
    let mut checked = HttpConnector::new_with_resolver(PublicOnly);
    checked.enforce_http(false); // what is https goes through it too
    HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().wrap_connector(checked)
}

/// Whether nothing was connected to because a name leads to no public address.
fn was_forbidden(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let within = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if within.and_then(|within| within.downcast_ref::<NotPublic>()).is_some() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Whether an address is one of the web.
fn may_be_asked(url: &Url) -> bool {
    may_be_reached(url, |port| PORTS.contains(&port))
}

/// Whether somebody may be told something at an address.
pub(crate) fn may_be_posted_to(url: &Url) -> bool {
    may_be_reached(url, |port| PORTS.contains(&port) || port >= FIRST_FREE_PORT)
}

/// A name is checked again when it is resolved; a number is connected to as it is.
fn may_be_reached(url: &Url, is_usual: impl Fn(u16) -> bool) -> bool {
    let is_reachable = match url.host() {
        Some(Host::Ipv4(ip)) => public::is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => public::is_public(IpAddr::V6(ip)),
        Some(Host::Domain(_)) => true,
        None => false,
    };
    let has_login = !url.username().is_empty() || url.password().is_some();
    let is_usual_port = url.port_or_known_default().is_some_and(is_usual);
    matches!(url.scheme(), "http" | "https")
        && is_reachable
        && !has_login
        && (is_usual_port || public::LOOPBACK_IS_PUBLIC)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use tower::Service as _;

    use super::*;

    #[test]
    fn only_addresses_of_the_public_web_are_asked() {
        for url in ["https://example.com/a", "http://example.com", "https://93.184.215.14/", "https://[2606:4700::1]/"]
        {
            assert!(may_be_asked(&url.parse().unwrap()), "{url}");
        }
        for url in [
            "ftp://example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
            "https://ana:senha@example.com/",
            "http://10.0.0.1/",
            "http://192.168.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.64.0.1/",
            "http://0xa9fea9fe/",
            "http://2852039166/",
            "http://0251.0376.0251.0376/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[64:ff9b::a00:1]/",
            "http://[2002:a00:1::]/",
        ] {
            assert!(!may_be_asked(&url.parse().unwrap()), "{url}");
            assert!(!may_be_posted_to(&url.parse().unwrap()), "{url}");
        }
        assert!(may_be_posted_to(&"https://n8n.example.com:5678/webhook/1".parse().unwrap()));
    }

    #[tokio::test]
    async fn a_name_that_leads_into_a_private_network_is_not_connected_to() {
        // The resolver takes a number for a name that leads to it.
        let error = PublicOnly.call("10.0.0.1".parse().unwrap()).await.unwrap_err();
        assert!(was_forbidden(&error), "{error}");
        for url in ["http://10.0.0.1/", "http://[fd00::1]/", "https://ana:senha@example.com/"] {
            let url = url.parse().unwrap();
            let posted = Poster::new().post(&url, hyper::HeaderMap::new(), Bytes::new(), PATIENCE, 10).await;
            assert!(matches!(posted, Err(EgressError::Forbidden)), "{url}");
        }
    }
}
