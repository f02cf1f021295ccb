//! Labels, with which WhatsApp Business sorts chats.

use serde::{Deserialize, Serialize};

/// A label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// WhatsApp's id of it within the account.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its place among WhatsApp's colours, from 0.
    pub color: u32,
}
