//! Groups of a WhatsApp that refuses by the last digit of a group's number.

use async_trait::async_trait;
use portaria_domain::{
    Address, ChatKind, GroupChange, GroupFacts, GroupInfo, Jid, JoinRequest, MemberChange, MemberOutcome, MemberResult,
    Participant, Role, Server,
};
use portaria_whatsapp::{GroupAdmin, SendError};

use super::gateway::ScriptedConnection;

#[async_trait]
impl GroupAdmin for ScriptedConnection {
    async fn create_group(&self, subject: &str, people: &[Jid]) -> Result<(GroupInfo, Vec<MemberOutcome>), SendError> {
        let chat = Address::one(Jid::new("120363000000000077", Server::Group).map_err(|_| SendError::Rejected(400))?);
        let participants =
            people.iter().map(|jid| Participant { address: Address::one(jid.clone()), role: Role::Member });
        let group = GroupInfo {
            chat,
            kind: ChatKind::Group,
            subject: subject.to_owned(),
            facts: GroupFacts::default(),
            disappears_after_s: None,
            participants: participants.collect(),
        };
        Ok((group, all_done(people)))
    }

    async fn change_group(&self, group: &Jid, _: &GroupChange) -> Result<(), SendError> {
        of_ours(group)
    }

    async fn set_group_picture(&self, group: &Jid, _: Option<Vec<u8>>) -> Result<(), SendError> {
        of_ours(group)
    }

    async fn change_members(
        &self,
        group: &Jid,
        _: MemberChange,
        people: &[Jid],
    ) -> Result<Vec<MemberOutcome>, SendError> {
        of_ours(group)?;
        Ok(all_done(people))
    }

    async fn invite_link(&self, group: &Jid, renews: bool) -> Result<String, SendError> {
        of_ours(group)?;
        Ok(format!("https://chat.whatsapp.com/{}", if renews { "NEW" } else { "OLD" }))
    }

    async fn join_requests(&self, group: &Jid) -> Result<Vec<JoinRequest>, SendError> {
        of_ours(group)?;
        let by = Address::one(Jid::new("5511900000078", Server::Pn).map_err(|_| SendError::Rejected(400))?); // invented
        Ok(vec![JoinRequest { by, at: None }])
    }

    async fn decide_join_requests(
        &self,
        group: &Jid,
        people: &[Jid],
        _: bool,
    ) -> Result<Vec<MemberOutcome>, SendError> {
        of_ours(group)?;
        Ok(all_done(people))
    }

    async fn leave_group(&self, group: &Jid) -> Result<(), SendError> {
        of_ours(group)
    }
}

fn all_done(people: &[Jid]) -> Vec<MemberOutcome> {
    let done = |jid: &Jid| MemberOutcome { who: Address::one(jid.clone()), result: MemberResult::Done };
    people.iter().map(done).collect()
}

/// What WhatsApp answers to whatever is asked about a group.
fn of_ours(group: &Jid) -> Result<(), SendError> {
    match group.user().chars().last() {
        Some('2') => Err(SendError::TimedOut),
        Some('3') => Err(SendError::Restricted),
        Some('4') => Err(SendError::Rejected(403)),
        Some('5') => Err(SendError::Rejected(419)),
        Some('6') => Err(SendError::Rejected(429)),
        Some('8') => Err(SendError::Rejected(410)),
        Some('9') => Err(SendError::Rejected(401)),
        _ => Ok(()),
    }
}
