//! Under which names the server answers, and which address a link carries.
//!
//! A name that is not on the list is refused before anything else is looked at: that stops a page
//! whose name was bent to our address (DNS rebinding). An address literal cannot be bent, so the
//! one that a connection really arrived at is always on the list.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use crate::config::{PublicUrl, ServerConfig};
use crate::shapes::Reach;

/// By which kind of name a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// `localhost`, or a loopback address.
    Loopback,
    /// The address of this machine that the connection arrived at.
    OwnAddress,
    /// The configured public address.
    Public,
    /// A name that the configuration trusts.
    Trusted,
}

/// The names of this server.
#[derive(Debug)]
pub(crate) struct Addresses {
    bound: SocketAddr,
    public: Option<PublicUrl>,
    trusted: Vec<String>,
}

impl Addresses {
    pub(crate) fn new(config: &ServerConfig, bound: SocketAddr) -> Self {
        let trusted = config.trusted_hosts.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
        Self { bound, public: config.public_url.clone(), trusted }
    }

    /// Where the server listens.
    pub(crate) const fn bound(&self) -> SocketAddr {
        self.bound
    }

    /// The configured public address.
    pub(crate) const fn public(&self) -> Option<&PublicUrl> {
        self.public.as_ref()
    }

    /// Judges the `host[:port]` of a request that arrived at `local`; `None` refuses it.
    pub(crate) fn judge(&self, authority: &str, local: IpAddr) -> Option<Via> {
        let authority = authority.to_ascii_lowercase();
        if self.public.as_ref().is_some_and(|public| public.authority() == authority) {
            return Some(Via::Public);
        }
        let (host, port) = split(&authority)?;
        if self.trusted.iter().any(|name| *name == authority || (*name == host && port == self.bound.port())) {
            return Some(Via::Trusted);
        }
        if port != self.bound.port() {
            return None;
        }
        if host == "localhost" {
            return Some(Via::Loopback);
        }
        let address = literal(host)?;
        if address.is_loopback() {
            Some(Via::Loopback)
        } else if address == local.to_canonical() {
            Some(Via::OwnAddress)
        } else {
            None
        }
    }

    /// Whether a page of this origin may ask: only pages that this server served itself.
    pub(crate) fn allows_origin(&self, origin: &str, local: IpAddr) -> bool {
        let Some((scheme, authority)) = origin.split_once("://") else { return false };
        match self.judge(authority, local) {
            Some(Via::Public) => self.public.as_ref().is_some_and(|public| public.is_https() == (scheme == "https")),
            // A trusted name may stand for a proxy with a certificate of its own.
            Some(Via::Trusted) => matches!(scheme, "http" | "https"),
            Some(Via::Loopback | Via::OwnAddress) => scheme == "http",
            None => false,
        }
    }

    /// The panel's address on this machine.
    pub(crate) fn panel(&self) -> String {
        format!("http://localhost:{}", self.bound.port())
    }

    /// What a tenant's link begins with, and from where it can be opened.
    pub(crate) fn link_base(&self) -> (String, Reach) {
        if let Some(public) = &self.public {
            return (public.to_string(), Reach::Anywhere);
        }
        match self.lan().into_iter().next() {
            Some(base) => (base, Reach::Lan),
            None => (self.panel(), Reach::ThisMachine),
        }
    }

    /// The addresses under which this machine's network reaches the server.
    pub(crate) fn lan(&self) -> Vec<String> {
        let ip = self.bound.ip();
        let own = if ip.is_loopback() {
            None
        } else if ip.is_unspecified() {
            outward_address()
        } else {
            Some(ip)
        };
        own.map(|ip| format!("http://{}", SocketAddr::new(ip, self.bound.port()))).into_iter().collect()
    }
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

/// The address this machine would speak from. Connecting a UDP socket sends nothing.
fn outward_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?; // TEST-NET-1: nobody's address
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
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

    fn local() -> IpAddr {
        "192.168.1.10".parse().unwrap()
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
            ("192.168.1.10:3001", Some(Via::OwnAddress)),
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
    fn a_link_carries_the_address_that_reaches_furthest() {
        assert_eq!(addresses().link_base(), ("https://zap.example.com".to_owned(), Reach::Anywhere));
        let alone = Addresses::new(&ServerConfig::default(), "127.0.0.1:3001".parse().unwrap());
        assert_eq!(alone.link_base(), ("http://localhost:3001".to_owned(), Reach::ThisMachine));
        let lan = Addresses::new(&ServerConfig::default(), "192.168.1.10:3001".parse().unwrap());
        assert_eq!(lan.link_base(), ("http://192.168.1.10:3001".to_owned(), Reach::Lan));
    }
}
