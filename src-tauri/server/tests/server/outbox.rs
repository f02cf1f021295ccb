//! What waits to be sent, through the API: taken back, changed and cancelled before it leaves.

use portaria_domain::UnixMs;
use portaria_whatsapp::Signal;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, Tenant, World};

const NUMBER: &str = "5511900000001"; // invented

/// A tenant with a chat, whose session rests: what is sent waits.
async fn resting(world: &World) -> Tenant {
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "bom dia").await;
    world.post(&tenant.by_key(), &tenant.path("/stop"), &json!({})).await;
    world.until(&tenant, "stopped").await;
    tenant
}

async fn send(world: &World, tenant: &Tenant, body: &Value) -> Value {
    let path = tenant.path(&format!("/chats/{}/send", tenant.chat));
    let answer = world.post(&tenant.by_key(), &path, body).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    answer.json()
}

fn at(tenant: &Tenant, id: &Value) -> Value {
    json!({ "chatId": tenant.chat, "messageId": id })
}

async fn cancel(world: &World, tenant: &Tenant, body: &Value) -> Answer {
    world.post(&tenant.by_key(), &tenant.path("/outbox/cancel"), body).await
}

async fn waiting(world: &World, tenant: &Tenant) -> Vec<Value> {
    let page = world.get(&tenant.by_key(), &tenant.path("/outbox")).await.json();
    page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
}

#[tokio::test]
async fn much_is_cancelled_by_ids_by_chat_or_all_and_the_answer_says_how_many() {
    let world = World::start().await;
    let tenant = resting(&world).await;
    let mut ids = Vec::new();
    for text in ["um", "dois", "três"] {
        ids.push(send(&world, &tenant, &json!({ "text": text })).await["id"].clone());
    }
    send(&world, &tenant, &json!({ "text": "amanhã", "sendAt": "2027-02-01T00:00:00Z" })).await;
    let by_ids = json!({ "ids": [ids[0], "NOBODY"] });
    assert_eq!(cancel(&world, &tenant, &by_ids).await.json(), json!({ "cancelled": 1, "leaving": 0 }));
    assert_eq!(cancel(&world, &tenant, &by_ids).await.json(), json!({ "cancelled": 0, "leaving": 0 }));
    assert_eq!(waiting(&world, &tenant).await.len(), 3);
    let by_chat = json!({ "chatId": tenant.chat });
    assert_eq!(cancel(&world, &tenant, &by_chat).await.json()["cancelled"], 3, "also what is for later");
    send(&world, &tenant, &json!({ "text": "quatro" })).await;
    assert_eq!(cancel(&world, &tenant, &json!({ "all": true })).await.json()["cancelled"], 1);
    assert!(waiting(&world, &tenant).await.is_empty());
}

#[tokio::test]
async fn nothing_is_cancelled_by_a_slip() {
    let world = World::start().await;
    let tenant = resting(&world).await;
    send(&world, &tenant, &json!({ "text": "fica" })).await;
    for slip in [
        json!({}),
        json!({ "all": false }),
        json!({ "ids": [] }),
        json!({ "ids": ["A"], "all": true }),
        json!({ "chatId": "isto não" }),
        json!({ "everything": true }),
    ] {
        let refused = cancel(&world, &tenant, &slip).await;
        assert_eq!(refused.status, 422, "{slip}: {}", refused.text);
    }
    assert_eq!(waiting(&world, &tenant).await.len(), 1);
}

#[tokio::test]
async fn what_has_not_left_is_taken_back_and_changed_in_place() {
    let world = World::start().await;
    let tenant = resting(&world).await;
    let wrong = send(&world, &tenant, &json!({ "text": "errado" })).await["id"].clone();
    let early = send(&world, &tenant, &json!({ "text": "às 8h" })).await["id"].clone();
    let edit = json!({ "message": { "kind": "edit", "target": at(&tenant, &early), "text": "às 9h" } });
    let changed = send(&world, &tenant, &edit).await;
    assert_eq!((&changed["id"], &changed["message"]["content"]["text"]), (&early, &json!("às 9h")));
    let revoke = json!({ "message": { "kind": "revoke", "target": at(&tenant, &wrong) } });
    let revoked = send(&world, &tenant, &revoke).await["message"].clone();
    assert_eq!(revoked["content"]["kind"], "deleted");
    assert_eq!((&revoked["status"], &revoked["failure"]), (&json!("failed"), &json!("cancelled")));
    assert_eq!(waiting(&world, &tenant).await, [early]);
}

#[tokio::test]
async fn who_may_begin_no_chats_is_told_why_and_until_when() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "bom dia").await;
    let until = UnixMs(1_800_000_000_000 + 3_600_000);
    world.gateway.say(tenant.tenant_id(), Signal::NewChatsLimited(Some(until))).await;
    world.until(&tenant, "restricted").await;
    let to_stranger = json!({ "to": "5511900000099", "text": "promoção" }); // invented
    let refused = world.post(&tenant.by_key(), &tenant.path("/send"), &to_stranger).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "new_chats_restricted"));
    let session = &refused.json()["session"];
    assert_eq!((&session["cause"], &session["nextAtMs"]), (&json!("new_chats_restricted"), &json!(until.0)));
    send(&world, &tenant, &json!({ "text": "bom dia!" })).await;
}

#[tokio::test]
async fn what_is_on_its_way_is_refused_with_what_can_be_done_instead() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "bom dia").await;
    world.gateway.keep_silent(true);
    let sent = send(&world, &tenant, &json!({ "text": "oi" })).await["id"].as_str().unwrap().to_owned();
    world.gateway.until_given(&sent).await;
    let path = tenant.path(&format!("/chats/{}/outbox/{sent}", tenant.chat));
    let refused = world.ask(Method::DELETE, &tenant.by_key(), &path, None, &[]).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "may_have_left"));
    let listed = world.get(&tenant.by_key(), &tenant.path("/outbox")).await.json();
    assert_eq!(listed["items"][0]["state"], "sending");
    assert_eq!(cancel(&world, &tenant, &json!({ "all": true })).await.json(), json!({ "cancelled": 0, "leaving": 1 }));
}
