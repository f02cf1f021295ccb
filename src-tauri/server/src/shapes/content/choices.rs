//! Buttons and lists, and what was chosen.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use crate::shapes::status::words;

words!(
    /// Which of WhatsApp's shapes it came in.
    ChoicesKindWord of domain::ChoicesKind { Buttons, List, Template, Interactive }
);

/// Something to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Choices)]
pub(crate) struct ChoicesShape {
    /// Which of WhatsApp's shapes it came in.
    pub shape: ChoicesKindWord,
    /// The line above; may be empty.
    pub header: String,
    /// What it says.
    pub text: String,
    /// The line below; may be empty.
    pub footer: String,
    /// What opens a list; may be empty.
    pub button: String,
    /// What may be chosen.
    pub options: Vec<ChoiceShape>,
}

impl From<domain::Choices> for ChoicesShape {
    fn from(it: domain::Choices) -> Self {
        Self {
            shape: it.shape.into(),
            header: it.header,
            text: it.text,
            footer: it.footer,
            button: it.button,
            options: it.options.into_iter().map(Into::into).collect(),
        }
    }
}

/// One thing that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Choice)]
pub(crate) struct ChoiceShape {
    /// By what the answer means it; may be empty.
    pub id: String,
    /// What it says.
    pub title: String,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The section of a list that it stands in; may be empty.
    pub section: String,
    /// What choosing it does.
    pub action: ChoiceActionShape,
}

impl From<domain::Choice> for ChoiceShape {
    fn from(it: domain::Choice) -> Self {
        Self { id: it.id, title: it.title, description: it.description, section: it.section, action: it.action.into() }
    }
}

/// An answer to choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Chosen)]
pub(crate) struct ChosenShape {
    /// The id of what was chosen; may be empty.
    pub id: String,
    /// What it said.
    pub title: String,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What a native flow answered, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_json: Option<String>,
}

impl From<domain::Chosen> for ChosenShape {
    fn from(it: domain::Chosen) -> Self {
        Self { id: it.id, title: it.title, description: it.description, answer_json: it.answer_json }
    }
}

/// What choosing something does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "does", content = "value", rename_all = "snake_case")]
#[schema(as = ChoiceAction)]
pub(crate) enum ChoiceActionShape {
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

impl From<domain::ChoiceAction> for ChoiceActionShape {
    fn from(action: domain::ChoiceAction) -> Self {
        use domain::ChoiceAction as A;
        match action {
            A::Reply => Self::Reply,
            A::OpenUrl(url) => Self::OpenUrl(url),
            A::CallNumber(number) => Self::CallNumber(number),
            A::Copy(text) => Self::Copy(text),
            A::Other(name) => Self::Other(name),
        }
    }
}
