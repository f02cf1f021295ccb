//! The address under which clients reach the server.

use std::fmt;
use std::str::FromStr;

use hyper::Uri;
use serde::{Deserialize, Serialize};

/// A text that is not a public address.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("must be http:// or https:// and a name, optionally a port, and nothing more")]
pub struct InvalidPublicUrl;

/// A scheme, a host and perhaps a port; never a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PublicUrl {
    is_https: bool,
    /// As it stands in a `Host` header: lower case, without the scheme's own port.
    authority: String,
}

impl PublicUrl {
    /// Whether browsers reach it encrypted.
    pub const fn is_https(&self) -> bool {
        self.is_https
    }

    /// The host, and the port where it is not the scheme's own.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The host alone.
    pub fn host(&self) -> &str {
        match self.authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => &self.authority,
        }
    }

    /// The port, also where it is the scheme's own.
    pub fn port(&self) -> u16 {
        let written = self.authority[self.host().len()..].strip_prefix(':').and_then(|port| port.parse().ok());
        written.unwrap_or(if self.is_https { 443 } else { 80 })
    }
}

impl FromStr for PublicUrl {
    type Err = InvalidPublicUrl;

    fn from_str(text: &str) -> Result<Self, InvalidPublicUrl> {
        let uri: Uri = text.parse().map_err(|_| InvalidPublicUrl)?;
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(InvalidPublicUrl),
        };
        let authority = uri.authority().ok_or(InvalidPublicUrl)?.as_str().to_ascii_lowercase();
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
        if !bare || authority.contains('@') || authority.ends_with('.') || text.contains('#') {
            return Err(InvalidPublicUrl);
        }
        let own_port = if is_https { ":443" } else { ":80" };
        if authority.is_empty() || uri.port().is_some_and(|port| port.as_str().parse::<u16>().is_err()) {
            return Err(InvalidPublicUrl);
        }
        let authority = authority.strip_suffix(own_port).unwrap_or(&authority).to_owned();
        Ok(Self { is_https, authority })
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.is_https { "https" } else { "http" }, self.authority)
    }
}

impl From<PublicUrl> for String {
    fn from(url: PublicUrl) -> Self {
        url.to_string()
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = InvalidPublicUrl;
    fn try_from(text: String) -> Result<Self, InvalidPublicUrl> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_is_brought_to_one_spelling() {
        for (written, kept) in [
            ("https://Zap.Example.com", "https://zap.example.com"),
            ("https://zap.example.com:443/", "https://zap.example.com"),
            ("http://zap.example.com:8080", "http://zap.example.com:8080"),
        ] {
            assert_eq!(written.parse::<PublicUrl>().unwrap().to_string(), kept);
        }
    }

    #[test]
    fn it_knows_its_host_and_port() {
        for (written, host, port) in [
            ("https://zap.example.com", "zap.example.com", 443),
            ("http://zap.example.com", "zap.example.com", 80),
            ("http://192.168.0.2:3001", "192.168.0.2", 3001),
            ("http://[fd00::1]:8080", "[fd00::1]", 8080),
            ("http://[fd00::1]", "[fd00::1]", 80),
        ] {
            let url: PublicUrl = written.parse().unwrap();
            assert_eq!((url.host(), url.port()), (host, port), "{written}");
        }
    }

    #[test]
    fn what_is_more_than_a_name_is_refused() {
        for bad in [
            "",
            "zap.example.com",
            "ftp://x",
            "https://u:p@x",
            "https://x/path",
            "https://x?q",
            "https://x#f",
            "https://x.",
        ] {
            assert!(bad.parse::<PublicUrl>().is_err(), "{bad:?} was taken");
        }
    }
}
