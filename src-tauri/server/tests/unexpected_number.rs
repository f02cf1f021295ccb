//! A phone that does not have the number that the provider expects: nothing of it comes until somebody says that it is
//! right, and then all of it.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]

mod program;

use portaria_emulator::{Emulator, EmulatorConfig, NewPhone, Phone};
use program::{Program, Tenant};
use serde_json::{Value, json};

// Invented numbers.
const SHOP: &str = "5511900000001";
const ANA: &str = "5511900000002";
const EXPECTED: &str = "+55 11 90000-0009";

async fn phones() -> (Emulator, Phone, Phone) {
    let network = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let phone = async |name: &str, number: &str| {
        network.create_phone(NewPhone { name: name.into(), number: number.into() }).await.unwrap()
    };
    let (shop, ana) = (phone("Padaria Sol", SHOP).await, phone("Ana", ANA).await);
    (network, shop, ana)
}

/// Scans with the phone that nobody expects, and waits for the question.
async fn asked(tenant: &Tenant, shop: &Phone) {
    tenant.scan(shop).await;
    let portal = tenant.until("the question", async || {
        let portal: Value = tenant.get("").await.ok()?.json().await.ok()?;
        (portal["session"]["cause"] == "unexpected_number").then_some(portal)
    });
    let portal = portal.await;
    assert_eq!(portal["session"]["status"], "failed");
    assert_eq!(portal["session"]["action"], "confirm_number");
    assert_eq!((&portal["account"], &portal["expectedPhone"]), (&Value::Null, &json!("5511900000009")));
    assert_eq!(portal["unexpectedAccount"]["pn"], format!("{SHOP}@s.whatsapp.net"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wrong_phone_brings_nothing_until_it_is_the_right_one() {
    let (network, shop, ana) = phones().await;
    ana.send_text(SHOP, "de antes").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &network);
    let tenant = program.log_in().await.create_tenant_with("Padaria Sol", EXPECTED).await;
    asked(&tenant, &shop).await;
    ana.send_text(SHOP, "enquanto se pergunta").await.unwrap();
    assert_eq!(tenant.all_messages().await, Vec::<Value>::new());
    assert_eq!(tenant.post("/start").await, 409);

    program.kill_and_restart();
    assert_eq!(tenant.all_messages().await, Vec::<Value>::new());
    let right = json!({ "isRight": true });
    assert!(tenant.try_post("/confirm-number", &right).await.is_some());
    tenant.until_connected().await;
    let texts = tenant.until("what was written before and meanwhile", async || {
        let messages = tenant.all_messages().await;
        let mut texts: Vec<_> = messages.iter().filter_map(|message| message["content"]["text"].as_str()).collect();
        texts.sort_unstable(); // both may be of the same second
        (texts.len() >= 2).then(|| texts.join(", "))
    });
    assert_eq!(texts.await, "de antes, enquanto se pergunta");
    let portal: Value = tenant.get("").await.unwrap().json().await.unwrap();
    assert_eq!((&portal["expectedPhone"], &portal["unexpectedAccount"]), (&json!(SHOP), &Value::Null));
    assert_eq!(tenant.try_post("/confirm-number", &right).await, None, "nobody is asked any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wrong_phone_is_unlinked_and_finds_nothing_of_us() {
    let (network, shop, ana) = phones().await;
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &network);
    let provider = program.log_in().await;
    let tenant = provider.create_tenant_with("Padaria Sol", EXPECTED).await;
    asked(&tenant, &shop).await;
    assert_eq!(shop.linked_devices().len(), 1);
    ana.send_text(SHOP, "enquanto se pergunta").await.unwrap();
    let path = format!("/api/saas/tenants/{}/confirm-number", tenant.id());
    let answer: Value = provider.post(&path, &json!({ "isRight": false })).await.json().await.unwrap();
    assert_eq!((&answer["status"], &answer["cause"]), (&json!("logged_out"), &json!("unlinked_here")));
    let unlinked = tenant.until("the phone to be rid of it", async || shop.linked_devices().is_empty().then_some(()));
    unlinked.await;
    assert_eq!(tenant.all_messages().await, Vec::<Value>::new());
}
