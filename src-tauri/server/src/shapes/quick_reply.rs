//! Quick replies.

use portaria_domain::QuickReply;
use serde::Serialize;
use utoipa::ToSchema;

/// A text that the tenant keeps ready to answer with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = QuickReply)]
pub(crate) struct QuickReplyShape {
    /// Identity inside the tenant.
    pub id: String,
    /// What is typed behind `/` to find it.
    pub shortcut: String,
    /// What it says. Whoever writes it puts the chat's name, its number and today's date in place of `{nome}`, `{numero}`
    /// and `{data}`.
    pub text: String,
}

impl From<QuickReply> for QuickReplyShape {
    fn from(reply: QuickReply) -> Self {
        let QuickReply { id, shortcut, text } = reply;
        Self { id: id.to_string(), shortcut, text }
    }
}
