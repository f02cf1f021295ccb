//! Whether somebody elsewhere opened a link: what no test from here can show.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::Method;

use super::Caller;
use crate::addresses::{Entry, Peer, Reached, Via};

/// What the link began with that a request opens, where it comes from another device. Our own checks open none.
pub(super) fn base(request: &Request, via: Via, peer: Peer, caller: Caller, reached: &Reached) -> Option<String> {
    if request.method() != Method::GET || !request.uri().path().starts_with("/client/") {
        return None;
    }
    let is_here = |ip: IpAddr| {
        let ip = ip.to_canonical();
        ip.is_loopback() || ip == peer.local.ip().to_canonical() || reached.listening.iter().any(|own| *own == ip)
    };
    match (via, caller) {
        (Via::Public, Caller::Address(ip)) if peer.entry == Entry::Tunnel || is_of_internet(ip) => {
            reached.public.as_ref().map(ToString::to_string)
        }
        (Via::Network, Caller::Address(_)) if !is_here(peer.remote.ip()) => {
            let host = request.headers().get("host")?.to_str().ok()?;
            Some(format!("http://{}", host.to_ascii_lowercase()))
        }
        _ => None,
    }
}

/// Whether it's no address of a local network, whose devices find a public name by other ways than people elsewhere.
fn is_of_internet(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => !(ip.is_loopback() || ip.is_private() || ip.is_link_local()),
        IpAddr::V6(ip) => !(ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::body::Body;
    use std::net::SocketAddr;

    /// What counts of a request for a link, by its name and from where it comes.
    fn opened(method: &str, path: &str, host: &str, via: Via, remote: &str, entry: Entry) -> Option<String> {
        let remote: SocketAddr = format!("{remote}:49152").parse().unwrap();
        let local = "192.168.1.10:3001".parse().unwrap();
        let request = Request::builder().method(method).uri(path).header("host", host).body(Body::empty()).unwrap();
        let reached = Reached {
            listening: vec!["192.168.1.10".parse().unwrap(), "10.8.0.4".parse().unwrap()],
            public: Some("https://zap.example.com".parse().unwrap()),
            ..Reached::default()
        };
        let caller = Caller::of(remote.ip(), via, request.headers(), &[]);
        base(&request, via, Peer { remote, local, entry }, caller, &reached)
    }

    #[test]
    fn a_device_of_the_network_counts_and_this_computer_does_not() {
        let lan = |remote| opened("GET", "/client/x", "Portaria.local:3001", Via::Network, remote, Entry::Main);
        assert_eq!(lan("192.168.1.20").as_deref(), Some("http://portaria.local:3001"));
        for here in ["192.168.1.10", "10.8.0.4", "127.0.0.1"] {
            assert_eq!(lan(here), None, "{here}");
        }
    }

    #[test]
    fn the_internet_counts_by_the_public_address() {
        let public = |remote, entry| opened("GET", "/client/x", "zap.example.com", Via::Public, remote, entry);
        assert_eq!(public("198.51.100.7", Entry::Encrypted).as_deref(), Some("https://zap.example.com"));
        assert_eq!(public("127.0.0.1", Entry::Main), None, "nobody says from where it comes");
        assert_eq!(public("192.168.1.20", Entry::Encrypted), None, "it came through no router");
        assert_eq!(public("127.0.0.1", Entry::Tunnel).as_deref(), Some("https://zap.example.com"));
    }

    #[test]
    fn only_a_link_that_is_opened_counts() {
        for (method, path) in
            [("POST", "/client/x/login"), ("GET", "/api/reach/x"), ("GET", "/socket.io/"), ("GET", "/")]
        {
            assert_eq!(
                opened(method, path, "zap.example.com", Via::Public, "198.51.100.7", Entry::Main),
                None,
                "{path}"
            );
        }
    }
}
