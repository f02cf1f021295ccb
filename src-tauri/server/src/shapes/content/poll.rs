//! Questions with options.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

/// A poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Poll)]
pub(crate) struct PollShape {
    /// The question.
    pub question: String,
    /// What may be voted for.
    pub options: Vec<PollOptionShape>,
    /// How many options one person may choose; 0 is any number.
    pub choices: u32,
}

impl From<domain::Poll> for PollShape {
    fn from(it: domain::Poll) -> Self {
        Self { question: it.question, options: it.options.into_iter().map(Into::into).collect(), choices: it.choices }
    }
}

/// One option of a poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PollOption)]
pub(crate) struct PollOptionShape {
    /// What it says.
    pub name: String,
    /// By what votes mean it.
    pub hash: String,
}

impl From<domain::PollOption> for PollOptionShape {
    fn from(it: domain::PollOption) -> Self {
        Self { name: it.name, hash: it.hash }
    }
}
