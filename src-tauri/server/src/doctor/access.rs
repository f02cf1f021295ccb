//! The port, the server that has it, and who gets in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use portaria_reach::{InternetSettings, PublicUrl};
use tokio::net::TcpListener;

use super::databases::Stored;
use super::place::Place;
use super::report::Findings;
use super::words::Check;
use crate::config::ServerConfig;
use crate::probe::{Probed, probe};

pub(super) async fn look(config: &ServerConfig, place: &Place, stored: &Stored, found: &mut Findings) {
    port(config, place, found).await;
    running(place, found).await;
    let opens_outward = !config.listen.ip().is_loopback() || config.public_url.is_some() || is_chosen(stored);
    match stored.has_password {
        Some(true) => found.well(Check::Password, ""),
        Some(false) if opens_outward => {
            found.failed(Check::Password, "the server is to be reached from elsewhere, and the panel has none");
        }
        Some(false) => found.well(Check::Password, "there is none, and only this machine reaches the server"),
        None => found.skipped(Check::Password, "the database does not read"),
    }
    match stored.access.as_ref().map(|access| &access.internet) {
        Some(InternetSettings::Tunnel(tunnel)) if config.public_url.is_none() => {
            if let Some(path) = tunnel.found() {
                found.well(Check::Tunnel, path.display().to_string());
            } else {
                let name = tunnel.path.as_ref().map(|path| path.display().to_string());
                let name = name.or_else(|| tunnel.program.file_name().map(str::to_owned)).unwrap_or_default();
                found.failed(Check::Tunnel, format!("{name:?} is not on this machine"));
            }
        }
        _ => found.skipped(Check::Tunnel, "no tunnel was chosen"),
    }
}

fn is_chosen(stored: &Stored) -> bool {
    stored.access.as_ref().is_some_and(|access| access.network.is_open || access.internet != InternetSettings::Closed)
}

/// Free, or that of the server which works on this folder.
async fn port(config: &ServerConfig, place: &Place, found: &mut Findings) {
    let address = config.listen;
    match TcpListener::bind(address).await {
        Ok(_) if place.panel().is_some() && address.port() != 0 => {
            found.well(Check::Port, format!("{address} is free; the server that runs has another one"));
        }
        Ok(_) => found.well(Check::Port, format!("{address} is free")),
        Err(_) if is_of(place, address) => found.well(Check::Port, format!("{address} is the running server's")),
        Err(error) => found.failed(Check::Port, format!("{address}: {error}")),
    }
}

fn is_of(place: &Place, address: SocketAddr) -> bool {
    place.panel().and_then(|panel| panel.parse::<PublicUrl>().ok()).is_some_and(|panel| panel.port() == address.port())
}

async fn running(place: &Place, found: &mut Findings) {
    let Some(panel) = place.panel().and_then(|panel| panel.parse::<PublicUrl>().ok()) else {
        return found.skipped(Check::Running, "no server runs");
    };
    let here = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    let mut answer = Probed::Silent;
    for ip in here {
        answer = probe(SocketAddr::new(ip, panel.port()), panel.port()).await;
        if answer != Probed::Silent {
            break;
        }
    }
    match answer {
        Probed::Ready => found.well(Check::Running, ""),
        Probed::NotReady(reason) => found.failed(Check::Running, format!("it says that it is not ready: {reason}")),
        // It may listen at one address of this machine only.
        Probed::Silent => found.warned(Check::Running, "it does not answer at this machine's own address"),
    }
}
