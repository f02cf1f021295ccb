//! What who runs the server asks it: whether it is there, whether it can work, and figures.

use std::time::Duration;

use portaria_domain::Content;
use portaria_storage::{Backlog, Stores};
use reqwest::Method;

use crate::world::receiver::Receiver;
use crate::world::{Answer, Credential, Socket, World, raw};

const TOKEN: &str = "canary-figures-0123456789abcdef-0123456789";

async fn with_figures() -> World {
    World::with(|config| config.metrics_token = Some(TOKEN.to_owned().try_into().unwrap())).await
}

async fn figures(world: &World) -> String {
    let answer = world.get(&Credential::Key(TOKEN.to_owned()), "/metrics").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.text
}

/// One figure, by its name with its labels.
fn figure(text: &str, name: &str) -> f64 {
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    value.unwrap_or_else(|| panic!("no {name} in\n{text}")).parse().unwrap()
}

fn whole(text: &str, name: &str) -> i64 {
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    value.unwrap_or_else(|| panic!("no {name} in\n{text}")).parse().unwrap()
}

/// Asks until the figure is there, with a deadline.
async fn until(world: &World, name: &str, value: i64) {
    let look = async {
        loop {
            let text = figures(world).await;
            if text.lines().any(|line| line.strip_prefix(name).is_some_and(|rest| rest == format!(" {value}"))) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.unwrap_or_else(|_| panic!("{name} never was {value}"));
}

#[tokio::test]
async fn without_a_token_there_are_no_figures() {
    let world = World::start().await;
    let answer = world.get(&Credential::Key(TOKEN.to_owned()), "/metrics").await;
    assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"));
}

#[tokio::test]
async fn figures_are_for_their_token_alone() {
    let world = with_figures().await;
    let (provider, tenant) = (world.provider().await, world.tenant("Padaria Sol").await);
    let half = &TOKEN[..TOKEN.len() - 1];
    let basic = Credential::Header("authorization", format!("Basic {TOKEN}"));
    let query = world.get(&Credential::None, &format!("/metrics?token={TOKEN}")).await;
    let refused = async |who: &Credential| world.get(who, "/metrics").await;
    let answers: [Answer; 7] = [
        refused(&Credential::None).await,
        refused(&provider).await,
        refused(&tenant.by_key()).await,
        refused(&Credential::Key(half.to_owned())).await,
        refused(&Credential::Key(String::new())).await,
        refused(&basic).await,
        query,
    ];
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!((answer.status, answer.code().as_str()), (401, "unauthorized"), "{number}: {}", answer.text);
        assert!(!answer.text.contains("portaria_"), "{number}");
    }
    let answer = world.get(&Credential::Key(TOKEN.to_owned()), "/metrics").await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").starts_with("application/openmetrics-text"));
    assert!(answer.text.ends_with("# EOF\n"));
    let other = world.get(&Credential::Key(TOKEN.to_owned()), "/api/saas/tenants").await;
    assert_eq!(other.status, 401, "the token opens nothing else");
}

#[tokio::test]
async fn figures_say_what_happens() {
    let world = with_figures().await;
    let tenant = world.connected_tenant("canary-padaria", "5511900000001", "canary-words").await;
    world.gateway.receive_content(tenant.tenant_id(), "5511900000002", Content::Undecryptable).await;
    let _socket = Socket::open(&world, &tenant.by_key(), &tenant.path("/socket-ticket")).await;

    until(&world, "portaria_messages_undecryptable_total", 1).await;
    let text = figures(&world).await;
    assert_eq!(whole(&text, "portaria_sessions{status=\"connected\"}"), 1);
    assert_eq!(whole(&text, "portaria_sessions{status=\"failed\"}"), 0);
    assert_eq!(whole(&text, "portaria_messages_total{step=\"received\"}"), 2);
    assert_eq!(whole(&text, "portaria_sockets"), 1);
    assert_eq!(whole(&text, "portaria_ready"), 1);
    assert_eq!(whole(&text, "portaria_tunnel{state=\"none\"}"), 1);
    assert!(figure(&text, "portaria_connections{proven=\"yes\"}") >= 1.0);
    assert!(figure(&text, "portaria_session_changes_total{status=\"connected\"}") >= 1.0);
    assert!(figure(&text, "portaria_event_delay_seconds_count") >= 2.0);
    let status = "{method=\"GET\",route=\"/api/whatsapp/{tenantId}/status\",class=\"2xx\"}";
    assert!(figure(&text, &format!("portaria_http_requests_total{status}")) >= 1.0);
    let took = "portaria_http_request_duration_seconds_count{route=\"/api/whatsapp/{tenantId}/status\"}";
    assert!(figure(&text, took) >= 1.0);
    assert!(text.contains(&format!("portaria_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"))));
    for name in ["damaged", "unwritable", "unreadable", "refused"] {
        figure(&text, &format!("portaria_store_failures_total{{kind=\"{name}\"}}"));
    }
    if cfg!(target_os = "linux") {
        assert!(figure(&text, "portaria_process_resident_memory_bytes") > 1e6);
        assert!(figure(&text, "portaria_process_open_fds") > 5.0);
    }
}

#[tokio::test]
async fn what_waits_is_counted() {
    let world = with_figures().await;
    let tenant = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await;
    world.gateway.keep_silent(true);
    let send = serde_json::json!({ "to": "5511900000002", "text": "até já", "sendAt": "2027-02-01T00:00:00Z" });
    let answer = world.post(&tenant.by_key(), &tenant.path("/send"), &send).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let folder = world.folder.path().join("data");
    let stores = Stores::open(&folder).await.unwrap();
    stores.chats(tenant.tenant_id()).await.unwrap();
    let waits = Backlog { waiting: 1, ..Backlog::default() };
    assert_eq!(stores.backlog().await, waits);
    stores.rest().await;
    stores.rest().await;
    assert_eq!(stores.backlog().await, waits, "also where the file is closed");
    until(&world, "portaria_outbox{state=\"failed\"}", 0).await;
}

#[tokio::test]
async fn what_webhooks_are_told_is_counted() {
    let world = with_figures().await;
    let tenant = world.connected_tenant("canary-padaria", "5511900000001", "canary-words").await;
    let (well, badly) = (Receiver::start(200).await, Receiver::start(500).await);
    for url in [well.url("/"), badly.url("/")] {
        let hook = serde_json::json!({ "url": url, "events": ["message.received"] });
        assert_eq!(world.post(&tenant.by_key(), &tenant.path("/webhooks"), &hook).await.status, 201);
    }
    world.gateway.receive(tenant.tenant_id(), "5511900000002", "canary-words").await;
    until(&world, "portaria_webhook_attempts_total{outcome=\"delivered\"}", 1).await;
    until(&world, "portaria_webhook_attempts_total{outcome=\"again\"}", 1).await;
    let stores = Stores::open(&world.folder.path().join("data")).await.unwrap();
    stores.chats(tenant.tenant_id()).await.unwrap();
    assert_eq!(stores.backlog().await.deliveries, 1, "what failed waits");
    until(&world, "portaria_webhook_deliveries_waiting", 0).await;
    assert!(!figures(&world).await.contains("canary"), "they name nobody");
}

#[tokio::test]
async fn figures_name_nobody_however_much_happens() {
    let world = with_figures().await;
    let tenant = world.connected_tenant("canary-padaria", "5511900000001", "canary-words").await;
    let known = figures(&world).await.lines().count();
    for number in 0..50 {
        let path = format!("/canary-path-{number}");
        world.get(&tenant.by_key(), &path).await;
        world.get(&tenant.by_key(), &tenant.path(&path)).await;
        world.get(&Credential::None, &format!("/client/canary-link-{number}")).await;
        let invented = Method::from_bytes(format!("CANARY{number}").as_bytes()).unwrap();
        world.ask(invented, &Credential::None, "/healthz", None, &[]).await;
        world
            .ask(Method::GET, &Credential::None, "/healthz", None, &[("host", &format!("canary{number}.example"))])
            .await;
    }
    let text = figures(&world).await;
    let folded = text.to_lowercase();
    for private in [
        "canary",
        "5511900000001",
        tenant.id.as_str(),
        &tenant.public_id.to_lowercase(),
        "127.0.0.1",
        TOKEN,
        "/work",
        "/tmp",
    ] {
        assert!(!folded.contains(private), "{private} stands in\n{text}");
    }
    let more = text.lines().count() - known;
    assert!(more < 100, "{more} lines more for 250 requests");
    assert!(figure(&text, "portaria_http_problems_total{code=\"misdirected_host\"}") >= 50.0);
}

#[tokio::test]
async fn who_cannot_work_says_so_and_no_more() {
    let world = with_figures().await;
    let ready = world.get(&Credential::None, "/readyz").await;
    assert_eq!((ready.status, ready.text.as_str()), (200, r#"{"ready":true,"reason":null}"#));

    let beside = Stores::open(&world.folder.path().join("data")).await.unwrap();
    beside.write_control("ALTER TABLE settings RENAME TO hidden".to_owned()).await.unwrap();
    let failed = world.get(&Credential::None, "/readyz").await;
    assert_eq!((failed.status, failed.text.as_str()), (503, r#"{"ready":false,"reason":"stores"}"#));
    assert_eq!(world.get(&Credential::None, "/healthz").await.status, 200, "the process answers all the same");
    assert_eq!(whole(&figures(&world).await, "portaria_ready"), 0);
    beside.write_control("ALTER TABLE hidden RENAME TO settings".to_owned()).await.unwrap();
    assert_eq!(world.get(&Credential::None, "/readyz").await.status, 200, "and again");

    world.running.host().shutdown().await;
    let failed = world.get(&Credential::None, "/readyz").await;
    assert_eq!((failed.status, failed.text.as_str()), (503, r#"{"ready":false,"reason":"sessions"}"#));
}

#[tokio::test]
async fn a_probe_comes_by_address_or_by_a_name_that_is_trusted() {
    let world = World::with(|config| config.trusted_hosts = vec!["balance.example".to_owned()]).await;
    let (address, port) = (world.running.address(), world.running.address().port());
    for (host, expected) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("balance.example:{port}"), 200),
        (format!("192.0.2.1:{port}"), 421),
        ("10.0.0.1".to_owned(), 421),
    ] {
        for path in ["/healthz", "/readyz"] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            let answer = raw::exchange(address, request.as_bytes()).await.unwrap();
            assert_eq!(raw::status(&answer), expected, "{host} {path}");
        }
    }
}
