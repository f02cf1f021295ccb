//! What the marks of a message add up to. The order in which they came does not matter.

use serde::{Deserialize, Serialize};

use crate::{Address, Attendance, Content, Context, Mark, MarkKind, UnixMs};

/// For how long after its writing a message may be changed: WhatsApp's 15 minutes, and what its server lets pass for
/// a slow network.
const EDIT_WINDOW_MS: i64 = 20 * 60 * 1_000;

/// What was said about a message, added up. Most messages have nothing of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    /// Signs of people, one each, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// What it said before, the oldest first; empty when its writer never changed it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// Who deleted it for everyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Deletion>,
    /// Votes, one each person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
    /// Who comes, one each person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// Whether it is pinned, and until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<Pin>,
    /// Whether this account gave it a star.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_starred: bool,
    /// Whether it is kept although the chat's messages disappear.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_kept: bool,
    /// Whether it was deleted on this account's devices only: it is not shown any more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_deleted_for_me: bool,
}

impl Marks {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Somebody's sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// Whose.
    pub by: Address,
    /// Whether it is this account's.
    pub from_me: bool,
    /// The sign.
    pub emoji: String,
    /// When.
    pub at: UnixMs,
}

/// What a message said before it was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What it said until then.
    pub content: Content,
    /// When it was changed into what follows.
    pub until: UnixMs,
}

/// Who deleted a message for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// Who: its writer, or an admin of the group.
    pub by: Address,
    /// Whether this account did.
    pub from_me: bool,
    /// When.
    pub at: UnixMs,
}

/// Somebody's vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// Whose.
    pub by: Address,
    /// Whether it is this account's.
    pub from_me: bool,
    /// Hashes of the chosen options.
    pub options: Vec<String>,
    /// When.
    pub at: UnixMs,
}

/// Somebody's answer whether they come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whose.
    pub by: Address,
    /// Whether it is this account's.
    pub from_me: bool,
    /// The answer.
    pub attendance: Attendance,
    /// How many they bring along.
    pub guests: u32,
    /// When.
    pub at: UnixMs,
}

/// A message at the top of its chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// Who pinned it.
    pub by: Address,
    /// Until when.
    pub until: UnixMs,
}

/// The message as its writer first sent it.
#[derive(Clone, Copy, Debug)]
pub struct Original<'a> {
    /// Who wrote it.
    pub sender: &'a Address,
    /// Whether this account did.
    pub from_me: bool,
    /// When.
    pub at: Option<UnixMs>,
    /// What it said.
    pub content: &'a Content,
    /// What belonged to it.
    pub context: &'a Context,
    /// Whether it is in a group, where admins may delete what others wrote.
    pub is_in_group: bool,
}

/// Applies marks to the message that they are about: what it says now, and everything that was said about it.
///
/// The last word of each person wins, by its moment and then by its id. Only the writer changes a message, within
/// WhatsApp's window, and only the writer or, in a group, an admin deletes it; WhatsApp's server has checked who is
/// one. Nothing brings a deleted message back.
pub fn apply(original: Original<'_>, marks: &[Mark]) -> (Content, Context, Marks) {
    let mut ordered: Vec<&Mark> = marks.iter().collect();
    ordered.sort_by(|a, b| (a.at, &a.id, a.kind.word()).cmp(&(b.at, &b.id, b.kind.word())));
    ordered.dedup_by(|a, b| (a.at, &a.id, a.kind.word()) == (b.at, &b.id, b.kind.word()));
    let mut content = original.content.clone();
    let mut around = original.context.clone();
    let mut sum = Marks::default();
    for mark in ordered {
        match &mark.kind {
            MarkKind::Reaction { emoji } => {
                sum.reactions.retain(|reaction| !same(&reaction.by, reaction.from_me, mark));
                if !emoji.is_empty() {
                    let (by, emoji) = (mark.by.clone(), emoji.clone());
                    sum.reactions.push(Reaction { by, from_me: mark.from_me, emoji, at: mark.at });
                }
            }
            MarkKind::Edit { content: after, context: beside } => {
                if is_by_writer(original, mark) && is_in_time(original.at, mark.at) {
                    let before = std::mem::replace(&mut content, (**after).clone());
                    sum.edits.push(Edit { content: before, until: mark.at });
                    // An edit says again whom it mentions, and nothing of what it answers or where it comes from.
                    around.mentions.clone_from(&beside.mentions);
                }
            }
            MarkKind::Revoke => {
                if (is_by_writer(original, mark) || original.is_in_group) && sum.deleted.is_none() {
                    sum.deleted = Some(Deletion { by: mark.by.clone(), from_me: mark.from_me, at: mark.at });
                }
            }
            MarkKind::DeleteForMe => sum.is_deleted_for_me = true,
            MarkKind::Vote { options } => {
                sum.votes.retain(|vote| !same(&vote.by, vote.from_me, mark));
                if !options.is_empty() {
                    let (by, options) = (mark.by.clone(), options.clone());
                    sum.votes.push(Vote { by, from_me: mark.from_me, options, at: mark.at });
                }
            }
            MarkKind::Answer { attendance, guests } => {
                sum.answers.retain(|answer| !same(&answer.by, answer.from_me, mark));
                let (attendance, guests) = (*attendance, *guests);
                sum.answers.push(Answer {
                    by: mark.by.clone(),
                    from_me: mark.from_me,
                    attendance,
                    guests,
                    at: mark.at,
                });
            }
            MarkKind::Pin { for_s } => {
                sum.pin = Some(Pin { by: mark.by.clone(), until: mark.at + i64::from(*for_s) * 1_000 });
            }
            MarkKind::Unpin => sum.pin = None,
            MarkKind::Star { is_on } => sum.is_starred = *is_on,
            MarkKind::Keep { is_on } => sum.is_kept = *is_on,
            MarkKind::Sealed { .. } => {}
        }
    }
    if let Some(deleted) = sum.deleted.take() {
        let is_deleted_for_me = sum.is_deleted_for_me;
        sum = Marks { deleted: Some(deleted), is_deleted_for_me, ..Marks::default() };
        (content, around) = (Content::Deleted, Context::default());
    }
    (content, around, sum)
}

/// Whether a mark is of the person with this address, by whichever form both have.
fn same(by: &Address, from_me: bool, mark: &Mark) -> bool {
    (from_me && mark.from_me) || (from_me == mark.from_me && by.is_same_party(&mark.by))
}

fn is_by_writer(original: Original<'_>, mark: &Mark) -> bool {
    if original.from_me || mark.from_me {
        return original.from_me == mark.from_me;
    }
    // In a chat of two whoever is not this account is the other one, by whatever address.
    !original.is_in_group || original.sender.is_same_party(&mark.by)
}

fn is_in_time(written: Option<UnixMs>, edited: UnixMs) -> bool {
    written.is_none_or(|written| edited.since_ms(written) <= EDIT_WINDOW_MS)
}

#[cfg(test)]
#[path = "applied_tests.rs"]
mod tests;
