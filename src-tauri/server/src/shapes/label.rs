//! Labels.

use portaria_domain::Label;
use serde::Serialize;
use utoipa::ToSchema;

/// A label, with which WhatsApp Business sorts chats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Label)]
pub(crate) struct LabelShape {
    /// WhatsApp's id of it.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its place among WhatsApp's colours, from 0.
    pub color: u32,
}

impl From<Label> for LabelShape {
    fn from(label: Label) -> Self {
        let Label { id, name, color } = label;
        Self { id, name, color }
    }
}
