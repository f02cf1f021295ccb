//! Words.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

/// A text. Its formatting (`*bold*`, `_italic_`, `~strike~`) stands in it as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Text)]
pub(crate) struct TextShape {
    /// What was written.
    pub text: String,
    /// What the writer's device saw behind its link; nothing is fetched here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<LinkPreviewShape>,
}

impl From<domain::Text> for TextShape {
    fn from(it: domain::Text) -> Self {
        Self { text: it.text, preview: it.preview.map(Into::into) }
    }
}

/// What a link leads to, as the writer's device saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LinkPreview)]
pub(crate) struct LinkPreviewShape {
    /// The link as it stands in the text.
    pub url: String,
    /// The page's title; may be empty.
    pub title: String,
    /// The page's description; may be empty.
    pub description: String,
}

impl From<domain::LinkPreview> for LinkPreviewShape {
    fn from(it: domain::LinkPreview) -> Self {
        Self { url: it.url, title: it.title, description: it.description }
    }
}
