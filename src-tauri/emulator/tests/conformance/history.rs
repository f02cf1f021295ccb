//! What a new companion is told of the past.

use whatsapp_rust::prelude::*;

use crate::client::{Client, PATIENCE};
use portaria_emulator::{Emulator, EmulatorConfig};

#[tokio::test(flavor = "multi_thread")]
async fn past_chats_and_names_arrive_after_linking() {
    let net = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let shop = net.populate_demo().await.unwrap().remove(0);
    let client = Client::start(&net, std::sync::Arc::default()).await;
    shop.scan(&client.qr_code().await).await.unwrap();
    client.connected().await;
    let chunks = |kind: i32| {
        move |event: &Event| match event {
            Event::HistorySync(history) if history.sync_type() == kind => history.get().cloned(),
            _ => None,
        }
    };
    let bootstrap = client.event("INITIAL_BOOTSTRAP", chunks(0)).await;
    assert_eq!(bootstrap.conversations.len(), 3);
    let chat = &bootstrap.conversations[0];
    assert_eq!(chat.name.as_deref(), Some("Ana Souza"), "as the owner wrote it");
    assert_eq!(chat.messages.len(), 6);
    let names = client.event("PUSH_NAME", chunks(4)).await;
    assert!(names.pushnames.iter().any(|name| name.pushname.as_deref() == Some("Bruno Lima")));
    client.event("RECENT", chunks(3)).await;
    client.event("ContactUpdate", |event| matches!(event, Event::ContactUpdate(_)).then_some(())).await;
    shop.wait_for_connections(1, PATIENCE).await.unwrap();
    client.stop().await;
}
