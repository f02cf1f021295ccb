//! What the panel knows of newer versions, from a feed on this machine, and what the desktop app is asked to do.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use portaria_server::{Installation, Trouble, UpdateSource};
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::world::{Answer, Credential, World};

const PATH: &str = "/api/saas/update";
const DAY_MS: i64 = 24 * 3_600_000;

/// What the feed's server says: a status and a body for each channel.
type Says = Arc<Mutex<(StatusCode, String)>>;

/// A feed on this machine; `{channel}` stands for itself in its addresses.
async fn feed(first: &Value) -> (Says, String) {
    let says: Says = Arc::new(Mutex::new((StatusCode::OK, first.to_string())));
    let (stable, beta) = (Arc::clone(&says), release("0.3.0-beta.1"));
    let routes = Router::new()
        .route("/stable/latest.json", get(async || (StatusCode::FOUND, [(header::LOCATION, "/asset")])))
        .route("/asset", get(async move || stable.lock().unwrap().clone().into_response()))
        .route("/beta/latest.json", get(async move || beta.to_string()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    TaskTracker::new().spawn(async move { axum::serve(listener, routes).await });
    (says, format!("http://{address}/{{channel}}/latest.json"))
}

fn release(version: &str) -> Value {
    let mut packages = serde_json::Map::new();
    for (kind, file) in [
        ("server", "portaria-server.tar.gz"),
        ("deb", "Portaria_amd64.deb"),
        ("rpm", "Portaria.x86_64.rpm"),
        ("appimage", "Portaria.AppImage"),
    ] {
        let key = format!("{}-{}-{kind}", std::env::consts::OS, std::env::consts::ARCH);
        packages.insert(key, json!({ "url": format!("https://example.com/v/{file}"), "signature": "x" }));
    }
    json!({ "version": version, "notes": "Corrige <b>o envio</b>.", "pub_date": "2026-11-20T12:00:00Z", "platforms": packages })
}

async fn world(feed: Option<String>, key: Option<&str>) -> (World, Credential) {
    let source = UpdateSource { feed, key: key.map(str::to_owned) };
    let world = World::with(|config| config.updates = source).await;
    let provider = world.provider().await;
    (world, provider)
}

async fn check(world: &World, provider: &Credential) -> Value {
    let answer = world.post(provider, &format!("{PATH}/check"), &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn install(world: &World, provider: &Credential, version: &str) -> Answer {
    world.post(provider, &format!("{PATH}/install"), &json!({ "version": version })).await
}

#[tokio::test]
async fn a_build_that_knows_no_feed_says_so_and_asks_nobody() {
    let (world, provider) = world(None, None).await;
    let found = check(&world, &provider).await;
    assert_eq!((&found["canCheck"], &found["canInstall"]), (&json!(false), &json!(false)));
    assert_eq!((&found["checkedAtMs"], &found["offer"]), (&Value::Null, &Value::Null));
    assert_eq!(install(&world, &provider, "9.9.9").await.json()["code"], "update_by_hand");
}

#[tokio::test]
async fn the_headless_server_tells_of_a_newer_version_and_how_to_install_it() {
    let (_, address) = feed(&release("0.2.0")).await;
    let (world, provider) = world(Some(address), Some("key")).await;
    let found = check(&world, &provider).await;
    assert_eq!((&found["version"], &found["installation"]), (&json!(env!("CARGO_PKG_VERSION")), &json!("server")));
    assert_eq!(found["checkedAtMs"], world.now_ms());
    let offer = &found["offer"];
    assert_eq!((&offer["kind"], &offer["version"]), (&json!("newer"), &json!("0.2.0")));
    assert_eq!(offer["notes"], "Corrige <b>o envio</b>.", "text, as it is");
    assert_eq!(offer["package"]["url"], "https://example.com/v/portaria-server.tar.gz");
    let command = offer["package"]["command"].as_str().unwrap();
    assert!(command.contains("portaria-server.tar.gz") && command.contains("systemctl restart"), "{command}");
    assert_eq!(found["canInstall"], false, "it never replaces itself");
    assert_eq!(install(&world, &provider, "0.2.0").await.json()["code"], "update_by_hand");
}

#[tokio::test]
async fn an_older_version_is_told_and_never_installed() {
    let (says, address) = feed(&release("0.0.9")).await;
    let (world, provider) = world(Some(address), Some("key")).await;
    let _updater = world.running.updater(Installation::AppImage);
    assert_eq!(check(&world, &provider).await["offer"], json!({ "kind": "older", "version": "0.0.9" }));
    assert_eq!(install(&world, &provider, "0.0.9").await.json()["code"], "update_not_offered");
    says.lock().unwrap().1 = release(env!("CARGO_PKG_VERSION")).to_string();
    assert_eq!(check(&world, &provider).await["offer"], json!({ "kind": "same" }));
}

#[tokio::test]
async fn what_hinders_a_check_is_told_and_goes_with_the_next_one() {
    let (says, address) = feed(&release("0.2.0")).await;
    let (world, provider) = world(Some(address), None).await;
    for (status, body, why) in [
        (StatusCode::NOT_FOUND, "", "no_feed"),
        (StatusCode::OK, "<html>Entre na rede do hotel</html>", "unreadable_feed"),
        (StatusCode::OK, "{\"version\":\"0.2.0\"}", "unreadable_feed"),
    ] {
        *says.lock().unwrap() = (status, body.to_owned());
        let found = check(&world, &provider).await;
        assert_eq!((&found["trouble"]["why"], &found["trouble"]["version"]), (&json!(why), &Value::Null), "{body}");
    }
    *says.lock().unwrap() = (StatusCode::OK, release("0.2.0").to_string());
    let found = check(&world, &provider).await;
    assert_eq!((&found["trouble"], &found["offer"]["version"]), (&Value::Null, &json!("0.2.0")));

    let (nobody, provider) = self::world(Some("http://127.0.0.1:1/latest.json".to_owned()), None).await;
    assert_eq!(check(&nobody, &provider).await["trouble"]["why"], "offline");
}

#[tokio::test]
async fn the_channel_and_the_daily_look_are_chosen_and_kept() {
    let (_, address) = feed(&release("0.2.0")).await;
    let (world, provider) = world(Some(address.clone()), None).await;
    assert_eq!(check(&world, &provider).await["offer"]["version"], "0.2.0");
    for bad in [json!({}), json!({ "channel": "nightly", "checksDaily": true }), json!({ "channel": "beta" })] {
        assert_eq!(world.post(&provider, PATH, &bad).await.status, 422, "{bad}");
    }
    let chosen = json!({ "channel": "beta", "checksDaily": false });
    let answer = world.post(&provider, PATH, &chosen).await.json();
    assert_eq!((&answer["choice"], &answer["offer"]), (&chosen, &Value::Null), "another channel has other versions");
    assert_eq!(check(&world, &provider).await["offer"]["version"], "0.3.0-beta.1");

    let world = world.restart(|config| config.updates = UpdateSource { feed: Some(address), key: None }).await;
    let provider = world.provider().await;
    assert_eq!(world.get(&provider, PATH).await.json()["choice"], chosen, "it was kept");
}

#[tokio::test]
async fn a_version_that_was_postponed_is_not_spoken_of_until_then() {
    let (says, address) = feed(&release("0.2.0")).await;
    let (world, provider) = world(Some(address), None).await;
    check(&world, &provider).await;
    let postpone = async |days: i64| {
        let body = json!({ "version": "0.2.0", "days": days });
        world.post(&provider, &format!("{PATH}/postpone"), &body).await
    };
    assert_eq!((postpone(0).await.status, postpone(31).await.status), (422, 422));
    assert_eq!(postpone(7).await.json()["offer"]["postponedUntilMs"], world.now_ms() + 7 * DAY_MS);
    says.lock().unwrap().1 = release("0.2.1").to_string();
    assert_eq!(check(&world, &provider).await["offer"]["postponedUntilMs"], Value::Null, "another one is spoken of");
    says.lock().unwrap().1 = release("0.2.0").to_string();
    assert!(check(&world, &provider).await["offer"]["postponedUntilMs"].is_number());
    world.clock.advance(7 * DAY_MS);
    let provider = world.provider().await;
    assert_eq!(world.get(&provider, PATH).await.json()["offer"]["postponedUntilMs"], Value::Null, "its time has come");
}

#[tokio::test]
async fn the_app_is_asked_for_what_was_shown_once_and_tells_how_it_goes() {
    let (_, address) = feed(&release("0.2.0")).await;
    let (world, provider) = world(Some(address), Some("key")).await;
    let mut updater = world.running.updater(Installation::AppImage);
    assert_eq!(check(&world, &provider).await["canInstall"], true);
    assert_eq!(install(&world, &provider, "0.2.1").await.json()["code"], "update_not_offered", "not what was shown");
    assert_eq!(install(&world, &provider, "0.2.0").await.status, 202);
    assert_eq!(install(&world, &provider, "0.2.0").await.json()["code"], "update_under_way");

    let wanted = updater.next().await.unwrap();
    assert_eq!((wanted.version.to_string().as_str(), updater.key()), ("0.2.0", Some("key")));
    assert_eq!(wanted.raw["platforms"], release("0.2.0")["platforms"]);
    updater.downloading(10, Some(100));
    let step = world.get(&provider, PATH).await.json()["step"].clone();
    assert_eq!(step, json!({ "kind": "downloading", "received": 10, "total": 100 }));

    updater.failed(&wanted, Trouble::BadSignature);
    let found = world.get(&provider, PATH).await.json();
    assert_eq!((&found["step"]["kind"], &found["trouble"]["why"]), (&json!("idle"), &json!("bad_signature")));
    assert_eq!(check(&world, &provider).await["trouble"]["version"], "0.2.0", "looking again does not hide it");
    assert_eq!(install(&world, &provider, "0.2.0").await.status, 202, "and it can be tried again");
    assert_eq!(world.get(&provider, PATH).await.json()["trouble"], Value::Null);
}

#[tokio::test]
async fn without_a_key_nothing_is_installed() {
    let (_, address) = feed(&release("0.2.0")).await;
    let (world, provider) = world(Some(address), None).await;
    let _updater = world.running.updater(Installation::AppImage);
    assert_eq!(check(&world, &provider).await["canInstall"], false);
    assert_eq!(install(&world, &provider, "0.2.0").await.json()["code"], "update_by_hand");
}
