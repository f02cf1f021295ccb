//! Under which names the server answers, and which address a link carries.
//!
//! A name that is not on the list is refused before anything else is looked at: that stops a page
//! whose name was bent to our address (DNS rebinding). An address literal cannot be bent, so the
//! one that a connection really arrived at is always on the list.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};

use axum::http::Extensions;
use portaria_domain::Network;
use portaria_reach::{LinkBy, PublicUrl, local_addresses, outward_address};

use crate::config::ServerConfig;
use crate::shapes::Reach;

/// By which kind of name a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// `localhost`, or a loopback address.
    Loopback,
    /// The address of this machine that the connection arrived at, or its name in its network.
    Network,
    /// The public address.
    Public,
    /// A name that the configuration trusts.
    Trusted,
}

/// At which kind of port a connection came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// That of this server, where everything it has is.
    Main,
    /// One of a name of the provider's own, which this server encrypts itself.
    Encrypted,
    /// That of tunnels: whoever comes there comes from elsewhere, whatever name they write.
    Tunnel,
}

/// The address that a request came from, behind proxies that are trusted the one that they name; `None` where everybody
/// comes from one, as through a tunnel that does not say for whom it speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientAddress(pub Option<IpAddr>);

impl ClientAddress {
    /// As it was noted on a request.
    pub(crate) fn of(extensions: &Extensions) -> Option<IpAddr> {
        extensions.get::<Self>().and_then(|client| client.0)
    }
}

/// The two ends of a connection; the accept loop adds it to every request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer {
    /// The other end. Behind a proxy or tunnel, that.
    pub remote: SocketAddr,
    /// Our end.
    pub local: SocketAddr,
    /// At which kind of port our end is.
    pub entry: Entry,
}

/// The names of this server.
#[derive(Debug)]
pub(crate) struct Addresses {
    bound: SocketAddr,
    trusted: Vec<String>,
    reached: RwLock<Arc<Reached>>,
}

/// How devices elsewhere reach this server just now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reached {
    /// The addresses in this machine's network that it listens on.
    pub listening: Vec<Ipv4Addr>,
    /// The name that the network knows, with its `.local`.
    pub name: Option<String>,
    /// What links within the network carry.
    pub link_by: LinkBy,
    /// The address on the Internet.
    pub public: Option<PublicUrl>,
    /// Whether this server encrypts that one itself: nobody comes by it in another way then.
    pub is_encrypted_here: bool,
    /// Who says truly for whom they speak.
    pub trusted_proxies: Vec<Network>,
    /// Whether the tunnel does so.
    pub tunnel_names_callers: bool,
}

impl Reached {
    /// Who is believed for whom they speak, of those that come in there.
    pub(crate) fn believed(&self, entry: Entry) -> &[Network] {
        match entry {
            Entry::Tunnel if !self.tunnel_names_callers => &[],
            Entry::Main | Entry::Encrypted | Entry::Tunnel => &self.trusted_proxies,
        }
    }
}

impl Addresses {
    pub(crate) fn new(config: &ServerConfig, bound: SocketAddr) -> Self {
        let trusted = config.trusted_hosts.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
        let (public, trusted_proxies) = (config.public_url.clone(), config.trusted_proxies.clone());
        let reached = Reached { public, trusted_proxies, ..Reached::default() };
        Self { bound, trusted, reached: RwLock::new(Arc::new(reached)) }
    }

    /// Where the server listens.
    pub(crate) const fn bound(&self) -> SocketAddr {
        self.bound
    }

    /// How devices elsewhere reach it.
    pub(crate) fn reached(&self) -> Arc<Reached> {
        Arc::clone(&self.reached.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes up another way in which it is reached; tells whether it is another.
    pub(crate) fn set(&self, reached: Reached) -> bool {
        let mut known = self.reached.write().unwrap_or_else(PoisonError::into_inner);
        let is_other = **known != reached;
        if is_other {
            *known = Arc::new(reached);
        }
        is_other
    }

    /// Whether everybody comes from there: a proxy, or what runs on this machine, as tunnels do.
    pub(crate) fn brings_many(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        ip.is_loopback() || self.reached().trusted_proxies.iter().any(|proxy| proxy.contains(ip))
    }

    /// Judges the `host[:port]` of a request on a connection; `None` refuses it.
    pub(crate) fn judge(&self, authority: &str, peer: Peer) -> Option<Via> {
        let authority = authority.to_ascii_lowercase();
        let reached = self.reached();
        let is_public = (peer.entry == Entry::Encrypted) == reached.is_encrypted_here
            && reached.public.as_ref().is_some_and(|public| public.authority() == authority);
        if peer.entry != Entry::Main {
            return is_public.then_some(Via::Public);
        }
        let own = split(&authority).filter(|(_, port)| *port == self.bound.port());
        // First: whatever was chosen as the public address, nobody is locked out of their own machine.
        if own.is_some_and(|(host, _)| host == "localhost" || literal(host).is_some_and(|ip| ip.is_loopback())) {
            return Some(Via::Loopback);
        }
        if is_public {
            return Some(Via::Public);
        }
        if self.trusted.iter().any(|name| *name == authority || own.is_some_and(|(host, _)| *name == host)) {
            return Some(Via::Trusted);
        }
        let (host, _) = own?;
        let is_of_network =
            reached.name.as_deref() == Some(host) || literal(host) == Some(peer.local.ip().to_canonical());
        is_of_network.then_some(Via::Network)
    }

    /// Whether a page of this origin may ask: only pages that this server served itself.
    pub(crate) fn allows_origin(&self, origin: &str, peer: Peer) -> bool {
        let Some((scheme, authority)) = origin.split_once("://") else { return false };
        match self.judge(authority, peer) {
            Some(Via::Public) => {
                self.reached().public.as_ref().is_some_and(|public| public.is_https() == (scheme == "https"))
            }
            // A trusted name may stand for a proxy with a certificate of its own.
            Some(Via::Trusted) => matches!(scheme, "http" | "https"),
            Some(Via::Loopback | Via::Network) => scheme == "http",
            None => false,
        }
    }

    /// The panel's address on this machine.
    pub(crate) fn panel(&self) -> String {
        format!("http://localhost:{}", self.bound.port())
    }

    /// What tenants' links may begin with, the one first that is opened from furthest away. Never empty.
    pub(crate) fn link_bases(&self) -> Vec<(String, Reach)> {
        let public = self.reached().public.as_ref().map(|url| (url.to_string(), Reach::Anywhere));
        let network = self.network().into_iter().map(|base| (base, Reach::Lan));
        let mut bases: Vec<_> = public.into_iter().chain(network).collect();
        if bases.is_empty() {
            bases.push((self.panel(), Reach::ThisMachine));
        }
        bases
    }

    /// What opens from furthest away.
    pub(crate) fn link_base(&self) -> String {
        self.link_bases().swap_remove(0).0
    }

    /// The addresses under which this machine's network reaches the server, the one first that links carry.
    pub(crate) fn network(&self) -> Vec<String> {
        let (reached, port) = (self.reached(), self.bound.port());
        let bound = match self.bound.ip() {
            ip if ip.is_loopback() => Vec::new(),
            ip if ip.is_unspecified() => own_addresses(),
            ip => vec![ip],
        };
        let listening = reached.listening.iter().map(|ip| IpAddr::V4(*ip)).filter(|ip| !bound.contains(ip));
        let ips = bound.iter().copied().chain(listening);
        let mut bases: Vec<_> = ips.map(|ip| format!("http://{}", SocketAddr::new(ip, port))).collect();
        if let Some(name) = &reached.name {
            let place = if reached.link_by == LinkBy::Name { 0 } else { bases.len() };
            bases.insert(place, format!("http://{name}:{port}"));
        }
        bases
    }
}

/// Those of local networks; on a machine without one, that which it speaks from.
fn own_addresses() -> Vec<IpAddr> {
    let local: Vec<_> = local_addresses().into_iter().map(|address| IpAddr::V4(address.ip)).collect();
    if local.is_empty() { outward_address().into_iter().collect() } else { local }
}

/// Splits `host[:port]`; a bare IPv6 address, a user part or an odd port is refused.
fn split(authority: &str) -> Option<(&str, u16)> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port_number(port)?),
        _ => (authority, 80),
    };
    let bracketed = host.starts_with('[') && host.ends_with(']');
    (bracketed || !host.contains([':', '@', '[', ']'])).then_some((host, port))
}

fn port_number(text: &str) -> Option<u16> {
    let plain = text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// Reads an address literal, IPv6 in brackets; an IPv4 address in IPv6 clothes is what it is.
fn literal(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => inner.parse::<std::net::Ipv6Addr>().ok().map(|ip| IpAddr::V6(ip).to_canonical()),
        None => host.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn addresses() -> Addresses {
        let config = ServerConfig {
            public_url: Some("https://zap.example.com".parse().unwrap()),
            trusted_hosts: vec!["balcao.local".into(), "localhost:5173".into()],
            ..ServerConfig::default()
        };
        Addresses::new(&config, "0.0.0.0:3001".parse().unwrap())
    }

    fn local() -> Peer {
        let (remote, local) = ("192.168.1.20:49152".parse().unwrap(), "192.168.1.10:3001".parse().unwrap());
        Peer { remote, local, entry: Entry::Main }
    }

    #[test]
    fn own_names_are_answered_and_foreign_ones_are_not() {
        for (host, via) in [
            ("localhost:3001", Some(Via::Loopback)),
            ("LOCALHOST:3001", Some(Via::Loopback)),
            ("127.0.0.1:3001", Some(Via::Loopback)),
            ("[::1]:3001", Some(Via::Loopback)),
            ("[0:0:0:0:0:0:0:1]:3001", Some(Via::Loopback)),
            ("[::ffff:127.0.0.1]:3001", Some(Via::Loopback)),
            ("192.168.1.10:3001", Some(Via::Network)),
            ("zap.example.com", Some(Via::Public)),
            ("balcao.local:3001", Some(Via::Trusted)),
            ("localhost:5173", Some(Via::Trusted)),
            ("evil.com", None),
            ("evil.com:3001", None),
            ("localhost", None),
            ("localhost:3002", None),
            ("localhost.:3001", None),
            ("localhost.evil.com:3001", None),
            ("127.0.0.1.nip.io:3001", None),
            ("2130706433:3001", None),
            ("0x7f.1:3001", None),
            ("0.0.0.0:3001", None),
            ("192.168.1.11:3001", None),
            ("::1:3001", None),
            ("[::1%lo]:3001", None),
            ("[::1]:3001:3001", None),
            ("user@localhost:3001", None),
            ("localhost:3001@evil.com", None),
            ("zap.example.com.", None),
            ("zap.example.com:3001", None),
            ("balcao.local", Some(Via::Trusted)),
            ("balcao.local:80", None),
            ("localhost:+3001", None),
            ("localhost:003001", None),
            ("", None),
        ] {
            assert_eq!(addresses().judge(host, local()), via, "{host:?}");
        }
    }

    #[test]
    fn only_own_pages_may_ask() {
        for (origin, allowed) in [
            ("http://localhost:3001", true),
            ("https://zap.example.com", true),
            ("https://balcao.local:3001", true),
            ("http://192.168.1.10:3001", true),
            ("https://localhost:3001", false),
            ("http://zap.example.com", false),
            ("http://localhost:8080", false),
            ("http://evil.com", false),
            ("null", false),
            ("", false),
            ("file://", false),
        ] {
            assert_eq!(addresses().allows_origin(origin, local()), allowed, "{origin:?}");
        }
    }

    #[test]
    fn a_name_that_is_encrypted_here_is_answered_by_that_way_alone_and_nothing_else_is_there() {
        let all = addresses();
        let public = Some("https://zap.example.com".parse().unwrap());
        all.set(Reached {
            public,
            is_encrypted_here: true,
            name: Some("portaria.local".to_owned()),
            ..Reached::default()
        });
        let encrypted = Peer { entry: Entry::Encrypted, ..local() };
        assert_eq!(all.judge("Zap.example.com", encrypted), Some(Via::Public));
        assert_eq!(all.judge("zap.example.com", local()), None);
        for host in [
            "localhost:3001",
            "127.0.0.1:3001",
            "192.168.1.10:3001",
            "portaria.local:3001",
            "balcao.local",
            "zap.example.com:3001",
        ] {
            assert_eq!(all.judge(host, encrypted), None, "{host}");
        }
        assert!(all.allows_origin("https://zap.example.com", encrypted));
        for origin in ["http://zap.example.com", "http://localhost:3001", "https://balcao.local:3001", "null"] {
            assert!(!all.allows_origin(origin, encrypted), "{origin}");
        }
    }

    #[test]
    fn at_the_port_of_tunnels_only_the_public_name_is_answered() {
        let all = addresses();
        let tunnel = Peer { remote: "127.0.0.1:49152".parse().unwrap(), entry: Entry::Tunnel, ..local() };
        assert_eq!(all.judge("zap.example.com", tunnel), Some(Via::Public));
        assert!(all.allows_origin("https://zap.example.com", tunnel));
        for name in ["localhost:3001", "localhost:3002", "127.0.0.1:3001", "192.168.1.10:3001", "balcao.local"] {
            assert_eq!(all.judge(name, tunnel), None, "{name}");
            assert!(!all.allows_origin(&format!("http://{name}"), tunnel), "{name}");
        }
        all.set(Reached::default());
        assert_eq!(all.judge("zap.example.com", tunnel), None, "no tunnel was chosen");
    }

    #[test]
    fn a_tunnel_is_believed_only_where_it_names_callers() {
        let trusted_proxies: Vec<Network> = vec!["127.0.0.1".parse().unwrap()];
        let mut reached = Reached { trusted_proxies: trusted_proxies.clone(), ..Reached::default() };
        assert!(reached.believed(Entry::Tunnel).is_empty());
        assert_eq!(reached.believed(Entry::Main), trusted_proxies);
        reached.tunnel_names_callers = true;
        assert_eq!(reached.believed(Entry::Tunnel), trusted_proxies);
    }

    #[test]
    fn a_link_carries_the_address_that_reaches_furthest_and_the_others_are_known() {
        let reached = Reached {
            listening: vec!["192.168.1.10".parse().unwrap()],
            name: Some("portaria.local".to_owned()),
            public: Some("https://zap.example.com".parse().unwrap()),
            ..Reached::default()
        };
        let all = addresses_of("127.0.0.1:3001");
        assert!(all.set(reached.clone()));
        assert!(!all.set(reached.clone()), "nothing is another");
        let name = ("http://portaria.local:3001".to_owned(), Reach::Lan);
        let address = ("http://192.168.1.10:3001".to_owned(), Reach::Lan);
        let public = ("https://zap.example.com".to_owned(), Reach::Anywhere);
        assert_eq!(all.link_bases(), [public, name.clone(), address.clone()]);
        all.set(Reached { public: None, link_by: LinkBy::Address, ..reached });
        assert_eq!(all.link_bases(), [address.clone(), name]);
        assert_eq!(all.judge("portaria.local:3001", local()), Some(Via::Network));
        assert_eq!(all.judge("portaria.local", local()), None);
        all.set(Reached::default());
        assert_eq!(all.link_bases(), [("http://localhost:3001".to_owned(), Reach::ThisMachine)]);
        assert_eq!(all.judge("portaria.local:3001", local()), None);
        assert_eq!(addresses_of("192.168.1.10:3001").link_bases(), [address]);
    }

    fn addresses_of(bound: &str) -> Addresses {
        Addresses::new(&ServerConfig::default(), bound.parse().unwrap())
    }
}
