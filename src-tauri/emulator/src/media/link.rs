//! Signed paths: where a file can be had, until when.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand::RngExt as _;
use rand::rngs::StdRng;

use super::{FileHash, MediaKind};

/// One way to a file; a file sent again gets another.
pub(super) struct Link {
    pub(super) hash: FileHash,
    /// What `oh` must say; a path cannot be guessed from another.
    pub(super) signature: String,
    pub(super) ends_at_ms: u64,
}

impl Link {
    pub(super) fn new(hash: FileHash, ends_at_ms: u64, rng: &mut StdRng) -> Self {
        let signature = format!("01_{}", BASE64_URL_SAFE_NO_PAD.encode(rng.random::<[u8; 24]>()));
        Self { hash, signature, ends_at_ms }
    }

    /// The path with its signature, as messages carry it.
    pub(super) fn direct_path(&self, path: &str) -> String {
        format!("{path}?ccb=11-4&oh={}&oe={:X}&_nc_sid=5e03e0", self.signature, self.ends_at_ms / 1000)
    }
}

/// A path that was never used before.
pub(super) fn fresh_path(kind: MediaKind, rng: &mut StdRng) -> String {
    let (folder, ending) = kind.place();
    let (one, other): (u32, u64) = (rng.random_range(10_000_000..100_000_000), rng.random_range(1..u64::MAX));
    format!("/v/{folder}/{one}_{other}{ending}")
}

/// The values of a query. A client that appends its own with a second `?` is understood as the real servers do.
pub(super) struct Query<'a>(&'a str);

impl<'a> Query<'a> {
    pub(super) fn new(query: Option<&'a str>) -> Self {
        Self(query.unwrap_or_default())
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.0.split(['&', '?']).find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_question_mark_is_one_more_separator() {
        let query = Query::new(Some("ccb=11-4&oh=abc?auth=x&token=t=="));
        assert_eq!(query.get("oh"), Some("abc"));
        assert_eq!(query.get("token"), Some("t=="));
        assert_eq!(query.get("o"), None, "a key is a whole word");
        assert_eq!(query.get("resume"), None);
    }
}
