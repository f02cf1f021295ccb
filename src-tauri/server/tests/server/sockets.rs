//! Who gets into which room, and who does not.

use std::time::Duration;

use portaria_whatsapp::Signal;
use serde_json::json;

use crate::world::socket::{Entry, ticket};
use crate::world::{Credential, Socket, World};

fn refused() -> Entry {
    Entry::Refused("ticket_invalid".into())
}

#[tokio::test]
async fn a_socket_opens_by_a_fresh_ticket_and_by_nothing_else() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let path = tenant.path("/socket-ticket");
    let spent = ticket(&world, &tenant.by_cookie(), &path).await;
    assert_eq!(Socket::transport(&world, &[]).await.unwrap().enter(&json!({ "ticket": spent })).await, Entry::Admitted);
    for auth in [
        json!({ "ticket": spent }),
        json!({ "ticket": "A".repeat(43) }),
        json!({ "ticket": "" }),
        json!({ "ticket": 5 }),
        json!({ "ticket": null }),
        json!({ "token": tenant.key }),
        json!({ "ticket": tenant.key }),
        json!({ "ticket": tenant.secret }),
        json!({}),
        json!([]),
    ] {
        let mut socket = Socket::transport(&world, &[]).await.unwrap();
        assert_eq!(socket.enter(&auth).await, refused(), "{auth}");
    }
    let late = ticket(&world, &tenant.by_key(), &path).await;
    world.clock.advance(60_000);
    assert_eq!(Socket::transport(&world, &[]).await.unwrap().enter(&json!({ "ticket": late })).await, refused());
}

#[tokio::test]
async fn neither_cookie_nor_key_opens_a_socket_without_a_ticket() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let Credential::Cookie(admin) = world.provider().await else { unreachable!() };
    let bearer = format!("Bearer {}", tenant.key);
    let pair = |login: &str| login.split('#').next().unwrap().to_owned();
    let (of_tenant, of_admin) = (pair(&tenant.cookie), pair(&admin));
    for header in [("cookie", of_tenant.as_str()), ("cookie", of_admin.as_str()), ("authorization", bearer.as_str())] {
        let mut socket = Socket::transport(&world, &[header]).await.unwrap();
        assert_eq!(socket.enter(&json!({})).await, refused(), "{header:?}");
    }
}

#[tokio::test]
async fn pages_of_other_sites_get_no_transport() {
    let world = World::start().await;
    for origin in
        ["https://evil.example", "null", "http://localhost", "http://localhost:1", "https://localhost", "file://"]
    {
        let refusal = Socket::transport(&world, &[("origin", origin)]).await.err();
        assert_eq!(refusal, Some(403), "{origin}");
    }
    assert!(
        Socket::transport(&world, &[("origin", &world.running.panel_url())]).await.is_ok(),
        "the other side of the guard"
    );
    assert_eq!(Socket::transport(&world, &[("host", "evil.com")]).await.err(), Some(421));
}

#[tokio::test]
async fn there_is_no_polling() {
    let world = World::start().await;
    let answer = world.get(&Credential::None, "/socket.io/?EIO=4&transport=polling").await;
    assert_eq!(answer.status, 400, "{}", answer.text);
    let answer = world.post(&Credential::None, "/socket.io/?EIO=4&transport=polling", &json!({})).await;
    assert_eq!(answer.status, 400, "{}", answer.text);
}

#[tokio::test]
async fn a_second_connect_changes_nothing() {
    let world = World::start().await;
    let (a, b) = (world.tenant("Padaria").await, world.tenant("canary-bistro").await);
    let mut socket = Socket::open(&world, &a.by_cookie(), &a.path("/socket-ticket")).await;
    let other = ticket(&world, &b.by_cookie(), &b.path("/socket-ticket")).await;
    socket.send(&format!("40{}", json!({ "ticket": other }))).await;
    world.post(&b.by_key(), &b.path("/start"), &json!({})).await;
    world.until(&b, "pairing").await;
    world.post(&a.by_key(), &a.path("/start"), &json!({})).await;
    let all = socket.everything_until(&format!("canary-qr-{}", a.id)).await;
    assert!(!all.contains(&b.id), "the socket got into B's room: {all}");
}

#[tokio::test]
async fn no_event_of_b_reaches_a_whatever_a_sends() {
    let world = World::start().await;
    let a = world.connected_tenant("Adega", "5511900000001", "de A").await; // invented numbers
    let b = world.connected_tenant("canary-bistro", "5511900000011", "canary-segredo").await;
    let mut of_a = Socket::open(&world, &a.by_cookie(), &a.path("/socket-ticket")).await;
    let mut of_b = Socket::open(&world, &b.by_cookie(), &b.path("/socket-ticket")).await;
    for packet in [
        format!("42{}", json!(["join", format!("tenant:{}", b.id)])),
        format!("42{}", json!(["subscribe", { "tenantId": b.id, "room": b.id }])),
        format!("42{}", json!(["event", { "tenantId": b.id }])),
        format!("42{}", json!([format!("tenant:{}", b.id)])),
        format!("40/{},{{}}", b.id),
        "40/admin,{}".to_owned(),
        format!("421{}", json!(["join", "admin"])),
    ] {
        of_a.send(&packet).await;
    }
    world.gateway.receive(b.tenant_id(), "5511900000012", "canary-segredo de B").await;
    let heard = of_b.fact("message.received").await;
    assert_eq!(heard["data"]["message"]["content"]["text"], "canary-segredo de B", "B hears it");
    let address = heard["data"]["message"]["sender"]["pn"].as_str().unwrap().parse().unwrap();
    world
        .gateway
        .say(
            b.tenant_id(),
            Signal::Activity {
                chat: portaria_domain::Address::one(address),
                activity: portaria_domain::Activity::Recording,
            },
        )
        .await;
    assert_eq!(of_b.event("typing").await["activity"], "recording");
    world.gateway.receive(a.tenant_id(), "5511900000002", "marca de A").await;
    let all = of_a.everything_until("marca de A").await;
    // The refusal of a namespace names it, and A named this one.
    let all = all.replace(&format!("44/{},", b.id), "44/,");
    for canary in ["canary", &b.id, "5511900000012", "typing"] {
        assert!(!all.contains(canary), "A heard {canary}: {all}");
    }
}

#[tokio::test]
async fn a_tenant_hears_nothing_of_the_provider_and_the_provider_no_messages() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented numbers
    let mut panel = Socket::open(&world, &world.provider().await, "/api/saas/socket-ticket").await;
    let mut portal = Socket::open(&world, &tenant.by_key(), &tenant.path("/socket-ticket")).await;
    world.gateway.receive(tenant.tenant_id(), "5511900000002", "canary-segredo").await;
    let created = world.tenant("Nova cliente").await;
    let seen = panel.everything_until(&created.id).await;
    assert!(!seen.contains("canary-segredo"), "the provider reads messages: {seen}");
    world.gateway.receive(tenant.tenant_id(), "5511900000002", "marca").await;
    let heard = portal.everything_until("marca").await;
    assert!(!heard.contains(&created.id) && !heard.contains("Nova cliente"), "{heard}");
}

#[tokio::test]
async fn a_renewed_key_and_an_ended_login_close_their_sockets() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let provider = world.provider().await;
    let mut program = Socket::open(&world, &tenant.by_key(), &tenant.path("/socket-ticket")).await;
    let mut browser = Socket::open(&world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    world.post(&provider, &format!("/api/saas/tenants/{}/api-key", tenant.id), &json!({})).await;
    assert!(program.closed().await < Duration::from_secs(1));
    world.post(&tenant.by_cookie(), &tenant.path("/start"), &json!({})).await;
    browser.event("qr").await; // the browser's goes on

    let mut panel = Socket::open(&world, &provider, "/api/saas/socket-ticket").await;
    world.post(&provider, "/api/saas/logout", &json!({})).await;
    assert!(panel.closed().await < Duration::from_secs(1));
}

#[tokio::test]
async fn a_giant_message_ends_the_socket() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let mut socket = Socket::open(&world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    socket.send(&format!("42[\"x\",\"{}\"]", "x".repeat(10 * 1024 * 1024))).await;
    socket.closed().await;
    assert_eq!(world.get(&Credential::None, "/healthz").await.status, 200);
}

#[tokio::test]
async fn stopping_the_server_closes_its_sockets() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let mut socket = Socket::open(&world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    let stopping = tokio::time::timeout(Duration::from_secs(8), world.running.stop());
    let (stopped, _) = tokio::join!(stopping, socket.closed());
    stopped.expect("it stops while a socket is open");
}
