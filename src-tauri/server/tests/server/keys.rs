//! The provider's API keys: made and revoked in the panel, used by programs.

use serde_json::{Value, json};

use crate::world::{Credential, Socket, World};

async fn create(world: &World, provider: &Credential, label: &str) -> Credential {
    let answer = world.post(provider, "/api/saas/api-keys", &json!({ "label": label })).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    Credential::Key(answer.json()["apiKey"].as_str().unwrap().to_owned())
}

/// A key that may make tenants and see what is secret of them.
async fn create_for_secrets(world: &World, provider: &Credential, label: &str) -> Credential {
    let body = json!({ "label": label, "maySeeSecrets": true });
    let answer = world.post(provider, "/api/saas/api-keys", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    Credential::Key(answer.json()["apiKey"].as_str().unwrap().to_owned())
}

async fn id_of(world: &World, provider: &Credential, label: &str) -> String {
    let listed = list(world, provider).await;
    listed.iter().find(|key| key["label"] == label).unwrap()["id"].as_str().unwrap().to_owned()
}

async fn list(world: &World, provider: &Credential) -> Vec<Value> {
    world.get(provider, "/api/saas/api-keys").await.json().as_array().unwrap().clone()
}

#[tokio::test]
async fn a_program_creates_a_tenant_with_the_providers_key() {
    let world = World::start().await;
    let provider = world.provider().await;
    let key = create_for_secrets(&world, &provider, "  Faturamento  ").await;
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

    let id = id_of(&world, &provider, "perdida").await;
    assert_eq!(world.post(&provider, &format!("/api/saas/api-keys/{id}/revoke"), &json!({})).await.status, 200);

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

#[tokio::test]
async fn a_key_without_that_scope_neither_makes_nor_sees_a_secret() {
    let world = World::start().await;
    let provider = world.provider().await;
    let tenant = world.tenant("Padaria Sol").await;
    let (plain, trusted) =
        (create(&world, &provider, "painel").await, create_for_secrets(&world, &provider, "cadastro").await);
    let of_tenant = |rest: &str| format!("/api/saas/tenants/{}{rest}", tenant.id);
    for path in ["/link", "/link/qr"] {
        let answer = world.get(&plain, &of_tenant(path)).await;
        assert_eq!(answer.code(), "forbidden", "{path}");
        assert_eq!(world.get(&trusted, &of_tenant(path)).await.status, 200, "{path}");
    }
    for path in ["/link/rotate", "/link/revoke", "/link/expire", "/api-key"] {
        assert_eq!(world.post(&plain, &of_tenant(path), &json!({})).await.code(), "forbidden", "{path}");
    }
    assert_eq!(world.post(&plain, "/api/saas/create-tenant", &json!({ "name": "x" })).await.code(), "forbidden");
    for key in [&plain, &trusted] {
        let more = json!({ "label": "mais uma", "maySeeSecrets": true });
        assert_eq!(world.post(key, "/api/saas/api-keys", &more).await.code(), "forbidden", "keys make no keys");
        assert_eq!(world.get(key, &of_tenant("")).await.status, 200);
        assert_eq!(world.post(key, &of_tenant("/start"), &json!({})).await.status, 202);
    }
    // Whatever a plain key reads holds no secret.
    for path in ["/api/saas/tenants", "/api/saas/overview", "/api/saas/me", &of_tenant("")] {
        let text = world.get(&plain, path).await.text;
        assert!(!text.contains(&tenant.secret) && !text.contains(&tenant.key), "{path}: {text}");
    }
}

#[tokio::test]
async fn what_a_leaked_key_made_and_saw_ends_with_it_where_that_is_asked_for() {
    let world = World::start().await;
    let provider = world.provider().await;
    let seen = world.tenant("Padaria Sol").await;
    let other = world.tenant("Adega").await;
    let leaked = create_for_secrets(&world, &provider, "vazada").await;
    let made = world.post(&leaked, "/api/saas/create-tenant", &json!({ "name": "Loja" })).await.json();
    let of_made = Credential::Key(made["apiKey"].as_str().unwrap().to_owned());
    let made_id = made["tenant"]["id"].as_str().unwrap().to_owned();
    world.get(&leaked, &format!("/api/saas/tenants/{}/link", seen.id)).await;
    let renewed = world.post(&leaked, &format!("/api/saas/tenants/{}/api-key", seen.id), &json!({})).await.json();
    let renewed = Credential::Key(renewed["apiKey"].as_str().unwrap().to_owned());
    // A login that the stolen link opened.
    let stolen = Credential::Cookie(world.open_link(&seen).await.cookie());
    let mut listening = Socket::open(&world, &stolen, &seen.path("/socket-ticket")).await;
    let mut program = Socket::open(&world, &renewed, &seen.path("/socket-ticket")).await;

    let id = id_of(&world, &provider, "vazada").await;
    let issued = world.get(&provider, &format!("/api/saas/api-keys/{id}/issued")).await.json();
    let names = |list: &Value| -> Vec<String> {
        let mut names: Vec<_> =
            list.as_array().unwrap().iter().map(|one| one["tenantName"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&issued["keys"]), ["Loja", "Padaria Sol"]);
    assert_eq!(names(&issued["links"]), ["Loja", "Padaria Sol"]);

    let revoke = format!("/api/saas/api-keys/{id}/revoke");
    let left = world.post(&provider, &revoke, &json!({})).await.json();
    assert_eq!(names(&left["leftOpen"]["keys"]), ["Loja", "Padaria Sol"], "it says what is left open");
    assert_eq!(left["ended"], json!({ "keys": [], "links": [] }));
    assert_eq!(world.get(&of_made, &format!("/api/whatsapp/{made_id}/status")).await.status, 200);

    let all = world.post(&provider, &revoke, &json!({ "withIssued": true })).await.json();
    assert_eq!(names(&all["ended"]["links"]), ["Loja", "Padaria Sol"]);
    assert_eq!(all["leftOpen"], json!({ "keys": [], "links": [] }));
    listening.closed().await;
    program.closed().await;
    assert_eq!(world.get(&of_made, &format!("/api/whatsapp/{made_id}/status")).await.status, 401);
    assert_eq!(world.get(&renewed, &seen.path("/status")).await.status, 401);
    assert_eq!(world.get(&stolen, &seen.path("/status")).await.status, 401);
    assert_eq!(world.open_link(&seen).await.code(), "link_invalid");
    // Whom the key did not touch goes on.
    assert_eq!(world.open_link(&other).await.status, 200);
    assert_eq!(world.get(&other.by_key(), &other.path("/status")).await.status, 200);
}
