//! By what a credential was issued.

use portaria_domain::LoginId;
use rusqlite::Row;

use crate::control::{RowName, UnknownWord};

/// By what a credential was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issuer {
    /// By one of the provider's keys, named by its public part.
    Key(String),
    /// By a login of the provider.
    Login(LoginId),
    /// By the admin password.
    Password,
    /// By a ticket of the process itself.
    Ticket,
    /// By a tenant's link.
    Link,
    /// On the command line.
    CommandLine,
}

impl Issuer {
    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Key(kid) => format!("key:{kid}"),
            Self::Login(id) => format!("login:{id}"),
            Self::Password => "password".to_owned(),
            Self::Ticket => "ticket".to_owned(),
            Self::Link => "link".to_owned(),
            Self::CommandLine => "command_line".to_owned(),
        }
    }

    /// Reads the column of that name.
    pub(super) fn read(row: &Row<'_>, name: RowName<'_>) -> rusqlite::Result<Option<Self>> {
        let Some(text) = row.get::<_, Option<String>>("issued_by")? else { return Ok(None) };
        let unknown = || name.unreadable("issued_by", UnknownWord(text.clone()));
        let issuer = match text.split_once(':').unwrap_or((text.as_str(), "")) {
            ("key", kid) => Self::Key(kid.to_owned()),
            ("login", id) => Self::Login(id.parse().map_err(|error| name.unreadable("issued_by", error))?),
            ("password", "") => Self::Password,
            ("ticket", "") => Self::Ticket,
            ("link", "") => Self::Link,
            ("command_line", "") => Self::CommandLine,
            _ => return Err(unknown()),
        };
        Ok(Some(issuer))
    }
}
