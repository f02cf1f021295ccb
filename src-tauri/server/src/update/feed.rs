//! What a feed says of the newest version, and what that is to this one.
//!
//! A feed is the `latest.json` of Tauri's updater. It isn't signed itself: it only tells what there is. What it names is
//! checked by its signature, which holds the version too.

use std::collections::BTreeMap;

use chrono::DateTime;
use portaria_domain::UnixMs;
use semver::Version;
use serde::Deserialize;
use url::Url;

use super::Installation;
use super::address::{file_name, may_fetch};

/// The longest notes that are kept, in characters.
const LONGEST_NOTES: usize = 20_000;

/// A version that there is, with its packages.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// Its version.
    pub version: Version,
    /// What is new in it: text, which may be empty.
    pub notes: String,
    /// When it was published, where the feed says so.
    pub published_at: Option<UnixMs>,
    packages: BTreeMap<String, Package>,
    /// All of it, for the updater that reads it again.
    pub raw: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Package {
    url: String,
    signature: String,
}

/// What the newest version of a feed is to the one that runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// It runs.
    Same,
    /// It's older than the one that runs, and never installed over it.
    Older(Version),
    /// It's newer.
    Newer(Box<Release>),
}

impl Release {
    /// Reads a feed; `None` where it is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Feed {
            version: String,
            #[serde(default)]
            notes: Option<String>,
            #[serde(default)]
            pub_date: Option<String>,
            platforms: BTreeMap<String, Package>,
        }
        let raw: serde_json::Value = serde_json::from_slice(bytes).ok()?;
        let feed: Feed = serde_json::from_value(raw.clone()).ok()?;
        let version = feed.version.strip_prefix('v').unwrap_or(&feed.version).parse().ok()?;
        let published_at = feed.pub_date.and_then(|date| DateTime::parse_from_rfc3339(&date).ok());
        let notes: String = feed.notes.unwrap_or_default().trim().chars().take(LONGEST_NOTES).collect();
        Some(Self {
            version,
            notes,
            published_at: published_at.map(|at| UnixMs(at.timestamp_millis())),
            packages: feed.platforms,
            raw,
        })
    }

    /// What it is to the version that runs.
    pub(super) fn offer(self, running: &Version) -> Offer {
        // Builds of one version are one version.
        match self.version.cmp_precedence(running) {
            std::cmp::Ordering::Less => Offer::Older(self.version),
            std::cmp::Ordering::Equal => Offer::Same,
            std::cmp::Ordering::Greater => Offer::Newer(Box::new(self)),
        }
    }

    /// Where its package for an installation is, and under which name the feed has it. Only what may be fetched and
    /// written into a command counts.
    pub fn package(&self, installation: Installation) -> Option<(String, Url)> {
        let key = installation.feed_key()?;
        let package = self.packages.get(&key)?;
        let url: Url = package.url.parse().ok()?;
        let is_safe = may_fetch(&url) && file_name(&url).is_some() && !package.signature.is_empty();
        is_safe.then_some((key, url))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn release(version: &str, key: &str, url: &str) -> Option<Release> {
        let feed = json!({
            "version": version, "notes": " Corrige <b>tudo</b>. ", "pub_date": "2026-11-20T12:00:00Z",
            "platforms": { key: { "url": url, "signature": "x" } }
        });
        Release::read(feed.to_string().as_bytes())
    }

    const DEB: &str = "https://example.com/v0.2.0/Portaria_0.2.0_amd64.deb";

    #[test]
    fn a_feed_is_read_as_text_and_anything_else_is_none() {
        let read = release("v0.2.0", "linux-x86_64-deb", DEB).unwrap();
        assert_eq!(read.version, Version::new(0, 2, 0));
        assert_eq!(read.notes, "Corrige <b>tudo</b>.", "as it is: whoever shows it shows text");
        assert_eq!(read.published_at, Some(UnixMs(1_795_176_000_000)));
        for other in ["", "<html>", "[]", "{}", r#"{"version":"soon","platforms":{}}"#, r#"{"version":"1.0.0"}"#] {
            assert_eq!(Release::read(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn only_what_is_newer_is_offered() {
        for (theirs, ours, expected) in [
            ("0.2.0", "0.1.0", "newer"),
            ("0.10.0", "0.9.9", "newer"),
            ("0.2.0", "0.2.0-beta.3", "newer"),
            ("0.2.0", "0.2.0", "same"),
            ("0.2.0+build.7", "0.2.0", "same"),
            ("0.2.0-beta.3", "0.2.0", "older"),
            ("0.1.9", "0.2.0", "older"),
        ] {
            let offer = release(theirs, "linux-x86_64-deb", DEB).unwrap().offer(&ours.parse().unwrap());
            let found = match offer {
                Offer::Same => "same",
                Offer::Older(_) => "older",
                Offer::Newer(_) => "newer",
            };
            assert_eq!(found, expected, "{theirs} where {ours} runs");
        }
    }

    #[test]
    fn a_package_is_for_its_installation_and_its_name_means_nothing_to_a_shell() {
        let key = Installation::Deb.feed_key().unwrap();
        let fits = |url: &str| release("0.2.0", &key, url).unwrap().package(Installation::Deb).is_some();
        assert!(fits(DEB));
        assert!(release("0.2.0", &key, DEB).unwrap().package(Installation::Rpm).is_none());
        assert!(release("0.2.0", &key, DEB).unwrap().package(Installation::Unpackaged).is_none());
        for other in [
            "https://example.com/",
            "https://example.com/a;reboot.deb",
            "https://example.com/$(reboot).deb",
            "https://example.com/-o.deb",
            "https://example.com/a%20b.deb",
            "ftp://example.com/a.deb",
            "file:///tmp/a.deb",
        ] {
            assert!(!fits(other), "{other}");
        }
    }
}
