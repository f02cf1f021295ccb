//! What is to be sent waits, is sent, and is kept until it was delivered.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{
    Address, Album, Content, Context, FailureReason, MarkKind, Media, MediaKind, MessageStatus, Participant, Role,
    UnixMs,
};
use portaria_storage::{Hours, OutboxState, Outgoing, Says, ToCancel};
use world::{
    ANA_PN, NOW, World, ana, deliver, due, due_ids, enqueue, everything, from, group, id, jid, receipt, to_ana,
};

const MINUTE_MS: i64 = 60_000;

fn to(address: Address, outgoing: Outgoing) -> Outgoing {
    Outgoing { to: address, ..outgoing }
}

fn bia() -> Address {
    Address::one(jid("5511900000003@s.whatsapp.net")) // invented
}

#[tokio::test]
async fn what_waits_fails_all_at_once_when_the_phone_is_unlinked() {
    let world = World::new().await;
    let chats = world.chats().await;
    for index in 0..30 {
        enqueue(&chats, to_ana(&format!("B{index}"), "oi", None), NOW).await;
    }
    let events = chats.fail_pending(NOW).await.unwrap();
    assert_eq!(events.len(), 30);
    assert!(due_ids(&chats, NOW).await.is_empty());
    assert!(everything(&chats).await.iter().all(|message| message.failure == Some(FailureReason::LoggedOut)));
    assert!(chats.fail_pending(NOW).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_sent_waits_again_until_it_is_delivered_or_has_been_sent_often_enough() {
    let world = World::new().await;
    let chats = world.chats().await;
    for (id, sent_at) in [("OLD", NOW), ("SEEN", NOW + 9 * MINUTE_MS), ("LOST", NOW + 10 * MINUTE_MS)] {
        enqueue(&chats, to_ana(id, "oi", None), sent_at).await;
        let row = due(&chats, sent_at).await.remove(0).row;
        assert_eq!(chats.mark_sent(row, sent_at).await.unwrap().len(), 1);
    }
    let now = NOW + 11 * MINUTE_MS;
    enqueue(&chats, to_ana("NEW", "oi", None), now).await;
    chats.apply_receipt(receipt(ana(), &[id("SEEN")], MessageStatus::Delivered, now), now).await.unwrap();
    assert_eq!(due_ids(&chats, now).await, ["NEW"], "what is sent does not wait while the session lives");

    for _ in 0..3 {
        assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 1, "OLD had its time, and SEEN its second tick");
        assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 0, "it waits already");
        assert_eq!(due_ids(&chats, now).await, ["LOST", "NEW"], "in the order in which they were accepted");
        let lost = due(&chats, now).await.remove(0);
        let events = chats.mark_sent(lost.row, now + MINUTE_MS).await.unwrap();
        assert!(events.is_empty(), "a second sending is no news: {events:?}");
    }
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 0, "three times is enough");
    assert_eq!(due_ids(&chats, now).await, ["NEW"]);
}

#[tokio::test]
async fn a_late_word_on_what_is_gone_is_not_taken_for_what_came_after_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    let gone = async |id: &str| {
        enqueue(&chats, to_ana(id, "oi", None), NOW).await;
        let row = due(&chats, NOW).await[0].row;
        // The reader's tick can overtake the server's own.
        chats.apply_receipt(receipt(ana(), &[world::id(id)], MessageStatus::Delivered, NOW), NOW).await.unwrap();
        row
    };
    let rows = [gone("B1").await, gone("B2").await, gone("B3").await, gone("B4").await];
    let waits = enqueue(&chats, to_ana("B9", "o bolo está pronto", None), NOW).await;
    chats.mark_sent(rows[0], NOW).await.unwrap();
    chats.mark_failed(rows[1], FailureReason::Rejected, NOW).await.unwrap();
    chats.retry_later(rows[2], NOW + MINUTE_MS).await.unwrap();
    chats.hold(rows[3], NOW + MINUTE_MS).await.unwrap();
    assert_eq!(due_ids(&chats, NOW).await, ["B9"]);
    let status = chats.message(waits.chat, &waits.id).await.unwrap().unwrap().status;
    assert!(matches!(status, MessageStatus::Queued | MessageStatus::Sending), "{status:?}");
}

#[tokio::test]
async fn a_group_text_is_repeated_until_everybody_has_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    let info = portaria_domain::GroupInfo {
        chat: group(),
        kind: portaria_domain::ChatKind::Group,
        subject: "Obra".into(),
        facts: portaria_domain::GroupFacts::default(),
        disappears_after_s: None,
        participants: [ana(), bia()].map(|address| Participant { address, role: Role::Member }).into(),
    };
    chats.set_group(info, NOW).await.unwrap();
    let sent = enqueue(&chats, to(group(), to_ana("B1", "oi", None)), NOW).await;
    chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
    let status = async || chats.message(sent.chat, &sent.id).await.unwrap().unwrap().status;
    let by = |by: Address, status| portaria_domain::Receipt { by, ..receipt(group(), &[id("B1")], status, NOW) };

    chats.apply_receipt(by(ana(), MessageStatus::Read), NOW).await.unwrap();
    assert_eq!(status().await, MessageStatus::Sent, "one of two has it");
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 1);
    chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
    chats.apply_receipt(by(bia(), MessageStatus::Delivered), NOW).await.unwrap();
    assert_eq!(status().await, MessageStatus::Delivered, "as far as with the last");
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 0);
    let receipts = chats.message_receipts(sent.chat, &sent.id).await.unwrap();
    let read: Vec<_> = receipts.iter().map(|receipt| (receipt.by.clone(), receipt.read_at.is_some())).collect();
    assert_eq!(read, [(ana(), true), (bia(), false)]);
}

#[tokio::test]
async fn a_sent_text_does_not_fail_because_its_second_sending_was_refused() {
    let world = World::new().await;
    let chats = world.chats().await;
    let sent = enqueue(&chats, to_ana("B1", "oi", None), NOW).await;
    let row = due(&chats, NOW).await[0].row;
    chats.mark_sent(row, NOW).await.unwrap();
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 1);
    let events = chats.mark_failed(row, FailureReason::Restricted, NOW).await.unwrap();
    assert!(events.is_empty(), "{events:?}");
    assert!(due_ids(&chats, NOW).await.is_empty(), "nor is it tried for ever");
    let now = chats.message(sent.chat, &sent.id).await.unwrap().unwrap();
    assert_eq!((now.status, now.failure), (MessageStatus::Sent, None));
}

#[tokio::test]
async fn what_has_to_wait_holds_up_nothing_but_its_own_chat() {
    let world = World::new().await;
    let chats = world.chats().await;
    for (id, address) in [("A1", ana()), ("B1", bia()), ("A2", ana()), ("B2", bia())] {
        enqueue(&chats, to(address, to_ana(id, "oi", None)), NOW).await;
    }
    chats.retry_later(due(&chats, NOW).await[0].row, NOW + MINUTE_MS).await.unwrap();
    assert_eq!(due_ids(&chats, NOW).await, ["B1", "B2"], "A2 keeps its place behind A1");
    assert_eq!(chats.due(NOW, 9).await.unwrap().later.at, Some(NOW + MINUTE_MS));
    assert_eq!(due_ids(&chats, NOW + MINUTE_MS).await, ["A1", "B1", "A2", "B2"]);

    chats.mark_failed(due(&chats, NOW + MINUTE_MS).await[0].row, FailureReason::Rejected, NOW).await.unwrap();
    assert_eq!(due_ids(&chats, NOW).await, ["B1", "A2", "B2"], "one that cannot leave holds up nothing");
}

#[tokio::test]
async fn what_failed_can_be_sent_again_or_discarded() {
    let world = World::new().await;
    let chats = world.chats().await;
    let sent = enqueue(&chats, to_ana("B1", "oi", Some("chave")), NOW).await;
    chats.mark_failed(due(&chats, NOW).await[0].row, FailureReason::NotOnWhatsapp, NOW).await.unwrap();
    let waiting = chats.waiting(None, None, 9).await.unwrap();
    assert_eq!((waiting[0].state, waiting[0].failure), (OutboxState::Dead, Some(FailureReason::NotOnWhatsapp)));
    assert_eq!(waiting[0].client_key.as_deref(), Some("chave"));

    assert!(chats.send_again(sent.chat, &sent.id, NOW).await.unwrap().0);
    let now = chats.message(sent.chat, &sent.id).await.unwrap().unwrap();
    assert_eq!((now.status, now.failure), (MessageStatus::Queued, None));
    assert_eq!(due_ids(&chats, NOW).await, ["B1"]);

    chats.mark_failed(due(&chats, NOW).await[0].row, FailureReason::NoAnswer, NOW).await.unwrap();
    let one = ToCancel::One(sent.chat, sent.id);
    assert_eq!(chats.cancel(one.clone(), NOW).await.unwrap().0.taken_out, 1);
    assert!(everything(&chats).await.is_empty() && due_ids(&chats, NOW).await.is_empty());
    assert_eq!(chats.cancel(one, NOW).await.unwrap().0.taken_out, 0, "it is gone");
}

#[tokio::test]
async fn what_is_for_later_waits_for_its_hour_and_holds_up_nothing() {
    let world = World::new().await;
    let chats = world.chats().await;
    enqueue(&chats, Outgoing { send_at: Some(NOW + MINUTE_MS), ..to_ana("LATER", "lembrete", None) }, NOW).await;
    enqueue(&chats, to_ana("NOW", "oi", None), NOW).await;
    assert_eq!(due_ids(&chats, NOW).await, ["NOW"]);
    assert_eq!(chats.due(NOW, 9).await.unwrap().later.at, Some(NOW + MINUTE_MS));
    assert_eq!(due_ids(&chats, NOW + MINUTE_MS).await, ["LATER", "NOW"]);
}

#[tokio::test]
async fn a_number_typed_offline_joins_the_chat_of_the_address_that_whatsapp_names() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(Address::one(jid("55119000000@s.whatsapp.net")), "A1", "oi")], NOW).await; // invented
    let typed = Outgoing { is_typed: true, ..to(Address::one(jid(ANA_PN)), to_ana("B1", "olá", None)) };
    enqueue(&chats, typed, NOW).await;
    let item = due(&chats, NOW).await.remove(0);
    assert!(item.is_typed);
    let real = Address::one(jid("55119000000@s.whatsapp.net")); // invented
    chats.settle_recipient(item.row, &real, NOW).await.unwrap();
    let item = due(&chats, NOW).await.remove(0);
    assert_eq!((item.is_typed, item.to.to_string()), (false, "55119000000@s.whatsapp.net".to_owned()));
    let listed = chats.chats(portaria_storage::ChatQuery { limit: 9, ..Default::default() }).await.unwrap();
    assert_eq!(listed.len(), 1, "one person is one chat: {listed:?}");
    assert_eq!(everything(&chats).await.len(), 2);
}

#[tokio::test]
async fn a_number_typed_with_a_digit_too_many_leaves_nobody_behind() {
    let world = World::new().await;
    let chats = world.chats().await;
    let typed = Outgoing { is_typed: true, ..to(Address::one(jid(ANA_PN)), to_ana("B1", "olá", None)) };
    enqueue(&chats, typed, NOW).await;
    let item = due(&chats, NOW).await.remove(0);
    let real = Address::one(jid("55119000000@s.whatsapp.net")); // invented
    chats.settle_recipient(item.row, &real, NOW).await.unwrap();
    let people = chats.contacts(portaria_storage::ContactQuery { limit: 9, ..Default::default() }).await.unwrap();
    assert_eq!(people.contacts.iter().map(|one| one.address.clone()).collect::<Vec<_>>(), [real]);
}

#[tokio::test]
async fn a_sign_is_there_at_once_and_gone_if_whatsapp_does_not_take_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    let said = from(ana(), "A1", "oi");
    deliver(&chats, vec![said.clone()], NOW).await;
    let kind = MarkKind::Reaction { emoji: "👍".into() };
    let outgoing = Outgoing { says: Says::Mark { target: said.key, kind }, ..to_ana("B1", "", Some("chave")) };
    let enqueued = chats.enqueue(outgoing.clone(), NOW).await.unwrap();
    assert_eq!(enqueued.message.unwrap().marks.reactions[0].emoji, "👍");
    assert!(chats.enqueue(outgoing, NOW).await.unwrap().duplicate);
    chats.mark_failed(due(&chats, NOW).await[0].row, FailureReason::Rejected, NOW).await.unwrap();
    assert!(everything(&chats).await[0].marks.is_empty());
    assert!(due_ids(&chats, NOW).await.is_empty());
}

#[tokio::test]
async fn a_sign_leaves_again_until_its_reader_has_it_and_stays_once_it_was_sent() {
    let world = World::new().await;
    let chats = world.chats().await;
    let said = from(ana(), "A1", "oi");
    deliver(&chats, vec![said.clone()], NOW).await;
    let sign = |id: &str, target: &portaria_domain::MessageKey, emoji: &str| {
        let (target, kind) = (target.clone(), MarkKind::Reaction { emoji: emoji.into() });
        Outgoing { says: Says::Mark { target, kind }, ..to_ana(id, id, None) }
    };
    for (id, emoji) in [("B1", "👍"), ("B2", "❤️")] {
        chats.enqueue(sign(id, &said.key, emoji), NOW).await.unwrap();
        chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
    }
    assert!(due_ids(&chats, NOW).await.is_empty(), "what is sent does not wait while the session lives");
    chats.apply_receipt(receipt(ana(), &[id("B2")], MessageStatus::Delivered, NOW), NOW).await.unwrap();
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 1);
    assert_eq!(due_ids(&chats, NOW).await, ["B1"]);
    // It was sent once: a refusal now, or the end of the link, takes nothing back.
    chats.fail_pending(NOW).await.unwrap();
    assert_eq!(everything(&chats).await[0].marks.reactions[0].emoji, "❤️");
    assert!(due_ids(&chats, NOW).await.is_empty());

    let in_group = world::in_group(ana(), "A2", "oi");
    deliver(&chats, vec![in_group.clone()], NOW).await;
    chats.enqueue(to(group(), sign("B3", &in_group.key, "👍")), NOW).await.unwrap();
    chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
    let by_one = portaria_domain::Receipt { by: bia(), ..receipt(group(), &[id("B3")], MessageStatus::Read, NOW) };
    chats.apply_receipt(by_one, NOW).await.unwrap();
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 1, "others of the group may not have it");
    chats.mark_failed(due(&chats, NOW).await[0].row, FailureReason::Rejected, NOW).await.unwrap();
    let all = everything(&chats).await;
    let shown = all.iter().find(|message| message.id.as_str() == "A2").unwrap();
    assert_eq!(shown.marks.reactions.len(), 1, "it was sent before");
}

#[tokio::test]
async fn what_waits_behind_what_waited_longer_stays_behind_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    let order = async || -> Vec<String> {
        everything(&chats).await.into_iter().map(|message| message.id.to_string()).collect()
    };
    enqueue(&chats, to_ana("B1", "oi", None), NOW).await;
    deliver(&chats, vec![from(ana(), "A1", "cadê?")], NOW).await;
    // Written after the answer, and before the first could leave.
    enqueue(&chats, to_ana("B2", "já vai", None), NOW + MINUTE_MS).await;
    for (id, minutes) in [("B1", 2), ("B2", 3)] {
        let sent_at = NOW + minutes * MINUTE_MS;
        let first = due(&chats, sent_at).await.into_iter().find(|item| item.id.as_str() == id).unwrap();
        chats.mark_sent(first.row, sent_at).await.unwrap();
        assert_eq!(order().await, ["A1", "B1", "B2"], "once {id} was sent");
    }
    assert_eq!(everything(&chats).await.last().unwrap().at, Some(NOW + 3 * MINUTE_MS));
}

#[tokio::test]
async fn what_waited_stands_where_the_first_receipt_says_that_it_had_left() {
    let world = World::new().await;
    let chats = world.chats().await;
    let ids = ["B1", "B2"];
    for id in ids {
        enqueue(&chats, to_ana(id, "oi", None), NOW).await;
    }
    let came = async |id: &str, at| {
        deliver(&chats, vec![portaria_domain::Received { at: Some(at), ..from(ana(), id, "cadê?") }], at).await;
    };
    let order = async || -> Vec<String> {
        everything(&chats).await.into_iter().map(|message| message.id.to_string()).collect()
    };
    let delivered = async |name: &str, at| {
        let receipt = receipt(ana(), &[id(name)], MessageStatus::Delivered, at);
        chats.apply_receipt(receipt, at).await.unwrap();
    };
    came("A1", NOW + MINUTE_MS).await;
    let rows: Vec<_> = due(&chats, NOW + 2 * MINUTE_MS).await.into_iter().map(|item| item.row).collect();
    // The receipt is faster than WhatsApp's own word.
    delivered("B1", NOW + 2 * MINUTE_MS).await;
    chats.mark_sent(rows[0], NOW + 2 * MINUTE_MS).await.unwrap();
    assert_eq!(order().await, ["A1", "B1", "B2"], "the other still waits behind it");
    // WhatsApp's word was lost with the connection, and so was that of the reader until somebody had written again.
    came("A2", NOW + 3 * MINUTE_MS).await;
    delivered("B2", NOW + 2 * MINUTE_MS).await;
    assert_eq!(order().await, ["A1", "B1", "B2", "A2"]);
    let last = chats.chat_by_address(&ana()).await.unwrap().unwrap().last_message.unwrap();
    assert_eq!(last.id.as_str(), "A2");
}

#[tokio::test]
async fn what_waited_stands_after_what_came_meanwhile() {
    let world = World::new().await;
    let chats = world.chats().await;
    for id in ["B1", "B2"] {
        enqueue(&chats, to_ana(id, "oi", None), NOW).await;
    }
    let at = |id: &str, at| portaria_domain::Received { at: Some(at), ..from(ana(), id, "cadê?") };
    deliver(&chats, vec![at("A1", NOW + MINUTE_MS)], NOW + MINUTE_MS).await;
    let order = async || -> Vec<String> {
        everything(&chats).await.into_iter().map(|message| message.id.to_string()).collect()
    };
    assert_eq!(order().await, ["B1", "B2", "A1"], "as they were written, while they wait");
    let sent_at = NOW + 2 * MINUTE_MS;
    for item in due(&chats, sent_at).await {
        chats.mark_sent(item.row, sent_at).await.unwrap();
    }
    assert_eq!(order().await, ["A1", "B1", "B2"], "as WhatsApp has them");
    let last = chats.chat_by_address(&ana()).await.unwrap().unwrap().last_message.unwrap();
    assert_eq!((last.id.as_str(), last.at), ("B2", Some(sent_at)));
    // Where nothing came, the moment of writing stays.
    enqueue(&chats, to_ana("B3", "oi", None), sent_at).await;
    chats.mark_sent(due(&chats, sent_at).await[0].row, sent_at + MINUTE_MS).await.unwrap();
    assert_eq!(everything(&chats).await.last().unwrap().at, Some(sent_at));
}

#[tokio::test]
async fn what_cannot_be_stored_of_one_message_takes_no_other_receipts_with_it() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    for id in ["B1", "B2", "B3"] {
        enqueue(&chats, to_ana(id, "oi", None), NOW).await;
        chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
    }
    drop(chats);
    let world = world.write_chats(tenant, "UPDATE messages SET status = 'seen_from_afar' WHERE id = 'B2'").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let both = receipt(ana(), &[id("B1"), id("B2")], MessageStatus::Read, NOW);
    let third = receipt(ana(), &[id("B3")], MessageStatus::Read, NOW);
    let events = chats.apply_receipts(vec![both, third], NOW).await.unwrap();
    assert_eq!(events.len(), 2, "{events:?}");
    drop(chats);
    let world = world.write_chats(tenant, "UPDATE messages SET status = 'sent' WHERE id = 'B2'").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let status = everything(&chats).await.into_iter().map(|message| (message.id.to_string(), message.status));
    let told: Vec<_> = status.filter(|(_, status)| *status == MessageStatus::Read).map(|(id, _)| id).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(!told.contains(&"B2".to_owned()), "{told:?}");
}

#[tokio::test]
async fn what_is_put_off_waits_no_longer_where_the_clock_is_set_back_and_what_has_its_hour_does() {
    const HOUR_MS: i64 = 60 * MINUTE_MS;
    let world = World::new().await;
    let chats = world.chats().await;
    enqueue(&chats, to_ana("AGAIN", "oi", None), NOW).await;
    enqueue(&chats, to(bia(), to_ana("FILE", "oi", None)), NOW).await;
    let later = Outgoing { send_at: Some(NOW + HOUR_MS), ..to(group(), to_ana("LATER", "oi", None)) };
    enqueue(&chats, later, NOW).await;
    let items = due(&chats, NOW).await;
    let (again, file) = (&items[0], &items[1]);
    chats.retry_later(again.row, NOW + 5 * MINUTE_MS).await.unwrap();
    chats.retry_later(file.row, NOW).await.unwrap();
    chats.hold(file.row, UnixMs::FOREVER).await.unwrap();
    assert!(due_ids(&chats, NOW).await.is_empty(), "it is put off");
    assert_eq!(chats.due(NOW, 99).await.unwrap().later.at, Some(NOW + 5 * MINUTE_MS));
    let back = NOW - 3 * HOUR_MS;
    assert_eq!(due_ids(&chats, back).await, ["AGAIN"], "the clock was set back by three hours");
    chats.mark_sent(again.row, back).await.unwrap();
    assert_eq!(chats.due(back, 99).await.unwrap().later.at, Some(NOW + HOUR_MS), "what has its hour keeps it");
    assert_eq!(due_ids(&chats, NOW + HOUR_MS).await, ["LATER"], "a file's upload holds its chat, however late it is");
}

#[tokio::test]
async fn the_head_of_an_album_is_no_line_and_follows_what_becomes_of_its_parts() {
    let world = World::new().await;
    let chats = world.chats().await;
    let fail_all = async || {
        while let Some(next) = due(&chats, NOW).await.first() {
            chats.mark_failed(next.row, FailureReason::Rejected, NOW).await.unwrap();
        }
    };
    let says = |content, context| Says::Message { content, context };
    let head = Outgoing {
        says: says(Content::Album(Album { images: 2, videos: 0 }), Context::default()),
        ..to_ana("HEAD", "", None)
    };
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    enqueue(&chats, head, NOW).await;
    let chat = async || chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!(chat().await.last_message.unwrap().id, id("A1"), "nobody sees a head");
    let context = Context { album: Some(id("HEAD")), ..Context::default() };
    for part in ["B1", "B2"] {
        let says = says(Content::Media(Media::of(MediaKind::Image)), context.clone());
        enqueue(&chats, Outgoing { says, ..to_ana(part, "", None) }, NOW).await;
    }
    assert_eq!(chat().await.last_album.map(|album| album.images), Some(2));
    assert_eq!(everything(&chats).await.len(), 3);

    fail_all().await;
    let failures = chats.figures(Hours::around(NOW, NOW), NOW, false).await.unwrap().period.failures;
    assert_eq!(failures, [(FailureReason::Rejected, 2)], "its parts did not leave, and it is none");
    let chat = chat().await.id;
    let discard = async |part: &str| chats.cancel(ToCancel::One(chat, id(part)), NOW).await.unwrap();
    discard("B1").await;
    assert!(chats.send_again(chat, &id("B2"), NOW).await.unwrap().0);
    assert_eq!(due_ids(&chats, NOW).await, ["HEAD", "B2"], "a part leaves behind its head");
    fail_all().await;
    discard("B2").await;
    assert!(chats.waiting(None, None, 9).await.unwrap().is_empty(), "nothing is left that it would go before");
}
