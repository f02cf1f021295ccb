//! The pictures that accounts have now.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::{Pair, Portrayed};

/// Every picture, by whose it is.
#[derive(Default)]
pub(crate) struct Pictures(BTreeMap<Portrayed, Picture>);

/// One picture in its two sizes.
#[derive(Clone)]
pub(crate) struct Picture {
    /// A number that grows with each change; clients compare it with the one they have.
    pub(crate) id: u64,
    pub(crate) full: Bytes,
    pub(crate) preview: Bytes,
}

impl Pictures {
    pub(crate) fn of(&self, portrayed: &Portrayed) -> Option<&Picture> {
        self.0.get(portrayed)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&Portrayed, &Picture)> {
        self.0.iter()
    }

    /// Puts a picture in place of an earlier one and returns its id.
    pub(super) fn put(&mut self, portrayed: &Portrayed, pair: Pair, now_s: u64) -> u64 {
        let id = self.of(portrayed).map_or(now_s, |earlier| now_s.max(earlier.id + 1));
        self.restore(portrayed.clone(), Picture { id, full: pair.full, preview: pair.preview });
        id
    }

    /// Takes in what an earlier run kept.
    pub(crate) fn restore(&mut self, portrayed: Portrayed, picture: Picture) {
        self.0.insert(portrayed, picture);
    }

    /// Whether there was one.
    pub(super) fn take(&mut self, portrayed: &Portrayed) -> bool {
        self.0.remove(portrayed).is_some()
    }
}
