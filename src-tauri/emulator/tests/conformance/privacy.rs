//! Blocked contacts and privacy settings: the same on every device, and they act.

use portaria_emulator::{PrivacyCategory, PrivacyValue, ReceiptState};
use whatsapp_rust::NodeFilter;
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::presence::ReceiptType;
use whatsapp_rust::wacore::iq::privacy as wire;

use crate::app_state::until;
use crate::client::{ANA, Client, PATIENCE, SHOP, World};

/// The next word of the server that another device of the account changed something.
async fn account_sync<T>(client: &Client, act: impl AsyncFnOnce() -> T) -> (T, whatsapp_rust::wacore_binary::Node) {
    let told = client.inner.wait_for_node(NodeFilter::tag("notification").attr("type", "account_sync"));
    let outcome = act().await;
    let node = tokio::time::timeout(PATIENCE, told).await.unwrap().unwrap();
    (outcome, node.get().to_owned())
}

async fn knows(client: &Client, number: &str) {
    client.inner.contacts().is_on_whatsapp(&[Jid::pn(number)]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_contact_reaches_nobody_and_is_not_told_so() {
    let world = World::new().await;
    let client = world.linked().await;
    let other = world.linked().await;
    knows(&client, ANA).await;
    let (blocked, told) = account_sync(&other, async || client.inner.blocking().block(&Jid::pn(ANA)).await).await;
    blocked.unwrap();
    let item = told.get_optional_child("blocklist").and_then(|list| list.get_optional_child("item")).unwrap();
    assert!(item.attrs.get("action").is_some_and(|action| *action == "block"), "{item:?}");
    assert_eq!(world.shop.blocked(), [ANA]);
    assert!(client.inner.blocking().is_blocked(&Jid::pn(ANA)).await.unwrap());

    let lost = world.ana.send_text(SHOP, "Vocês me bloquearam?").await.unwrap();
    client.inner.blocking().unblock(&Jid::pn(ANA)).await.unwrap();
    assert!(other.inner.blocking().get_blocklist().await.unwrap().is_empty());
    let arrives = world.ana.send_text(SHOP, "Agora vai").await.unwrap();
    client.text("Agora vai").await;
    world.ana.wait_for_receipt(SHOP, &arrives, ReceiptState::Delivered, PATIENCE).await.unwrap();
    let first = world.ana.messages_with(SHOP).into_iter().find(|message| message.id == lost).unwrap();
    assert_eq!(first.receipt, ReceiptState::Sent, "to her it looks as if the phone were off");
    assert_eq!(world.shop.messages_with(ANA).len(), 1, "nothing that was blocked comes later");
    assert!(world.net.ledger().lost().is_empty(), "withheld is not lost");
    client.stop().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_contact_sees_nothing_of_the_account() {
    let world = World::new().await;
    let hers = world.linked_to(&world.ana).await;
    world.shop.set_about("Pão quentinho").unwrap();
    world.shop.set_available(true);
    world.shop.block(ANA, true).unwrap();
    hers.inner.presence().subscribe(Jid::pn(SHOP)).await.unwrap();
    let info = hers.inner.contacts().get_user_info(&[Jid::pn(SHOP)]).await.unwrap();
    assert_eq!(info[&Jid::pn(SHOP)].status.as_deref(), Some(""), "the text is hidden");
    assert_eq!(hers.count(|event| matches!(event, Event::Presence(_))), 0, "the lookup came back, and no presence");
    world.shop.block(ANA, false).unwrap();
    hers.event("presence after all", |event| match event {
        Event::Presence(update) => (update.from.user == SHOP && !update.unavailable).then_some(()),
        _ => None,
    })
    .await;
    hers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_settings_are_the_same_on_every_device() {
    let world = World::new().await;
    let client = world.linked().await;
    let other = world.linked().await;
    let (set, told) = account_sync(&other, async || {
        client.inner.set_privacy_setting(wire::PrivacyCategory::Last, wire::PrivacyValue::Contacts).await
    })
    .await;
    set.unwrap();
    let category = told.get_optional_child("privacy").and_then(|privacy| privacy.get_optional_child("category"));
    assert!(category.unwrap().attrs.get("value").is_some_and(|value| *value == "contacts"), "{told:?}");
    assert!(world.shop.privacy().contains(&(PrivacyCategory::LastSeen, PrivacyValue::Contacts)));
    world.shop.set_privacy(PrivacyCategory::GroupAdd, PrivacyValue::None).unwrap();
    let settings = other.inner.fetch_privacy_settings().await.unwrap();
    assert_eq!(settings.get_value(&wire::PrivacyCategory::GroupAdd), Some(&wire::PrivacyValue::None));
    assert_eq!(settings.get_value(&wire::PrivacyCategory::Last), Some(&wire::PrivacyValue::Contacts));
    assert_eq!(settings.get_value(&wire::PrivacyCategory::Online), Some(&wire::PrivacyValue::All));

    let update = |dhash: &str| wire::DisallowedListUpdate {
        dhash: dhash.to_owned(),
        users: vec![wire::DisallowedListUserEntry {
            action: wire::DisallowedListAction::Add,
            jid: Jid::lid(world.ana.lid()),
            pn_jid: Some(Jid::pn(ANA)),
        }],
    };
    let except = client.inner.set_privacy_disallowed_list(wire::PrivacyCategory::Status, update("none")).await.unwrap();
    assert!(except.dhash.is_some(), "the list has a name now");
    let stale = client.inner.set_privacy_disallowed_list(wire::PrivacyCategory::Status, update("old")).await;
    assert!(stale.is_err(), "a list that changed meanwhile is not overwritten");
    client.stop().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_tell_what_they_read_is_not_told_either() {
    let world = World::new().await;
    let client = world.linked().await;
    let hidden = client.send(ANA, "um").await;
    world.ana.wait_for_text(SHOP, "um", PATIENCE).await.unwrap();
    world.ana.set_privacy(PrivacyCategory::ReadReceipts, PrivacyValue::None).unwrap();
    world.ana.read_chat(SHOP).await.unwrap();
    let of_hers = world.ana.send_text(SHOP, "dois").await.unwrap();
    let (info, _) = client.text("dois").await;
    client.inner.mark_as_read(&info.source.chat, None, &[&of_hers]).await.unwrap();
    let noted = || world.net.ledger().message(&of_hers)?.copies.get(&format!("{SHOP}:1"))?.read_at_ms;
    until("the word that it was read", noted).await;
    world.ana.set_privacy(PrivacyCategory::ReadReceipts, PrivacyValue::All).unwrap();
    let shown = client.send(ANA, "três").await;
    world.ana.wait_for_text(SHOP, "três", PATIENCE).await.unwrap();
    world.ana.read_chat(SHOP).await.unwrap();
    let read = |event: &Event, id: &str| match event {
        Event::Receipt(receipt) => receipt.r#type == ReceiptType::Read && receipt.message_ids.iter().any(|of| of == id),
        _ => false,
    };
    client.event("the tick of what may be told", |event| read(event, &shown).then_some(())).await;
    assert_eq!(client.count(|event| read(event, &hidden)), 0, "she read it and did not tell");
    let hers = world.ana.messages_with(SHOP).into_iter().find(|message| message.id == of_hers).unwrap();
    assert!(hers.receipt < ReceiptState::Read, "and was not told: {hers:?}");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_default_of_disappearing_messages_is_told_to_devices_and_followers() {
    let world = World::new().await;
    world.ana.save_contact(SHOP, "Padaria").unwrap();
    let client = world.linked().await;
    let other = world.linked().await;
    let hers = world.linked_to(&world.ana).await;
    let duration_s = 86_400;
    let (set, told) = account_sync(&other, async || client.inner.set_default_disappearing_mode(duration_s).await).await;
    set.unwrap();
    assert!(told.get_optional_child("disappearing_mode").is_some(), "{told:?}");
    until("the default", || (world.shop.default_disappearing() == duration_s).then_some(())).await;
    hers.event("the shop's default", |event| match event {
        Event::DisappearingModeChanged(changed) => (changed.from.user == SHOP).then_some(changed.duration),
        _ => None,
    })
    .await;
    client.stop().await;
    other.stop().await;
    hers.stop().await;
}
