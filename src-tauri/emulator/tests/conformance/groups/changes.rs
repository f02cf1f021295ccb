//! Name, text and switches of a group, and that everybody is told.

use portaria_emulator::{Emulator, EmulatorConfig, GroupChange};
use whatsapp_rust::wacore::stanza::groups::GroupNotificationAction as Change;
use whatsapp_rust::{
    GroupDescription, GroupError, GroupSubject, MemberAddMode, MembershipApprovalMode, PreviousDescription,
};

use super::{ANA, SHOP, World, change, group_of_the_shop, jid, refused};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_is_told_to_every_companion() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let group = jid(&group_of_the_shop(&world, &[ANA]).await);
    ana.inner.groups().set_subject(&group, GroupSubject::new("Pão quente").unwrap()).await.unwrap();
    for companion in [&shop, &ana] {
        let named = change(companion, &group, "subject", |action| match action {
            Change::Subject { subject, subject_owner, .. } => Some((subject.clone(), subject_owner.clone())),
            _ => None,
        });
        let (subject, owner) = named.await;
        assert_eq!((subject.as_str(), owner.unwrap().user.as_str()), ("Pão quente", world.ana.lid().as_str()));
    }
    assert_eq!(world.shop.groups()[0].subject, "Pão quente");
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_away_learns_of_a_new_name_at_the_next_login() {
    let world = World::new().await;
    let ana = world.linked_to(&world.ana).await;
    let group = group_of_the_shop(&world, &[ANA]).await;
    change(&ana, &jid(&group), "create", |action| matches!(action, Change::Create { .. }).then_some(())).await;
    let backend = ana.leave(&world.ana).await;
    let renamed = GroupChange { subject: Some("Outra fornada".into()), ..GroupChange::default() };
    world.shop.change_group(&group.id, renamed).await.unwrap();
    let back = crate::client::Client::start(&world.net, backend).await;
    let group = jid(&group);
    let subject = change(&back, &group, "subject", |action| match action {
        Change::Subject { subject, .. } => Some(subject.clone()),
        _ => None,
    });
    assert_eq!(subject.await, "Outra fornada");
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_description_is_not_overwritten_unread() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let group = jid(&group_of_the_shop(&world, &[ANA]).await);
    let text = |text: &str| Some(GroupDescription::new(text).unwrap());
    let groups = shop.inner.groups();
    groups.set_description(&group, text("Das 6 às 12"), PreviousDescription::Absent).await.unwrap();
    let told = change(&ana, &group, "description", |action| match action {
        Change::Description { description, .. } => description.clone(),
        _ => None,
    });
    assert_eq!(told.await, "Das 6 às 12");
    let blind = groups.set_description(&group, text("Das 7 às 13"), PreviousDescription::Absent).await;
    assert!(matches!(blind, Err(GroupError::DescriptionConflict)), "{blind:?}");
    groups.set_description(&group, text("Das 7 às 13"), PreviousDescription::Resolve).await.unwrap();
    let seen = ana.inner.groups().get_metadata(&group).await.unwrap();
    assert_eq!(seen.description.as_deref(), Some("Das 7 às 13"));
    assert_eq!(seen.description_owner_pn.unwrap().user, SHOP);
    groups.set_description(&group, None, PreviousDescription::Resolve).await.unwrap();
    assert_eq!(ana.inner.groups().get_metadata(&group).await.unwrap().description, None);
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_switch_is_told_and_remembered() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let group = jid(&group_of_the_shop(&world, &[ANA]).await);
    let groups = shop.inner.groups();
    groups.set_locked(&group, true).await.unwrap();
    groups.set_announce(&group, true).await.unwrap();
    groups.set_ephemeral(&group, 86_400).await.unwrap();
    groups.set_membership_approval(&group, MembershipApprovalMode::On).await.unwrap();
    groups.set_member_add_mode(&group, MemberAddMode::AdminAdd).await.unwrap();
    let told = async |what: &str, is: fn(&Change) -> bool| {
        change(&ana, &group, what, |action| is(action).then_some(())).await;
    };
    told("locked", |action| matches!(action, Change::Locked { .. })).await;
    told("announcement", |action| matches!(action, Change::Announce)).await;
    told("ephemeral", |action| matches!(action, Change::Ephemeral { expiration: 86_400, .. })).await;
    told("approval", |action| matches!(action, Change::MembershipApprovalMode { enabled: true })).await;
    told("member_add_mode", |action| matches!(action, Change::MemberAddMode { mode } if mode == "admin_add")).await;
    let seen = ana.inner.groups().get_metadata(&group).await.unwrap();
    assert!(seen.is_locked && seen.is_announcement && seen.membership_approval);
    assert_eq!(seen.ephemeral.unwrap().expiration, Some(86_400));
    let subject = GroupSubject::new("não pode").unwrap();
    assert_eq!(refused(ana.inner.groups().set_subject(&group, subject).await), 401, "the group is locked");
    groups.set_announce(&group, false).await.unwrap();
    groups.set_ephemeral(&group, 0).await.unwrap();
    told("not_ephemeral", |action| matches!(action, Change::Ephemeral { expiration: 0, .. })).await;
    let seen = ana.inner.groups().get_metadata(&group).await.unwrap();
    assert!(!seen.is_announcement && seen.ephemeral.is_none());
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_outlive_a_restart_of_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    let group = group_of_the_shop(&world, &[ANA]).await;
    let change = GroupChange { description: Some("Aberto".into()), locked: Some(true), ..GroupChange::default() };
    world.shop.change_group(&group.id, change).await.unwrap();
    let before = world.ana.group(&group.id).unwrap();
    world.net.stop().await;
    let net = Emulator::start(config).await.unwrap();
    assert_eq!(net.phone(ANA).unwrap().group(&group.id).unwrap(), before);
    net.stop().await;
}
