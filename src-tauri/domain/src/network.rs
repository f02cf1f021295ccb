//! Addresses of machines, one or many.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net};
use serde::{Deserialize, Serialize};

/// How many bits all IPv4 addresses share that are written as IPv6 ones.
const MAPPED_BITS: u8 = 96;

/// One address, or all that begin alike: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`. IPv4 that is written as IPv6 is IPv4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network(IpNet);

/// What is neither an address nor the beginning of some.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no address and no network such as 10.0.0.0/8")]
pub struct InvalidNetwork(String);

impl Network {
    /// Whether an address is one of these.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        let text = text.trim();
        let one = text.parse::<IpAddr>().map(IpNet::from);
        one.or_else(|_| text.parse()).map(|net| Self(canonical(net))).map_err(|_| InvalidNetwork(text.to_owned()))
    }
}

impl TryFrom<String> for Network {
    type Error = InvalidNetwork;

    fn try_from(text: String) -> Result<Self, InvalidNetwork> {
        text.parse()
    }
}

impl From<Network> for String {
    /// As people write it: one address without the length of its prefix.
    fn from(Network(network): Network) -> Self {
        if network.prefix_len() == network.max_prefix_len() { network.addr().to_string() } else { network.to_string() }
    }
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        Self(IpNet::from(address.to_canonical()))
    }
}

/// The same network, of IPv4 where it holds nothing else.
fn canonical(network: IpNet) -> IpNet {
    let IpNet::V6(v6) = network else { return network };
    let mapped = v6.addr().to_ipv4_mapped().zip(v6.prefix_len().checked_sub(MAPPED_BITS));
    mapped.and_then(|(address, bits)| Ipv4Net::new(address, bits).ok()).map_or(network, IpNet::V4)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        network.parse::<Network>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn a_network_holds_what_begins_alike_in_whichever_writing() {
        for (network, inside, outside) in [
            ("198.51.100.7", "198.51.100.7", "198.51.100.8"),
            ("198.51.100.7", "::ffff:198.51.100.7", "::198.51.100.7"),
            ("::ffff:198.51.100.7", "198.51.100.7", "198.51.100.8"),
            ("::ffff:10.0.0.0/104", "10.255.0.1", "11.0.0.1"),
            (" 10.0.0.0/8 ", "10.1.2.3", "2001:db8::1"),
            ("10.1.2.3/8", "10.9.9.9", "11.0.0.1"),
            ("2001:db8::/32", "2001:db8:1::1", "2001:db9::1"),
            ("0.0.0.0/0", "203.0.113.9", "2001:db8::1"),
        ] {
            assert!(holds(network, inside), "{network} holds {inside}");
            assert!(!holds(network, outside), "{network} does not hold {outside}");
        }
        for bad in ["", "10.0.0", "10.0.0.0/33", "::/129", "localhost", "10.0.0.1-10.0.0.9", "fe80::1%eth0"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }

    #[test]
    fn it_is_written_as_people_do_and_reads_back() {
        for (text, shown) in [
            ("198.51.100.7/32", "198.51.100.7"),
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("::FFFF:198.51.100.7", "198.51.100.7"),
            ("2001:DB8::/32", "2001:db8::/32"),
        ] {
            let written = String::from(text.parse::<Network>().unwrap());
            assert_eq!(written, shown);
            assert_eq!(written.parse::<Network>().unwrap(), text.parse().unwrap());
        }
    }
}
