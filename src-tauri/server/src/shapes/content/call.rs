//! Calls.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use crate::shapes::status::words;

words!(
    /// How a call stands: that it rings, or how it ended.
    CallOutcomeWord of domain::CallOutcome { Ringing, Answered, Missed, Refused, Failed }
);

/// A call. Sound and picture stay on the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Call)]
pub(crate) struct CallShape {
    /// Whether it had a picture.
    pub is_video: bool,
    /// How it stands.
    pub outcome: CallOutcomeWord,
    /// How long it lasted, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<u32>,
}

impl From<domain::Call> for CallShape {
    fn from(it: domain::Call) -> Self {
        Self { is_video: it.is_video, outcome: it.outcome.into(), duration_s: it.duration_s }
    }
}
