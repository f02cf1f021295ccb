//! From where this server may be reached, as the provider chose it.

use std::fmt;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::str::FromStr;

use portaria_domain::Network;
use serde::{Deserialize, Serialize};

use crate::public_url::PublicUrl;
use crate::text::{is_label, kept_as_text};
use crate::tls::DomainSettings;

/// Everything that was chosen. Nothing chosen: this computer only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AccessSettings {
    /// The network that this computer is in.
    pub network: NetworkSettings,
    /// Everywhere else.
    pub internet: InternetSettings,
    /// Whether the provider's panel answers elsewhere, too; links do so anyway.
    pub is_admin_remote: bool,
    /// The port of this computer that tunnels lead to; kept, because files and accounts of programs hold it, too.
    pub tunnel_port: Option<u16>,
}

/// How this computer's own network reaches it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct NetworkSettings {
    /// Whether it does.
    pub is_open: bool,
    /// The one address to listen on; all of local networks when there is none.
    pub address: Option<Ipv4Addr>,
    /// The name that is told to the network.
    pub name: HostName,
    /// What links carry.
    pub link_by: LinkBy,
}

/// What a link within the network carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkBy {
    /// The name: it stays when the router gives the computer another address. Android before 12 doesn't know such names.
    #[default]
    Name,
    /// The address: it works on every phone, until the router gives the computer another one.
    Address,
}

/// How everybody else reaches it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum InternetSettings {
    /// Nobody does.
    #[default]
    Closed,
    /// Through a web server in front of this one.
    Proxy {
        /// The address that people open.
        public_url: PublicUrl,
        /// From where the web server comes; it's believed for whom it speaks.
        trusted_proxies: Vec<Network>,
    },
    /// Through a program that carries connections from elsewhere to this server.
    Tunnel(TunnelSettings),
    /// By a name of the provider's own, whose certificate is here.
    Domain(DomainSettings),
}

/// What becomes the port in arguments.
pub(crate) const PORT: &str = "{port}";

/// A tunnel's program, and what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TunnelSettings {
    /// Which one.
    pub program: TunnelProgram,
    /// Where it stands, when that isn't on the search path.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// With what it is started, where that isn't known of the program; `{port}` becomes the port that tunnels lead to.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// The address that people open, where the program doesn't tell it.
    #[serde(default)]
    pub public_url: Option<PublicUrl>,
    /// What the program proves itself by at its own server.
    #[serde(default)]
    pub token: Option<Token>,
    /// Whether a program of which that isn't known writes itself, in `X-Forwarded-For`, for whom it speaks.
    #[serde(default)]
    pub names_callers: bool,
}

/// The programs whose ways are known, and any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TunnelProgram {
    /// `cloudflared` without an account: another address at each start.
    CloudflaredQuick,
    /// `cloudflared` with the token of a tunnel that has a name.
    CloudflaredNamed,
    /// `tailscale funnel`.
    TailscaleFunnel,
    /// `frpc`, with a file for the provider's own server.
    Frp,
    /// Any program.
    Other,
}

impl TunnelSettings {
    /// Where its program stands on this computer, if it does.
    pub fn found(&self) -> Option<PathBuf> {
        match &self.path {
            Some(path) => which::which(path).ok(),
            None => self.program.found(),
        }
    }

    /// Whether what it says about whom it speaks for is its own word: what carries bytes alone passes on what strangers
    /// write there.
    pub const fn names_callers(&self) -> bool {
        match self.program.names_callers() {
            Some(known) => known,
            None => self.names_callers,
        }
    }

    /// Whether the program is told at its start where to lead to; else its own file or account says so.
    pub fn is_told_port(&self) -> bool {
        match self.program {
            TunnelProgram::CloudflaredQuick | TunnelProgram::TailscaleFunnel => true,
            TunnelProgram::CloudflaredNamed | TunnelProgram::Frp => false,
            TunnelProgram::Other => self.arguments.iter().any(|word| word.contains(PORT)),
        }
    }
}

impl TunnelProgram {
    /// Every one.
    pub const ALL: [Self; 5] =
        [Self::CloudflaredQuick, Self::CloudflaredNamed, Self::TailscaleFunnel, Self::Frp, Self::Other];

    /// What the file is called; nothing for any other.
    pub const fn file_name(self) -> Option<&'static str> {
        match self {
            Self::CloudflaredQuick | Self::CloudflaredNamed => Some("cloudflared"),
            Self::TailscaleFunnel => Some("tailscale"),
            Self::Frp => Some("frpc"),
            Self::Other => None,
        }
    }

    /// Where it stands on the search path.
    pub fn found(self) -> Option<PathBuf> {
        which::which(self.file_name()?).ok()
    }

    /// Whether it says truly for whom it speaks; nothing where that depends on how somebody set it up.
    pub const fn names_callers(self) -> Option<bool> {
        match self {
            Self::CloudflaredQuick | Self::CloudflaredNamed | Self::TailscaleFunnel => Some(true),
            Self::Frp | Self::Other => None,
        }
    }

    /// Whether the program's own account or file decides the address, so that somebody has to type it here.
    pub const fn needs_public_url(self) -> bool {
        matches!(self, Self::CloudflaredNamed | Self::Frp)
    }
}

/// What is secret of a tunnel; never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(pub String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A computer's name in its network, without the `.local` that is told after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct HostName(String);

/// A text that is no name of a computer.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a name has 1 to 63 letters a to z, digits and hyphens, and no hyphen at an end")]
pub struct InvalidHostName;

kept_as_text!(HostName or InvalidHostName);

impl Default for HostName {
    fn default() -> Self {
        Self("portaria".to_owned())
    }
}

impl FromStr for HostName {
    type Err = InvalidHostName;

    fn from_str(text: &str) -> Result<Self, InvalidHostName> {
        let name = text.trim().to_ascii_lowercase();
        let name = name.strip_suffix(".local").unwrap_or(&name);
        if is_label(name) { Ok(Self(name.to_owned())) } else { Err(InvalidHostName) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_brought_to_one_spelling_and_what_is_none_is_refused() {
        for (written, kept) in [("Portaria", "portaria"), (" loja-2.local ", "loja-2"), ("a", "a")] {
            assert_eq!(written.parse::<HostName>().unwrap().as_str(), kept);
        }
        for bad in ["", "-a", "a-", "loja do zé", "a.b", "loja_2", ".local", &"a".repeat(64)] {
            assert_eq!(bad.parse::<HostName>(), Err(InvalidHostName), "{bad:?}");
        }
    }

    #[test]
    fn a_token_is_never_printed() {
        assert_eq!(format!("{:?}", Token("abc".to_owned())), "***");
    }
}
