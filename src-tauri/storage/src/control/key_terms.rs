//! What an API key may do, until when, and from where.

use std::net::IpAddr;

use portaria_domain::{Network, UnixMs};
use rusqlite::Row;

use crate::control::{RowName, UnknownWord};

/// Something that a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyScope {
    /// To look; and with [`Self::Control`] to have webhooks told what happens.
    Read,
    /// To write messages.
    Send,
    /// To pair, start, stop and unlink.
    Control,
    /// To fetch and to hand over files.
    Media,
    /// Of the provider: to make tenants with their links and keys, and to be shown what is secret of these.
    Secrets,
}

impl KeyScope {
    /// Every scope there is.
    pub const ALL: [Self; 5] = [Self::Read, Self::Send, Self::Control, Self::Media, Self::Secrets];

    /// What a tenant's key may do.
    pub const OF_A_TENANT: [Self; 4] = [Self::Read, Self::Send, Self::Control, Self::Media];

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Send => "send",
            Self::Control => "control",
            Self::Media => "media",
            Self::Secrets => "secrets",
        }
    }

    fn parse(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word).ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// What a key may do, until when, and from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyTerms {
    /// What it may do.
    pub scopes: Vec<KeyScope>,
    /// When it ends by itself; `None`: never.
    pub expires_at: Option<UnixMs>,
    /// From where it opens; none: from everywhere.
    pub networks: Vec<Network>,
}

impl KeyTerms {
    /// These scopes, for ever and from everywhere.
    pub fn of(scopes: &[KeyScope]) -> Self {
        Self { scopes: scopes.to_vec(), ..Self::default() }
    }

    /// Whether its time is not over.
    pub fn hold_at(&self, now: UnixMs) -> bool {
        self.expires_at.is_none_or(|at| now < at)
    }

    /// Whether it opens from this address; `None` is one that nobody knows.
    pub fn admit(&self, address: Option<IpAddr>) -> bool {
        let holds = |address| self.networks.iter().any(|network| network.contains(address));
        self.networks.is_empty() || address.is_some_and(holds)
    }

    pub(super) fn scopes_text(&self) -> String {
        self.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn networks_text(&self) -> String {
        self.networks.iter().map(|network| String::from(*network)).collect::<Vec<_>>().join(" ")
    }

    /// Reads the columns `scopes`, `expires_at_ms` and `networks`. A word that reads as nothing is an error: a key that is
    /// bound never opens more than was said.
    pub(super) fn read(row: &Row<'_>, name: RowName<'_>) -> rusqlite::Result<Self> {
        let (scopes, networks): (String, String) = (row.get("scopes")?, row.get("networks")?);
        let scopes = scopes.split_ascii_whitespace().map(KeyScope::parse).collect::<Result<_, _>>();
        let networks = networks.split_ascii_whitespace().map(str::parse).collect::<Result<_, _>>();
        Ok(Self {
            scopes: scopes.map_err(|error| name.unreadable("scopes", error))?,
            expires_at: row.get::<_, Option<i64>>("expires_at_ms")?.map(UnixMs),
            networks: networks.map_err(|error| name.unreadable("networks", error))?,
        })
    }
}
