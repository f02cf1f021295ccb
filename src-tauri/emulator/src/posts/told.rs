//! How far each post has come with each reader, so that a tick is told once.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::messages::ReceiptState;
use crate::network::Number;

/// Posts that are remembered; older ones tell their ticks again.
const MOST_POSTS: usize = 4_000;

/// What has been told of each post, by writer and id.
#[derive(Default)]
pub(crate) struct Told {
    posts: HashMap<(Number, String), BTreeMap<Number, ReceiptState>>,
    order: VecDeque<(Number, String)>,
}

impl Told {
    /// A post was written, or written again.
    pub(crate) fn begin(&mut self, writer: &Number, id: &str) {
        let key = (Number::clone(writer), id.to_owned());
        if self.posts.contains_key(&key) {
            return;
        }
        if self.order.len() == MOST_POSTS
            && let Some(oldest) = self.order.pop_front()
        {
            self.posts.remove(&oldest);
        }
        self.order.push_back(key.clone());
        self.posts.insert(key, BTreeMap::new());
    }

    pub(super) fn knows(&self, writer: &Number, id: &str) -> bool {
        self.posts.contains_key(&(Number::clone(writer), id.to_owned()))
    }

    /// Notes a reader's step forward; a step back or a repeat is none.
    pub(super) fn advance(&mut self, writer: &Number, id: &str, reader: &Number, state: ReceiptState) -> bool {
        self.begin(writer, id);
        let Some(readers) = self.posts.get_mut(&(Number::clone(writer), id.to_owned())) else { return false };
        let known = readers.entry(Number::clone(reader)).or_insert(ReceiptState::Sent);
        let forward = *known < state;
        *known = state.max(*known);
        forward
    }

    /// How far a post has come with each reader that has it.
    pub(crate) fn readers(&self, writer: &Number, id: &str) -> BTreeMap<Number, ReceiptState> {
        self.posts.get(&(Number::clone(writer), id.to_owned())).cloned().unwrap_or_default()
    }

    /// How far a post has come with all of them.
    pub(super) fn with_all<'a>(
        &self,
        writer: &Number,
        id: &str,
        readers: impl Iterator<Item = &'a Number>,
    ) -> ReceiptState {
        let Some(told) = self.posts.get(&(Number::clone(writer), id.to_owned())) else { return ReceiptState::Sent };
        readers
            .map(|reader| told.get(reader).copied().unwrap_or(ReceiptState::Sent))
            .min()
            .unwrap_or(ReceiptState::Read)
    }
}
