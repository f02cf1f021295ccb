//! A name of the provider's own, whose certificate is here.

use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::mapping::MappedPort;
use crate::public_url::PublicUrl;
use crate::text::{is_label, kept_as_text};

/// Let's Encrypt, which browsers trust and which asks for no money.
const LETS_ENCRYPT: &str = "https://acme-v02.api.letsencrypt.org/directory";
/// Where browsers come without encryption.
const HTTP: u16 = 80;
/// The longest address of mail, in bytes.
const LONGEST_CONTACT: usize = 254;

/// A name of the provider's own that leads here, by which ports, and with which certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DomainSettings {
    /// The name that people open.
    pub name: DomainName,
    /// From where its certificate is.
    pub certificate: CertificateSource,
    /// The port that is listened on here.
    pub port: u16,
    /// The port that people open; another one where a router passes it on to that one.
    pub public_port: u16,
    /// The port where those who come without encryption are sent to the encrypted address; none: nobody is.
    pub redirect_port: Option<u16>,
    /// Whether the router is asked to pass these ports on (`UPnP`).
    #[serde(default)]
    pub asks_router: bool,
}

impl DomainSettings {
    /// What people open.
    pub fn public_url(&self) -> PublicUrl {
        let text = format!("https://{}:{}", self.name, self.public_port);
        text.parse().expect("a name and a port are an address")
    }

    /// The ports that a router is to pass on: browsers ask for the plain one by its usual number.
    pub fn mapped_ports(&self) -> Vec<MappedPort> {
        let redirect = self.redirect_port.map(|own| MappedPort { public: HTTP, own });
        std::iter::once(MappedPort { public: self.public_port, own: self.port }).chain(redirect).collect()
    }
}

/// From where a certificate is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum CertificateSource {
    /// Ordered from an authority, and again before it ends.
    Acme(AcmeSettings),
    /// Files that somebody else keeps valid.
    Files(CertificateFiles),
}

/// By whom certificates are ordered, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcmeSettings {
    /// Whom the authority writes to.
    pub contact: Option<Contact>,
    /// The authority; Let's Encrypt when there is none.
    pub authority: Option<Authority>,
}

impl AcmeSettings {
    /// Where orders begin.
    pub fn directory(&self) -> &str {
        self.authority.as_ref().map_or(LETS_ENCRYPT, |authority| authority.directory.as_str())
    }
}

/// Another authority than the usual one, such as one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Authority {
    /// Where orders begin.
    pub directory: DirectoryUrl,
    /// The certificate by which that server is known (PEM), where this computer doesn't trust it already.
    pub certificate: Option<PathBuf>,
}

/// Where a certificate and its key stand (PEM).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateFiles {
    /// The certificate, then those that lead to its authority.
    pub chain: PathBuf,
    /// The key, without a passphrase.
    pub key: PathBuf,
}

/// A name in the Internet, as browsers write it into certificates' checks: lower case, letters of other alphabets encoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct DomainName(String);

/// A text that is no name in the Internet.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a name such as zap.example.com, without https:// and without a path")]
pub struct InvalidDomainName;

impl FromStr for DomainName {
    type Err = InvalidDomainName;

    fn from_str(text: &str) -> Result<Self, InvalidDomainName> {
        let Ok(Host::Domain(name)) = Host::parse(text.trim()) else { return Err(InvalidDomainName) };
        let fits = name.len() <= 253 && name.contains('.') && name.split('.').all(is_label);
        if fits && !name.ends_with(".localhost") { Ok(Self(name)) } else { Err(InvalidDomainName) }
    }
}

/// An address of mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Contact(String);

/// A text that is no address of mail.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("an address of mail such as ana@example.com")]
pub struct InvalidContact;

impl FromStr for Contact {
    type Err = InvalidContact;

    fn from_str(text: &str) -> Result<Self, InvalidContact> {
        let text = text.trim();
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b",;:<>?&\"".contains(&byte));
        let has_parts = text.split_once('@').is_some_and(|(who, at)| {
            !who.is_empty() && at.contains('.') && !at.contains('@') && !at.starts_with('.') && !at.ends_with('.')
        });
        if is_plain && has_parts && text.len() <= LONGEST_CONTACT {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidContact)
        }
    }
}

/// The address at which an authority's server says what it offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct DirectoryUrl(String);

/// A text that is no such address.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("an address such as https://ca.example.com/acme/acme/directory")]
pub struct InvalidDirectoryUrl;

impl FromStr for DirectoryUrl {
    type Err = InvalidDirectoryUrl;

    fn from_str(text: &str) -> Result<Self, InvalidDirectoryUrl> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidDirectoryUrl)?;
        let is_bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        if url.scheme() == "https" && url.has_host() && is_bare {
            Ok(Self(url.into()))
        } else {
            Err(InvalidDirectoryUrl)
        }
    }
}

kept_as_text!(DomainName or InvalidDomainName, Contact or InvalidContact, DirectoryUrl or InvalidDirectoryUrl);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_brought_to_one_spelling_and_what_is_none_is_refused() {
        for (written, kept) in [
            ("Zap.Example.com", "zap.example.com"),
            (" zap.example.com ", "zap.example.com"),
            ("pão.example.com", "xn--po-sia.example.com"),
        ] {
            assert_eq!(written.parse::<DomainName>().unwrap().as_str(), kept);
        }
        let long = format!("{}.com", "a".repeat(64));
        for bad in [
            "",
            "localhost",
            "a.localhost",
            "https://zap.example.com",
            "zap.example.com/",
            "zap.example.com:443",
            "203.0.113.7",
            "[::1]",
            "*.example.com",
            "zap..com",
            "zap.example.com.",
            "-a.com",
            "a b.com",
            "zap_1.example.com",
            &long,
        ] {
            assert_eq!(bad.parse::<DomainName>(), Err(InvalidDomainName), "{bad:?}");
        }
    }

    #[test]
    fn who_is_written_to_and_where_orders_begin_are_one_address_each() {
        assert!("ana@example.com".parse::<Contact>().is_ok());
        for bad in
            ["ana", "@example.com", "ana@", "ana@local", "a@b.com,c@d.com", "a@b.com?cc=c", "a b@c.com", "a@b@c.com"]
        {
            assert_eq!(bad.parse::<Contact>(), Err(InvalidContact), "{bad:?}");
        }
        assert!("https://ca.example.com:9000/acme/acme/directory".parse::<DirectoryUrl>().is_ok());
        for bad in ["", "http://ca.example.com/d", "ca.example.com", "https://a:b@ca.example.com/d", "https:///d#x"] {
            assert_eq!(bad.parse::<DirectoryUrl>(), Err(InvalidDirectoryUrl), "{bad:?}");
        }
    }
}
