//! Messages that were looked for.

use portaria_storage::{Found, Snippet};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ChatShape, MessageShape};

/// A page of messages that were found, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FoundPage)]
pub(crate) struct FoundPageShape {
    /// What was found.
    pub items: Vec<FoundShape>,
    /// The chats of `items`, each once.
    pub chats: Vec<ChatShape>,
    /// Where older ones begin; null when there are none.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// How much of the messages is looked through, in percent. Below 100 the rest is being entered: ask again.
    pub indexed_percent: u8,
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Found)]
pub(crate) struct FoundShape {
    /// The message.
    pub message: MessageShape,
    /// The part of its words that was looked for.
    pub snippet: SnippetShape,
}

/// A part of a message's words. It is text: nothing in it is markup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Snippet)]
pub(crate) struct SnippetShape {
    /// The words as they were written; empty where a message has none.
    pub text: String,
    /// Where the hits are in it, in order.
    pub hits: Vec<HitShape>,
    /// Whether more stands before it.
    pub is_cut_before: bool,
    /// Whether more stands behind it.
    pub is_cut_after: bool,
}

/// One hit in a snippet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Hit)]
pub(crate) struct HitShape {
    /// Where it begins, in UTF-16 code units, as JavaScript counts.
    pub start: u32,
    /// Where it ends: the first unit behind it.
    pub end: u32,
}

impl From<Found> for FoundShape {
    fn from(found: Found) -> Self {
        Self { message: found.message.into(), snippet: found.snippet.into() }
    }
}

impl From<Snippet> for SnippetShape {
    fn from(snippet: Snippet) -> Self {
        let units = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let hits = snippet.hits.iter().map(|(start, end)| HitShape { start: units(*start), end: units(*end) });
        Self {
            hits: hits.collect(),
            text: snippet.text,
            is_cut_before: snippet.is_cut_before,
            is_cut_after: snippet.is_cut_after,
        }
    }
}
