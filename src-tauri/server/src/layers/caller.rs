//! Whose request it is, as far as its connection tells: that of this machine, or of which address.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;
use portaria_domain::Network;

use crate::addresses::Via;

/// What proxies and tunnels write about whom they speak for.
const FORWARDED_FOR: &str = "x-forwarded-for";
const SPOKEN_FOR: [&str; 5] = [FORWARDED_FOR, "forwarded", "via", "x-real-ip", "cf-connecting-ip"];

/// Whom to count a request for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Caller {
    /// Somebody at this machine, under its own name and with nobody in between.
    ThisMachine,
    /// An IPv4 address, or the /64 that one IPv6 customer commands.
    Address(IpAddr),
}

impl Caller {
    pub(super) fn of(peer: IpAddr, via: Via, headers: &HeaderMap, trusted_proxies: &[Network]) -> Self {
        let client = client(peer, headers, trusted_proxies);
        let is_spoken_for = SPOKEN_FOR.iter().any(|name| headers.contains_key(*name));
        if via == Via::Loopback && client.is_loopback() && !is_spoken_for {
            return Self::ThisMachine;
        }
        Self::Address(match client {
            IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & (!0 << 64))),
            v4 @ IpAddr::V4(_) => v4,
        })
    }

    /// Whether it came from this machine or through a tunnel or proxy that runs here, which brings everybody.
    pub(crate) fn is_local(self) -> bool {
        match self {
            Self::ThisMachine => true,
            Self::Address(ip) => ip.is_loopback(),
        }
    }
}

/// The address that a request came from, whole, as far as it is one client's: what comes from loopback and is not this
/// machine's own came through a program that brings everybody.
pub(super) fn address_of_one(
    whose: Caller,
    peer: IpAddr,
    headers: &HeaderMap,
    trusted_proxies: &[Network],
) -> Option<IpAddr> {
    let client = client(peer, headers, trusted_proxies);
    (whose == Caller::ThisMachine || !client.is_loopback()).then_some(client)
}

/// The address that the request came from: behind trusted proxies the last one in their list that is none of them.
fn client(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[Network]) -> IpAddr {
    let mut client = peer.to_canonical();
    let lines = headers.get_all(FORWARDED_FOR).into_iter().rev();
    let mut hops = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.rsplit(','));
    while trusted_proxies.iter().any(|proxy| proxy.contains(client)) {
        // What cannot be read was not written by a proxy of ours.
        let Some(hop) = hops.next().and_then(address) else { break };
        client = hop;
    }
    client
}

/// An address as proxies write it, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.parse::<IpAddr>().or_else(|_| text.trim_matches(['[', ']']).parse());
    bare.ok().or_else(|| Some(text.parse::<std::net::SocketAddr>().ok()?.ip())).map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn caller(peer: &str, via: Via, lines: &[(&'static str, &str)]) -> Caller {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        let trusted = ["127.0.0.1", "10.0.0.0/8"].map(|network| network.parse().unwrap());
        Caller::of(peer.parse().unwrap(), via, &headers, &trusted)
    }

    fn at(address: &str) -> Caller {
        Caller::Address(address.parse().unwrap())
    }

    #[test]
    fn a_trusted_proxy_says_for_whom_it_speaks_and_nobody_else_does() {
        let forwarded = "x-forwarded-for";
        for (peer, lines, expected) in [
            ("127.0.0.1", vec![(forwarded, "198.51.100.7")], at("198.51.100.7")),
            ("127.0.0.1", vec![(forwarded, "203.0.113.9, 198.51.100.7, 10.1.2.3")], at("198.51.100.7")),
            ("127.0.0.1", vec![(forwarded, "203.0.113.9"), (forwarded, "198.51.100.7:4711")], at("198.51.100.7")),
            ("127.0.0.1", vec![(forwarded, "[2001:db8:1:2:3::4]")], at("2001:db8:1:2::")),
            ("127.0.0.1", vec![(forwarded, "unknown")], at("127.0.0.1")),
            ("203.0.113.1", vec![(forwarded, "198.51.100.7")], at("203.0.113.1")),
        ] {
            assert_eq!(caller(peer, Via::Public, &lines), expected, "{peer} {lines:?}");
        }
    }

    #[test]
    fn one_clients_address_is_whole_and_nobodys_where_a_program_here_brings_everybody() {
        let trusted = ["127.0.0.1".parse().unwrap()];
        for (peer, forwarded, via, expected) in [
            ("127.0.0.1", Some("2001:db8:1:2:3::4"), Via::Public, Some("2001:db8:1:2:3::4")),
            ("127.0.0.1", None, Via::Public, None),
            ("127.0.0.1", Some("127.0.0.1"), Via::Loopback, None),
            ("127.0.0.1", None, Via::Loopback, Some("127.0.0.1")),
            ("203.0.113.1", Some("198.51.100.7"), Via::Public, Some("203.0.113.1")),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(value) = forwarded {
                headers.insert("x-forwarded-for", value.parse().unwrap());
            }
            let peer = peer.parse().unwrap();
            let whose = Caller::of(peer, via, &headers, &trusted);
            let expected = expected.map(|address| address.parse().unwrap());
            assert_eq!(address_of_one(whose, peer, &headers, &trusted), expected, "{peer} {forwarded:?} {via:?}");
        }
    }

    #[test]
    fn this_machine_is_who_comes_directly_under_its_own_name() {
        assert_eq!(caller("127.0.0.1", Via::Loopback, &[]), Caller::ThisMachine);
        assert_eq!(caller("127.0.0.1", Via::Public, &[]), at("127.0.0.1"));
        for line in ["x-forwarded-for", "forwarded", "via", "cf-connecting-ip"] {
            assert_ne!(caller("127.0.0.1", Via::Loopback, &[(line, "127.0.0.1")]), Caller::ThisMachine, "{line}");
        }
        assert_eq!(caller("198.51.100.7", Via::Loopback, &[]), at("198.51.100.7"));
    }
}
