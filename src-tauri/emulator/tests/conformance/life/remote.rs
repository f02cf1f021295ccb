//! What happens to accounts, devices and calls, by the control API.

use std::sync::Arc;

use serde_json::json;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::store::InMemoryBackend;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};
use crate::remote::Remote;

fn shop(path: &str) -> String {
    format!("/phones/{SHOP}/{path}")
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_set_shown_and_lifted_over_http() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    for (path, on, off, shown) in [
        ("ban", json!({"on": true, "lastsMs": 60_000, "code": 103}), json!({"on": false}), "ban"),
        ("reach-out-lock", json!({"lastsMs": 60_000}), json!({}), "lock"),
        ("new-chat-cap", json!({"quota": 3}), json!({}), "cap"),
    ] {
        assert_eq!(remote.post(&shop(path), on).await.0, 204, "{path}");
        let standing = remote.get(&shop("standing")).await;
        assert!(standing[shown].is_object(), "{path} holds: {standing}");
        assert_eq!(remote.post(&shop(path), off).await.0, 204, "{path} is lifted");
        let standing = remote.get(&shop("standing")).await;
        assert!(standing[shown].is_null(), "{path} is over: {standing}");
    }
    assert_eq!(remote.post(&shop("guard"), json!({"on": true})).await.0, 204);
    assert_eq!(remote.get(&shop("standing")).await["guarded"], true);
    let limit = json!({"logins": 1, "withinMs": 50, "answer": "429"});
    assert_eq!(remote.post("/login-limit", limit).await.0, 204);
    assert_eq!(remote.post("/login-limit", json!(null)).await.0, 204);
    assert_eq!(remote.post("/offline-primer", json!({"stanzas": 3})).await.0, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_and_devices_are_driven_over_http() {
    let world = World::new().await;
    let client = world.linked().await;
    let remote = Remote::of(&world);
    let (status, begun) = remote.post(&format!("/phones/{ANA}/calls"), json!({"to": [SHOP], "video": true})).await;
    assert_eq!(status, 200, "{begun}");
    let id = begun["id"].as_str().unwrap();
    world.ana.wait_for_ringing(id, 1, PATIENCE).await.unwrap();
    assert_eq!(remote.post(&shop(&format!("calls/{id}")), json!({"deed": "reject"})).await.0, 204);
    let line = &remote.get(&shop("calls")).await[0];
    assert_eq!((line["state"].as_str(), line["video"].as_bool()), (Some("rejected"), Some(true)));
    let (status, again) = remote.post(&shop(&format!("calls/{id}")), json!({"deed": "accept"})).await;
    assert_eq!((status, again["code"].as_str()), (409, Some("callOver")));
    let (status, nobody) = remote.post(&format!("/phones/{ANA}/calls"), json!({"to": []})).await;
    assert_eq!(status, 422, "whom? {nobody}");

    assert_eq!(remote.post(&shop("keys"), json!({"device": 9, "leave": 1})).await.0, 404);
    assert_eq!(remote.post(&shop("dirty"), json!({"kind": "groups"})).await.0, 204);
    client.event("DirtyState", |event| matches!(event, Event::DirtyState(_)).then_some(())).await;
    assert_eq!(remote.post(&shop("reinstall"), json!(null)).await.0, 204);
    client.event("LoggedOut", |event| matches!(event, Event::LoggedOut(_)).then_some(())).await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_can_be_played_over_http() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    assert_eq!(remote.post(&shop("passkey"), json!({"on": true})).await.0, 204);
    let client = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    let (status, asked) = remote.post(&shop("scan"), json!({"text": client.qr_code().await})).await;
    assert_eq!((status, asked["code"].as_str()), (409, Some("passkeyAsked")));
    let options = client.event("PairPasskeyRequest", |event| match event {
        Event::PairPasskeyRequest(request) => Some(request.request_options_json.clone()),
        _ => None,
    });
    let options = options.await;
    let (status, answer) = remote.post(&shop("passkey/answer"), json!({"optionsJson": options})).await;
    assert_eq!(status, 200, "{answer}");
    let assertion = whatsapp_rust::passkey::Assertion {
        credential_id: serde_json::from_value(answer["credentialId"].clone()).unwrap(),
        assertion_json: answer["assertionJson"].as_str().unwrap().as_bytes().to_vec(),
    };
    client.inner.send_passkey_response(assertion).await.unwrap();
    assert_eq!(remote.post(&shop("passkey/allow"), json!(null)).await.0, 204);
    let shown = client.event("a code", |event| match event {
        Event::PairPasskeyConfirmation(shown) => Some(shown.code.clone()),
        _ => None,
    });
    let shown = shown.await;
    world.shop.wait_for_passkey_code(PATIENCE).await.unwrap();
    assert_eq!(remote.get(&shop("passkey")).await["code"], shown);
    client.inner.send_passkey_confirmation().await.unwrap();
    let (status, device) = remote.post(&shop("passkey/confirm"), json!(null)).await;
    assert_eq!((status, device["id"].as_u64()), (200, Some(1)), "{device}");
    client.connected().await;
    client.stop().await;
}
