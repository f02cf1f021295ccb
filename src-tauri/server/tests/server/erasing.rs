//! One person is erased through the API; what is erased is looked at in `storage/tests/erasing`.

use std::time::Duration;

use serde_json::{Value, json};

use crate::world::{Tenant, World};

const NUMBER: &str = "5511900000001"; // invented

async fn erased(world: &World, tenant: &Tenant, id: &str) -> Value {
    let path = tenant.path(&format!("/erasures/{id}"));
    let look = async {
        loop {
            let erasure = world.get(&tenant.by_key(), &path).await.json();
            if erasure["state"] == "erased" {
                return erasure;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), look).await.expect("it never ended")
}

#[tokio::test]
async fn a_person_is_erased_told_of_and_only_a_proof_without_a_name_is_left() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "segredo").await;
    world.gateway.receive(tenant.tenant_id(), "5511900000002", "isto fica").await; // invented
    let found = world.get(&tenant.by_key(), &tenant.path(&format!("/contacts?search={NUMBER}7"))).await.json();
    let contact = found["items"][0]["id"].as_str().unwrap().to_owned();
    let erase = tenant.path(&format!("/contacts/{contact}/erase"));
    let begun = world.post(&tenant.by_cookie(), &erase, &json!({})).await;
    assert_eq!(begun.status, 202, "{}", begun.text);
    let erasure = erased(&world, &tenant, begun.json()["id"].as_str().unwrap()).await;
    assert_eq!((&erasure["percent"], &erasure["counts"]["messages"]), (&json!(100), &json!(1)));
    assert_eq!(erasure["partyHash"].as_str().unwrap().len(), 64);
    let listed = world.get(&tenant.by_key(), &tenant.path("/erasures")).await;
    assert_eq!(listed.json(), json!([erasure]));
    assert!(!listed.text.contains(NUMBER), "{}", listed.text);

    let events = world.get(&tenant.by_key(), &tenant.path("/events?after=0")).await;
    let told =
        events.json()["items"].as_array().unwrap().iter().rfind(|event| event["type"] == "contact.erased").cloned();
    assert_eq!(told.unwrap()["data"], json!({ "erasureId": erasure["id"], "contactId": contact }));
    assert!(!events.text.contains("segredo"), "{}", events.text);
    for gone in [tenant.path(&format!("/contacts/{contact}")), tenant.path(&format!("/chats/{}", tenant.chat))] {
        assert_eq!(world.get(&tenant.by_key(), &gone).await.status, 404, "{gone}");
    }
    let chats = world.get(&tenant.by_key(), &tenant.path("/chats")).await.json();
    assert_eq!(chats["items"].as_array().unwrap().len(), 1, "of somebody else");
    assert_eq!(world.post(&tenant.by_key(), &erase, &json!({})).await.status, 404, "there is no such person");

    let world = world.restart(|_| {}).await;
    let again = world.get(&tenant.by_key(), &tenant.path("/erasures")).await.json();
    assert_eq!(again, json!([erasure]), "the proof stays");
}
