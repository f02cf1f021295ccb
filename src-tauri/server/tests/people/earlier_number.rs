//! A tenant that links another phone than before, and goes on with the chats of the first one.

use portaria_emulator::NewPhone;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::World;
use crate::program::PATIENCE;
use crate::program::people::{ANA, SHOP};

const NEW: &str = "5511900000009"; // invented

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chats_go_on_from_the_new_number_once_the_tenant_says_so() {
    let mut world = World::new().await;
    let network = &world.people.network;
    let phone = network.create_phone(NewPhone { name: "Padaria Sol".into(), number: NEW.into() }).await.unwrap();
    let ana = world.people.ana.clone();
    ana.send_text(SHOP, "tem bolo?").await.unwrap();
    let before = world.chat("Ana", |chat| chat["unread"] == 1).await;
    let path = format!("/chats/{}", before["id"].as_str().unwrap());
    let said = world.tenant.send(&json!({ "to": ANA, "text": "temos" }), "first").await.unwrap();
    ana.wait_for_text(SHOP, "temos", PATIENCE).await.unwrap();
    // The new number knows her already, as its own past will tell.
    ana.send_text(NEW, "e no número novo?").await.unwrap();

    assert_eq!(world.tenant.post("/logout").await, StatusCode::ACCEPTED);
    world
        .tenant
        .until("the phone to be unlinked", async || world.people.shop.linked_devices().is_empty().then_some(()))
        .await;
    world.tenant.pair(&phone).await;
    let asked = world.json("/earlier-accounts").await;
    assert_eq!(asked[0]["state"], "asked", "{asked}");
    assert_eq!(asked[0]["pn"], format!("{SHOP}@s.whatsapp.net"));
    let own = world.chat("Ana", |chat| chat["isCurrent"] == true).await;
    assert_ne!(own["id"], before["id"], "until somebody decides they are kept apart");
    let refused = world.tenant.post_json(&format!("{path}/send"), &json!({ "text": "x" }), "apart").await;
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "other_account");

    world.program.kill_and_restart();
    world.tenant.until_connected().await;
    let id = world.json("/earlier-accounts").await[0]["id"].as_str().unwrap().to_owned();
    let decide = format!("/earlier-accounts/{id}");
    assert!(world.tenant.try_post(&decide, &json!({ "continues": true })).await.is_some(), "also after a restart");
    world
        .tenant
        .until("the chats to go on", async || {
            (world.json("/earlier-accounts").await[0]["state"] == "continued").then_some(())
        })
        .await;
    let apart = world.tenant.post_json(&decide, &json!({ "continues": false }), "never").await;
    assert_eq!(apart.json::<Value>().await.unwrap()["code"], "chats_continued");

    let chats = world.json("/chats").await;
    let with_ana = chats["items"].as_array().unwrap().iter().filter(|chat| chat["name"] == "Ana").count();
    assert_eq!(with_ana, 1, "{chats}");
    let chat = world.json(&path).await;
    assert_eq!((&chat["id"], &chat["isCurrent"]), (&own["id"], &json!(true)), "her old chat is found by its id");
    let path = format!("/chats/{}", own["id"].as_str().unwrap());
    let page = world.json(&format!("{path}/messages")).await;
    let told: Vec<_> = page["items"].as_array().unwrap().iter().rev().collect();
    let told: Vec<_> =
        told.iter().map(|one| (one["content"]["text"].as_str().unwrap(), one["isOfEarlierNumber"] == true)).collect();
    assert_eq!(told, [("tem bolo?", true), ("temos", true), ("e no número novo?", false)]);

    let answer = world.tenant.post_json(&format!("{path}/send"), &json!({ "text": "também" }), "second").await;
    assert_eq!(answer.status(), StatusCode::ACCEPTED);
    ana.wait_for_text(NEW, "também", PATIENCE).await.unwrap();
    let target = json!({ "chatId": own["id"], "messageId": said["id"] });
    let sign = json!({ "message": { "kind": "reaction", "target": target, "emoji": "👍" } });
    let refused = world.tenant.post_json(&format!("{path}/send"), &sign, "sign").await;
    assert_eq!(
        refused.json::<Value>().await.unwrap()["code"],
        "other_account",
        "nobody would know which message is meant"
    );
    ana.send_text(NEW, "quero um").await.unwrap();
    world.chat("Ana", |chat| chat["lastMessage"]["content"]["text"] == "quero um").await;
}
