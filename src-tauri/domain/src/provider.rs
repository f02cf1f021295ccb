//! What the provider says of itself.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::visible::as_name;

/// A text that cannot name a provider's service.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a name has 1 to 80 characters that can be seen, none of them a control character")]
pub struct InvalidProviderName;

/// The name of the provider's service, as tenants read it: 1 to 80 characters, by the same rules as a tenant's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProviderName(String);

impl ProviderName {
    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ProviderName {
    /// The name of a service that was given none.
    fn default() -> Self {
        Self("Portaria".to_owned())
    }
}

impl FromStr for ProviderName {
    type Err = InvalidProviderName;
    fn from_str(text: &str) -> Result<Self, InvalidProviderName> {
        as_name(text).map(|name| Self(name.to_owned())).ok_or(InvalidProviderName)
    }
}

impl TryFrom<String> for ProviderName {
    type Error = InvalidProviderName;
    fn try_from(text: String) -> Result<Self, InvalidProviderName> {
        text.parse()
    }
}

impl From<ProviderName> for String {
    fn from(name: ProviderName) -> Self {
        name.0
    }
}

impl fmt::Display for ProviderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that names no step of the first run.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the steps of the first run are language, name, access, customer and done")]
pub struct InvalidFirstRun;

/// How far the provider has come with what is asked when Portaria is opened for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstRun {
    /// In which language?
    Language,
    /// What is the service called?
    Name,
    /// Where are the customers?
    Access,
    /// Who is the first one, and has their phone scanned the code?
    Customer,
    /// Nothing is asked any more.
    Done,
}

impl FirstRun {
    /// Every step, in order.
    pub const ALL: [Self; 5] = [Self::Language, Self::Name, Self::Access, Self::Customer, Self::Done];

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Name => "name",
            Self::Access => "access",
            Self::Customer => "customer",
            Self::Done => "done",
        }
    }

    /// What is to be asked now, by what was stored and how many tenants there are. Who has tenants is past the first run,
    /// unless it is the only one of them who is being waited for.
    pub const fn now(stored: Option<Self>, tenants: u32) -> Self {
        match (stored, tenants) {
            (Some(step), 0) => step,
            (None, 0) => Self::Language,
            (Some(Self::Customer), 1) => Self::Customer,
            _ => Self::Done,
        }
    }
}

impl FromStr for FirstRun {
    type Err = InvalidFirstRun;
    fn from_str(text: &str) -> Result<Self, InvalidFirstRun> {
        Self::ALL.into_iter().find(|step| step.as_str() == text).ok_or(InvalidFirstRun)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_service_is_named_by_the_rules_of_tenants_names() {
        assert_eq!(" Conecta Zap\u{200B}".parse::<ProviderName>().unwrap().as_str(), "Conecta Zap");
        for bad in ["", " \u{2800}", "a\u{202E}b", "a\nb", &"x".repeat(81)] {
            assert_eq!(bad.parse::<ProviderName>(), Err(InvalidProviderName), "{bad:?}");
        }
    }

    #[test]
    fn who_has_tenants_is_asked_nothing_unless_the_first_of_them_is_waited_for() {
        for step in FirstRun::ALL {
            assert_eq!(step.as_str().parse(), Ok(step));
            assert_eq!(FirstRun::now(Some(step), 0), step, "it goes on where it was");
            let with_one = if step == FirstRun::Customer { FirstRun::Customer } else { FirstRun::Done };
            assert_eq!(FirstRun::now(Some(step), 1), with_one);
            assert_eq!(FirstRun::now(Some(step), 2), FirstRun::Done);
        }
        assert_eq!(FirstRun::now(None, 0), FirstRun::Language);
        assert_eq!(FirstRun::now(None, 1), FirstRun::Done, "a folder from before there was a first run");
    }
}
