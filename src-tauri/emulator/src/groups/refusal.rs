//! Why the network refuses something about a group, and the code that says so on the wire.

use wacore_binary::Node;

use crate::network::stanza::refusal;

/// A refusal, named by what its reader can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupRefusal {
    /// 404: no group has this address.
    #[error("there is no such group")]
    NoSuchGroup,
    /// 403: the account is not in it.
    #[error("this account is not in the group")]
    NotAMember,
    /// 401: members who are no admins may not.
    #[error("only an admin of the group may do that")]
    AdminsOnly,
    /// 406: too long, too short, or not what the group takes.
    #[error("a group takes a subject of 1 to 100 letters, a description of up to 2048, and up to 1024 members")]
    Unfit,
    /// 409: somebody else changed the description first.
    #[error("the description has changed meanwhile: read it again first")]
    DescriptionChanged,
    /// 406: no link has this code.
    #[error("this invite link is not valid")]
    NoSuchInvite,
    /// 410: the link was reset, or the invitation has run out.
    #[error("this invite link is no longer valid: ask for a new one")]
    InviteGone,
    /// 405: an admin removed the account from the group.
    #[error("an admin removed this account from the group")]
    Removed,
    /// 409: the account is in the group already.
    #[error("this account is in the group already")]
    AlreadyIn,
    /// 419: the group has all the members it can have.
    #[error("the group is full")]
    Full,
    /// 400: the request makes no sense.
    #[error("the group does not understand the request")]
    Malformed,
}

impl GroupRefusal {
    /// The code on the wire.
    pub fn code(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::AdminsOnly => 401,
            Self::NotAMember => 403,
            Self::NoSuchGroup => 404,
            Self::Removed => 405,
            Self::Unfit | Self::NoSuchInvite => 406,
            Self::DescriptionChanged | Self::AlreadyIn => 409,
            Self::InviteGone => 410,
            Self::Full => 419,
        }
    }

    pub(crate) fn answer(self, request: &Node) -> Node {
        let text = match self {
            Self::Malformed => "bad-request",
            Self::AdminsOnly => "not-authorized",
            Self::NotAMember => "forbidden",
            Self::NoSuchGroup => "item-not-found",
            Self::Removed => "not-allowed",
            Self::Unfit | Self::NoSuchInvite => "not-acceptable",
            Self::DescriptionChanged | Self::AlreadyIn => "conflict",
            Self::InviteGone => "gone",
            Self::Full => "resource-limit",
        };
        refusal(request, self.code(), text)
    }
}
