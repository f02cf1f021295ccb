//! WhatsApp tells a linked device by mistake that it is not linked, some times in a row: it stays linked, and nothing that
//! waits is lost.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]

mod program;

use portaria_emulator::{EmulatorConfig, Fault, FaultKind};
use program::people::{ANA, People, SHOP};
use program::{PATIENCE, Program};
use reqwest::StatusCode;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_mistaken_401_costs_neither_the_link_nor_what_waits() {
    let People { network, shop, ana, .. } = People::new(EmulatorConfig::default()).await;
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &network);
    let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
    tenant.pair(&shop).await;
    assert_eq!(tenant.post("/stop").await, StatusCode::ACCEPTED);
    shop.wait_for_connections(0, PATIENCE).await.unwrap();
    let waits = tenant.send(&json!({ "to": ANA, "text": "ainda hoje" }), "waits").await.unwrap();
    let events: Value = tenant.get("/events?after=0&limit=1").await.unwrap().json().await.unwrap();
    let before = events["lastNumber"].as_u64().unwrap();

    network.inject(Fault::new(FaultKind::MistakenUnauthorized).of(SHOP).times(3));
    assert_eq!(tenant.post("/start").await, StatusCode::ACCEPTED);
    tenant.until_connected().await;
    let there = ana.wait_for_text(SHOP, "ainda hoje", PATIENCE).await.unwrap();
    assert_eq!(json!(there.id), waits["id"]);
    assert_eq!(shop.linked_devices().len(), 1);

    let events = tenant.get(&format!("/events?after={before}&limit=500")).await.unwrap();
    let events: Value = events.json().await.unwrap();
    let told =
        |kind: &'static str| events["items"].as_array().unwrap().iter().filter(move |event| event["type"] == kind);
    let statuses: Vec<_> =
        told("session.status_changed").map(|event| event["data"]["status"].as_str().unwrap()).collect();
    let denied = told("session.status_changed").filter(|event| event["data"]["cause"] == "link_denied").count();
    assert_eq!(denied, 3, "the mistake was made as often: {statuses:?}");
    for status in ["pairing", "logged_out"] {
        assert!(!statuses.contains(&status), "{statuses:?}");
    }
    assert!(told("message.status_changed").all(|event| event["data"]["status"] != "failed"));
}
