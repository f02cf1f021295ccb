//! Invite links, and asking to be let in.

use portaria_emulator::GroupChange;
use whatsapp_rust::JoinGroupResult;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::stanza::groups::GroupNotificationAction as Change;

use super::{ANA, BIA, World, bia, change, group_of_the_shop, jid, refused};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_the_group_and_lets_in() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let group = jid(&group_of_the_shop(&world, &[]).await);
    let link = shop.inner.groups().get_invite_link(&group, false).await.unwrap();
    let preview = ana.inner.groups().get_invite_info(&link).await.unwrap();
    assert_eq!((&preview.id, preview.subject.as_str(), preview.size), (&group, "Fornada", Some(1)));
    let joined = ana.inner.groups().join_with_invite_code(&link).await.unwrap();
    assert_eq!(joined, JoinGroupResult::Joined(group.clone()));
    let reason = change(&shop, &group, "add", |action| match action {
        Change::Add { reason, participants } => Some((reason.clone(), participants[0].phone_number.clone())),
        _ => None,
    });
    assert_eq!(reason.await, (Some("invite".to_owned()), Some(Jid::pn(ANA))));
    assert_eq!(refused(ana.inner.groups().join_with_invite_code(&link).await), 409, "she is in already");
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_link_and_a_wrong_one_lead_nowhere() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let group = jid(&group_of_the_shop(&world, &[]).await);
    let old = shop.inner.groups().get_invite_link(&group, false).await.unwrap();
    let new = shop.inner.groups().get_invite_link(&group, true).await.unwrap();
    assert_ne!(old, new);
    assert_eq!(refused(ana.inner.groups().get_invite_info(&old).await), 410);
    assert_eq!(refused(ana.inner.groups().join_with_invite_code(&old).await), 410);
    assert_eq!(refused(ana.inner.groups().join_with_invite_code("AAAAAAAAAAAAAAAAAAAAAA").await), 406);
    ana.inner.groups().join_with_invite_code(&new).await.unwrap();
    world.shop.remove_members(&group.to_string(), &[ANA]).await.unwrap();
    assert_eq!(refused(ana.inner.groups().join_with_invite_code(&new).await), 405, "an admin removed her");
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_lets_in_or_turns_away() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[]).await;
    let group = jid(&view);
    world.shop.change_group(&view.id, GroupChange { approval: Some(true), ..GroupChange::default() }).await.unwrap();
    let code = world.shop.group_invite(&view.id).unwrap();
    let asked = ana.inner.groups().join_with_invite_code(&code).await.unwrap();
    assert_eq!(asked, JoinGroupResult::PendingApproval(group.clone()));
    assert!(bia.join_group(&code).await.unwrap().waiting);
    for number in [ANA, BIA] {
        let asks = |action: &Change| match action {
            Change::CreatedMembershipRequests { requests, .. } => {
                (requests[0].phone_number == Some(Jid::pn(number))).then_some(())
            }
            _ => None,
        };
        change(&shop, &group, "request", asks).await;
    }

    let groups = shop.inner.groups();
    let waiting = groups.get_membership_requests(&group).await.unwrap();
    assert_eq!(waiting.len(), 2);
    let (lid_ana, lid_bia) = (Jid::lid(world.ana.lid()), Jid::lid(bia.lid()));
    assert!(groups.approve_membership_requests(&group, std::slice::from_ref(&lid_ana)).await.unwrap()[0].is_ok());
    assert!(groups.reject_membership_requests(&group, std::slice::from_ref(&lid_bia)).await.unwrap()[0].is_ok());
    let again = groups.approve_membership_requests(&group, &[lid_bia]).await.unwrap();
    assert_eq!(again[0].error.as_deref(), Some("404"), "{BIA} no longer asks");
    change(&ana, &group, "create", |action| matches!(action, Change::Create { .. }).then_some(())).await;
    assert!(bia.groups().is_empty() && world.ana.groups().len() == 1);
    assert_eq!(refused(ana.inner.groups().get_membership_requests(&group).await), 401);
    shop.stop().await;
    ana.stop().await;
}
