//! What the phone knows from app state and has no other place for.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A label of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Label {
    /// A small number as text; the same on every device.
    pub id: String,
    /// What the owner calls it.
    pub name: String,
    /// An index into WhatsApp's palette.
    pub color: i32,
    /// Addresses of the chats that bear it, in phone-number form where they have one.
    #[serde(default)]
    pub chats: BTreeSet<String>,
}

/// A text that the owner keeps ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuickReply {
    /// The same on every device.
    pub id: String,
    /// What is typed to get it.
    pub shortcut: String,
    /// What is sent.
    pub text: String,
}

/// Settings of the account as a whole.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub(crate) labels: BTreeMap<String, Label>,
    pub(crate) quick_replies: BTreeMap<String, QuickReply>,
    pub(crate) locale: Option<String>,
    /// A new message takes its chat out of the archive.
    pub(crate) unarchive_chats: bool,
}
