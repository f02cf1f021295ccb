//! From where the server is reached.

use std::net::Ipv4Addr;

use portaria_domain::Network;
use portaria_reach::{
    AccessSettings, CheckFailure, InternetSettings, LinkBy, LocalAddress, NetworkSettings, TunnelCause, TunnelProgram,
    TunnelState, TunnelStatus, local_addresses,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::domain::{DomainShape, ListenFailureWord};
use super::link::Reach;
use super::status::words;
use crate::access::{Access, AccessStatus, Listening};
use crate::addresses::Addresses;

words!(
    /// What links within the network carry.
    LinkByWord of LinkBy { Name, Address }
);

words!(
    /// Programs that carry connections from the Internet to this server.
    TunnelProgramWord of TunnelProgram { CloudflaredQuick, CloudflaredNamed, TailscaleFunnel, Frp, Other }
);

words!(
    /// Why a tunnel doesn't work.
    TunnelCauseWord of TunnelCause { NotFound, NotStarted, Ended, NoAddress, PortTaken }
);

words!(
    /// Why an address doesn't lead to this server.
    CheckFailureWord of CheckFailure {
        NameUnknown, NamesSilent, NamePrivate, Refused, ConnectTimedOut, Unreachable, CertificateExpired,
        CertificateNotYetValid, CertificateOtherName, CertificateUntrusted, NoEncryption, NoAnswer, NothingBehind,
        NameChanged, AnswerChanged, Redirected, OtherServer, SocketsRefused,
    }
);

impl From<LinkByWord> for LinkBy {
    fn from(word: LinkByWord) -> Self {
        match word {
            LinkByWord::Name => Self::Name,
            LinkByWord::Address => Self::Address,
        }
    }
}

impl From<TunnelProgramWord> for TunnelProgram {
    fn from(word: TunnelProgramWord) -> Self {
        match word {
            TunnelProgramWord::CloudflaredQuick => Self::CloudflaredQuick,
            TunnelProgramWord::CloudflaredNamed => Self::CloudflaredNamed,
            TunnelProgramWord::TailscaleFunnel => Self::TailscaleFunnel,
            TunnelProgramWord::Frp => Self::Frp,
            TunnelProgramWord::Other => Self::Other,
        }
    }
}

/// From where the server is to be reached, and from where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Access)]
pub(crate) struct AccessShape {
    /// How the network is to reach it.
    network: NetworkShape,
    /// How everybody else is to reach it.
    internet: InternetShape,
    /// From where the provider's panel is opened.
    admin: AdminShape,
    /// The port that it listens on.
    port: u16,
    /// The port of this computer that tunnels lead to.
    tunnel_port: u16,
    /// The system it runs on: `linux`, `macos`, `windows`, or another as Rust calls it.
    system: &'static str,
    /// Whether nothing is opened beyond this computer because the panel has no password.
    needs_password: bool,
    /// This computer's addresses in local networks, the one first that it speaks from.
    local_addresses: Vec<LocalAddressShape>,
    /// The programs that are known, and where they were found.
    programs: Vec<ProgramShape>,
    /// Everything that a link may begin with, the one first that links carry.
    addresses: Vec<ReachedShape>,
    /// Whether the addresses are being checked.
    is_checking: bool,
}

/// How this computer's network reaches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NetworkShape {
    /// Whether it's to be open to the network.
    is_open: bool,
    /// Whether that was said when the server was started, and can't be changed here.
    is_fixed: bool,
    /// The one address to listen on; all of local networks when there is none.
    #[schema(required, value_type = Option<String>)]
    address: Option<Ipv4Addr>,
    /// The name that was chosen, without `.local`.
    name: String,
    /// What links carry.
    link_by: LinkByWord,
    /// The name that the network knows, with its `.local`: another than was chosen where a computer there has that one.
    #[schema(required)]
    told_name: Option<String>,
    /// The addresses it listens on.
    listening: Vec<ListeningShape>,
}

/// An address in the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ListeningShape {
    /// The address.
    #[schema(value_type = String)]
    ip: Ipv4Addr,
    /// Why it's not listened on.
    #[schema(required)]
    failure: Option<ListenFailureWord>,
}

/// How everybody else reaches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InternetShape {
    /// By which way: `closed`, `proxy`, `tunnel`, `domain`.
    kind: &'static str,
    /// Whether that was said when the server was started, and can't be changed here.
    is_fixed: bool,
    /// The address that people open: of a proxy, or of a tunnel that doesn't tell its own.
    #[schema(required)]
    public_url: Option<String>,
    /// From where a proxy comes.
    trusted_proxies: Vec<String>,
    /// The tunnel.
    #[schema(required)]
    tunnel: Option<TunnelShape>,
    /// The name of the provider's own.
    #[schema(required)]
    domain: Option<DomainShape>,
}

/// A tunnel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TunnelShape {
    /// Which program.
    program: TunnelProgramWord,
    /// Where it stands, when that isn't on the search path.
    #[schema(required)]
    path: Option<String>,
    /// With what it's started.
    arguments: Vec<String>,
    /// Whether it has a token.
    has_token: bool,
    /// Whether what it says about whom it speaks for is believed.
    names_callers: bool,
    /// Whether it was seen to lead to `port` instead of `tunnelPort`. Links open, but who comes through it may pass for
    /// somebody at this computer.
    is_at_main_port: bool,
    /// `starting`, `up` or `waiting`; null while it may not run.
    #[schema(required)]
    state: Option<&'static str>,
    /// Why it's waiting.
    #[schema(required)]
    cause: Option<TunnelCauseWord>,
    /// In how many seconds from the beginning of the wait it's started again.
    #[schema(required)]
    again_in_s: Option<u64>,
    /// What the program said last.
    last_lines: Vec<String>,
}

/// From where the provider's panel is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AdminShape {
    /// Whether it answers wherever links do, and not on this computer alone.
    is_remote: bool,
    /// Whether that was said when the server was started, and can't be changed here.
    is_fixed: bool,
}

/// One of this computer's addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LocalAddressShape {
    /// The network card, as the system calls it.
    interface: String,
    /// The address.
    #[schema(value_type = String)]
    ip: Ipv4Addr,
    /// Whether it's the one that this computer speaks from.
    is_main: bool,
}

/// A program for tunnels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ProgramShape {
    /// Which one.
    program: TunnelProgramWord,
    /// Where it was found on the search path.
    #[schema(required)]
    path: Option<String>,
}

/// What a link may begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ReachedShape {
    /// The address.
    url: String,
    /// From where it can be opened.
    reach: Reach,
    /// What the last check found; null before the first, and for names that only the network knows.
    #[schema(required)]
    check: Option<CheckShape>,
    /// When somebody elsewhere last opened a link that begins so, to the minute, in UTC milliseconds; a test from this
    /// computer shows no firewall that keeps others out.
    #[schema(required)]
    last_visit_at_ms: Option<i64>,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CheckShape {
    /// When, in UTC milliseconds.
    checked_at_ms: i64,
    /// What is in the way; null when it works.
    #[schema(required)]
    failure: Option<CheckFailureWord>,
    /// Since when it works or doesn't, in UTC milliseconds.
    since_ms: i64,
    /// Whether a failure says nothing: the router lets nobody of its own network try it, and somebody came from elsewhere.
    is_inconclusive: bool,
}

impl AccessShape {
    /// As it is now; looks at this computer's addresses and programs.
    pub(crate) fn new(access: &Access, addresses: &Addresses) -> Self {
        let (AccessSettings { network, internet, .. }, status) = (access.settings(), access.status());
        let reached = addresses.link_bases().into_iter().map(|(url, reach)| {
            let check = status.checks.get(&url).map(|checked| CheckShape {
                checked_at_ms: checked.at.0,
                failure: checked.failure.map(Into::into),
                since_ms: checked.since.0,
                is_inconclusive: status.is_inconclusive(&url, checked),
            });
            let last_visit_at_ms = status.visits.get(&url).map(|at| at.0);
            ReachedShape { url, reach, check, last_visit_at_ms }
        });
        Self {
            network: NetworkShape::new(network, access, &status, addresses.reached().name.clone()),
            internet: InternetShape::new(internet, access, &status, &addresses.reached().trusted_proxies),
            admin: AdminShape { is_remote: access.is_admin_remote(), is_fixed: access.is_admin_fixed },
            port: addresses.bound().port(),
            tunnel_port: access.tunnel_port(),
            system: std::env::consts::OS,
            needs_password: status.needs_password,
            local_addresses: local_addresses().into_iter().map(LocalAddressShape::from).collect(),
            programs: TunnelProgram::ALL.into_iter().map(ProgramShape::from).collect(),
            addresses: reached.collect(),
            is_checking: status.is_checking,
        }
    }
}

impl NetworkShape {
    fn new(network: NetworkSettings, access: &Access, status: &AccessStatus, told_name: Option<String>) -> Self {
        Self {
            is_open: network.is_open || access.is_network_fixed,
            is_fixed: access.is_network_fixed,
            address: network.address,
            name: network.name.into(),
            link_by: network.link_by.into(),
            told_name,
            listening: status.listening.iter().map(ListeningShape::from).collect(),
        }
    }
}

impl InternetShape {
    fn new(internet: InternetSettings, access: &Access, status: &AccessStatus, trusted: &[Network]) -> Self {
        let is_fixed = access.is_internet_fixed;
        let nothing = Self {
            kind: "closed",
            is_fixed,
            public_url: None,
            trusted_proxies: Vec::new(),
            tunnel: None,
            domain: None,
        };
        match internet {
            InternetSettings::Closed => nothing,
            InternetSettings::Proxy { public_url, trusted_proxies } => Self {
                kind: "proxy",
                public_url: Some(public_url.into()),
                // Those of a flag are no choice, and hold all the same.
                trusted_proxies: if is_fixed { trusted.to_vec() } else { trusted_proxies }
                    .into_iter()
                    .map(String::from)
                    .collect(),
                ..nothing
            },
            InternetSettings::Tunnel(tunnel) => {
                let (state, cause, again_in_s) = tunnel_state(status.tunnel.as_ref());
                let names_callers = tunnel.names_callers();
                Self {
                    kind: "tunnel",
                    public_url: tunnel.public_url.map(String::from),
                    tunnel: Some(TunnelShape {
                        program: tunnel.program.into(),
                        names_callers,
                        is_at_main_port: status.is_tunnel_at_main_port,
                        path: tunnel.path.map(|path| path.display().to_string()),
                        arguments: tunnel.arguments,
                        has_token: tunnel.token.is_some(),
                        state,
                        cause,
                        again_in_s,
                        last_lines: status.tunnel.as_ref().map(|tunnel| tunnel.last_lines.clone()).unwrap_or_default(),
                    }),
                    ..nothing
                }
            }
            InternetSettings::Domain(domain) => {
                let domain = Some(DomainShape::new(domain, status.domain.as_ref()));
                Self { kind: "domain", domain, ..nothing }
            }
        }
    }
}

fn tunnel_state(status: Option<&TunnelStatus>) -> (Option<&'static str>, Option<TunnelCauseWord>, Option<u64>) {
    match status.map(|status| &status.state) {
        None => (None, None, None),
        Some(TunnelState::Starting) => (Some("starting"), None, None),
        Some(TunnelState::Up { .. }) => (Some("up"), None, None),
        Some(TunnelState::Waiting { cause, again_in_s }) => (Some("waiting"), Some((*cause).into()), Some(*again_in_s)),
    }
}

impl From<&Listening> for ListeningShape {
    fn from(listening: &Listening) -> Self {
        Self { ip: listening.ip, failure: listening.failure.map(Into::into) }
    }
}

impl From<LocalAddress> for LocalAddressShape {
    fn from(LocalAddress { interface, ip, is_main }: LocalAddress) -> Self {
        Self { interface, ip, is_main }
    }
}

impl From<TunnelProgram> for ProgramShape {
    fn from(program: TunnelProgram) -> Self {
        Self { program: program.into(), path: program.found().map(|path| path.display().to_string()) }
    }
}
