//! The control API does over HTTP what the Rust API does.

use std::sync::Arc;

use serde_json::{Value, json};
use whatsapp_rust::wacore::store::InMemoryBackend;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

/// The control API of a world.
pub struct Remote {
    pub base: String,
    pub http: reqwest::Client,
}

impl Remote {
    pub fn of(world: &World) -> Self {
        Self { base: format!("{}/control", world.net.http_url()), http: reqwest::Client::new() }
    }

    pub async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let answer = self.http.post(format!("{}{path}", self.base)).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    pub async fn get(&self, path: &str) -> Value {
        self.http.get(format!("{}{path}", self.base)).send().await.unwrap().json().await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_test_can_drive_the_whole_journey() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    let (status, created) =
        remote.post("/phones", json!({"name": "Eco", "number": "5511900000099", "script": "echo"})).await;
    assert_eq!((status, created["script"].as_str()), (201, Some("echo")));
    let client = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    let (status, device) = remote.post(&format!("/phones/{SHOP}/scan"), json!({"text": client.qr_code().await})).await;
    assert_eq!(status, 200, "{device}");
    client.connected().await;
    let (_, sent) = remote.post(&format!("/phones/{ANA}/send"), json!({"to": SHOP, "text": "oi pela API"})).await;
    let (info, _) = client.text("oi pela API").await;
    assert_eq!(sent["id"], info.id);
    client.send(ANA, "resposta").await;
    world.ana.wait_for_text(SHOP, "resposta", PATIENCE).await.unwrap();
    remote.post(&format!("/phones/{ANA}/read"), json!({"with": SHOP})).await;
    let chat = remote.get(&format!("/phones/{ANA}/chats/{SHOP}")).await;
    assert_eq!(chat[1]["text"], "resposta");
    assert_eq!(chat[1]["deliveries"], 1);
    assert_eq!(chat[1]["fromMe"], false);
    let phones = remote.get("/phones").await;
    let shop = phones.as_array().unwrap().iter().find(|phone| phone["number"] == SHOP).unwrap();
    assert_eq!(shop["devices"][0]["online"], true);
    assert_eq!(shop["chats"][0]["with"], ANA);
    assert_eq!(remote.get("/ledger").await["messages"].as_array().unwrap().len(), 2);
    let (status, _) = remote.post(&format!("/phones/{SHOP}/unlink"), json!({"device": shop["devices"][0]["id"]})).await;
    assert_eq!(status, 204);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_say_why() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    let (status, body) = remote.post("/phones/5511900009999/send", json!({"to": ANA, "text": "oi"})).await;
    assert_eq!(status, 404);
    assert!(body["detail"].as_str().unwrap().contains("5511900009999"));
    let (status, _) = remote.post("/phones", json!({"name": "x", "number": "12"})).await;
    assert_eq!(status, 422);
    let (status, _) = remote.post(&format!("/phones/{SHOP}/code"), json!({"code": "ABCD1234"})).await;
    assert_eq!(status, 409, "nobody asked for a code");
    let (status, body) = remote.post(&format!("/phones/{SHOP}/send"), json!({"to": ANA})).await;
    assert!(status == 422 && body["detail"].as_str().unwrap().contains("text"), "it names what is missing: {body}");
}
