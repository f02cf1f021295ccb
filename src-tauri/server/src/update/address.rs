//! Addresses of feeds and packages: which may be fetched, and what of them may stand in a command.

use url::Url;

/// Whether something may be fetched from an address: encrypted, but for builds for tests.
pub(super) fn may_fetch(url: &Url) -> bool {
    url.scheme() == "https" || (cfg!(feature = "emulator") && url.scheme() == "http")
}

/// The name of a package's file, of characters that mean nothing to a shell.
pub(super) fn file_name(url: &Url) -> Option<&str> {
    let name = url.path_segments()?.next_back()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let is_fit =
        name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.len() <= 200 && name.chars().all(is_plain);
    is_fit.then_some(name)
}
