//! What holds of what the provider chose.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use portaria_domain::UnixMs;
use portaria_reach::{CheckFailure, TunnelStatus};

/// How it stands with each way in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AccessStatus {
    /// Whether nothing is opened because there is no password.
    pub needs_password: bool,
    /// The addresses in the network.
    pub listening: Vec<Listening>,
    /// The tunnel, where there is to be one.
    pub tunnel: Option<TunnelStatus>,
    /// What the last check of each address found.
    pub checks: BTreeMap<String, Checked>,
    /// Whether a check is going on.
    pub is_checking: bool,
}

/// One address in the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listening {
    /// The address.
    pub ip: Ipv4Addr,
    /// Why it's not listened on.
    pub failure: Option<ListenFailure>,
}

/// Why an address is not listened on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListenFailure {
    /// Another program has the port there.
    PortTaken,
    /// The system refuses.
    Refused,
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
}
