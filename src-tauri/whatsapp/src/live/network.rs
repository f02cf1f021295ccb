//! Which network a gateway speaks to.

use std::sync::Arc;

use super::socket::Sockets;

/// The version to pass for where WhatsApp cannot be asked for today's.
const FIXED_VERSION: (u32, u32, u32) = (2, 3000, 1_042_742_319);

/// Where to dial, and what to pass for there.
pub(super) struct Network {
    sockets: Arc<Sockets>,
    version: Option<(u32, u32, u32)>,
}

impl Network {
    /// The network at `ws_url`, or WhatsApp's own. `Err` with the address: this build may not talk to it.
    pub(super) fn new(ws_url: Option<&str>, version: Option<(u32, u32, u32)>) -> Result<Self, String> {
        if cfg!(feature = "emulator") && !ws_url.is_some_and(is_loopback) {
            return Err(ws_url.unwrap_or("WhatsApp's own network").to_owned());
        }
        let sockets = Arc::new(Sockets::new(ws_url));
        // Nothing but the given address is ever dialled.
        let version = if ws_url.is_some() { Some(version.unwrap_or(FIXED_VERSION)) } else { version };
        Ok(Self { sockets, version })
    }

    pub(super) fn sockets(&self) -> Arc<Sockets> {
        Arc::clone(&self.sockets)
    }

    /// The version to pass for; `None` lets the library ask WhatsApp.
    pub(super) const fn version(&self) -> Option<(u32, u32, u32)> {
        self.version
    }
}

/// Whether a WebSocket address leads to this machine: by a literal address, or by the name that means it.
fn is_loopback(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("ws://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if let Ok(address) = authority.parse::<std::net::SocketAddr>() {
        return address.ip().is_loopback();
    }
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_its_addresses() {
        for url in
            ["ws://127.0.0.1:5399/ws/chat", "ws://127.8.9.1", "ws://localhost:80/", "ws://[::1]:9/x", "ws://[::1]"]
        {
            assert!(is_loopback(url), "{url}");
        }
    }

    #[test]
    fn no_other_machine_passes_for_this_one() {
        for url in [
            "wss://web.whatsapp.com/ws/chat",
            "wss://127.0.0.1/",
            "ws://127.0.0.1.example.com/",
            "ws://localhost.example.com/",
            "ws://127.0.0.1@example.com/",
            "ws://user:1@example.com:80/",
            "ws://example.com/127.0.0.1",
            "ws://0.0.0.0:1/",
            "ws://[::]:1/",
            "http://127.0.0.1/",
            "",
        ] {
            assert!(!is_loopback(url), "{url}");
        }
    }

    #[test]
    fn a_build_for_the_emulator_does_not_reach_whatsapp() {
        let reaches = |url| Network::new(url, None).is_ok();
        assert_eq!(reaches(None), cfg!(not(feature = "emulator")));
        assert_eq!(reaches(Some("wss://web.whatsapp.com/ws/chat")), cfg!(not(feature = "emulator")));
        assert!(reaches(Some("ws://127.0.0.1:1/")));
    }
}
