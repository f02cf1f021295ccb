//! The addresses of this computer.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// An address of this computer in a local network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalAddress {
    /// The network card, as the system calls it.
    pub interface: String,
    /// The address.
    pub ip: Ipv4Addr,
    /// Whether it is the one that this computer speaks from to the world.
    pub is_main: bool,
}

/// The addresses of local networks, the one first that the computer speaks from. Public ones are none of them: what
/// listens there is on the Internet, and without encryption.
pub fn local_addresses() -> Vec<LocalAddress> {
    let main = outward_address();
    let interfaces = if_addrs::get_if_addrs().unwrap_or_else(|error| {
        tracing::warn!(%error, "this computer's addresses could not be read");
        Vec::new()
    });
    let mut found: Vec<_> = interfaces
        .into_iter()
        .filter_map(|interface| match interface.ip() {
            IpAddr::V4(ip) if is_of_a_local_network(ip) => {
                Some(LocalAddress { interface: interface.name, ip, is_main: Some(IpAddr::V4(ip)) == main })
            }
            _ => None,
        })
        .collect();
    found.sort_by(|a, b| {
        (!a.is_main, is_inner(a), &a.interface, a.ip).cmp(&(!b.is_main, is_inner(b), &b.interface, b.ip))
    });
    found
}

/// Private networks, and those that carriers and Tailscale give out.
pub(crate) const fn is_of_a_local_network(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    ip.is_private() || (first == 100 && second & 0b1100_0000 == 64)
}

/// Whether nobody but programs of this computer is in that network.
fn is_inner(address: &LocalAddress) -> bool {
    ["docker", "br-", "veth", "virbr", "vboxnet", "vmnet"].iter().any(|begin| address.interface.starts_with(begin))
}

/// The address that this computer would speak from.
pub fn outward_address() -> Option<IpAddr> {
    let nobody = SocketAddr::from((Ipv4Addr::new(192, 0, 2, 1), 9)); // TEST-NET-1: nobody's address
    address_towards(nobody).ok().filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
}

/// The address that this computer would speak to another from. Connecting a UDP socket sends nothing.
pub(crate) fn address_towards(other: SocketAddr) -> std::io::Result<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    socket.connect(other)?;
    Ok(socket.local_addr()?.ip())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_addresses_of_local_networks_are_listened_on() {
        for (ip, is_local) in [
            ("192.168.0.12", true),
            ("10.1.2.3", true),
            ("172.31.0.1", true),
            ("100.64.0.9", true),
            ("100.128.0.9", false),
            ("203.0.113.7", false),
            ("127.0.0.1", false),
            ("169.254.1.1", false),
        ] {
            assert_eq!(is_of_a_local_network(ip.parse().unwrap()), is_local, "{ip}");
        }
    }
}
