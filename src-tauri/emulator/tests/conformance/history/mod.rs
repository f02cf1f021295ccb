//! What a new companion is told of the past.

mod marks;
mod statuses;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use portaria_emulator::{Emulator, EmulatorConfig, HistoryPlan, MediaKind, NewGroup};
use waproto::whatsapp::conversation::EndOfHistoryTransferType;
use whatsapp_rust::features::{MediaRetryResult, MediaReuploadRequest};
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::events::LazyHistorySync;

use crate::client::{ANA, Client, Events, PATIENCE, SHOP, World, eventually};

/// `HistorySync.HistorySyncType` on the wire.
const BOOTSTRAP: i32 = 0;
const STATUS_V3: i32 = 1;
const FULL: i32 = 2;
const RECENT: i32 = 3;
const PUSH_NAME: i32 = 4;
const NON_BLOCKING: i32 = 5;
const ON_DEMAND: i32 = 6;

fn chunk(kind: i32) -> impl Fn(&Event) -> Option<wa::HistorySync> {
    move |event| match event {
        Event::HistorySync(history) if history.sync_type() == kind => history.get().cloned(),
        _ => None,
    }
}

/// The chunk that ends it all, by its progress.
fn last_of(event: &Event, kind: i32) -> Option<u32> {
    match event {
        Event::HistorySync(history) if history.sync_type() == kind && history.progress() == Some(100) => {
            history.chunk_order()
        }
        _ => None,
    }
}

fn orders(events: &Events, kind: i32) -> BTreeSet<u32> {
    let events = events.lock().unwrap();
    let orders = events.iter().filter_map(|event| match &**event {
        Event::HistorySync(history) if history.sync_type() == kind => history.chunk_order(),
        _ => None,
    });
    orders.collect()
}

/// Waits for the first chunk, the last one and those before it: events of one moment come in any order.
async fn wait_for_all(client: &Client, kind: i32) {
    client.event("INITIAL_BOOTSTRAP", chunk(BOOTSTRAP)).await;
    let last = client.event("the last chunk", |event| last_of(event, kind)).await;
    let complete = || (orders(&client.seen(), kind).len() == last as usize).then_some(());
    eventually("the chunks before it", complete).await;
}

async fn link(client: &Client, world: &World) {
    world.shop.scan(&client.qr_code().await).await.unwrap();
    client.connected().await;
}

/// Waits for a whole past of so many messages, however long it takes to come.
async fn whole_past(client: &Client, messages: usize) -> Told {
    let seen = client.seen();
    let came = || orders(&seen, FULL).len() + orders(&seen, RECENT).len();
    let is_over = || {
        let last = seen.lock().unwrap().iter().find_map(|event| last_of(event, FULL));
        last.is_some_and(|last| orders(&seen, FULL).len() == last as usize)
    };
    while !is_over() {
        let before = came();
        eventually("the next chunk", || (is_over() || came() > before).then_some(())).await;
    }
    // Recent ones may still be under way: nothing says which is the last of them.
    let whole = || Some(Told::of(client)).filter(|told| told.messages.len() == messages);
    eventually("every message", whole).await
}

/// Every message that came, by id, with how often it came; and the chunks, as kind, order and progress.
#[derive(Default)]
struct Told {
    messages: BTreeMap<String, u32>,
    chunks: BTreeSet<(i32, u32, u32)>,
    ends: BTreeMap<String, EndOfHistoryTransferType>,
}

impl Told {
    fn of(client: &Client) -> Self {
        Self::of_events(&client.seen())
    }

    fn of_events(events: &Events) -> Self {
        let mut told = Self::default();
        for event in events.lock().unwrap().iter() {
            if let Event::HistorySync(history) = &**event {
                told.hear(history);
            }
        }
        told
    }

    fn hear(&mut self, history: &LazyHistorySync) {
        let place = (history.sync_type(), history.chunk_order().unwrap(), history.progress().unwrap());
        assert!(self.chunks.insert(place), "a chunk came twice: {place:?}");
        let mut stream = history.stream();
        while let Some(conversation) = stream.next_conversation().unwrap() {
            if let Some(end) = conversation.end_of_history_transfer_type {
                self.ends.insert(conversation.id.clone(), end);
            }
            for message in &conversation.messages {
                let key = message.message.key.as_option().unwrap();
                assert_eq!(key.remote_jid.as_ref(), Some(&conversation.id), "it stands in its own chat");
                *self.messages.entry(key.id.clone().unwrap()).or_default() += 1;
            }
        }
    }

    fn of_kind(&self, kind: i32) -> Vec<(u32, u32)> {
        self.chunks.iter().filter(|chunk| chunk.0 == kind).map(|chunk| (chunk.1, chunk.2)).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn past_chats_and_names_arrive_after_linking() {
    let net = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let shop = net.populate_demo().await.unwrap().remove(0);
    let client = Client::start(&net, Arc::default()).await;
    shop.scan(&client.qr_code().await).await.unwrap();
    client.connected().await;
    let bootstrap = client.event("INITIAL_BOOTSTRAP", chunk(BOOTSTRAP)).await;
    assert_eq!(bootstrap.conversations.len(), 3);
    let chat = &bootstrap.conversations[0];
    assert_eq!(chat.name.as_deref(), Some("Ana Souza"), "as the owner wrote it");
    assert_eq!(chat.messages.len(), 6);
    assert_eq!(bootstrap.phone_number_to_lid_mappings.len(), 3, "both addresses of everybody");
    let names = client.event("PUSH_NAME", chunk(PUSH_NAME)).await;
    assert!(names.pushnames.iter().any(|name| name.pushname.as_deref() == Some("Bruno Lima")));
    client.event("NON_BLOCKING_DATA", chunk(NON_BLOCKING)).await;
    client.event("RECENT", chunk(RECENT)).await;
    client.event("ContactUpdate", |event| matches!(event, Event::ContactUpdate(_)).then_some(())).await;
    shop.wait_for_connections(1, PATIENCE).await.unwrap();
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_past_comes_in_pieces_with_rising_progress_and_every_message_once() {
    let world = World::new().await;
    world.shop.script_history(HistoryPlan { chats: 300, messages: 9_000, days: 60 }).unwrap();
    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, &world).await;
    wait_for_all(&client, RECENT).await;
    let told = Told::of(&client);
    assert_eq!(told.messages.len(), 9_000);
    assert!(told.messages.values().all(|times| *times == 1), "each came once");
    let recent = told.of_kind(RECENT);
    assert!(recent.len() >= 3, "in several pieces: {recent:?}");
    let orders: Vec<u32> = recent.iter().map(|(order, _)| *order).collect();
    assert_eq!(orders, (1..=u32::try_from(recent.len()).unwrap()).collect::<Vec<_>>());
    assert!(recent.is_sorted_by(|one, next| one.1 < next.1), "progress rises: {recent:?}");
    let first = told.of_kind(BOOTSTRAP)[0].1;
    assert!(first > 0 && first < recent[0].1, "the first chunk counts too");
    assert!(told.of_kind(FULL).is_empty(), "it asked for no more");
    let complete = EndOfHistoryTransferType::COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY;
    assert!(told.ends.len() == 300 && told.ends.values().all(|end| *end == complete));
    let files = world.net.media().iter().filter(|file| file.kind == MediaKind::History).count();
    assert!(files >= 3, "large pieces travel as files");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_asks_for_everything_is_told_of_last_year() {
    let world = World::new().await;
    world.shop.script_history(HistoryPlan { chats: 5, messages: 6_000, days: 365 }).unwrap();
    let modest = Client::start(&world.net, Arc::default()).await;
    link(&modest, &world).await;
    wait_for_all(&modest, RECENT).await;
    let told = Told::of(&modest);
    assert!((1_000..2_500).contains(&told.messages.len()), "a quarter of a year: {}", told.messages.len());
    let more = EndOfHistoryTransferType::COMPLETE_BUT_MORE_MESSAGES_REMAIN_ON_PRIMARY;
    assert!(told.ends.values().all(|end| *end == more), "and it knows that there is more");

    let greedy = Client::start_wanting_everything(&world.net.ws_url()).await;
    link(&greedy, &world).await;
    let told = whole_past(&greedy, 6_000).await;
    assert!(told.messages.values().all(|times| *times == 1));
    let (recent, full) = (told.of_kind(RECENT), told.of_kind(FULL));
    assert!(full.len() >= 2 && recent.last().unwrap().1 < full[0].1, "older months come later: {recent:?} {full:?}");
    modest.stop().await;
    greedy.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_of_200_000_messages_arrives_whole() {
    let world = World::new().await;
    world.shop.script_history(HistoryPlan { chats: 2_000, messages: 200_000, days: 365 }).unwrap();
    let client = Client::start_wanting_everything(&world.net.ws_url()).await;
    link(&client, &world).await;
    let told = whole_past(&client, 200_000).await;
    assert!(told.messages.values().all(|times| *times == 1), "none came twice");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_scrolls_up_is_given_older_messages() {
    let world = World::new().await;
    world.shop.script_history(HistoryPlan { chats: 2, messages: 400, days: 365 }).unwrap();
    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, &world).await;
    wait_for_all(&client, RECENT).await;
    let oldest = |event: &Event| {
        let history = chunk(RECENT)(event)?;
        let chat = history.conversations.into_iter().next()?;
        let last = chat.messages.last()?.message.clone();
        Some((chat.id, last.key.id.clone()?, last.key.from_me?, last.message_timestamp?))
    };
    let (chat, id, from_me, written_s) = client.event("the oldest message", oldest).await;
    let at_ms = i64::try_from(written_s * 1000).unwrap();
    let jid: Jid = chat.parse().unwrap();
    let request = client.inner.fetch_message_history(&jid, &id, from_me, at_ms, 30).await.unwrap();
    let answer = |event: &Event| match event {
        Event::HistorySync(history) if history.sync_type() == ON_DEMAND => {
            Some((history.peer_data_request_session_id().map(str::to_owned), history.get().cloned()?))
        }
        _ => None,
    };
    let (session, older) = client.event("ON_DEMAND", answer).await;
    assert_eq!(session, Some(request), "it names what it answers");
    let [older] = &older.conversations[..] else { panic!("one chat, not {}", older.conversations.len()) };
    assert_eq!((older.id.as_str(), older.messages.len()), (chat.as_str(), 30));
    assert!(older.messages.iter().all(|line| line.message.message_timestamp.unwrap() < written_s), "all are older");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_goes_on_after_the_companion_was_away() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    world.shop.script_history(HistoryPlan { chats: 20, messages: 30_000, days: 80 }).unwrap();
    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, &world).await;
    client.event("a first piece", chunk(RECENT)).await;
    let seen = client.seen();
    let backend = client.leave(&world.shop).await;
    world.net.stop().await;
    assert!(Told::of_events(&seen).messages.len() < 30_000, "it left in the middle");

    let net = Emulator::start(config).await.unwrap();
    let back = Client::start(&net, backend).await;
    back.event("the last chunk", |event| last_of(event, RECENT)).await;
    // This client confirms a piece before it reads it: up to four that were under way at its end may be missing.
    let rest = || {
        let came = orders(&back.seen(), RECENT);
        let first = *came.first()?;
        (came.len() == 16 - first as usize).then_some(first)
    };
    let first = eventually("every piece that was not confirmed", rest).await;
    let before = orders(&seen, RECENT).len();
    assert!(first as usize <= before + 1 + 4, "{first} is the first after {before} that came before");
    let (mut all, after) = (Told::of_events(&seen).messages, Told::of(&back).messages);
    assert_eq!(after.values().filter(|times| **times > 1).count(), 0, "nothing came twice");
    all.extend(after);
    assert!(all.len() >= 30_000 - 4 * 2_000);
    back.stop().await;
    net.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_piece_may_come_as_a_file() {
    let world = World::with(EmulatorConfig { inline_history_bytes: 0, ..EmulatorConfig::default() }).await;
    world.ana.send_text(SHOP, "antes").await.unwrap();
    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, &world).await;
    let bootstrap = client.event("INITIAL_BOOTSTRAP", chunk(BOOTSTRAP)).await;
    let said = bootstrap.conversations[0].messages[0].message.message.conversation.clone();
    assert_eq!(said.as_deref(), Some("antes"));
    client.event("RECENT", chunk(RECENT)).await;
    let files = world.net.media();
    assert!(files.iter().filter(|file| file.kind == MediaKind::History).count() >= 4, "{files:?}");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_of_the_past_can_be_answered() {
    let world = World::new().await;
    world.shop.script_history(HistoryPlan { chats: 3, messages: 30, days: 10 }).unwrap();
    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, &world).await;
    let bootstrap = client.event("INITIAL_BOOTSTRAP", chunk(BOOTSTRAP)).await;
    wait_for_all(&client, RECENT).await;
    let chat = &bootstrap.conversations[1];
    let jid: Jid = chat.id.parse().unwrap();
    assert!(world.net.phone(&jid.user).is_err(), "nobody's phone yet");
    client.send(&jid.user, "Ainda está de pé?").await;
    let other = world.net.phone(&jid.user).unwrap();
    other.wait_for_text(SHOP, "Ainda está de pé?", PATIENCE).await.unwrap();
    assert_eq!(Some(format!("{}@lid", other.lid())), chat.lid_jid, "it is who the past told of");
    other.send_text(SHOP, "Está sim!").await.unwrap();
    client.text("Está sim!").await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_picture_opens_and_is_asked_for_again_once_it_expired() {
    let world = World::new().await;
    world.shop.script_history(HistoryPlan { chats: 1, messages: 600, days: 30 }).unwrap();
    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, &world).await;
    wait_for_all(&client, RECENT).await;
    let with_picture = |event: &Event| {
        let chat = chunk(RECENT)(event)?.conversations.into_iter().next()?;
        let line = chat.messages.into_iter().find(|line| line.message.message.image_message.is_set())?;
        Some((chat.id, line.message.key.id.clone()?, line.message.message.image_message.as_option()?.clone()))
    };
    let (chat, id, mut picture) = client.event("a picture", with_picture).await;
    let shown = client.inner.download(&picture).await.unwrap();
    assert!(image::load_from_memory(&shown).is_ok(), "it is a picture");
    world.net.lose_media(picture.direct_path.as_deref().unwrap()).unwrap();
    assert!(client.inner.download(&picture).await.is_err());
    let key = picture.media_key.clone().unwrap();
    let request = MediaReuploadRequest {
        msg_id: &id,
        chat_jid: &chat.parse().unwrap(),
        media_key: &key,
        is_from_me: false,
        participant: None,
    };
    let answer = client.inner.media_reupload().request(&request).await.unwrap();
    let MediaRetryResult::Success { direct_path } = answer else { panic!("{answer:?}") };
    picture.direct_path = Some(direct_path);
    assert_eq!(client.inner.download(&picture).await.unwrap(), shown);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_the_past_tells_who_is_in_it_and_who_wrote() {
    let world = World::new().await;
    let new = NewGroup { subject: "Fornada".into(), members: vec![ANA.into()], ..Default::default() };
    let group = world.shop.create_group(new).await.unwrap();
    let hello = wa::Message { conversation: Some("Oi, grupo".into()), ..Default::default() };
    let id = world.ana.send(group.id.as_str(), hello).await.unwrap();
    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, &world).await;
    let bootstrap = client.event("INITIAL_BOOTSTRAP", chunk(BOOTSTRAP)).await;
    let chat = bootstrap.conversations.iter().find(|chat| chat.id == group.id).expect("the group is there");
    assert_eq!((chat.name.as_deref(), chat.participant.len()), (Some("Fornada"), 2));
    let line = &chat.messages[0].message;
    assert_eq!(line.key.id.as_ref(), Some(&id));
    let author: Jid = line.key.participant.as_deref().unwrap().parse().unwrap();
    assert_eq!(author.user, world.ana.lid(), "by the group's form of address");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_hands_over_a_message_that_its_companion_could_not_read() {
    let world = World::new().await;
    let client = world.linked().await;
    world.ana.send_text(SHOP, "de novo, por favor").await.unwrap();
    let (info, _) = client.text("de novo, por favor").await;
    client.inner.send_pdo_placeholder_resend_request(&Arc::new(info)).await.unwrap();
    let twice = || (client.count(|event| has_text(event, "de novo, por favor")) == 2).then_some(());
    eventually("the message from the own phone", twice).await;
    assert_eq!(world.shop.messages_with(ANA).len(), 1, "the phone shows it once");
    client.stop().await;
}

fn has_text(event: &Event, text: &str) -> bool {
    let Event::Messages(batch) = event else { return false };
    batch.messages.iter().any(|message| message.message.text_content() == Some(text))
}
