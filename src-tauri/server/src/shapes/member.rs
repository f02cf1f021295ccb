//! What became of people in groups.

use portaria_domain::{MemberOutcome, MemberResult, PersonalInvitation};
use serde::Serialize;
use utoipa::ToSchema;

use super::PartyShape;

/// What became of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MemberOutcome)]
pub(crate) struct MemberOutcomeShape {
    /// Who.
    pub who: PartyShape,
    /// What.
    pub result: MemberResultWord,
    /// WhatsApp's code, where it is `refused`.
    #[schema(required)]
    pub code: Option<u16>,
    /// What they can be sent, where it is `needs_invitation` and WhatsApp gave one.
    #[schema(required)]
    pub invitation: Option<InvitationShape>,
}

/// What became of a change for one person: `done`; `needs_invitation`: they let nobody add them; `already_in`;
/// `not_there`: not in the group, or without WhatsApp; `full`: the group has all the members that it can have;
/// `not_allowed`: nobody removes or demotes who made the group; `refused`: for another reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MemberResult)]
pub(crate) enum MemberResultWord {
    Done,
    NeedsInvitation,
    AlreadyIn,
    NotThere,
    Full,
    NotAllowed,
    Refused,
}

/// What lets one person join a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PersonalInvitation)]
pub(crate) struct InvitationShape {
    /// The code of it.
    pub code: String,
    /// Until when it is good, in UTC milliseconds.
    pub expires_at_ms: i64,
}

impl From<MemberOutcome> for MemberOutcomeShape {
    fn from(MemberOutcome { who, result }: MemberOutcome) -> Self {
        let (word, code, invitation) = match result {
            MemberResult::Done => (MemberResultWord::Done, None, None),
            MemberResult::NeedsInvitation(invitation) => (MemberResultWord::NeedsInvitation, None, invitation),
            MemberResult::AlreadyIn => (MemberResultWord::AlreadyIn, None, None),
            MemberResult::NotThere => (MemberResultWord::NotThere, None, None),
            MemberResult::Full => (MemberResultWord::Full, None, None),
            MemberResult::NotAllowed => (MemberResultWord::NotAllowed, None, None),
            MemberResult::Refused(code) => (MemberResultWord::Refused, Some(code), None),
        };
        let invitation = invitation
            .map(|PersonalInvitation { code, expires_at }| InvitationShape { code, expires_at_ms: expires_at.0 });
        Self { who: who.into(), result: word, code, invitation }
    }
}
