//! The provider's API keys: made and revoked in the panel, used by programs.

use serde_json::{Value, json};

use crate::world::{Credential, Socket, World};

async fn create(world: &World, provider: &Credential, label: &str) -> Credential {
    let answer = world.post(provider, "/api/saas/api-keys", &json!({ "label": label })).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    Credential::Key(answer.json()["apiKey"].as_str().unwrap().to_owned())
}

async fn list(world: &World, provider: &Credential) -> Vec<Value> {
    world.get(provider, "/api/saas/api-keys").await.json().as_array().unwrap().clone()
}

#[tokio::test]
async fn a_program_creates_a_tenant_with_the_providers_key() {
    let world = World::start().await;
    let provider = world.provider().await;
    let key = create(&world, &provider, "  Faturamento  ").await;
    let Credential::Key(text) = &key else { unreachable!() };

    let created = world.post(&key, "/api/saas/create-tenant", &json!({ "name": "Padaria Sol" })).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let tenant = created.json()["tenant"]["id"].as_str().unwrap().to_owned();
    assert_eq!(world.get(&key, &format!("/api/saas/tenants/{tenant}")).await.status, 200);
    let inside = world.get(&key, &format!("/api/whatsapp/{tenant}/chats")).await;
    assert_eq!(inside.status, 403, "what a tenant's customers write is not the provider's to read");

    let listed = list(&world, &provider).await;
    assert_eq!((listed.len(), &listed[0]["label"]), (1, &json!("Faturamento")));
    assert!(text.starts_with(listed[0]["prefix"].as_str().unwrap()), "it can be told by how it begins");
    assert!(!listed[0].to_string().contains(text), "the key is shown once");
}

#[tokio::test]
async fn a_revoked_key_and_its_sockets_end_at_once_and_others_go_on() {
    let world = World::start().await;
    let provider = world.provider().await;
    let (lost, kept) = (create(&world, &provider, "perdida").await, create(&world, &provider, "outra").await);
    let mut of_lost = Socket::open(&world, &lost, "/api/saas/socket-ticket").await;
    let mut of_kept = Socket::open(&world, &kept, "/api/saas/socket-ticket").await;

    let listed = list(&world, &provider).await;
    let id = listed.iter().find(|key| key["label"] == "perdida").unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(world.post(&provider, &format!("/api/saas/api-keys/{id}/revoke"), &json!({})).await.status, 204);

    of_lost.closed().await;
    assert_eq!(world.get(&lost, "/api/saas/tenants").await.status, 401);
    assert_eq!(world.get(&kept, "/api/saas/tenants").await.status, 200);
    world.tenant("Padaria Sol").await;
    assert_eq!(of_kept.event("tenant").await["name"], "Padaria Sol");
    let labels: Vec<Value> = list(&world, &provider).await.into_iter().map(|key| key["label"].clone()).collect();
    assert_eq!(labels, ["outra"]);
}

#[tokio::test]
async fn the_hour_of_a_keys_last_use_is_kept() {
    let world = World::start().await;
    let provider = world.provider().await;
    let key = create(&world, &provider, "Faturamento").await;
    let used = async || list(&world, &provider).await[0]["usedAtMs"].as_i64();
    assert_eq!(used().await, None, "nobody used it yet");
    world.get(&key, "/api/saas/me").await;
    let first = used().await.expect("its use is noted");
    world.clock.advance(59 * 60 * 1000);
    world.get(&key, "/api/saas/me").await;
    assert_eq!(used().await, Some(first), "not each request is a write");
    world.clock.advance(2 * 60 * 1000);
    world.get(&key, "/api/saas/me").await;
    assert!(used().await.unwrap() > first, "another hour, another note");
}

#[tokio::test]
async fn a_tenants_key_cannot_be_revoked_as_one_of_the_providers() {
    let world = World::start().await;
    let provider = world.provider().await;
    let tenant = world.tenant("Padaria Sol").await;
    for id in ["nothing", "%FF", "01890000-0000-7000-8000-000000000000"] {
        let answer = world.post(&provider, &format!("/api/saas/api-keys/{id}/revoke"), &json!({})).await;
        assert_eq!(answer.code(), "not_found", "{id}");
    }
    assert_eq!(world.get(&tenant.by_key(), &tenant.path("/status")).await.status, 200);
}
