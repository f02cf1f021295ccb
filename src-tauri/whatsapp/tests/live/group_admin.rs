//! Groups as they are made and changed here, and what their members' phones see of it.

use portaria_domain::{Address, GroupChange, Jid, MemberChange, MemberOutcome, MemberResult, Refusal};
use portaria_emulator::{GroupChange as OnPhone, NewPhone};
use portaria_whatsapp::{SendError, Signal};
use tokio::time::timeout;

use crate::world::{ANA, PADARIA, PATIENCE, World, pn};

const RUI: &str = "5511900000003"; // invented: lets nobody add him to groups
const BIA: &str = "5511900000004"; // invented

fn result(outcomes: &[MemberOutcome], number: &str) -> MemberResult {
    let who = Address::one(pn(number));
    let found = outcomes.iter().find(|outcome| outcome.who.is_same_party(&who));
    found.unwrap_or_else(|| panic!("nothing of {number} in {outcomes:?}")).result.clone()
}

/// Waits until it is so on a phone.
async fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("it never came to this: {what}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_is_made_changed_and_left_and_each_person_has_a_result() {
    let world = World::new().await;
    let phone = |name: &str, number: &str| NewPhone { name: name.into(), number: number.into() };
    let rui = world.net.create_phone(phone("Rui", RUI)).await.unwrap();
    let bia = world.net.create_phone(phone("Bia", BIA)).await.unwrap();
    rui.allow_group_adds(false);
    let mut session = world.linked().await;
    let connection = session.connection.clone();

    let (made, outcomes) = connection.create_group("Entregas", &[pn(ANA), pn(RUI)]).await.unwrap();
    assert_eq!(made.subject, "Entregas");
    assert_eq!(made.participants.len(), 2, "the shop and Ana: {:?}", made.participants);
    assert_eq!(result(&outcomes, ANA), MemberResult::Done);
    let MemberResult::NeedsInvitation(Some(invitation)) = result(&outcomes, RUI) else {
        panic!("he can be sent an invitation: {outcomes:?}")
    };
    assert!(!invitation.code.is_empty() && invitation.expires_at.0 > 0);
    let group: Jid = made.chat.primary().unwrap().clone();
    let name = group.to_string();
    world.ana.wait_for_group(&name, PATIENCE, |_| true).await.unwrap();

    for change in [
        GroupChange::Subject("Entregas da noite".into()),
        GroupChange::Description(Some("Das 18 às 23".into())),
        GroupChange::Locked(true),
        GroupChange::Announcement(true),
        GroupChange::OnlyAdminsAdd(true),
        GroupChange::NeedsApproval(true),
        GroupChange::Disappearing(Some(86_400)),
    ] {
        connection.change_group(&group, &change).await.unwrap_or_else(|error| panic!("{change:?}: {error}"));
    }
    let seen = world.ana.group(&name).unwrap();
    assert_eq!((seen.subject.as_str(), seen.description.as_deref()), ("Entregas da noite", Some("Das 18 às 23")));
    let settings = &seen.settings;
    assert!(settings.locked && settings.announcement && settings.approval && !settings.members_add, "{settings:?}");
    assert_eq!(settings.ephemeral_s, 86_400);
    connection.change_group(&group, &GroupChange::Description(None)).await.unwrap();
    assert_eq!(world.ana.group(&name).unwrap().description.unwrap_or_default(), "");

    let added = connection.change_members(&group, MemberChange::Add, &[pn(BIA), pn(ANA)]).await.unwrap();
    assert_eq!((result(&added, BIA), result(&added, ANA)), (MemberResult::Done, MemberResult::AlreadyIn));
    let promoted = connection.change_members(&group, MemberChange::Promote, &[pn(BIA)]).await.unwrap();
    assert_eq!(result(&promoted, BIA), MemberResult::Done);
    let removed = connection.change_members(&group, MemberChange::Remove, &[pn(BIA), pn(RUI)]).await.unwrap();
    assert_eq!((result(&removed, BIA), result(&removed, RUI)), (MemberResult::Done, MemberResult::NotThere));
    let own = connection.change_members(&group, MemberChange::Demote, &[pn(PADARIA)]).await.unwrap();
    assert_eq!(result(&own, PADARIA), MemberResult::NotAllowed, "who made it stays its owner");

    let link = connection.invite_link(&group, false).await.unwrap();
    let fresh = connection.invite_link(&group, true).await.unwrap();
    assert!(link != fresh && bia.join_group(&link).await.is_err(), "the old one opens nothing");
    assert!(rui.join_group(&fresh).await.unwrap().waiting, "an admin lets members in");
    let asking = connection.join_requests(&group).await.unwrap();
    let rui_is: Jid = format!("{}@lid", rui.lid().trim_end_matches("@lid")).parse().unwrap();
    assert!(asking.len() == 1 && asking[0].by.is_same_party(&Address::one(rui_is)), "{asking:?}");
    let people: Vec<Jid> = asking.iter().map(|request| request.by.primary().unwrap().clone()).collect();
    let decided = connection.decide_join_requests(&group, &people, true).await.unwrap();
    assert!(decided.iter().all(|outcome| outcome.result == MemberResult::Done), "{decided:?}");
    assert!(connection.join_requests(&group).await.unwrap().is_empty());
    eventually("he is in it", || rui.groups().iter().any(|seen| seen.id == name)).await;

    connection.leave_group(&group).await.unwrap();
    let refused = connection.change_group(&group, &GroupChange::Locked(false)).await.unwrap_err();
    let SendError::Rejected(code) = refused else { panic!("{refused}") };
    assert_eq!(Refusal::of_group(code), Refusal::NotInGroup);
    let left =
        |signal: &Signal| matches!(signal, Signal::GroupLeft(chat) if chat.primary() == Some(&group)).then_some(());
    session.until("that it was left", left).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_no_admin_is_told_that() {
    let world = World::new().await;
    let session = world.linked().await;
    let new =
        portaria_emulator::NewGroup { subject: "Turma".into(), members: vec![PADARIA.into()], ..Default::default() };
    let group = world.ana.create_group(new).await.unwrap().id;
    world.ana.change_group(&group, OnPhone { locked: Some(true), ..OnPhone::default() }).await.unwrap();
    let group: Jid = group.parse().unwrap();
    let refused = session.connection.change_group(&group, &GroupChange::Subject("Outra".into())).await.unwrap_err();
    let SendError::Rejected(code) = refused else { panic!("{refused}") };
    assert_eq!(Refusal::of_group(code), Refusal::NotAnAdmin);
    let nobody: Jid = "120363999999999999@g.us".parse().unwrap();
    let refused = session.connection.invite_link(&nobody, false).await.unwrap_err();
    let SendError::Rejected(code) = refused else { panic!("{refused}") };
    assert_eq!(Refusal::of_group(code), Refusal::GroupGone);
}
