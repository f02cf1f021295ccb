//! Buttons and lists, as businesses send them, and what was chosen.

use serde::{Deserialize, Serialize};

/// Which of WhatsApp's shapes it came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoicesKind {
    /// Up to three buttons.
    Buttons,
    /// A list that opens.
    List,
    /// A template, approved by WhatsApp.
    Template,
    /// An interactive message: native flows, carousels, shops.
    Interactive,
}

/// Something to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Which shape it came in.
    pub shape: ChoicesKind,
    /// The line above; may be empty.
    pub header: String,
    /// What it says.
    pub text: String,
    /// The line below; may be empty.
    pub footer: String,
    /// What opens a list; may be empty.
    pub button: String,
    /// What may be chosen.
    pub options: Vec<Choice>,
}

/// One thing that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// By what the answer means it; may be empty for what only opens something.
    pub id: String,
    /// What it says.
    pub title: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The section of a list that it stands in; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// What choosing it does.
    pub action: ChoiceAction,
}

/// What choosing something does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "does", content = "value", rename_all = "snake_case")]
pub enum ChoiceAction {
    /// It answers.
    Reply,
    /// It opens an address.
    OpenUrl(String),
    /// It calls a number.
    CallNumber(String),
    /// It copies a text.
    Copy(String),
    /// Something that only WhatsApp's own apps do, by its name.
    Other(String),
}

/// An answer to [`Choices`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// The id of what was chosen; may be empty.
    pub id: String,
    /// What it said.
    pub title: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What a native flow answered, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_json: Option<String>,
}
