//! Texts that a tenant keeps ready to answer with.

use crate::QuickReplyId;

/// A text under a short name, by which the composer finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickReply {
    /// Identity inside the tenant.
    pub id: QuickReplyId,
    /// What is typed behind `/` to find it.
    pub shortcut: String,
    /// What it says. `{nome}`, `{numero}` and `{data}` stand for the chat's name, its number and today's date, which the
    /// composer puts in.
    pub text: String,
}
