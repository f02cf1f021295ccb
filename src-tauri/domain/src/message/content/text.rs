//! Words.

use serde::{Deserialize, Serialize};

/// A text. Its formatting (`*bold*`, `_italic_`, `~strike~`, ```` ``` ````) stands in it as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// What was written.
    pub text: String,
    /// What the writer's device saw behind its link. Nothing is fetched here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<LinkPreview>,
}

/// What a link leads to, as the writer's device saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPreview {
    /// The link as it stands in the text.
    pub url: String,
    /// The page's title; may be empty.
    pub title: String,
    /// The page's description; may be empty.
    pub description: String,
}
