//! What the rooms above may ask of WhatsApp about groups. Each is answered at once, or not done.

use async_trait::async_trait;
use portaria_domain::{GroupChange, GroupInfo, Jid, JoinRequest, MemberChange, MemberOutcome};

use crate::SendError;

/// The way to WhatsApp's groups. A code of [`SendError::Rejected`] means what
/// [`Refusal::of_group`](portaria_domain::Refusal::of_group) says.
#[async_trait]
pub trait GroupAdmin {
    /// Makes a group; tells what it is and what became of each person who was to be in it.
    async fn create_group(&self, subject: &str, people: &[Jid]) -> Result<(GroupInfo, Vec<MemberOutcome>), SendError>;

    /// Changes something of a group.
    async fn change_group(&self, group: &Jid, change: &GroupChange) -> Result<(), SendError>;

    /// Gives a group another picture, a square JPEG; `None` takes it away.
    async fn set_group_picture(&self, group: &Jid, jpeg: Option<Vec<u8>>) -> Result<(), SendError>;

    /// Changes who is in a group, or what they may do there.
    async fn change_members(
        &self,
        group: &Jid,
        change: MemberChange,
        people: &[Jid],
    ) -> Result<Vec<MemberOutcome>, SendError>;

    /// The link by which people join a group; with `renews` a fresh one, and the one before opens nothing any more.
    async fn invite_link(&self, group: &Jid, renews: bool) -> Result<String, SendError>;

    /// Who asks to be let in.
    async fn join_requests(&self, group: &Jid) -> Result<Vec<JoinRequest>, SendError>;

    /// Lets those in who asked, or turns them away.
    async fn decide_join_requests(
        &self,
        group: &Jid,
        people: &[Jid],
        approves: bool,
    ) -> Result<Vec<MemberOutcome>, SendError>;

    /// Leaves a group.
    async fn leave_group(&self, group: &Jid) -> Result<(), SendError>;
}
