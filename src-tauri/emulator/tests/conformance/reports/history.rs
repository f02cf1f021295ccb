//! Pasts that say what cannot be.

use std::sync::Arc;

use portaria_emulator::{Emulator, EmulatorConfig, Phone};
use waproto::buffa::MessageField;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::web_message_info::{Status, StubType};
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, SHOP, World};

/// Nobody's number: invented.
const NOBODY: &str = "5511900000077@s.whatsapp.net"; // invented

fn entry(chat: &str, id: &str, change: impl FnOnce(&mut wa::WebMessageInfo)) -> wa::HistorySyncMsg {
    let key = wa::MessageKey {
        remote_jid: Some(chat.to_owned()),
        from_me: Some(false),
        id: Some(id.to_owned()),
        participant: None,
    };
    let mut info = wa::WebMessageInfo { key: MessageField::some(key), ..Default::default() };
    info.message = MessageField::some(wa::Message::text(id));
    change(&mut info);
    wa::HistorySyncMsg { message: MessageField::some(info), msg_order_id: Some(7) }
}

fn change(kind: Type) -> MessageField<wa::Message> {
    let change = ProtocolMessage { r#type: Some(kind), ..Default::default() };
    MessageField::some(wa::Message { protocol_message: MessageField::some(change), ..Default::default() })
}

/// Impossible times in one chat; a revocation, a stub and a change of the timer as the newest of others.
fn past() -> wa::HistorySync {
    let anas = format!("{ANA}@s.whatsapp.net");
    let timeless = vec![
        entry(&anas, "MAX", |info| info.message_timestamp = Some(u64::MAX)),
        entry(&anas, "NONE", |info| info.message_timestamp = None),
        entry(&anas, "ZERO", |info| {
            info.message_timestamp = Some(0);
            info.status = Some(Status::ERROR);
            info.reactions = vec![wa::Reaction { text: Some("👍".into()), ..Default::default() }];
            info.poll_updates = vec![wa::PollUpdate { sender_timestamp_ms: Some(-1), ..Default::default() }];
        }),
    ];
    let revoked = vec![
        entry(NOBODY, "REVOKE", |info| info.message = change(Type::REVOKE)),
        entry(NOBODY, "TIMER", |info| info.message = change(Type::EPHEMERAL_SETTING)),
        entry(NOBODY, "STUB", |info| {
            info.message = MessageField::none();
            info.message_stub_type = Some(StubType::REVOKE);
        }),
        entry(NOBODY, "SHOWN", |info| info.message_timestamp = Some(1_700_000_000)),
    ];
    let chat = |id: &str, messages| wa::Conversation {
        id: id.to_owned(),
        unread_count: Some(u32::MAX),
        conversation_timestamp: Some(u64::MAX),
        messages,
        ..Default::default()
    };
    wa::HistorySync {
        conversations: vec![chat(&anas, timeless), chat(NOBODY, revoked), chat("5511900000078@s.whatsapp.net", vec![])],
        pushnames: vec![wa::Pushname { id: Some(NOBODY.into()), pushname: Some("Ninguém".into()) }],
        status_v3_messages: vec![entry("status@broadcast", "POST", |_| ()).message.as_option().unwrap().clone()],
        ..Default::default()
    }
}

fn chunk(kind: i32) -> impl Fn(&Event) -> Option<wa::HistorySync> {
    move |event| match event {
        Event::HistorySync(history) if history.sync_type() == kind => history.get().cloned(),
        _ => None,
    }
}

async fn linked(net: &Emulator, shop: &Phone) -> Client {
    let client = Client::start(net, Arc::default()).await;
    shop.scan(&client.qr_code().await).await.unwrap();
    client.connected().await;
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_is_told_word_for_word() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    world.ana.send_text(SHOP, "o que o telefone sabe").await.unwrap();
    world.shop.script_history_raw(past());
    world.net.stop().await;
    let net = Emulator::start(config).await.unwrap();
    let client = linked(&net, &net.phone(SHOP).unwrap()).await;
    let told = client.event("INITIAL_BOOTSTRAP", chunk(0)).await;
    assert_eq!(told.conversations, past().conversations, "it takes the place of the phone's own chat with Ana");
    let posts = client.event("INITIAL_STATUS_V3", chunk(1)).await;
    assert_eq!(posts.status_v3_messages, past().status_v3_messages);
    let names = client.event("PUSH_NAME", chunk(4)).await;
    assert!(names.pushnames.contains(&past().pushnames[0]));
    client.stop().await;
    net.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn older_messages_of_such_a_past_can_be_asked_for() {
    let world = World::new().await;
    let mut long = past();
    let older = (0..30).map(|age| entry(NOBODY, &format!("OLD{age:02}"), |_| ()));
    long.conversations[1].messages.extend(older);
    world.shop.script_history_raw(long.clone());
    let client = linked(&world.net, &world.shop).await;
    let first = client.event("INITIAL_BOOTSTRAP", chunk(0)).await;
    assert_eq!(first.conversations[1].messages, long.conversations[1].messages[..10], "the newest come first");
    let rest = client.event("RECENT", chunk(3)).await;
    assert_eq!(rest.conversations[0].messages, long.conversations[1].messages[10..]);
    let jid: Jid = NOBODY.parse().unwrap();
    client.inner.fetch_message_history(&jid, "OLD27", false, 0, 5).await.unwrap();
    let answer = client.event("ON_DEMAND", chunk(6)).await;
    assert_eq!(answer.conversations[0].messages, long.conversations[1].messages[32..]);
    client.stop().await;
}
