//! Groups as somebody here wants them: asked of WhatsApp at once.

use std::time::Duration;

use async_trait::async_trait;
use portaria_domain::{
    Address, GroupChange, GroupInfo, Jid, JoinRequest, MemberChange, MemberOutcome, MemberResult, PersonalInvitation,
    UnixMs,
};
use tokio::time::timeout;
use wacore::iq::groups::{
    GroupCreateOptions, GroupDescription, GroupParticipantOptions, GroupSubject, MemberAddMode, MembershipApprovalMode,
    ParticipantChangeResponse,
};
use whatsapp_rust::{Client, GroupError, PreviousDescription};

use super::address::{bare, completed, known, wire};
use super::connection::LiveConnection;
use super::refusal::{UNREADABLE, refused, unanswered};
use crate::{GroupAdmin, SendError};

/// How long WhatsApp's server may take to answer.
const ANSWER_DEADLINE: Duration = Duration::from_secs(20);
/// WhatsApp's code where somebody else changed the description at the same moment.
const CHANGED_MEANWHILE: u16 = 409;

#[async_trait]
impl GroupAdmin for LiveConnection {
    async fn create_group(&self, subject: &str, people: &[Jid]) -> Result<(GroupInfo, Vec<MemberOutcome>), SendError> {
        let client = self.client()?;
        let wanted = people.iter().map(|one| GroupParticipantOptions::new(wire(one))).collect();
        let options = GroupCreateOptions::builder().subject(subject).participants(wanted).build();
        let made = answered(client.groups().create_group(options)).await?.metadata;
        let jid = bare(&made.id).ok_or(SendError::Rejected(UNREADABLE))?;
        // The answer names as members also who is none (0.7.0), and does not say why. It stands where no better one comes:
        // what is made is told as made.
        let members = answered(client.groups().get_metadata(&made.id)).await.unwrap_or(made);
        let group = self.groups.read(&client, &members).await.ok_or(SendError::Rejected(UNREADABLE))?;
        let (mut outcomes, mut missing) = (Vec::with_capacity(people.len()), Vec::new());
        for person in people {
            let asked = completed(&client, Address::one(person.clone())).await;
            match group.participants.iter().find(|member| member.address.is_same_party(&asked)) {
                Some(member) => {
                    outcomes.push(MemberOutcome { who: member.address.clone(), result: MemberResult::Done });
                }
                None => missing.push(person.clone()),
            }
        }
        if !missing.is_empty() {
            // Adding them says of each what is in the way, and brings the invitations.
            match self.change_members(&jid, MemberChange::Add, &missing).await {
                Ok(added) => outcomes.extend(added),
                Err(error) => outcomes.extend(missing.into_iter().map(|person| not_added(person, &error))),
            }
        }
        Ok((group, outcomes))
    }

    async fn change_group(&self, group: &Jid, change: &GroupChange) -> Result<(), SendError> {
        let client = self.client()?;
        let (groups, jid) = (client.groups(), wire(group));
        let unfit = |_| SendError::Rejected(UNREADABLE);
        match change {
            GroupChange::Subject(subject) => {
                let subject = GroupSubject::new(subject.as_str()).map_err(unfit)?;
                answered(groups.set_subject(jid, subject)).await
            }
            GroupChange::Description(description) => {
                let description = description.as_deref().map(GroupDescription::new).transpose().map_err(unfit)?;
                answered(groups.set_description(jid, description, PreviousDescription::Resolve)).await
            }
            GroupChange::Announcement(is_on) => answered(groups.set_announce(jid, *is_on)).await,
            GroupChange::Locked(is_on) => answered(groups.set_locked(jid, *is_on)).await,
            GroupChange::OnlyAdminsAdd(is_on) => {
                let mode = if *is_on { MemberAddMode::AdminAdd } else { MemberAddMode::AllMemberAdd };
                answered(groups.set_member_add_mode(jid, mode)).await
            }
            GroupChange::NeedsApproval(is_on) => {
                let mode = if *is_on { MembershipApprovalMode::On } else { MembershipApprovalMode::Off };
                answered(groups.set_membership_approval(jid, mode)).await
            }
            GroupChange::Disappearing(after_s) => {
                answered(groups.set_ephemeral(jid, after_s.unwrap_or_default())).await
            }
        }
    }

    async fn set_group_picture(&self, group: &Jid, jpeg: Option<Vec<u8>>) -> Result<(), SendError> {
        let client = self.client()?;
        let (groups, jid) = (client.groups(), wire(group));
        match jpeg {
            Some(jpeg) => answered(groups.set_profile_picture(jid, jpeg)).await.map(drop),
            None => answered(groups.remove_profile_picture(jid)).await.map(drop),
        }
    }

    async fn change_members(
        &self,
        group: &Jid,
        change: MemberChange,
        people: &[Jid],
    ) -> Result<Vec<MemberOutcome>, SendError> {
        let client = self.client()?;
        let (groups, jid) = (client.groups(), wire(group));
        let people: Vec<_> = people.iter().map(wire).collect();
        let answers = match change {
            MemberChange::Add => answered(groups.add_participants(jid, &people)).await,
            MemberChange::Remove => answered(groups.remove_participants(jid, &people)).await,
            MemberChange::Promote => answered(groups.promote_participants(jid, &people)).await,
            MemberChange::Demote => answered(groups.demote_participants(jid, &people)).await,
        }?;
        Ok(outcomes(&client, answers).await)
    }

    async fn invite_link(&self, group: &Jid, renews: bool) -> Result<String, SendError> {
        let client = self.client()?;
        answered(client.groups().get_invite_link(wire(group), renews)).await
    }

    async fn join_requests(&self, group: &Jid) -> Result<Vec<JoinRequest>, SendError> {
        let client = self.client()?;
        let asking = answered(client.groups().get_membership_requests(wire(group))).await?;
        let mut requests = Vec::with_capacity(asking.len());
        for one in asking {
            let Some(by) = known(&client, &one.jid, None).await else { continue };
            let at_s = one.request_time.and_then(|seconds| i64::try_from(seconds).ok()).filter(|seconds| *seconds > 0);
            requests.push(JoinRequest { by, at: at_s.map(|seconds| UnixMs(seconds.saturating_mul(1_000))) });
        }
        Ok(requests)
    }

    async fn decide_join_requests(
        &self,
        group: &Jid,
        people: &[Jid],
        approves: bool,
    ) -> Result<Vec<MemberOutcome>, SendError> {
        let client = self.client()?;
        let (groups, jid) = (client.groups(), wire(group));
        let people: Vec<_> = people.iter().map(wire).collect();
        let answers = if approves {
            answered(groups.approve_membership_requests(jid, &people)).await
        } else {
            answered(groups.reject_membership_requests(jid, &people)).await
        }?;
        Ok(outcomes(&client, answers).await)
    }

    async fn leave_group(&self, group: &Jid) -> Result<(), SendError> {
        let client = self.client()?;
        answered(client.groups().leave(wire(group))).await
    }
}

/// Somebody of whom WhatsApp was asked without avail: by its code, 0 where it gave none.
fn not_added(person: Jid, error: &SendError) -> MemberOutcome {
    let code = if let SendError::Rejected(code) = error { *code } else { 0 };
    MemberOutcome { who: Address::one(person), result: MemberResult::of_code(code, None) }
}

/// WhatsApp's answer within its time, and its refusal in our words.
async fn answered<T>(asked: impl Future<Output = Result<T, GroupError>> + Send) -> Result<T, SendError> {
    timeout(ANSWER_DEADLINE, asked).await.map_err(|_| SendError::TimedOut)?.map_err(|error| match error {
        GroupError::Iq(error) => unanswered(&error),
        GroupError::DescriptionConflict => refused(CHANGED_MEANWHILE),
        _ => SendError::Rejected(UNREADABLE),
    })
}

async fn outcomes(client: &Client, answers: Vec<ParticipantChangeResponse>) -> Vec<MemberOutcome> {
    let mut outcomes = Vec::with_capacity(answers.len());
    for answer in answers {
        let Some(who) = known(client, &answer.jid, answer.phone_number.as_ref()).await else { continue };
        let code = answer.error.as_deref().map_or(200, |code| code.parse().unwrap_or_default());
        let invitation = answer.add_request.and_then(|request| {
            let seconds = i64::try_from(request.expiration).ok()?;
            Some(PersonalInvitation { code: request.code, expires_at: UnixMs(seconds.saturating_mul(1_000)) })
        });
        outcomes.push(MemberOutcome { who, result: MemberResult::of_code(code, invitation) });
    }
    outcomes
}
