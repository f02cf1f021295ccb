//! The pictures that accounts and groups have now.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::Pair;
use crate::network::ChatId;

/// Every picture, by whose it is.
#[derive(Default)]
pub(crate) struct Pictures(BTreeMap<ChatId, Picture>);

/// One picture in its two sizes.
#[derive(Clone)]
pub(crate) struct Picture {
    /// A number that grows with each change; clients compare it with the one they have.
    pub(crate) id: u64,
    pub(crate) full: Bytes,
    pub(crate) preview: Bytes,
}

impl Pictures {
    pub(crate) fn of(&self, chat: &ChatId) -> Option<&Picture> {
        self.0.get(chat)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&ChatId, &Picture)> {
        self.0.iter()
    }

    /// Puts a picture in place of an earlier one and returns its id.
    pub(super) fn put(&mut self, chat: &ChatId, pair: Pair, now_s: u64) -> u64 {
        let id = self.of(chat).map_or(now_s, |earlier| now_s.max(earlier.id + 1));
        self.restore(chat.clone(), Picture { id, full: pair.full, preview: pair.preview });
        id
    }

    /// Takes in what an earlier run kept.
    pub(crate) fn restore(&mut self, chat: ChatId, picture: Picture) {
        self.0.insert(chat, picture);
    }

    /// Whether there was one.
    pub(super) fn take(&mut self, chat: &ChatId) -> bool {
        self.0.remove(chat).is_some()
    }
}
