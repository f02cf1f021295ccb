//! One person, two addresses: what belongs together comes together, and strangers are never mixed.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Address, Attendant, AttendantId, EventBody, HistoryPart, MessageStatus, NoteId, Received};
use world::{
    ANA_LID, ANA_PN, NOW, World, ana, deliver, due, due_ids, enqueue, everything, from, history, in_group, jid, own,
    receipt, text, to_ana,
};

const BIA_LID: &str = "200000000003@lid";
const BIA_PN: &str = "5511900000003@s.whatsapp.net"; // invented

fn pair(pn: &str, lid: &str) -> Address {
    Address { pn: Some(jid(pn)), lid: Some(jid(lid)) }
}

fn one(address: &str) -> Address {
    Address::one(jid(address))
}

#[tokio::test]
async fn a_message_that_comes_again_under_more_addresses_is_the_same_message() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(one(ANA_PN), "A1", "oi")], NOW).await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    deliver(&chats, vec![from(one(ANA_LID), "A1", "oi")], NOW).await;
    assert_eq!(everything(&chats).await.len(), 1);
    assert_eq!(chats.chat_by_address(&ana()).await.unwrap().unwrap().unread, 1);
}

#[tokio::test]
async fn in_a_group_two_people_may_use_one_id_and_each_is_still_kept_once() {
    let world = World::new().await;
    let chats = world.chats().await;
    let said = |sender: Address, body: &str| in_group(sender, "A1", body);
    deliver(&chats, vec![said(ana(), "da Ana"), said(pair(BIA_PN, BIA_LID), "da Bia")], NOW).await;
    deliver(&chats, vec![said(one(ANA_PN), "da Ana"), said(one(BIA_LID), "da Bia")], NOW).await;
    let mut bodies: Vec<_> = everything(&chats).await.into_iter().map(|message| message.content).collect();
    bodies.sort_by_key(|content| content.words().map(ToOwned::to_owned));
    assert_eq!(bodies, [text("da Ana"), text("da Bia")]);
}

#[tokio::test]
async fn a_sent_message_that_history_holds_too_survives_the_merge_of_its_chats() {
    let world = World::new().await;
    let chats = world.chats().await;
    let own = own(one(ANA_LID), "B1", "oi");
    chats.store_history(history(one(ANA_LID), vec![(own, MessageStatus::Read)]), NOW).await.unwrap();
    let mut outgoing = to_ana("B1", "oi", Some("chave"));
    outgoing.to = one(ANA_PN);
    chats.enqueue(outgoing.clone(), NOW + 1).await.unwrap();

    // The batch that proves both to be Ana must go through: WhatsApp would deliver it for ever.
    deliver(&chats, vec![from(ana(), "A1", "olá")], NOW + 2).await;
    let all = everything(&chats).await;
    assert_eq!(all.len(), 2, "{all:?}");
    let kept = all.iter().find(|message| message.from_me).unwrap();
    assert_eq!(kept.status, MessageStatus::Read, "the farther of the two");
    assert!(due_ids(&chats, NOW + 9).await.is_empty(), "what was read does not wait to be sent");
    outgoing.to = ana();
    assert!(chats.enqueue(outgoing, NOW + 3).await.unwrap().duplicate, "the key outlives the merge");
}

#[tokio::test]
async fn a_message_that_waits_is_still_sent_after_its_chat_was_merged() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(one(ANA_LID), "A1", "oi")], NOW).await;
    let mut outgoing = to_ana("B1", "bom dia", None);
    outgoing.to = one(ANA_PN);
    let before = enqueue(&chats, outgoing, NOW + 1).await.chat;
    deliver(&chats, vec![from(ana(), "A2", "e aí")], NOW + 2).await;
    let waiting = due(&chats, NOW + 9).await;
    assert_eq!(waiting.len(), 1);
    assert_ne!(waiting[0].chat, before, "the older chat is the one that stays");
    assert_eq!(chats.mark_sent(waiting[0].row, NOW + 3).await.unwrap().len(), 1);
    assert!(due_ids(&chats, NOW + 9).await.is_empty(), "nor is it sent twice");
}

#[tokio::test]
async fn both_chats_of_a_merge_are_told_of() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(one(ANA_PN), "A1", "um")], NOW).await;
    deliver(&chats, vec![from(one(ANA_LID), "A2", "dois")], NOW + 1).await;
    let stays = chats.chat_by_address(&one(ANA_PN)).await.unwrap().unwrap().id;
    let goes = chats.chat_by_address(&one(ANA_LID)).await.unwrap().unwrap().id;
    let events = deliver(&chats, vec![from(ana(), "A3", "três")], NOW + 2).await;
    let gone = EventBody::ChatRemoved { chat: goes, merged_into: Some(stays) };
    assert!(events.iter().any(|event| event.body == gone), "{events:?}");
    // Who was away hears the same, whatever was told of that chat before.
    let log = chats.events_after(0, 99).await.unwrap().events;
    let is_of_it = |event: &&portaria_domain::Event| event.body.chat() == Some(goes);
    assert!(log.iter().filter(is_of_it).all(|event| event.body == gone), "{log:?}");
    assert_eq!(chats.chat_or_merged(goes).await.unwrap().unwrap().id, stays);
    assert!(chats.chat(goes).await.unwrap().is_none());
    let is_there = |event: &portaria_domain::Event| match &event.body {
        EventBody::MessageReceived { chat, .. } => chat.id == stays && chat.unread == 3,
        _ => false,
    };
    assert!(events.iter().any(is_there), "{events:?}");
}

#[tokio::test]
async fn notes_and_who_sees_to_a_chat_come_along_when_two_become_one() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(one(ANA_PN), "A1", "um")], NOW).await;
    deliver(&chats, vec![from(one(ANA_LID), "A2", "dois")], NOW + 1).await;
    let stays = chats.chat_by_address(&one(ANA_PN)).await.unwrap().unwrap().id;
    let goes = chats.chat_by_address(&one(ANA_LID)).await.unwrap().unwrap().id;
    let rui = Attendant { id: AttendantId::from_parts(NOW, [1; 10]), name: "Rui".into() };
    chats.name_credential("login-1".into(), rui.clone(), NOW).await.unwrap();
    chats.assign_chat(goes, Some(rui.id), NOW).await.unwrap();
    for (chat, byte) in [(stays, 1), (goes, 2)] {
        let note = NoteId::from_parts(NOW, [byte; 10]);
        chats.add_note(note, chat, format!("nota {byte}"), "login-1".into(), NOW).await.unwrap();
    }
    deliver(&chats, vec![from(ana(), "A3", "três")], NOW + 2).await;
    let chat = chats.chat(stays).await.unwrap().unwrap();
    assert_eq!((chat.assignee, chat.notes), (Some(rui.id), 2));
    let notes = chats.notes(stays).await.unwrap().unwrap();
    let told: Vec<_> =
        notes.iter().map(|note| (note.text.as_str(), note.author.as_ref().unwrap().name.as_str())).collect();
    assert_eq!(told, [("nota 1", "Rui"), ("nota 2", "Rui")]);
    assert_eq!(chats.notes(goes).await.unwrap(), None);
}

#[tokio::test]
async fn a_number_that_moved_to_somebody_else_takes_no_conversation_along() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "segredo da Ana")], NOW).await;
    deliver(&chats, vec![from(one(BIA_LID), "C1", "da Bia")], NOW + 1).await;
    let anas = chats.chat_by_address(&one(ANA_LID)).await.unwrap().unwrap().id;

    // Bia got Ana's old number: the privacy id says who somebody is, the number moves.
    deliver(&chats, vec![from(pair(ANA_PN, BIA_LID), "C2", "número novo")], NOW + 2).await;
    let ana_now = chats.chat_by_address(&one(ANA_LID)).await.unwrap().unwrap();
    let bia_now = chats.chat_by_address(&one(BIA_LID)).await.unwrap().unwrap();
    assert_eq!((ana_now.id, &ana_now.address), (anas, &one(ANA_LID)));
    assert_eq!(bia_now.address, pair(ANA_PN, BIA_LID));
    assert_ne!(ana_now.id, bia_now.id, "two privacy ids are two people");
    let by_number = chats.chat_by_address(&one(ANA_PN)).await.unwrap().unwrap();
    assert_eq!(by_number.id, bia_now.id, "what is sent to the number reaches who has it now");
    let page = chats.messages(bia_now.id, None, 9).await.unwrap();
    assert!(page.messages.iter().all(|message| message.content != text("segredo da Ana")));
}

#[tokio::test]
async fn who_changed_the_number_stays_one_conversation() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "antes")], NOW).await;
    deliver(&chats, vec![from(pair(BIA_PN, ANA_LID), "A2", "depois")], NOW + 1).await;
    let chat = chats.chat_by_address(&one(ANA_LID)).await.unwrap().unwrap();
    assert_eq!(chat.address, pair(BIA_PN, ANA_LID));
    assert_eq!(chats.messages(chat.id, None, 9).await.unwrap().messages.len(), 2);
}

#[tokio::test]
async fn a_receipt_finds_its_message_under_whichever_address_it_names() {
    let world = World::new().await;
    let chats = world.chats().await;
    let mut outgoing = to_ana("B1", "oi", None);
    outgoing.to = one(ANA_PN);
    deliver(&chats, vec![from(one(ANA_LID), "A1", "oi")], NOW).await;
    let sent = enqueue(&chats, outgoing, NOW + 1).await;
    chats.mark_sent(due(&chats, NOW + 1).await[0].row, NOW + 2).await.unwrap();
    for (address, status) in [(ana(), MessageStatus::Delivered), (one(ANA_LID), MessageStatus::Read)] {
        let ids = std::slice::from_ref(&sent.id);
        assert_eq!(
            chats.apply_receipt(receipt(address.clone(), ids, status, NOW), NOW + 3).await.unwrap().len(),
            1,
            "{address:?}"
        );
    }
    assert!(
        chats
            .apply_receipt(receipt(ana(), &[world::id("ZZ")], MessageStatus::Read, NOW), NOW)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_name_that_came_before_the_first_message_is_the_chats_name() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.set_name(&one(ANA_LID), "Ana da Padaria", true, NOW).await.unwrap();
    assert!(chats.chat_by_address(&ana()).await.unwrap().is_none(), "a name opens no conversation");
    let input = HistoryPart { push_names: vec![(one(BIA_LID), "Bia".to_owned())], ..HistoryPart::default() };
    chats.store_history(input, NOW).await.unwrap();
    let quiet = Received { push_name: String::new(), ..from(one(BIA_LID), "C1", "oi") };
    deliver(&chats, vec![from(ana(), "A1", "oi"), quiet], NOW).await;
    let name = async |address: Address| chats.chat_by_address(&address).await.unwrap().unwrap().name;
    assert_eq!(name(ana()).await, "Ana da Padaria", "the address book beats what people call themselves");
    assert_eq!(name(one(BIA_LID)).await, "Bia");
}

#[tokio::test]
async fn history_keeps_the_order_of_messages_of_one_second_whichever_end_comes_first() {
    for newest_first in [true, false] {
        let world = World::new().await;
        let chats = world.chats().await;
        // WhatsApp's clock ticks in seconds.
        let mut part: Vec<_> = [("A1", 0), ("A2", 1_000), ("A3", 1_000), ("A4", 1_000), ("A5", 2_000)]
            .map(|(id, after)| {
                (Received { at: Some(NOW - 9_000 + after), ..from(ana(), id, "oi") }, MessageStatus::Read)
            })
            .into();
        if newest_first {
            part.reverse();
        }
        chats.store_history(history(ana(), part), NOW).await.unwrap();
        let ids: Vec<_> = everything(&chats).await.into_iter().map(|message| message.id.to_string()).collect();
        assert_eq!(ids, ["A1", "A2", "A3", "A4", "A5"], "newest first: {newest_first}");
    }
}

#[tokio::test]
async fn reading_a_chat_with_a_past_tells_senders_of_what_was_unread_and_no_more() {
    let world = World::new().await;
    let chats = world.chats().await;
    let past = (0..50).map(|index| {
        let at = Some(NOW - 100_000 + index * 1_000);
        (Received { at, ..from(ana(), &format!("A{index}"), "oi") }, MessageStatus::Delivered)
    });
    let mut input = history(ana(), past.collect());
    input.chats[0].unread = 2;
    chats.store_history(input, NOW).await.unwrap();
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!(chat.unread, 2);
    chats.mark_chat_read(chat.id, NOW).await.unwrap();
    let mut ids = chats.pending_reads(99).await.unwrap().remove(0).ids;
    ids.sort();
    assert_eq!(ids, [world::id("A48"), world::id("A49")], "fifty receipts at once would look like a robot");
    assert_eq!(chats.chat(chat.id).await.unwrap().unwrap().unread, 0);
}

#[tokio::test]
async fn a_number_is_found_as_people_type_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let found = async |search: &str| {
        let query = portaria_storage::ChatQuery { search: Some(search.into()), limit: 9, ..Default::default() };
        chats.chats(query).await.unwrap().len()
    };
    for search in ["+55 (11) 90000-0002", "5511900000002", "00002", "ana", "ÂNA", "A\u{301}na"] {
        assert_eq!(found(search).await, 1, "{search:?}");
    }
    for search in ["+55 (21)", "bia", "%", "_"] {
        assert_eq!(found(search).await, 0, "{search:?}");
    }
}

#[tokio::test]
async fn what_somebody_shows_of_themselves_is_theirs_under_each_of_their_addresses() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let told = chats.set_picture(&one(ANA_PN), Some("7".into()), NOW).await.unwrap();
    assert!(
        matches!(&told[..], [event] if matches!(&event.body, EventBody::ChatUpdated(chat) if chat.picture.as_deref() == Some("7")))
    );
    assert!(chats.set_picture(&one(ANA_LID), Some("7".into()), NOW).await.unwrap().is_empty(), "nothing new");
    chats.set_about(&one(ANA_LID), "No trabalho".into(), NOW).await.unwrap();
    chats.set_business(&one(ANA_PN), "Ana Bolos".into(), Some(true), NOW).await.unwrap();
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!((chat.about.as_str(), chat.is_verified, chat.name.as_str()), ("No trabalho", true, "Ana Bolos"));

    chats.set_business(&one(ANA_PN), String::new(), None, NOW).await.unwrap();
    chats.set_picture(&one(ANA_LID), None, NOW).await.unwrap();
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!((chat.is_verified, chat.picture, chat.name.as_str()), (false, None, "Ana"), "no business, no picture");
}

#[tokio::test]
async fn a_picture_that_somebody_shows_is_not_collected_and_one_that_nobody_does_is() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let keep = async |id: &str, bytes: &[u8]| {
        let mut writer = chats.create_blob().await.unwrap();
        std::io::Write::write_all(&mut writer, bytes).unwrap();
        let blob = chats.finish_blob(writer).await.unwrap();
        chats.keep_picture(&ana(), id.into(), blob, "image/jpeg".into(), NOW).await.unwrap();
        blob.name
    };
    let first = keep("7", b"a face").await;
    assert_eq!(chats.collect_media(NOW).await.unwrap(), 0);
    assert_eq!(chats.profile(&ana()).await.unwrap().unwrap().file.map(|(name, _)| name), Some(first));
    let second = keep("8", b"another face").await;
    assert_eq!(chats.collect_media(NOW).await.unwrap(), 1);
    assert!(chats.open_blob(first).await.unwrap().is_none() && chats.open_blob(second).await.unwrap().is_some());
}
