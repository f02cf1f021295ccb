//! Communities: groups under one roof.

use portaria_emulator::NewGroup;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::stanza::groups::GroupNotificationAction as Change;
use whatsapp_rust::{CommunityError, CreateCommunityOptions, GroupType, IqError, group_type};

use super::{ANA, BIA, Client, World, bia, change, group_of_the_shop, jid};

async fn founded(shop: &Client) -> Jid {
    let made = shop.inner.community().create(CreateCommunityOptions::new("Bairro")).await.unwrap().metadata;
    assert_eq!(group_type(&made), GroupType::Community);
    made.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_community_has_announcements_and_a_general_chat() {
    let world = World::new().await;
    let shop = world.linked().await;
    let community = founded(&shop).await;
    let groups = shop.inner.community().get_subgroups(&community).await.unwrap();
    let kinds: Vec<_> = groups
        .iter()
        .map(|group| (group.subject.as_str(), group.is_default_sub_group, group.is_general_chat))
        .collect();
    assert_eq!(kinds, [("Bairro", true, false), ("General", false, true)]);
    let announcements = shop.inner.groups().get_metadata(&groups[0].id).await.unwrap();
    assert!(announcements.is_announcement && announcements.parent_group_jid == Some(community.clone()));
    assert_eq!(group_type(&announcements), GroupType::LinkedAnnouncementGroup);
    let mine = shop.inner.community().get_participating().await.unwrap();
    assert_eq!(mine.keys().collect::<Vec<_>>(), [&community]);
    let counts = shop.inner.community().get_subgroup_participant_counts(&community).await.unwrap();
    assert!(counts.len() == 2 && counts.iter().all(|(_, count)| *count == 1));
    shop.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_a_linked_group_belong_to_the_community() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let community = founded(&shop).await;
    let group = jid(&group_of_the_shop(&world, &[ANA]).await);
    let api = shop.inner.community();
    let linked = api.link_subgroups(&community, std::slice::from_ref(&group)).await.unwrap();
    assert_eq!((linked.linked_jids.as_slice(), linked.failed_groups.len()), (std::slice::from_ref(&group), 0));
    let told = |action: &Change| match action {
        Change::Link { link_type, .. } => (link_type == "parent_group").then_some(()),
        _ => None,
    };
    change(&ana, &group, "link", told).await;
    let again = api.link_subgroups(&community, std::slice::from_ref(&group)).await.unwrap();
    assert_eq!(again.failed_groups, [(group.clone(), 409)], "it is linked already");
    let announcements = api.get_subgroups(&community).await.unwrap().remove(0).id;
    shop.inner.send_message(announcements.clone(), wa::Message::text("Festa no sábado")).await.unwrap();
    assert_eq!(ana.text("Festa no sábado").await.0.source.chat, announcements, "she hears the announcements");
    assert_eq!(api.get_linked_groups_participants(&community).await.unwrap().len(), 2);
    assert!(world.ana.groups().iter().any(|group| group.is_community));

    let released = api.unlink_subgroups(&community, std::slice::from_ref(&group), true).await.unwrap();
    assert_eq!(released.unlinked_jids, std::slice::from_ref(&group));
    let left = |action: &Change| match action {
        Change::Unlink { unlink_reason, .. } => unlink_reason.clone(),
        _ => None,
    };
    assert_eq!(change(&ana, &group, "unlink", left).await, "unlink_group");
    let hers: Vec<_> = world.ana.groups().into_iter().map(|group| group.id).collect();
    assert_eq!(hers, [group.to_string()], "she is in no other group of it, and so out of it");
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_finds_and_joins_a_group_of_the_community() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, bias) = (world.linked().await, world.linked_to(&bia).await);
    let community = founded(&shop).await;
    let made = shop.inner.community().create_subgroup("Padeiros", &[Jid::pn(ANA)], community.clone()).await.unwrap();
    let outside = bias.inner.community().query_linked_group(&community, &made.metadata.id).await;
    assert!(
        matches!(outside, Err(CommunityError::Iq(IqError::ServerError { code: 403, .. }))),
        "who is not in the community sees nothing: {outside:?}"
    );
    world.shop.add_members(&community.to_string(), &[BIA]).await.unwrap();
    let seen = bias.inner.community().query_linked_group(&community, &made.metadata.id).await.unwrap();
    assert_eq!((seen.subject.as_str(), seen.size), ("Padeiros", Some(2)));
    let joined = bias.inner.community().join_subgroup(&community, &made.metadata.id).await.unwrap();
    assert_eq!(joined.participants.len(), 3);
    shop.inner.community().remove_participants(&community, &[Jid::pn(BIA)]).await.unwrap();
    assert!(bia.groups().is_empty(), "out of the community is out of all its groups");
    shop.stop().await;
    bias.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_outlive_their_community() {
    let world = World::new().await;
    let shop = world.linked().await;
    let plan = NewGroup { subject: "Bairro".into(), members: vec![ANA.into()], community: true, ..NewGroup::default() };
    let community = world.shop.create_group(plan).await.unwrap();
    let plan = NewGroup { subject: "Rua".into(), within: Some(community.id.clone()), ..NewGroup::default() };
    let street = world.shop.create_group(plan).await.unwrap();
    assert_eq!(street.community, Some(community.id.clone()));
    assert_eq!(world.ana.groups().len(), 2, "the community and its announcements");
    shop.inner.community().deactivate(jid(&community)).await.unwrap();
    change(&shop, &jid(&community), "delete", |action| matches!(action, Change::Delete { .. }).then_some(())).await;
    let left = world.shop.groups();
    assert_eq!((left.len(), left[0].subject.as_str(), left[0].community.clone()), (1, "Rua", None));
    assert!(world.ana.groups().is_empty());
    shop.stop().await;
}
