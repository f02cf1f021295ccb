//! The provider's customer.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::visible::as_name;
use crate::{Address, TenantId, UnixMs};

/// A text that cannot name a tenant.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a name has 1 to 80 characters that can be seen, none of them a control character")]
pub struct InvalidTenantName;

/// A tenant's name: 1 to 80 characters, trimmed, something of it to be seen, no control or direction-changing characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TenantName(String);

impl TenantName {
    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TenantName {
    type Err = InvalidTenantName;
    fn from_str(text: &str) -> Result<Self, InvalidTenantName> {
        as_name(text).map(|name| Self(name.to_owned())).ok_or(InvalidTenantName)
    }
}

impl fmt::Display for TenantName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the provider or the tenant wants of a session; the host brings it about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desired {
    /// Connected whenever it can be.
    Run,
    /// At rest until somebody starts it.
    Stop,
    /// At rest by the provider's word; the tenant cannot start it.
    Pause,
}

/// The WhatsApp account that a tenant's phone has linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The account's addresses.
    pub address: Address,
    /// The name the account shows to others; empty until WhatsApp has told it.
    pub push_name: String,
}

/// The provider's customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Identity, and the name of the folder.
    pub id: TenantId,
    /// The name that the provider gave.
    pub name: TenantName,
    /// The number the provider expects the tenant to pair, digits only.
    pub phone: Option<String>,
    /// The account that is linked, once there was one. Cleared on unlink.
    pub account: Option<Account>,
    /// The account that scanned and does not have the expected number, until somebody says whether it is right.
    pub unexpected_account: Option<Account>,
    /// When the tenant was created.
    pub created_at: UnixMs,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_kept() {
        for pasted in
            ["  Padaria São João ", "\u{202A}Padaria São João\u{202C}", "\u{FEFF}Padaria São João\u{00A0}\u{200B}"]
        {
            assert_eq!(pasted.parse::<TenantName>().unwrap().as_str(), "Padaria São João", "{pasted:?}");
        }
        assert_eq!("❤\u{FE0F}".parse::<TenantName>().unwrap().as_str(), "❤\u{FE0F}");
    }

    #[test]
    fn a_name_of_which_nothing_is_seen_is_no_name() {
        for bad in
            ["\u{200B}", "\u{2800}\u{3164}", " \u{202A}\u{202C} ", "\u{FE0F}\u{E0020}", "\u{115F}\u{00A0}\u{1160}"]
        {
            assert_eq!(bad.parse::<TenantName>(), Err(InvalidTenantName), "{bad:?}");
        }
    }

    #[test]
    fn a_name_that_could_deceive_is_refused() {
        for bad in ["", "   ", "a\nb", "x\u{202E}fdp.exe", &"x".repeat(81)] {
            assert_eq!(bad.parse::<TenantName>(), Err(InvalidTenantName), "{bad:?}");
        }
    }
}
