//! What is said in a group, and who reads it.

use portaria_emulator::{Emulator, EmulatorConfig, GroupChange, NewGroup, ReceiptState};
use whatsapp_rust::NodeFilter;
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::presence::ReceiptType;
use whatsapp_rust::wacore::stanza::groups::GroupNotificationAction as Change;
use whatsapp_rust::wacore::store::traits::SignalStore as _;

use super::{ANA, BIA, Client, PATIENCE, SHOP, World, bia, change, group_of_the_shop, jid};

async fn say(client: &Client, group: &Jid, text: &str) -> String {
    client.inner.send_message(group.clone(), wa::Message::text(text)).await.unwrap().message_id
}

/// The text in this group, once.
async fn reads_once(client: &Client, group: &Jid, text: &str) -> MessageInfo {
    let (info, times) = client.text(text).await;
    assert_eq!((&info.source.chat, times), (group, 1), "{text:?}");
    info
}

#[tokio::test(flavor = "multi_thread")]
async fn every_member_reads_each_message_once() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA, BIA]).await;
    let group = jid(&view);
    let from_shop = say(&shop, &group, "Saiu pão").await;
    let info = reads_once(&ana, &group, "Saiu pão").await;
    assert_eq!((info.id.as_str(), info.push_name.as_str()), (from_shop.as_str(), "Padaria Sol"));
    assert_eq!(info.source.sender_alt.as_ref().map(|sender| sender.user.as_str()), Some(SHOP));
    for phone in [&world.ana, &bia] {
        let line = phone.wait_for_text(&view.id, "Saiu pão", PATIENCE).await.unwrap();
        assert_eq!((line.deliveries, line.sender.as_str()), (1, SHOP));
    }
    assert!(world.shop.messages_with(&view.id)[0].from_me, "the shop's own phone shows what its companion wrote");

    let from_ana = say(&ana, &group, "Guarda dois").await;
    reads_once(&shop, &group, "Guarda dois").await;
    bia.wait_for_text(&view.id, "Guarda dois", PATIENCE).await.unwrap();
    let from_bia = bia.send_text(&view.id, "E um pra mim").await.unwrap();
    for companion in [&shop, &ana] {
        assert_eq!(reads_once(companion, &group, "E um pra mim").await.source.sender.user, bia.lid());
    }
    world.ana.wait_for_text(&view.id, "E um pra mim", PATIENCE).await.unwrap();
    shop.stop().await;
    ana.stop().await;
    for phone in [&world.shop, &world.ana] {
        phone.wait_for_connections(0, PATIENCE).await.unwrap();
    }
    let ledger = world.net.ledger();
    assert!(ledger.lost().is_empty() && ledger.doubled().is_empty(), "{ledger:#?}");
    assert!(ledger.counters_used_twice().is_empty() && ledger.gaps().is_empty(), "each chain goes on by one");
    for (id, device) in
        [(&from_shop, format!("{ANA}:1")), (&from_ana, format!("{SHOP}:1")), (&from_bia, format!("{ANA}:1"))]
    {
        assert_eq!(ledger.message(id).unwrap().copies[&device].deliveries, 1, "{device} acknowledged {id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn companions_and_phone_of_one_account_share_what_it_says() {
    let world = World::new().await;
    let (first, second) = (world.linked().await, world.linked_to(&world.shop).await);
    let view = group_of_the_shop(&world, &[ANA]).await;
    let group = jid(&view);
    let id = say(&first, &group, "do primeiro").await;
    let info = reads_once(&second, &group, "do primeiro").await;
    assert!(info.source.is_from_me && info.id == id);
    world.shop.send_text(&view.id, "do telefone").await.unwrap();
    for companion in [&first, &second] {
        assert!(reads_once(companion, &group, "do telefone").await.source.is_from_me);
    }
    assert_eq!(world.ana.messages_with(&view.id).len(), 2);
    let backend = second.leave(&world.shop).await;
    let back = Client::start(&world.net, backend).await;
    say(&first, &group, "terceiro").await;
    reads_once(&back, &group, "terceiro").await;
    assert_eq!(back.heard("do telefone"), 0, "what it acknowledged is gone");
    first.stop().await;
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_later_cannot_read_the_past_and_reads_what_follows() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, bias) = (world.linked().await, world.linked_to(&bia).await);
    let view = group_of_the_shop(&world, &[ANA]).await;
    let group = jid(&view);
    say(&shop, &group, "antes").await;
    world.ana.send_text(&view.id, "também antes").await.unwrap();
    world.ana.wait_for_text(&view.id, "antes", PATIENCE).await.unwrap();
    world.shop.add_members(&view.id, &[BIA]).await.unwrap();
    change(&shop, &group, "add", |action| matches!(action, Change::Add { .. }).then_some(())).await;
    say(&shop, &group, "depois").await;
    reads_once(&bias, &group, "depois").await;
    world.ana.send_text(&view.id, "também depois").await.unwrap();
    reads_once(&bias, &group, "também depois").await;
    let lines: Vec<_> = bia.messages_with(&view.id).into_iter().map(|line| line.text).collect();
    assert_eq!(lines, ["depois", "também depois"]);
    assert_eq!(bias.heard("antes"), 0);
    shop.stop().await;
    bias.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_removed_reads_nothing_more() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA, BIA]).await;
    let group = jid(&view);
    say(&shop, &group, "com a Ana").await;
    reads_once(&ana, &group, "com a Ana").await;
    let own = ana.inner.wait_for_sent_node(NodeFilter::tag("message").attr("type", "text"));
    say(&ana, &group, "ainda dentro").await;
    let mut own = (*own.await.unwrap()).clone();
    reads_once(&shop, &group, "ainda dentro").await;
    world.shop.remove_members(&view.id, &[ANA]).await.unwrap();
    for companion in [&shop, &ana] {
        change(companion, &group, "remove", |action| matches!(action, Change::Remove { .. }).then_some(())).await;
    }
    let sent = shop.inner.wait_for_sent_node(NodeFilter::tag("message").attr("type", "text"));
    let id = say(&shop, &group, "sem a Ana").await;
    bia.wait_for_text(&view.id, "sem a Ana", PATIENCE).await.unwrap();
    let sent = sent.await.unwrap();
    let keyed = |number: &str| {
        let entries = sent.get_optional_child("participants").and_then(|list| list.children()).unwrap_or_default();
        entries.iter().any(|entry| entry.attrs.get("jid").unwrap().to_jid().unwrap().user == number)
    };
    assert!(keyed(&bia.lid()) && !keyed(&world.ana.lid()), "who stayed got a new key: {sent:?}");
    let copies = &world.net.ledger().message(&id).unwrap().copies.clone();
    assert!(copies.keys().all(|device| !device.starts_with(ANA)), "{copies:?}");
    assert_eq!(world.ana.messages_with(&view.id).len(), 2);
    own.attrs.insert("id", "3EB0FORA");
    let refused = ana.inner.wait_for_node(NodeFilter::tag("ack").attr("id", "3EB0FORA"));
    ana.inner.send_node(own).await.unwrap();
    assert_eq!(refused.await.unwrap().get().get_attr("error").unwrap().as_str(), "403", "she is not in it");
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ticks_name_who_has_and_who_has_read() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA, BIA]).await;
    let group = jid(&view);
    let id = say(&shop, &group, "Quem vem?").await;
    let info = reads_once(&ana, &group, "Quem vem?").await;
    let tick = async |number: &str, kind: ReceiptType| {
        let found = |event: &Event| match event {
            Event::Receipt(receipt) if receipt.source.chat == group && receipt.r#type == kind => {
                let who = receipt.source.sender_alt.as_ref()?;
                (who.user == number && receipt.message_ids.contains(&id)).then_some(())
            }
            _ => None,
        };
        shop.event(&format!("{kind:?} of {number}"), found).await;
    };
    tick(ANA, ReceiptType::Delivered).await;
    tick(BIA, ReceiptType::Delivered).await;
    world.shop.wait_for_receipt(&view.id, &id, ReceiptState::Delivered, PATIENCE).await.unwrap();
    ana.inner.mark_as_read(&group, Some(&info.source.sender), &[&id]).await.unwrap();
    tick(ANA, ReceiptType::Read).await;
    let told = world.shop.readers_of(&id);
    assert_eq!((told[ANA], told[BIA]), (ReceiptState::Read, ReceiptState::Delivered));
    bia.read_chat(&view.id).await.unwrap();
    tick(BIA, ReceiptType::Read).await;
    world.shop.wait_for_receipt(&view.id, &id, ReceiptState::Read, PATIENCE).await.unwrap();
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_device_cannot_open_is_written_again_for_it_alone() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA, BIA]).await;
    let group = jid(&view);
    say(&shop, &group, "um").await;
    reads_once(&ana, &group, "um").await;
    bia.wait_for_text(&view.id, "um", PATIENCE).await.unwrap();
    bia.send_text(&view.id, "dois").await.unwrap();
    reads_once(&ana, &group, "dois").await;

    bia.forget_sessions();
    let id = say(&shop, &group, "três").await;
    let line = bia.wait_for_text(&view.id, "três", PATIENCE).await.unwrap();
    assert_eq!((line.id.as_str(), line.deliveries), (id.as_str(), 1), "a phone asked a companion");
    reads_once(&ana, &group, "três").await;

    let backend = ana.leave(&world.ana).await;
    backend.delete_sender_key(&format!("{group}:{}@lid.0", bia.lid())).await.unwrap();
    let back = Client::start(&world.net, backend).await;
    back.connected().await;
    // Since her phone lost its keys, it has a new one, which goes along: only a second message needs none.
    bia.send_text(&view.id, "quatro").await.unwrap();
    reads_once(&back, &group, "quatro").await;
    let backend = back.leave(&world.ana).await;
    backend.delete_sender_key(&format!("{group}:{}@lid.0", bia.lid())).await.unwrap();
    let id = bia.send_text(&view.id, "cinco").await.unwrap();
    let again = Client::start(&world.net, backend).await;
    // It asks its own phone as well (`PLACEHOLDER_MESSAGE_RESEND`), and may hear both answers.
    assert_eq!(again.text("cinco").await.0.id, id, "a companion asked a phone");
    let ledger = world.net.ledger();
    assert!(ledger.message(&id).unwrap().copies[&format!("{ANA}:1")].undecryptable > 0);
    shop.stop().await;
    again.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_linked_later_reads_the_next_message() {
    let world = World::new().await;
    let shop = world.linked().await;
    let view = group_of_the_shop(&world, &[ANA]).await;
    let group = jid(&view);
    say(&shop, &group, "antes").await;
    world.ana.send_text(&view.id, "ouvi").await.unwrap();
    reads_once(&shop, &group, "ouvi").await;
    let ana = world.linked_to(&world.ana).await;
    shop.event("DeviceListUpdate", |event| matches!(event, Event::DeviceListUpdate(_)).then_some(())).await;
    say(&shop, &group, "depois").await;
    reads_once(&ana, &group, "depois").await;
    world.shop.send_text(&view.id, "e do telefone").await.unwrap();
    reads_once(&ana, &group, "e do telefone").await;
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_admins_speak_where_only_admins_may() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA]).await;
    let group = jid(&view);
    let closed = GroupChange { announcement: Some(true), ..GroupChange::default() };
    world.shop.change_group(&view.id, closed).await.unwrap();
    let refused = ana.inner.wait_for_node(NodeFilter::tag("ack").attr("class", "message"));
    say(&ana, &group, "posso?").await;
    assert_eq!(refused.await.unwrap().get().get_attr("error").unwrap().as_str(), "401");
    assert!(world.ana.send_text(&view.id, "e eu?").await.is_err(), "her phone may not either");
    say(&shop, &group, "aviso").await;
    reads_once(&ana, &group, "aviso").await;
    assert_eq!(shop.heard("posso?"), 0);
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_in_a_group_names_who_types() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA]).await;
    let group = jid(&view);
    world.ana.typing(&view.id, true).await.unwrap();
    let who = shop.event("ChatPresence", |event| match event {
        Event::ChatPresence(update) if update.source.chat == group => Some(update.source.sender.user.to_string()),
        _ => None,
    });
    assert_eq!(who.await, world.ana.lid());
    ana.inner.chatstate().send_composing(&group).await.unwrap();
    world.shop.wait_for_typing(&view.id, PATIENCE).await.unwrap();
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_with_an_old_list_is_told_so_and_heard_all_the_same() {
    let world = World::new().await;
    let shop = world.linked().await;
    let view = group_of_the_shop(&world, &[ANA]).await;
    let group = jid(&view);
    let sent = shop.inner.wait_for_sent_node(NodeFilter::tag("message").attr("type", "text"));
    say(&shop, &group, "certo").await;
    let mut stanza = (*sent.await.unwrap()).clone();
    let right = stanza.attrs.get("phash").unwrap().to_string();
    stanza.attrs.insert("phash", "2:AAAAAAAA");
    stanza.attrs.insert("id", "3EB0VELHO");
    let taken = shop.inner.wait_for_node(NodeFilter::tag("ack").attr("id", "3EB0VELHO"));
    shop.inner.send_node(stanza.clone()).await.unwrap();
    let taken = taken.await.unwrap();
    assert_eq!(taken.get().get_attr("phash").unwrap().as_str(), right, "the server says which list is right");
    assert!(taken.get().get_attr("error").is_none());
    stanza.attrs.insert("addressing_mode", "pn");
    stanza.attrs.insert("id", "3EB0FORMA");
    let taken = shop.inner.wait_for_node(NodeFilter::tag("ack").attr("id", "3EB0FORMA"));
    shop.inner.send_node(stanza).await.unwrap();
    assert_eq!(taken.await.unwrap().get().get_attr("error").unwrap().as_str(), "421", "the wrong form of address");
    shop.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_old_speaks_by_phone_number() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let plan = NewGroup { subject: "Antigo".into(), members: vec![ANA.into()], by_number: true, ..NewGroup::default() };
    let view = world.shop.create_group(plan).await.unwrap();
    let group = jid(&view);
    say(&shop, &group, "pelo número").await;
    let info = reads_once(&ana, &group, "pelo número").await;
    assert_eq!((info.source.sender.user.as_str(), info.source.sender.is_pn()), (SHOP, true));
    world.ana.send_text(&view.id, "do telefone").await.unwrap();
    assert_eq!(reads_once(&shop, &group, "do telefone").await.source.sender, Jid::pn(ANA));
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_a_group_outlive_a_restart_of_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    let shop = world.linked().await;
    let view = group_of_the_shop(&world, &[ANA]).await;
    let group = jid(&view);
    world.ana.send_text(&view.id, "um").await.unwrap();
    reads_once(&shop, &group, "um").await;
    say(&shop, &group, "dois").await;
    world.ana.wait_for_text(&view.id, "dois", PATIENCE).await.unwrap();
    let backend = shop.stop().await;
    world.net.stop().await;
    let net = Emulator::start(config).await.unwrap();
    let ana = net.phone(ANA).unwrap();
    let back = Client::start(&net, backend).await;
    ana.send_text(&view.id, "três").await.unwrap();
    reads_once(&back, &group, "três").await;
    say(&back, &group, "quatro").await;
    let line = ana.wait_for_text(&view.id, "quatro", PATIENCE).await.unwrap();
    assert_eq!(line.deliveries, 1);
    let copy = &net.ledger().message(&line.id).unwrap().copies[&format!("{ANA}:0")].clone();
    assert_eq!(copy.undecryptable, 0, "the key was kept");
    back.stop().await;
    net.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_as_large_as_they_get_is_made_and_written_to() {
    let world = World::new().await;
    let shop = world.linked().await;
    let mut members = Vec::new();
    for index in 0..1023 {
        let number = format!("551190001{index:04}");
        let new = portaria_emulator::NewPhone { name: format!("Cliente {index}"), number: number.clone() };
        world.net.create_phone(new).await.unwrap();
        members.push(whatsapp_rust::GroupParticipantOptions::new(Jid::pn(&number)));
    }
    let plan = whatsapp_rust::GroupCreateOptions::new("Todos").with_participants(members);
    let made = shop.inner.groups().create_group(plan).await.unwrap().metadata;
    assert_eq!(made.participants.len(), 1024);
    let id = say(&shop, &made.id, "Bom dia a todos").await;
    for index in [0, 511, 1022] {
        let phone = world.net.phone(&format!("551190001{index:04}")).unwrap();
        phone.wait_for_text(&made.id.to_string(), "Bom dia a todos", PATIENCE).await.unwrap();
    }
    world.shop.wait_for_receipt(&made.id.to_string(), &id, ReceiptState::Delivered, PATIENCE).await.unwrap();
    let ledger = world.net.ledger();
    assert!(ledger.lost().is_empty() && ledger.doubled().is_empty());
    assert_eq!(ledger.message(&id).unwrap().copies.len(), 1024, "every member's phone, and the shop's");
    let last = world.net.phone("5511900011022").unwrap();
    last.send_text(&made.id.to_string(), "Bom dia!").await.unwrap();
    reads_once(&shop, &made.id, "Bom dia!").await;
    shop.stop().await;
}
