//! Groups in which everything is done that is asked for.

use async_trait::async_trait;
use portaria_domain::{
    Address, ChatKind, GroupChange, GroupFacts, GroupInfo, Jid, JoinRequest, MemberChange, MemberOutcome, MemberResult,
    Participant, Role, Server,
};

use super::FakeSession;
use crate::{GroupAdmin, SendError};

#[async_trait]
impl GroupAdmin for FakeSession {
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

    async fn change_group(&self, _: &Jid, _: &GroupChange) -> Result<(), SendError> {
        Ok(())
    }

    async fn set_group_picture(&self, _: &Jid, _: Option<Vec<u8>>) -> Result<(), SendError> {
        Ok(())
    }

    async fn change_members(&self, _: &Jid, _: MemberChange, people: &[Jid]) -> Result<Vec<MemberOutcome>, SendError> {
        Ok(all_done(people))
    }

    async fn invite_link(&self, group: &Jid, renews: bool) -> Result<String, SendError> {
        Ok(format!("https://chat.whatsapp.com/{}{}", group.user(), if renews { "new" } else { "" }))
    }

    async fn join_requests(&self, _: &Jid) -> Result<Vec<JoinRequest>, SendError> {
        Ok(Vec::new())
    }

    async fn decide_join_requests(&self, _: &Jid, people: &[Jid], _: bool) -> Result<Vec<MemberOutcome>, SendError> {
        Ok(all_done(people))
    }

    async fn leave_group(&self, _: &Jid) -> Result<(), SendError> {
        Ok(())
    }
}

fn all_done(people: &[Jid]) -> Vec<MemberOutcome> {
    let done = |jid: &Jid| MemberOutcome { who: Address::one(jid.clone()), result: MemberResult::Done };
    people.iter().map(done).collect()
}
