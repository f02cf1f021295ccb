//! What WhatsApp says about chats and the past, and what becomes of it here.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{
    Address, Call, CallOutcome, ChatChange, Content, Context, Event, EventBody, Jid, Media, MediaKind, Message,
    MessageStatus, NameSource, Received, UnixMs,
};
use portaria_storage::{ChatQuery, ChatStore, StorageError};
use world::{
    ANA_LID, ANA_PN, NOW, World, ana, deliver, enqueue, everything, from, group, history, id, in_group, jid, raw, text,
    to_ana,
};

fn picture(caption: &str) -> Content {
    Content::Media(Media {
        caption: Some(caption.into()),
        mime: "image/jpeg".into(),
        size_bytes: Some(10),
        ..Media::of(MediaKind::Image)
    })
}

async fn ids(chats: &ChatStore) -> Vec<String> {
    everything(chats).await.into_iter().map(|message| message.id.to_string()).collect()
}

#[tokio::test]
async fn the_phones_count_of_unread_messages_holds_also_for_a_chat_that_is_here() {
    let world = World::new().await;
    let chats = world.chats().await;
    let at = |n: i64| Some(NOW - 100_000 + n * 1_000);
    // One came live before the history that holds it, too.
    deliver(&chats, vec![Received { at: at(5), ..from(ana(), "A5", "oi") }], NOW).await;
    let past = (0..6).map(|n| (Received { at: at(n), ..from(ana(), &format!("A{n}"), "oi") }, MessageStatus::Read));
    let mut part = history(ana(), past.collect());
    part.chats[0].unread = 6;
    chats.store_history(part.clone(), NOW).await.unwrap();
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!(chat.unread, 6, "the phone says six, whatever was here");
    assert!(everything(&chats).await.iter().all(|message| message.status == MessageStatus::Delivered));
    chats.mark_chat_read(chat.id, NOW).await.unwrap();
    chats.store_history(part, NOW).await.unwrap();
    assert_eq!(chats.chat(chat.id).await.unwrap().unwrap().unread, 0, "the same part again says nothing new");
}

#[tokio::test]
async fn times_that_tie_or_lie_leave_the_phones_order() {
    let world = World::new().await;
    let chats = world.chats().await;
    let second = |n: i64| UnixMs(NOW.0 - 100_000 + n * 1_000);
    let times = [second(1), second(2), second(2), UnixMs(0), UnixMs(4_070_908_800_000), second(3)];
    let past = times
        .iter()
        .enumerate()
        .map(|(n, at)| (Received { at: Some(*at), ..from(ana(), &format!("A{n}"), "oi") }, MessageStatus::Read));
    chats.store_history(history(ana(), past.collect()), NOW).await.unwrap();
    assert_eq!(ids(&chats).await, ["A0", "A1", "A2", "A3", "A4", "A5"]);
    let all = everything(&chats).await;
    assert_eq!(all[3].at, None, "1970 stays unknown");
    assert!(all.iter().all(|message| message.place <= second(3)), "and nothing stands in the future");
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!(chat.last_message.unwrap().id, id("A5"));
}

#[tokio::test]
async fn another_account_has_its_own_chats_and_the_first_finds_its_own_again() {
    let world = World::new().await;
    let chats = world.chats().await;
    let (a, b) = (Address::one(jid("100000000001@lid")), Address::one(jid("100000000002@lid")));
    deliver(&chats, vec![from(ana(), "A1", "para a primeira")], NOW).await;
    chats.use_account(&a, NOW).await.unwrap();
    assert_eq!(ids(&chats).await, ["A1"], "what was here before belongs to whoever comes first");
    let first = chats.chat_by_address(&ana()).await.unwrap().unwrap();

    chats.use_account(&b, NOW).await.unwrap();
    assert!(ids(&chats).await.is_empty());
    deliver(&chats, vec![from(ana(), "A1", "para a segunda")], NOW).await;
    let second = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_ne!(first.id, second.id);
    assert!(second.is_current && !chats.chat(first.id).await.unwrap().unwrap().is_current);

    chats.use_account(&Address { pn: Some(jid("5511900000001@s.whatsapp.net")), ..a }, NOW).await.unwrap(); // invented
    assert_eq!(everything(&chats).await[0].content, text("para a primeira"));
}

#[tokio::test]
async fn what_other_devices_do_to_a_chat_is_seen_here() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let change = async |change| chats.change_chat(&Address::one(jid(ANA_LID)), change, NOW).await.unwrap();
    assert_eq!(change(ChatChange::Archived(true)).await.len(), 1);
    assert!(change(ChatChange::Archived(true)).await.is_empty(), "the same again is no news");
    change(ChatChange::Pinned(Some(NOW))).await;
    change(ChatChange::Muted(Some(UnixMs::FOREVER))).await;
    change(ChatChange::Disappearing(Some(86_400))).await;
    let events = change(ChatChange::MarkedUnread(true)).await;
    let EventBody::ChatUpdated(chat) = &events[0].body else { panic!("{events:?}") };
    assert!(chat.is_archived && chat.is_marked_unread);
    assert_eq!(
        (chat.pinned_at, chat.muted_until, chat.disappears_after_s),
        (Some(NOW), Some(UnixMs::FOREVER), Some(86_400))
    );
    change(ChatChange::MarkedUnread(false)).await;
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
    assert_eq!((chat.unread, chat.is_marked_unread), (0, false), "read on the phone is read here");
    assert!(chats.pending_reads(9).await.unwrap().is_empty(), "and the phone has told the writer");
}

#[tokio::test]
async fn a_name_that_was_taken_away_leaves_the_next_best() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let name = async || {
        let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
        (chat.name, chat.name_source)
    };
    assert_eq!(name().await, ("Ana".to_owned(), NameSource::Own));
    chats.set_name(&Address::one(jid(ANA_PN)), "Ana da Padaria", true, NOW).await.unwrap();
    assert_eq!(name().await, ("Ana da Padaria".to_owned(), NameSource::AddressBook));
    assert_eq!(chats.remove_book_name(&Address::one(jid(ANA_LID)), NOW).await.unwrap().len(), 1);
    assert_eq!(name().await, ("Ana".to_owned(), NameSource::Own));
}

#[tokio::test]
async fn who_writes_in_a_group_has_a_name_there() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![in_group(ana(), "A1", "oi")], NOW).await;
    assert_eq!(everything(&chats).await[0].sender_name, "Ana");
    chats.set_name(&Address::one(jid(ANA_PN)), "Ana da Padaria", true, NOW).await.unwrap();
    assert_eq!(everything(&chats).await[0].sender_name, "Ana da Padaria");
    let chat = chats.chat_by_address(&group()).await.unwrap().unwrap();
    assert_eq!(chat.name, "", "the group is not called like its last writer");
}

#[tokio::test]
async fn a_message_of_an_earlier_version_is_completed_by_the_phones_history() {
    let world = World::new().await;
    let chats = world.chats().await;
    let old =
        Received { content: Content::Unsupported { name: "imageMessage".into() }, raw: None, ..from(ana(), "A1", "") };
    deliver(&chats, vec![old], NOW).await;
    let now = Received { content: picture("pedido 123"), ..from(ana(), "A1", "foto") };
    chats.store_history(history(ana(), vec![(now, MessageStatus::Read)]), NOW).await.unwrap();
    assert_eq!(everything(&chats).await[0].content, picture("pedido 123"));
}

#[tokio::test]
async fn messages_of_an_older_projection_are_made_anew_and_a_kill_in_between_loses_nothing() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let unread = |n: i64| Received {
        content: Content::Unsupported { name: "imageMessage".into() },
        raw: Some(raw(&format!("foto {n}"))),
        at: Some(NOW - 10_000 + n * 1_000),
        ..from(ana(), &format!("A{n}"), "")
    };
    deliver(&chats, (0..5).map(unread).collect(), NOW).await;
    chats.forget_projections().await.unwrap();
    assert_eq!(chats.count_unprojected().await.unwrap(), 5);
    let read = |raw: &portaria_domain::Raw| {
        Some((picture(&String::from_utf8(raw.bytes.clone()).unwrap()), Context::default()))
    };
    let first = chats.unprojected(2).await.unwrap();
    let rows = first.into_iter().map(|one| (one.row, read(&one.raw))).collect();
    let events = chats.reproject(rows, NOW).await.unwrap();
    assert!(events.iter().all(|event| event.body.name() == "message.updated") && events.len() == 2);
    drop(chats);

    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(chats.count_unprojected().await.unwrap(), 3, "it goes on where it was");
    let rest = chats.unprojected(99).await.unwrap();
    chats.reproject(rest.into_iter().map(|one| (one.row, read(&one.raw))).collect(), NOW).await.unwrap();
    let captions: Vec<_> =
        everything(&chats).await.iter().map(|message| message.content.words().unwrap().to_owned()).collect();
    assert_eq!(captions, ["foto 0", "foto 1", "foto 2", "foto 3", "foto 4"]);
    assert!(chats.unprojected(9).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_was_away_for_too_long_is_told_to_begin_anew() {
    let world = World::new().await;
    let chats = world.chats().await;
    for round in 0..21 {
        let batch = (0..1_000).map(|n| in_group(ana(), &format!("A{round}-{n}"), "oi")).collect();
        deliver(&chats, batch, NOW).await;
    }
    let page = chats.events_after(5, 10).await.unwrap();
    assert!(page.resync && page.events.is_empty(), "{page:?}");
    let last = page.last_number;
    let page = chats.events_after(last - 3, 10).await.unwrap();
    assert!(!page.resync);
    assert_eq!(page.events.len(), 3);
    assert_eq!(chats.last_event_number().await.unwrap(), last, "numbers never go back");
}

#[tokio::test]
async fn what_disappears_is_gone_on_the_clock_unless_it_is_kept() {
    let world = World::new().await;
    let chats = world.chats().await;
    let for_a_day = Context { expires_after_s: Some(86_400), ..Context::default() };
    deliver(&chats, vec![Received { context: for_a_day, ..from(ana(), "A1", "some") }, from(ana(), "A2", "fica")], NOW)
        .await;
    assert!(chats.expire_messages(NOW + 86_399_000).await.unwrap().is_empty());
    let events = chats.expire_messages(NOW + 86_400_000).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(ids(&chats).await, ["A2"]);
}

#[tokio::test]
async fn what_could_not_be_read_at_first_disappears_as_well() {
    let world = World::new().await;
    let chats = world.chats().await;
    let unread = Received { content: Content::Undecryptable, raw: None, ..from(ana(), "A1", "") };
    deliver(&chats, vec![unread], NOW).await;
    let for_a_day = Context { expires_after_s: Some(86_400), ..Context::default() };
    deliver(&chats, vec![Received { context: for_a_day, ..from(ana(), "A1", "some") }], NOW + 60_000).await;
    chats.expire_messages(NOW + 86_400_000).await.unwrap();
    assert!(ids(&chats).await.is_empty());
}

#[tokio::test]
async fn an_event_that_does_not_read_back_fails_no_page() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let texts = ["A1", "A2", "A3"].map(|id| from(ana(), id, "oi"));
    assert_eq!(deliver(&chats, texts.to_vec(), NOW).await.len(), 3);
    drop(chats);
    let world = world.write_chats(tenant, "UPDATE events SET kind = 'from.tomorrow' WHERE number = 2").await;
    let page = world.stores.chats(tenant).await.unwrap().events_after(0, 10).await.unwrap();
    assert_eq!(page.events.iter().map(|event| event.number).collect::<Vec<_>>(), [1, 3]);
    assert_eq!((page.resync, page.last_number), (false, 3));
}

fn call(id: &str, is_video: bool, outcome: CallOutcome) -> Received {
    let content = Content::Call(Call { is_video, outcome, duration_s: None });
    Received { content, raw: None, ..from(ana(), id, "") }
}

async fn calls(chats: &ChatStore) -> Vec<(bool, CallOutcome)> {
    let said = |message: &Message| match &message.content {
        Content::Call(call) => Some((call.is_video, call.outcome)),
        _ => None,
    };
    everything(chats).await.iter().filter_map(said).collect()
}

#[tokio::test]
async fn a_call_rings_until_it_is_over_and_is_told_both_times() {
    let world = World::new().await;
    let chats = world.chats().await;
    let rings = deliver(&chats, vec![call("C1", true, CallOutcome::Ringing)], NOW).await;
    assert!(matches!(&rings[..], [Event { body: EventBody::MessageReceived { .. }, .. }]), "{rings:?}");
    // Its end does not always say that it was to have a picture.
    let over = deliver(&chats, vec![call("C1", false, CallOutcome::Answered)], NOW + 5_000).await;
    assert!(matches!(&over[..], [Event { body: EventBody::MessageUpdated { .. }, .. }]), "{over:?}");
    assert!(deliver(&chats, vec![call("C1", true, CallOutcome::Ringing)], NOW + 6_000).await.is_empty());
    assert_eq!(calls(&chats).await, [(true, CallOutcome::Answered)]);
    assert!(chats.end_ringing_calls(NOW + 7_000).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_call_whose_end_nobody_heard_is_missed_until_whatsapp_says_otherwise() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![call("C1", true, CallOutcome::Ringing), call("C2", false, CallOutcome::Refused)], NOW).await;
    assert_eq!(chats.end_ringing_calls(NOW + 60_000).await.unwrap().len(), 1);
    assert_eq!(calls(&chats).await, [(true, CallOutcome::Missed), (false, CallOutcome::Refused)]);
    deliver(&chats, vec![call("C1", false, CallOutcome::Answered)], NOW + 61_000).await;
    assert_eq!(calls(&chats).await, [(true, CallOutcome::Answered), (false, CallOutcome::Refused)]);
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_with_the_sentence_that_it_is_newer() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    enqueue(&chats, to_ana("B1", "oi", None), NOW).await;
    drop(chats);
    let world = world.write_chats(tenant, "PRAGMA user_version = 99").await;
    let refused = world.stores.chats(tenant).await.err().unwrap();
    assert!(matches!(refused, StorageError::Newer { .. }), "{refused:?}");
    assert!(refused.to_string().contains("newer version"), "{refused}");
}

#[tokio::test]
async fn a_chat_list_holds_no_status_posts() {
    let world = World::new().await;
    let chats = world.chats().await;
    let feed = Address::one(Jid::new("status", portaria_domain::Server::Broadcast).unwrap());
    let post = from(ana(), "A1", "olha");
    let key = portaria_domain::MessageKey { chat: feed, ..post.key.clone() };
    deliver(&chats, vec![Received { key, chat_kind: portaria_domain::ChatKind::Status, ..post }], NOW).await;
    assert!(chats.chats(ChatQuery { limit: 9, ..ChatQuery::default() }).await.unwrap().is_empty());
}
