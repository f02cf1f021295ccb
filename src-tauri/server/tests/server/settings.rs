//! Starting, and what is said when it cannot.

use std::sync::Arc;

use portaria_domain::Secret;
use portaria_server::{Offline, OfflineError, StartError, serve_with};
use serde_json::json;

use crate::world::{Credential, ScriptedGateway, World, config};

async fn start(config: portaria_server::ServerConfig) -> StartError {
    let clock = Arc::new(portaria_sessions::SystemClock);
    match serve_with(config, Arc::new(ScriptedGateway::default()), clock).await {
        Ok(_) => panic!("it started"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_busy_port_says_which() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.listen = taken.local_addr().unwrap();
    let sentence = start(config).await.to_string();
    assert!(
        sentence.contains(&taken.local_addr().unwrap().port().to_string()) && sentence.contains("--listen"),
        "{sentence}"
    );
}

#[tokio::test]
async fn a_folder_in_use_says_where_the_other_one_is() {
    let world = World::start().await;
    let sentence = start(config(world.folder.path())).await.to_string();
    assert!(sentence.contains(&world.running.panel_url()), "{sentence}");
    let offline = Offline::alone(&config(world.folder.path())).await.err().unwrap().to_string();
    assert!(offline.contains("running already"), "{offline}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_says_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data"), "a file stands here").unwrap();
    let sentence = start(config(folder.path())).await.to_string();
    assert!(sentence.contains("cannot be written") && sentence.contains("--data-dir"), "{sentence}");
}

#[tokio::test]
async fn a_damaged_database_is_not_overwritten() {
    let world = World::start().await;
    let World { running, folder, .. } = world;
    running.stop().await;
    let path = folder.path().join("data/portaria.db");
    let mut bytes = std::fs::read(&path).unwrap();
    for byte in &mut bytes[100..200] {
        *byte ^= 0xFF;
    }
    std::fs::write(&path, &bytes).unwrap();
    assert!(matches!(start(config(folder.path())).await, StartError::Damaged { .. }));
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the evidence was overwritten");
}

#[tokio::test]
async fn nothing_listens_beyond_this_machine_before_there_is_a_password() {
    let folder = tempfile::tempdir().unwrap();
    let mut open = config(folder.path());
    open.listen = "0.0.0.0:0".parse().unwrap();
    let sentence = start(open.clone()).await.to_string();
    assert!(sentence.contains("admin set-password"), "{sentence}");

    let offline = Offline::alone(&open).await.unwrap();
    assert!(matches!(offline.set_password(&Secret::new("short".into())).await, Err(OfflineError::Password(_))));
    offline.set_password(&Secret::new("long enough, this one".into())).await.unwrap();
    offline.close().await;
    let gateway = Arc::new(ScriptedGateway::default());
    let running = serve_with(open, gateway, Arc::new(portaria_sessions::SystemClock)).await.unwrap();
    running.stop().await;
}

#[tokio::test]
async fn a_tenant_from_the_command_line_opens_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let offline = Offline::alone(&config(folder.path())).await.unwrap();
    let created = offline.create_tenant("Padaria", Some("+55 11 90000-0001")).await.unwrap(); // invented number
    assert!(matches!(offline.create_tenant("", None).await, Err(OfflineError::Name(_))));
    assert!(matches!(offline.create_tenant("x", Some("12")).await, Err(OfflineError::Phone(_))));
    let tenants = offline.tenants().await.unwrap();
    assert_eq!((tenants.len(), tenants[0].1), (1, "stopped"));
    offline.close().await;

    let gateway = Arc::new(ScriptedGateway::default());
    let clock = Arc::new(portaria_sessions::SystemClock);
    let running = serve_with(config(folder.path()), gateway, clock).await.unwrap();
    let (path, secret) = created.link_path.split_once('#').unwrap();
    let url = format!("http://{}{path}/login", running.address());
    let answer = reqwest::Client::new().post(url).json(&json!({ "secret": secret })).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    running.stop().await;
}

#[tokio::test]
async fn a_new_password_ends_the_providers_logins_at_once() {
    let world = World::start().await;
    let provider = world.provider().await;
    assert_eq!(world.get(&provider, "/api/saas/me").await.json()["passwordSet"], false);
    let offline = Offline::beside(&config(world.folder.path())).await.unwrap();
    offline.set_password(&Secret::new("a new password".into())).await.unwrap();
    offline.close().await;
    assert_eq!(world.get(&provider, "/api/saas/me").await.status, 401);
    let body = json!({ "password": "a new password" });
    let answer = world.post(&Credential::None, "/api/saas/login", &body).await;
    assert_eq!(answer.status, 204, "the running server takes it up");
}

#[tokio::test]
async fn how_much_of_the_past_is_kept_is_the_providers_to_say() {
    let world = World::start().await;
    let (tenant, provider) = (world.tenant("Padaria").await, world.provider().await);
    let path = format!("/api/saas/tenants/{}/history-policy", tenant.id);
    assert_eq!(world.get(&provider, &path).await.json(), json!({ "days": null }), "all of it, at first");
    for bad in [json!({ "days": 0 }), json!({ "days": 3_651 }), json!({ "days": -1 }), json!({ "weeks": 1 })] {
        assert_eq!(world.post(&provider, &path, &bad).await.status, 422, "{bad}");
    }
    let set = world.post(&provider, &path, &json!({ "days": 90 })).await;
    assert_eq!((set.status, set.json()), (200, json!({ "days": 90 })));
    world.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
    world.gateway.scan(tenant.tenant_id(), "5511900000001").await; // invented number
    assert_eq!(world.gateway.history_days(tenant.tenant_id()).await, Some(90), "the phone is asked for no more");
    assert_eq!(world.get(&tenant.by_key(), &path).await.status, 403, "not the tenant's");
}

#[tokio::test]
async fn whether_the_tenant_keeps_what_others_delete_is_the_providers_to_say() {
    let world = World::start().await;
    let (tenant, provider) = (world.tenant("Padaria").await, world.provider().await);
    let path = format!("/api/saas/tenants/{}/deletion-policy", tenant.id);
    assert_eq!(world.get(&provider, &path).await.json(), json!({ "keepsDeleted": false }), "gone, at first");
    for bad in [json!({}), json!({ "keepsDeleted": "yes" }), json!({ "keepsDeleted": true, "for": 1 })] {
        assert_eq!(world.post(&provider, &path, &bad).await.status, 422, "{bad}");
    }
    let set = world.post(&provider, &path, &json!({ "keepsDeleted": true })).await;
    assert_eq!((set.status, set.json()), (200, json!({ "keepsDeleted": true })));
    assert_eq!(world.get(&provider, &path).await.json(), json!({ "keepsDeleted": true }));
    assert_eq!(world.get(&tenant.by_key(), &path).await.status, 403, "not the tenant's");
}

#[tokio::test]
async fn what_the_desktop_does_is_chosen_in_the_panel_followed_by_the_app_and_kept() {
    let world = World::start().await;
    let provider = world.provider().await;
    let path = "/api/saas/desktop";
    assert_eq!(world.get(&provider, path).await.json()["isDesktop"], false, "nobody follows it yet");

    let desktop = world.running.desktop();
    let mut followed = desktop.follow();
    assert_eq!(world.get(&provider, path).await.json()["isDesktop"], true);
    let chosen = json!({ "startsWithSystem": true, "keepsAwake": false, "notifies": true });
    assert_eq!(world.post(&provider, path, &chosen).await.status, 200);
    followed.changed().await.unwrap();
    let settings = desktop.settings();
    assert!(settings.starts_with_system && !settings.keeps_awake && settings.notifies);

    // The system may start the app no more, whoever changed that.
    desktop.note_autostart(false).await;
    assert_eq!(world.get(&provider, path).await.json()["settings"]["startsWithSystem"], false);
    assert!(desktop.is_first_time("closing").await);
    assert!(!desktop.is_first_time("closing").await);

    let world = world.restart(|_| {}).await;
    let desktop = world.running.desktop();
    assert!(!desktop.settings().keeps_awake, "it was kept");
    assert!(!desktop.is_first_time("closing").await, "and so was what was said");
}
