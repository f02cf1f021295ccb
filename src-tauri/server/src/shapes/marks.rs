//! What was said about a message.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::PartyShape;
use super::content::{AttendanceWord, ContentShape};

/// What was said about a message, added up. Most messages have nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Marks)]
pub(crate) struct MarksShape {
    /// Signs of people, one each.
    pub reactions: Vec<ReactionShape>,
    /// What it said before, the oldest first.
    pub edits: Vec<EditShape>,
    /// Who deleted it for everyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<DeletionShape>,
    /// Votes, one each person.
    pub votes: Vec<VoteShape>,
    /// Who comes, one each person.
    pub answers: Vec<AnswerShape>,
    /// Whether it is pinned, and until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<PinShape>,
    /// Whether this account gave it a star.
    pub is_starred: bool,
    /// Whether it is kept although the chat's messages disappear.
    pub is_kept: bool,
    /// It was deleted on this account's own devices: it stands in its chat no more. Told by its event alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub is_deleted_for_me: bool,
}

impl From<domain::Marks> for MarksShape {
    fn from(it: domain::Marks) -> Self {
        Self {
            reactions: it.reactions.into_iter().map(Into::into).collect(),
            edits: it.edits.into_iter().map(Into::into).collect(),
            deleted: it.deleted.map(Into::into),
            votes: it.votes.into_iter().map(Into::into).collect(),
            answers: it.answers.into_iter().map(Into::into).collect(),
            pin: it.pin.map(Into::into),
            is_starred: it.is_starred,
            is_kept: it.is_kept,
            is_deleted_for_me: it.is_deleted_for_me,
        }
    }
}

/// Somebody's sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Reaction)]
pub(crate) struct ReactionShape {
    /// Whose it is.
    pub by: PartyShape,
    /// Whether it is this account's.
    pub from_me: bool,
    /// The sign.
    pub emoji: String,
    /// When, in UTC milliseconds.
    pub at_ms: i64,
}

impl From<domain::Reaction> for ReactionShape {
    fn from(it: domain::Reaction) -> Self {
        Self { by: it.by.into(), from_me: it.from_me, emoji: it.emoji, at_ms: it.at.0 }
    }
}

/// What a message said before it was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Edit)]
pub(crate) struct EditShape {
    /// What it said until then.
    pub content: ContentShape,
    /// When it was changed, in UTC milliseconds.
    pub until_ms: i64,
}

impl From<domain::Edit> for EditShape {
    fn from(it: domain::Edit) -> Self {
        Self { content: it.content.into(), until_ms: it.until.0 }
    }
}

/// Who deleted a message for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Deletion)]
pub(crate) struct DeletionShape {
    /// Whose it is.
    pub by: PartyShape,
    /// Whether it is this account's.
    pub from_me: bool,
    /// When, in UTC milliseconds.
    pub at_ms: i64,
}

impl From<domain::Deletion> for DeletionShape {
    fn from(it: domain::Deletion) -> Self {
        Self { by: it.by.into(), from_me: it.from_me, at_ms: it.at.0 }
    }
}

/// Somebody's vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Vote)]
pub(crate) struct VoteShape {
    /// Whose it is.
    pub by: PartyShape,
    /// Whether it is this account's.
    pub from_me: bool,
    /// Hashes of the chosen options.
    pub options: Vec<String>,
    /// When, in UTC milliseconds.
    pub at_ms: i64,
}

impl From<domain::Vote> for VoteShape {
    fn from(it: domain::Vote) -> Self {
        Self { by: it.by.into(), from_me: it.from_me, options: it.options, at_ms: it.at.0 }
    }
}

/// Somebody's answer whether they come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Answer)]
pub(crate) struct AnswerShape {
    /// Whose it is.
    pub by: PartyShape,
    /// Whether it is this account's.
    pub from_me: bool,
    /// The answer.
    pub attendance: AttendanceWord,
    /// How many they bring along.
    pub guests: u32,
    /// When, in UTC milliseconds.
    pub at_ms: i64,
}

impl From<domain::Answer> for AnswerShape {
    fn from(it: domain::Answer) -> Self {
        Self {
            by: it.by.into(),
            from_me: it.from_me,
            attendance: it.attendance.into(),
            guests: it.guests,
            at_ms: it.at.0,
        }
    }
}

/// A message at the top of its chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Pin)]
pub(crate) struct PinShape {
    /// Whose it is.
    pub by: PartyShape,
    /// Until when, in UTC milliseconds.
    pub until_ms: i64,
}

impl From<domain::Pin> for PinShape {
    fn from(it: domain::Pin) -> Self {
        Self { by: it.by.into(), until_ms: it.until.0 }
    }
}
