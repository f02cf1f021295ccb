//! What is done to groups, and what WhatsApp answers.

use crate::{Address, UnixMs};

/// The longest name of a group, in characters.
pub const LONGEST_SUBJECT: usize = 100;
/// The longest description of a group, in characters.
pub const LONGEST_DESCRIPTION: usize = 2_048;

/// One change of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupChange {
    /// Another name.
    Subject(String),
    /// Another description; `None` takes it away.
    Description(Option<String>),
    /// Whether only admins write.
    Announcement(bool),
    /// Whether only admins change its name, picture and description.
    Locked(bool),
    /// Whether only admins add members.
    OnlyAdminsAdd(bool),
    /// Whether an admin has to let new members in.
    NeedsApproval(bool),
    /// After how many seconds messages disappear, if they do.
    Disappearing(Option<u32>),
}

/// What is to become of people in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberChange {
    /// They come in.
    Add,
    /// They go.
    Remove,
    /// They become admins.
    Promote,
    /// They are admins no longer.
    Demote,
}

/// What became of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberOutcome {
    /// Who.
    pub who: Address,
    /// What.
    pub result: MemberResult,
}

/// What became of a change for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberResult {
    /// It is done.
    Done,
    /// They let nobody add them: they can be sent this invitation, where WhatsApp gave one.
    NeedsInvitation(Option<PersonalInvitation>),
    /// They are in the group already.
    AlreadyIn,
    /// They are not in the group, or have no WhatsApp.
    NotThere,
    /// The group has all the members that it can have.
    Full,
    /// It cannot be done to them: nobody removes or demotes who made the group.
    NotAllowed,
    /// Another reason, by WhatsApp's code.
    Refused(u16),
}

impl MemberResult {
    /// What a code means; an invitation comes only with 403.
    pub fn of_code(code: u16, invitation: Option<PersonalInvitation>) -> Self {
        match code {
            200 => Self::Done,
            403 => Self::NeedsInvitation(invitation),
            404 => Self::NotThere,
            406 => Self::NotAllowed,
            409 => Self::AlreadyIn,
            419 => Self::Full,
            code => Self::Refused(code),
        }
    }
}

/// What lets one person join a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalInvitation {
    /// The code of it.
    pub code: String,
    /// Until when it is good.
    pub expires_at: UnixMs,
}

/// Somebody asks to be let into a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// Who.
    pub by: Address,
    /// Since when, where WhatsApp says it.
    pub at: Option<UnixMs>,
}
