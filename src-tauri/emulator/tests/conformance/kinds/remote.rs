//! Every kind over HTTP and across a restart, between phones alone.

use portaria_emulator::{Attendance, Draft, Emulator, EmulatorConfig, Kind};
use serde_json::{Value, json};

use crate::client::{ANA, SHOP, World};
use crate::remote::Remote;

impl Remote {
    /// Does something that must succeed; returns the id of the answer.
    async fn done(&self, path: &str, body: Value) -> String {
        let (status, answer) = self.post(&format!("/phones/{path}"), body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer["id"].as_str().unwrap().to_owned()
    }

    async fn chat(&self, of: &str, with: &str) -> Value {
        self.get(&format!("/phones/{of}/chats/{with}")).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_can_be_driven_over_http() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    let send = format!("{ANA}/send");
    let poll = json!({"kind": "poll", "text": "Qual?", "options": [{"name": "a"}, {"name": "b"}], "choices": 1});
    let id = remote.done(&send, json!({"to": SHOP, "message": poll})).await;
    remote.done(&format!("{SHOP}/vote"), json!({"with": ANA, "id": id, "options": ["b"]})).await;
    remote.done(&format!("{SHOP}/react"), json!({"with": ANA, "id": id, "sign": "👍"})).await;
    remote.done(&format!("{SHOP}/star"), json!({"with": ANA, "id": id, "on": true})).await;
    remote.done(&format!("{SHOP}/pin"), json!({"with": ANA, "id": id, "on": true, "forS": 86_400})).await;
    let line = &remote.chat(SHOP, ANA).await[0];
    assert_eq!((line["text"].as_str(), line["sender"].as_str()), (Some("Qual?"), Some(ANA)));
    let content = &line["content"];
    assert_eq!(content["kind"], "poll");
    assert_eq!(content["options"][1], json!({"name": "b", "voters": [SHOP]}));
    assert_eq!(content["reactions"], json!({SHOP: "👍"}));
    assert_eq!((&content["starred"], &content["pinned"]), (&json!(true), &json!(true)));
    let pinned_ms = content["pinnedUntilMs"].as_u64().unwrap() - line["atMs"].as_u64().unwrap();
    assert!((86_400_000..90_000_000).contains(&pinned_ms), "a day from the pin on: {pinned_ms}");
    let an_hour = json!({"with": ANA, "id": id, "on": true, "forS": 3_600});
    assert_eq!(remote.post(&format!("/phones/{SHOP}/pin"), an_hour).await.0, 409, "no phone offers that");

    let event = json!({"kind": "event", "text": "Festa", "startsAtS": 1_900_000_000});
    let party = remote.done(&send, json!({"to": SHOP, "message": event})).await;
    remote.done(&format!("{SHOP}/answer"), json!({"with": ANA, "id": party, "attendance": "notGoing"})).await;
    let place = json!({"kind": "location", "text": "Sé", "latitude": -23.5, "longitude": -46.6, "quoted": id});
    remote.done(&send, json!({"to": SHOP, "message": place})).await;
    let plain = remote.done(&send, json!({"to": SHOP, "text": "erado"})).await;
    remote.done(&format!("{ANA}/edit"), json!({"with": SHOP, "id": plain, "text": "errado"})).await;
    remote.done(&format!("{ANA}/forward"), json!({"with": SHOP, "id": plain, "to": SHOP})).await;
    remote.done(&format!("{ANA}/revoke"), json!({"with": SHOP, "id": plain})).await;
    let chat = remote.chat(SHOP, ANA).await;
    assert_eq!(chat[1]["content"]["answers"], json!({SHOP: "notGoing"}));
    assert_eq!(chat[2]["content"]["quoted"], json!(id));
    assert_eq!((&chat[3]["text"], &chat[3]["content"]["revoked"]), (&json!(""), &json!(true)));
    assert_eq!((&chat[4]["text"], &chat[4]["content"]["forwarded"]), (&json!("errado"), &json!(true)));

    let unknown = json!({"with": ANA, "id": "NADA", "sign": "👍"});
    assert_eq!(remote.post(&format!("/phones/{SHOP}/react"), unknown).await.0, 404, "there is no such message");
    let not_a_poll = json!({"with": ANA, "id": party, "options": ["b"]});
    assert_eq!(remote.post(&format!("/phones/{SHOP}/vote"), not_a_poll).await.0, 409, "an event takes no votes");
    assert_eq!(remote.post(&format!("/phones/{send}"), json!({"to": SHOP, "message": {"kind": "dança"}})).await.0, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_a_message_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    let kind = Kind::Event { starts_at_s: 1_900_000_000, description: String::new(), answers: [].into() };
    let id = world.ana.send_draft(SHOP, Draft::of(kind, "Festa")).await.unwrap();
    world.shop.react(ANA, &id, "🎉").await.unwrap();
    world.shop.disappear_after(ANA, 86_400).await.unwrap();
    world.ana.send_text(SHOP, "some amanhã").await.unwrap();
    let before = world.shop.messages_with(ANA);
    world.net.stop().await;

    let net = Emulator::start(config).await.unwrap();
    let (shop, ana) = (net.phone(SHOP).unwrap(), net.phone(ANA).unwrap());
    assert_eq!(shop.messages_with(ANA), before, "every line is as it was");
    assert_eq!(shop.disappears_after(ANA), 86_400);
    shop.answer(ANA, &id, Attendance::Going).await.unwrap();
    let line = ana.messages_with(SHOP).remove(0);
    let Kind::Event { answers, .. } = line.content.kind else { panic!("the event is still one") };
    assert_eq!(answers[SHOP], Attendance::Going, "the secret for answers was kept");
    net.stop().await;
}
