//! The same over HTTP.

use std::sync::Arc;

use portaria_emulator::EmulatorError;
use serde_json::json;
use waproto::buffa::Message as _;
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};
use crate::remote::Remote;

impl Remote {
    /// Posts bytes as they are; returns the status and the id that was answered.
    async fn bytes(&self, path: &str, body: Vec<u8>) -> (u16, String) {
        let answer = self.http.post(format!("{}{path}", self.base)).body(body).send().await.unwrap();
        let status = answer.status().as_u16();
        let told: serde_json::Value = answer.json().await.unwrap_or_default();
        (status, told["id"].as_str().unwrap_or_default().to_owned())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_and_a_past_are_posted_as_protobuf() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    let past = wa::HistorySync {
        conversations: vec![wa::Conversation { id: "5511900000077@s.whatsapp.net".into(), ..Default::default() }],
        ..Default::default()
    };
    assert_eq!(remote.bytes(&format!("/phones/{SHOP}/history-raw"), past.encode_to_vec()).await.0, 204);
    let client = world.linked().await;
    let told = |event: &Event| match event {
        Event::HistorySync(history) if history.sync_type() == 0 => history.get().cloned(),
        _ => None,
    };
    assert_eq!(client.event("INITIAL_BOOTSTRAP", told).await.conversations, past.conversations);
    let message = wa::Message { conversation: Some("cru".into()), ..Default::default() };
    let sent = remote.bytes(&format!("/phones/{ANA}/send-raw?to={SHOP}&id=3A01"), message.encode_to_vec()).await;
    assert_eq!(sent, (200, "3A01".to_owned()));
    assert_eq!(client.text("cru").await.0.id, "3A01");
    for path in ["send-raw?to=5511900000001", "history-raw"] {
        assert_eq!(remote.bytes(&format!("/phones/{ANA}/{path}"), vec![0xFF; 9]).await.0, 422, "that is no protobuf");
    }
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_and_messages_of_the_reports_are_had_over_http() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    remote.post(&format!("/phones/{SHOP}/coexistence"), json!({"hostedEnvelope": true})).await;
    let client = Client::start(&world.net, Arc::default()).await;
    let scanned = world.shop.scan(&client.qr_code().await).await;
    assert!(matches!(scanned, Err(EmulatorError::PairingAbandoned)), "{scanned:?}");
    client.stop().await;
    assert_eq!(remote.post(&format!("/phones/{SHOP}/coexistence"), json!({})).await.0, 204);
    let client = world.linked().await;

    let advertisement = json!({"title": "Bolo", "clickId": "ARA1"});
    let click = json!({"to": SHOP, "message": {"kind": "text", "advertisement": advertisement}});
    assert_eq!(remote.post(&format!("/phones/{ANA}/send"), click).await.0, 200);
    let masked = json!({"to": SHOP, "message": {"kind": "masked"}});
    assert_eq!(remote.post(&format!("/phones/{ANA}/send"), masked).await.0, 200);
    let (_, album) = remote.post(&format!("/phones/{ANA}/album"), json!({"to": SHOP, "pictures": 1})).await;
    let album = album["id"].as_str().unwrap().to_owned();
    let picture = format!("/phones/{ANA}/send?to={SHOP}&album={album}");
    assert_eq!(remote.bytes(&picture, crate::media::photo(1)).await.0, 200);
    let poll = json!({"kind": "poll", "text": "Vem?", "options": [{"name": "Sim"}, {"name": "Não"}]});
    let (_, poll) = remote.post(&format!("/phones/{ANA}/send"), json!({"to": SHOP, "message": poll})).await;
    let forms = json!({"creatorByLid": true, "voterByLid": false});
    let vote = json!({"with": ANA, "id": poll["id"], "options": ["Sim"], "forms": forms});
    assert_eq!(remote.post(&format!("/phones/{SHOP}/vote"), vote).await.0, 200);
    let chat = remote.get(&format!("/phones/{SHOP}/chats/{ANA}")).await;
    assert_eq!(chat[0]["content"]["advertisement"]["title"], "Bolo");
    assert_eq!(chat[1]["content"]["kind"], "masked");
    assert_eq!(chat[2]["content"]["album"], json!(album));
    assert_eq!(chat[3]["content"]["options"][0]["voters"], json!([SHOP]));

    let missing = json!({"with": SHOP, "id": "3EB0000000000000000001"});
    assert_eq!(remote.post(&format!("/phones/{ANA}/ask-for"), missing).await.0, 204);
    world.net.wait_for_queue(SHOP, 0, PATIENCE).await.unwrap();
    assert_eq!(remote.post(&format!("/phones/{ANA}/username"), json!({"username": "ana.souza"})).await.0, 204);
    assert_eq!(remote.get(&format!("/phones/{ANA}")).await["username"], "ana.souza");
    for fault in ["undecryptable-group-part", "mistaken-unauthorized"] {
        assert_eq!(
            remote.post("/faults", json!({"fault": fault, "account": SHOP, "count": 1})).await.0,
            201,
            "{fault}"
        );
    }
    client.stop().await;
}
