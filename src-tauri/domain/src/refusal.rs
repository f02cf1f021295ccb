//! Why WhatsApp does not do what was asked of it, by what the asker can do.

use serde::{Deserialize, Serialize};

use crate::{AccountChange, ChatChange};

/// Why WhatsApp refused something for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "cause", content = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// Only admins of the group may do it.
    #[error("only admins of the group may do this")]
    NotAnAdmin,
    /// The account is not in the group, or no longer.
    #[error("this account is not in the group")]
    NotInGroup,
    /// There is no such group any more.
    #[error("there is no such group any more")]
    GroupGone,
    /// The group has all the members that it can have.
    #[error("the group is full")]
    GroupFull,
    /// The number has no WhatsApp.
    #[error("the number has no WhatsApp")]
    NotOnWhatsapp,
    /// It was asked too often: later it may go.
    #[error("WhatsApp was asked too often")]
    TooOften,
    /// WhatsApp restricts the account.
    #[error("WhatsApp restricts this account")]
    Restricted,
    /// Another reason, by WhatsApp's code.
    #[error("WhatsApp refused it (code {0})")]
    Other(u16),
}

impl Refusal {
    /// What a code means that WhatsApp answers to whatever is no group's.
    pub const fn of_account(code: u16) -> Self {
        match code {
            429 => Self::TooOften,
            463 | 475 => Self::Restricted,
            code => Self::Other(code),
        }
    }

    /// Whether it is about how much is asked, and not about what.
    pub const fn is_about_pace(self) -> bool {
        matches!(self, Self::TooOften | Self::Restricted)
    }

    /// What a code means that WhatsApp answers to something about a group.
    pub const fn of_group(code: u16) -> Self {
        match code {
            401 => Self::NotAnAdmin,
            403 | 405 => Self::NotInGroup,
            404 | 410 => Self::GroupGone,
            419 => Self::GroupFull,
            code => Self::of_account(code),
        }
    }
}

/// What somebody changed about the account, without how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is named like the change that it stands for")]
pub enum ChangedThing {
    Archived,
    Pinned,
    Muted,
    MarkedUnread,
    Disappearing,
    Cleared,
    Deleted,
    Star,
    DeletedForMe,
    Block,
    BookName,
    Label,
    LabelOnChat,
}

impl AccountChange {
    /// What it changes.
    pub const fn thing(&self) -> ChangedThing {
        match self {
            Self::Chat { change, .. } => match change {
                ChatChange::Archived(_) => ChangedThing::Archived,
                ChatChange::Pinned(_) => ChangedThing::Pinned,
                ChatChange::Muted(_) => ChangedThing::Muted,
                ChatChange::MarkedUnread(_) => ChangedThing::MarkedUnread,
                ChatChange::Disappearing(_) => ChangedThing::Disappearing,
                ChatChange::Cleared { .. } => ChangedThing::Cleared,
                ChatChange::Deleted { .. } => ChangedThing::Deleted,
            },
            Self::Star { .. } => ChangedThing::Star,
            Self::DeletedForMe { .. } => ChangedThing::DeletedForMe,
            Self::Block { .. } => ChangedThing::Block,
            Self::BookName { .. } => ChangedThing::BookName,
            Self::Label(_) | Self::LabelRemoved { .. } => ChangedThing::Label,
            Self::LabelOnChat { .. } => ChangedThing::LabelOnChat,
        }
    }

    /// What a code means that WhatsApp answers to this change.
    pub fn refusal(&self, code: u16) -> Refusal {
        match self {
            Self::Chat { chat, change: ChatChange::Disappearing(_) } if chat.server() == crate::Server::Group => {
                Refusal::of_group(code)
            }
            _ => Refusal::of_account(code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_code_means_another_thing_in_a_group() {
        assert_eq!(Refusal::of_group(401), Refusal::NotAnAdmin);
        assert_eq!(Refusal::of_account(401), Refusal::Other(401));
        assert_eq!((Refusal::of_group(429), Refusal::of_group(463)), (Refusal::TooOften, Refusal::Restricted));
        assert_eq!(Refusal::of_group(418), Refusal::Other(418));
    }
}
