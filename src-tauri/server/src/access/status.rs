//! What holds of what the provider chose.

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;

use portaria_domain::UnixMs;
use portaria_reach::{CertificateStatus, CheckFailure, MappingState, TunnelStatus};

/// How it stands with each way in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AccessStatus {
    /// Whether nothing is opened because there is no password.
    pub needs_password: bool,
    /// The addresses in the network.
    pub listening: Vec<Listening>,
    /// The tunnel, where there is to be one.
    pub tunnel: Option<TunnelStatus>,
    /// Whether the tunnel was seen to lead to this server's own port instead of the one for tunnels.
    pub is_tunnel_at_main_port: bool,
    /// The name of the provider's own, where there is to be one.
    pub domain: Option<DomainStatus>,
    /// What the last check of each address found.
    pub checks: BTreeMap<String, Checked>,
    /// Whether a check is going on.
    pub is_checking: bool,
    /// When somebody elsewhere last opened a link, to the minute, by what the link began with.
    pub visits: BTreeMap<String, UnixMs>,
}

impl AccessStatus {
    /// Whether the check of an address failed and says nothing: many routers don't let their own network out and in again,
    /// and somebody came from elsewhere.
    pub(crate) fn is_inconclusive(&self, url: &str, checked: &Checked) -> bool {
        let is_by_router = matches!(checked.failure, Some(CheckFailure::Refused | CheckFailure::ConnectTimedOut));
        let has_visit = self.visits.get(url).is_some_and(|at| !checked.has_worked || *at >= checked.since);
        // The way through a tunnel is the same from here.
        is_by_router && self.tunnel.is_none() && has_visit
    }
}

/// One address in the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listening {
    /// The address.
    pub ip: Ipv4Addr,
    /// Why it's not listened on.
    pub failure: Option<ListenFailure>,
}

/// How it stands with a name of the provider's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DomainStatus {
    /// Its ports.
    pub ports: Vec<OwnPort>,
    /// Its certificate.
    pub certificate: CertificateStatus,
    /// The router, where it is asked to pass the ports on.
    pub mapping: Option<MappingState>,
}

/// A port for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OwnPort {
    /// Its number.
    pub port: u16,
    /// Why it's not listened on.
    pub failure: Option<ListenFailure>,
}

/// Why an address is not listened on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListenFailure {
    /// Another program has the port there.
    PortTaken,
    /// The port is among those for which this system wants a right of its own.
    NotAllowed,
    /// The system refuses.
    Refused,
}

impl From<io::Error> for ListenFailure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AddrInUse => Self::PortTaken,
            io::ErrorKind::PermissionDenied => Self::NotAllowed,
            _ => Self::Refused,
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checked {
    /// When.
    pub at: UnixMs,
    /// What is in the way; nothing when it works.
    pub failure: Option<CheckFailure>,
    /// Since when it's so.
    pub since: UnixMs,
    /// Whether any check since the start found that it works.
    pub has_worked: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_fails_says_nothing_where_somebody_came_all_the_same() {
        const URL: &str = "https://zap.example.com";
        let checked =
            |failure, has_worked| Checked { at: UnixMs(9), failure: Some(failure), since: UnixMs(5), has_worked };
        let visited_at = |at| AccessStatus { visits: [(URL.to_owned(), UnixMs(at))].into(), ..AccessStatus::default() };
        for (failure, has_worked, visit, expected) in [
            (CheckFailure::Refused, false, 3, true),
            (CheckFailure::ConnectTimedOut, false, 7, true),
            // It worked from here before: only who came since then proves anything.
            (CheckFailure::ConnectTimedOut, true, 3, false),
            (CheckFailure::ConnectTimedOut, true, 7, true),
            // That is no router's doing.
            (CheckFailure::CertificateExpired, false, 7, false),
        ] {
            let found = visited_at(visit).is_inconclusive(URL, &checked(failure, has_worked));
            assert_eq!(found, expected, "{failure:?} {has_worked} {visit}");
        }
        let never = AccessStatus::default();
        assert!(!never.is_inconclusive(URL, &checked(CheckFailure::Refused, false)), "nobody came");
    }
}
