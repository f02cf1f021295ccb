//! Who is in a group, and who may decide it.

use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::stanza::groups::GroupNotificationAction as Change;
use whatsapp_rust::{GroupCreateOptions, GroupParticipantOptions};

use super::{ANA, BIA, PATIENCE, SHOP, World, bia, change, group_of_the_shop, jid, refused};
use portaria_emulator::Role;

#[tokio::test(flavor = "multi_thread")]
async fn a_group_made_on_a_companion_appears_for_everybody() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let other = world.linked_to(&world.shop).await;
    let plan = GroupCreateOptions::new("Clientes").with_participant(GroupParticipantOptions::new(Jid::pn(ANA)));
    let made = shop.inner.groups().create_group(plan).await.unwrap().metadata;
    assert_eq!((made.subject.as_str(), made.participants.len()), ("Clientes", 2));
    assert!(made.id.user.starts_with("1203630"), "an id as WhatsApp gives them: {}", made.id);
    assert!(made.participants.iter().all(|member| member.jid.is_lid() && member.phone_number.is_some()));
    for companion in [&ana, &other] {
        let subject = change(companion, &made.id, "create", |action| match action {
            Change::Create { raw } => raw.get_optional_child("group")?.attrs.get("subject").map(ToString::to_string),
            _ => None,
        });
        assert_eq!(subject.await, "Clientes");
    }
    let seen = &world.ana.groups()[0];
    let roles: Vec<_> = seen.members.iter().map(|member| (member.number.as_str(), member.role)).collect();
    assert_eq!(roles, [(SHOP, Role::SuperAdmin), (ANA, Role::Member)]);
    let mine = ana.inner.groups().get_participating().await.unwrap();
    assert_eq!(mine[&made.id].creator_pn, Some(Jid::pn(SHOP)));
    for client in [shop, ana, other] {
        client.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_account_to_add_gets_its_own_answer() {
    let world = World::new().await;
    let bia = bia(&world).await;
    bia.allow_group_adds(false);
    let (shop, bias) = (world.linked().await, world.linked_to(&bia).await);
    let group = jid(&group_of_the_shop(&world, &[ANA]).await);
    let asked = [Jid::pn(ANA), Jid::pn(BIA), Jid::pn("5511900009999")];
    let answers = shop.inner.groups().add_participants(&group, &asked).await.unwrap();
    let code = |user: &str| {
        let named = |jid: &Jid| jid.user == user;
        let answer =
            answers.iter().find(|answer| named(&answer.jid) || answer.phone_number.as_ref().is_some_and(named));
        answer.unwrap().error.clone()
    };
    assert_eq!(code(ANA).as_deref(), Some("409"), "in already");
    assert_eq!(code("5511900009999").as_deref(), Some("404"), "no such account");
    assert_eq!(code(BIA).as_deref(), Some("403"), "she lets nobody add her");

    let invite = answers.iter().find_map(|answer| answer.add_request.clone()).expect("an invitation to pass on");
    let expires = i64::try_from(invite.expiration).unwrap();
    let admin = Jid::pn(SHOP);
    let wrong = bias.inner.groups().join_with_invite_v4(&group, "errado", expires, &admin).await;
    assert_eq!(refused(wrong), 410);
    bias.inner.groups().join_with_invite_v4(&group, &invite.code, expires, &admin).await.unwrap();
    assert_eq!(bia.groups().len(), 1);
    shop.stop().await;
    bias.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_admins_decide_and_the_founder_stays() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let ana = world.linked_to(&world.ana).await;
    let group = jid(&group_of_the_shop(&world, &[ANA, BIA]).await);
    let groups = ana.inner.groups();
    assert_eq!(refused(groups.remove_participants(&group, &[Jid::pn(BIA)]).await), 401);
    assert_eq!(refused(groups.set_announce(&group, true).await), 401);
    assert_eq!(refused(groups.get_invite_link(&group, false).await), 401);

    world.shop.promote_members(&group.to_string(), &[ANA]).await.unwrap();
    change(&ana, &group, "promote", |action| matches!(action, Change::Promote { .. }).then_some(())).await;
    let founder = groups.demote_participants(&group, &[Jid::pn(SHOP)]).await.unwrap();
    assert_eq!(founder[0].error.as_deref(), Some("406"), "nobody demotes who made the group");
    let removed = groups.remove_participants(&group, &[Jid::pn(BIA)]).await.unwrap();
    assert!(removed[0].is_ok());
    assert!(bia.groups().is_empty());
    assert_eq!(refused(groups.get_metadata(&"120363000000000000@g.us".parse().unwrap()).await), 404);
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_is_seen_to_leave_and_sees_the_group_no_more() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let group = jid(&group_of_the_shop(&world, &[ANA]).await);
    ana.inner.groups().leave(&group).await.unwrap();
    let lid = world.ana.lid();
    let left = |action: &Change| match action {
        Change::Remove { participants, .. } => participants.iter().any(|gone| gone.jid.user == lid).then_some(()),
        _ => None,
    };
    change(&shop, &group, "remove", left).await;
    change(&ana, &group, "remove", left).await;
    assert_eq!(refused(ana.inner.groups().get_metadata(&group).await), 403);
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_last_admin_leaves_the_eldest_member_takes_over() {
    let world = World::new().await;
    bia(&world).await;
    let group = group_of_the_shop(&world, &[ANA]).await;
    world.shop.add_members(&group.id, &[BIA]).await.unwrap();
    world.shop.leave_group(&group.id).await.unwrap();
    let left = world.ana.wait_for_group(&group.id, PATIENCE, |group| group.members.len() == 2).await.unwrap();
    assert_eq!((left.members[0].number.as_str(), left.members[0].role), (ANA, Role::Admin));
    assert_eq!(left.members[1].role, Role::Member);
}
