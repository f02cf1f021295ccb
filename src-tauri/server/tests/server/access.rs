//! From where the server is reached: who may choose it, what comes of it, and what is told.

use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::FutureExt as _;
use portaria_domain::UnixMs;
use portaria_server::Outside;
use reqwest::Method;
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::world::{Answer, Credential, PASSWORD, Socket, World, raw};

const PATIENCE: Duration = Duration::from_secs(30);

fn body(internet: &Value) -> Value {
    json!({ "network": { "isOpen": false, "address": null, "name": "portaria", "linkBy": "name" }, "internet": internet, "admin": { "isRemote": false } })
}

fn proxy(url: &str) -> Value {
    body(&json!({ "kind": "proxy", "publicUrl": url, "trustedProxies": ["127.0.0.1"] }))
}

/// A tunnel's program of a few lines.
fn program(folder: &Path, lines: &str) -> PathBuf {
    let path = folder.join("tunnel.sh");
    std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn tunnel(path: &Path) -> Value {
    body(&json!({ "kind": "tunnel", "program": "other", "path": path, "arguments": ["{port}"] }))
}

async fn set(world: &World, provider: &Credential, body: &Value) -> Answer {
    world.post(provider, "/api/saas/access", body).await
}

async fn until(world: &World, provider: &Credential, wanted: impl Fn(&Value) -> bool) -> Value {
    let mut last = Value::Null;
    let found = tokio::time::timeout(PATIENCE, async {
        loop {
            last = world.get(provider, "/api/saas/access").await.json();
            if wanted(&last) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(found.await.is_ok(), "it stayed {last:#}");
    last
}

fn best(access: &Value) -> &str {
    access["addresses"][0]["url"].as_str().unwrap()
}

#[tokio::test]
async fn at_first_it_is_this_computer_only_and_more_needs_a_password() {
    let world = World::start().await;
    let provider = world.provider().await;
    let access = world.get(&provider, "/api/saas/access").await.json();
    assert_eq!(
        (best(&access), &access["addresses"][0]["reach"]),
        (&*world.running.panel_url(), &json!("this_machine"))
    );
    assert_eq!((&access["internet"]["kind"], &access["network"]["isOpen"]), (&json!("closed"), &json!(false)));
    for opens in [
        json!({ "network": { "isOpen": true, "name": "portaria", "linkBy": "name" }, "internet": { "kind": "closed" }, "admin": { "isRemote": false } }),
        json!({ "network": { "isOpen": false, "name": "portaria", "linkBy": "name" }, "internet": { "kind": "closed" }, "admin": { "isRemote": true } }),
        proxy("https://zap.example.com"),
    ] {
        let answer = set(&world, &provider, &opens).await;
        assert_eq!((answer.status, answer.code()), (409, "needs_password".to_owned()), "{}", answer.text);
    }
    let after = world.get(&provider, "/api/saas/access").await.json();
    assert_eq!(after, access, "something was opened");

    let answer = world.post(&provider, "/api/saas/password", &json!({ "password": PASSWORD })).await;
    assert_eq!(answer.status, 204, "{}", answer.text);
    let again = Credential::Cookie(answer.cookie());
    assert_eq!(world.get(&provider, "/api/saas/me").await.status, 401, "the login from before still stands");
    assert_eq!(set(&world, &again, &proxy("https://zap.example.com")).await.status, 200);
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let change = async |body: Value| world.post(&provider, "/api/saas/password", &body).await;
    let other = "another one that is long";
    assert_eq!(change(json!({ "password": other })).await.fields(), ["currentPassword"]);
    assert_eq!(change(json!({ "password": other, "currentPassword": "wrong" })).await.fields(), ["currentPassword"]);
    assert_eq!(change(json!({ "password": "short", "currentPassword": PASSWORD })).await.fields(), ["password"]);
    let log_in = async |password: &str| {
        world.post(&Credential::None, "/api/saas/login", &json!({ "password": password })).await.status
    };
    assert_eq!(log_in(PASSWORD).await, 204, "it was changed all the same");
    assert_eq!(change(json!({ "password": other, "currentPassword": PASSWORD })).await.status, 204);
    assert_eq!((log_in(PASSWORD).await, log_in(other).await), (401, 204));
}

#[tokio::test]
async fn a_proxy_gives_links_their_address_and_says_for_whom_it_speaks() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let tenant = world.tenant("Padaria Sol").await;
    let link = format!("/api/saas/tenants/{}/link", tenant.id);
    let by_name = async || {
        let named = [("host", "zap.example.com"), ("x-forwarded-for", "198.51.100.7")];
        world.ask(Method::GET, &Credential::None, &format!("/client/{}", tenant.public_id), None, &named).await.status
    };
    assert_eq!(by_name().await, 421);
    assert_eq!(set(&world, &provider, &proxy("https://zap.example.com")).await.status, 200);
    until(&world, &provider, |access| best(access) == "https://zap.example.com").await;
    assert_eq!(by_name().await, 200);
    let shown = world.get(&provider, &link).await.json();
    assert!(shown["url"].as_str().unwrap().starts_with("https://zap.example.com/client/"), "{shown}");
    assert_eq!(shown["reach"], "anywhere");

    assert_eq!(set(&world, &provider, &body(&json!({ "kind": "closed" }))).await.status, 200);
    until(&world, &provider, |access| best(access) == world.running.panel_url()).await;
    assert_eq!(by_name().await, 421);
    assert_eq!(world.get(&provider, &link).await.json()["reach"], "this_machine");
}

#[tokio::test]
async fn the_panel_answers_elsewhere_only_when_that_was_chosen_and_stops_at_once() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let mut chosen = proxy("https://zap.example.com");
    let me_by_name = async || {
        let named = [("host", "zap.example.com")];
        world.ask(Method::GET, &provider, "/api/saas/me", None, &named).await.status
    };
    for (is_remote, status) in [(false, 421), (true, 200), (false, 421)] {
        chosen["admin"]["isRemote"] = json!(is_remote);
        assert_eq!(set(&world, &provider, &chosen).await.json()["admin"]["isRemote"], is_remote);
        until(&world, &provider, |access| best(access) == "https://zap.example.com").await;
        assert_eq!(me_by_name().await, status, "chosen: {is_remote}");
    }
}

#[tokio::test]
async fn what_was_chosen_is_there_after_a_restart_and_a_flag_stands_above_it() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    assert_eq!(set(&world, &provider, &proxy("https://zap.example.com")).await.status, 200);
    let world = world.restart(|_| {}).await;
    let provider = world.provider().await;
    until(&world, &provider, |access| best(access) == "https://zap.example.com").await;

    let world = world.restart(|config| config.public_url = Some("https://flag.example.com".parse().unwrap())).await;
    let provider = world.provider().await;
    let access = until(&world, &provider, |access| best(access) == "https://flag.example.com").await;
    assert_eq!(access["internet"]["isFixed"], true);
    assert_eq!(set(&world, &provider, &body(&json!({ "kind": "closed" }))).await.status, 200);
    until(&world, &provider, |access| best(access) == "https://flag.example.com").await;

    let world = world.restart(|_| {}).await;
    let provider = world.provider().await;
    until(&world, &provider, |access| best(access) == "https://zap.example.com").await;
}

#[tokio::test]
async fn a_tunnel_tells_its_address_and_another_after_it_fell() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let mut socket = Socket::open(&world, &provider, "/api/saas/socket-ticket").await;
    // The second time it has another address; what it started outlives it unless somebody sees to that.
    let path = program(
        world.folder.path(),
        "cd \"$(dirname \"$0\")\"\nsleep 1000 &\necho $! >> children\necho run >> runs\necho \"port $1\" >&2\n\
         echo \"your url is https://run-$(wc -l < runs).example.com\"\n\
         while [ ! -e fall-$(wc -l < runs) ]; do sleep 0.05; done",
    );
    assert_eq!(set(&world, &provider, &tunnel(&path)).await.status, 200);
    let access = until(&world, &provider, |access| access["internet"]["tunnel"]["state"] == "up").await;
    assert_eq!(best(&access), "https://run-1.example.com");
    let port = access["tunnelPort"].as_u64().unwrap();
    assert_ne!(port, u64::from(world.running.address().port()), "who sits here comes in there");
    let lines = access["internet"]["tunnel"]["lastLines"].to_string();
    assert!(lines.contains(&format!("port {port}")), "{lines}");

    std::fs::write(world.folder.path().join("fall-1"), "").unwrap();
    until(&world, &provider, |access| best(access) == "https://run-2.example.com").await;
    loop {
        let told = socket.event("access").await;
        if best(&told) == "https://run-2.example.com" {
            break;
        }
    }
    assert_eq!(set(&world, &provider, &body(&json!({ "kind": "closed" }))).await.status, 200);
    let access = until(&world, &provider, |access| access["internet"]["kind"] == "closed").await;
    assert_eq!(access["internet"]["tunnel"], Value::Null);
    let children = std::fs::read_to_string(world.folder.path().join("children")).unwrap();
    for child in children.lines() {
        let gone = tokio::time::timeout(PATIENCE, async {
            // A zombie that nobody waits for is gone, too.
            while std::fs::read_to_string(format!("/proc/{child}/cmdline")).is_ok_and(|line| line.contains("1000")) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(gone.await.is_ok(), "what the program started is still there");
    }
}

#[tokio::test]
async fn a_tunnel_that_does_not_come_about_says_why() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let ends = program(world.folder.path(), "echo 'no licence' >&2; exit 1");
    for (path, cause, line) in [(Path::new("/nowhere/tunnel"), "not_found", ""), (&*ends, "ended", "no licence")] {
        assert_eq!(set(&world, &provider, &tunnel(path)).await.status, 200);
        let is_so = |access: &Value| access["internet"]["tunnel"]["cause"] == cause;
        let access = until(&world, &provider, is_so).await;
        let tunnel = &access["internet"]["tunnel"];
        assert_eq!(tunnel["state"], "waiting");
        assert!(tunnel["lastLines"].to_string().contains(line), "{tunnel}");
        assert_eq!(best(&access), world.running.panel_url(), "links carry what does not work");
    }
}

#[tokio::test]
async fn only_who_sits_at_the_computer_chooses_a_program_and_nobody_sees_a_token() {
    let world = World::with_password(|config| {
        config.remote_admin = true;
        config.trusted_hosts = vec!["office.example.com:1".to_owned()];
    })
    .await;
    let provider = world.provider().await;
    let named = json!({
        "kind": "tunnel", "program": "cloudflared_named", "path": "/nowhere/cloudflared",
        "publicUrl": "https://zap.example.com", "token": "canary-token"
    });
    let remote = [("host", "office.example.com:1")];
    let answer = world.ask(Method::POST, &provider, "/api/saas/access", Some(body(&named).to_string()), &remote).await;
    assert_eq!((answer.status, answer.code()), (403, "forbidden".to_owned()), "{}", answer.text);

    let answer = set(&world, &provider, &body(&named)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut seen = answer.text;
    // Changed from elsewhere without another program, and without the token: it stays.
    let mut changed = body(&named);
    changed["internet"].as_object_mut().unwrap().remove("token");
    changed["network"]["name"] = json!("loja");
    let answer = world.ask(Method::POST, &provider, "/api/saas/access", Some(changed.to_string()), &remote).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    seen.push_str(&answer.text);
    assert!(!seen.contains("canary") && seen.contains(r#""hasToken":true"#), "{seen}");
    // What is said to a program may be secret, too: a key that may see no secrets doesn't see that either.
    let made =
        world.post(&provider, "/api/saas/api-keys", &json!({ "label": "Faturamento", "maySeeSecrets": false })).await;
    let key = Credential::Key(made.json()["apiKey"].as_str().unwrap().to_owned());
    assert_eq!(world.get(&key, "/api/saas/access").await.code(), "forbidden");
    let mut socket = Socket::open(&world, &key, "/api/saas/socket-ticket").await;
    assert_eq!(set(&world, &provider, &body(&json!({ "kind": "closed" }))).await.status, 200);
    until(&world, &provider, |access| {
        access["internet"]["tunnel"].is_null() && best(access) == world.running.panel_url()
    })
    .await;
    world.tenant("marca do fim").await;
    let all = socket.everything_until("marca do fim").await;
    assert!(!all.contains("canary") && !all.contains("cloudflared"), "{all}");
    assert_eq!(answer.json()["network"]["name"], "loja");
}

#[tokio::test]
async fn an_address_is_checked_and_the_provider_told_what_is_in_the_way() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let here = format!("http://{}", world.running.address());
    assert_eq!(set(&world, &provider, &proxy(&here)).await.status, 200);
    let checked = |access: &Value| access["addresses"][0]["check"].is_object() && access["isChecking"] == false;
    let access = until(&world, &provider, |access| best(access) == here && checked(access)).await;
    assert_eq!(access["addresses"][0]["check"]["failure"], Value::Null, "{access:#}");

    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nowhere = format!("http://{nobody}");
    let mut socket = Socket::open(&world, &provider, "/api/saas/socket-ticket").await;
    assert_eq!(set(&world, &provider, &proxy(&nowhere)).await.status, 200);
    let told = loop {
        let told = socket.event("access").await;
        if best(&told) == nowhere && checked(&told) {
            break told;
        }
    };
    let check = &told["addresses"][0]["check"];
    assert_eq!((&check["failure"], &check["sinceMs"]), (&json!("refused"), &check["checkedAtMs"]));
    world.clock.advance(60_000);
    assert_eq!(world.post(&provider, "/api/saas/access/check", &json!({})).await.status, 202);
    let later = |access: &Value| access["addresses"][0]["check"]["checkedAtMs"] != check["checkedAtMs"];
    let again = until(&world, &provider, later).await;
    assert_eq!(again["addresses"][0]["check"]["sinceMs"], check["sinceMs"], "it is gone since then, not since now");
}

#[tokio::test]
async fn what_cannot_be_tested_from_here_works_where_somebody_came_and_that_is_known_after_a_restart() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let tenant = world.tenant("Padaria Sol").await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let public = format!("http://{nobody}");
    assert_eq!(set(&world, &provider, &proxy(&public)).await.status, 200);
    let check = |access: &Value| access["addresses"][0]["check"].clone();
    let access = until(&world, &provider, |access| best(access) == public && check(access).is_object()).await;
    assert_eq!((&check(&access)["failure"], &check(&access)["isInconclusive"]), (&json!("refused"), &json!(false)));
    assert_eq!(access["addresses"][0]["lastVisitAtMs"], Value::Null);

    let open = async |from: &str| {
        let named = [("host", nobody.to_string()), ("x-forwarded-for", from.to_owned())];
        let named = named.each_ref().map(|(name, value)| (*name, value.as_str()));
        world.ask(Method::GET, &Credential::None, &format!("/client/{}", tenant.public_id), None, &named).await.status
    };
    assert_eq!(open("127.0.0.1").await, 200);
    assert_eq!(world.get(&provider, "/api/saas/access").await.json()["addresses"][0]["lastVisitAtMs"], Value::Null);
    assert_eq!(open("198.51.100.7").await, 200);
    let access = world.get(&provider, "/api/saas/access").await.json();
    assert_eq!(access["addresses"][0]["lastVisitAtMs"], world.now_ms());
    assert_eq!((&check(&access)["failure"], &check(&access)["isInconclusive"]), (&json!("refused"), &json!(true)));

    let at = world.now_ms();
    let world = world.restart(|_| {}).await;
    let provider = world.provider().await;
    let access = until(&world, &provider, |access| best(access) == public).await;
    assert_eq!(access["addresses"][0]["lastVisitAtMs"], at);
}

#[tokio::test]
async fn that_the_internet_comes_here_no_longer_is_told_once_it_was_seen_twice_and_so_is_that_it_does_again() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let mut outside = world.running.instances().follow_outside();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(set(&world, &provider, &proxy(&format!("http://{nobody}"))).await.status, 200);
    until(&world, &provider, |access| access["addresses"][0]["check"]["failure"] == "refused").await;
    assert_eq!(outside.next().now_or_never(), None, "once may be an accident");
    let since = UnixMs(world.now_ms());
    world.clock.advance(20_000);
    assert_eq!(world.post(&provider, "/api/saas/access/check", &json!({})).await.status, 202);
    let told = tokio::time::timeout(PATIENCE, outside.next()).await.unwrap();
    assert_eq!(told, Some(Outside::Gone { since }));
    let here = format!("http://{}", world.running.address());
    assert_eq!(set(&world, &provider, &proxy(&here)).await.status, 200);
    let told = tokio::time::timeout(PATIENCE, outside.next()).await.unwrap();
    assert_eq!(told, Some(Outside::Well));
}

#[tokio::test]
async fn a_check_that_nobody_asked_for_is_nothing() {
    let world = World::start().await;
    let answer = world.get(&Credential::None, "/api/reach/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
    assert_eq!((answer.status, answer.code()), (404, "not_found".to_owned()));
}

/// A tunnel that carries bytes and nothing more, to a name that is answered.
fn bytes_alone(folder: &Path, names_callers: bool) -> Value {
    json!({
        "kind": "tunnel", "program": "other", "path": program(folder, "exec sleep 1000"), "arguments": ["{port}"],
        "publicUrl": "http://zap.example.com", "namesCallers": names_callers
    })
}

fn tunnel_port(access: &Value) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, u16::try_from(access["tunnelPort"].as_u64().unwrap()).unwrap()))
}

/// What a stranger gets who writes all of a request's head.
async fn ask_as(address: SocketAddr, head: &str, body: &str) -> String {
    let length = body.len();
    let request = format!("{head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    raw::exchange(address, request.as_bytes()).await.expect("the connection is closed")
}

#[tokio::test]
async fn who_comes_through_a_tunnel_does_not_sit_at_this_computer_whatever_name_they_write() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let chosen = body(&bytes_alone(world.folder.path(), false));
    assert_eq!(set(&world, &provider, &chosen).await.status, 200);
    let access = until(&world, &provider, |access| best(access) == "http://zap.example.com").await;
    let (main, tunnel) = (world.running.address(), tunnel_port(&access));
    let names = [main, tunnel].map(|at| at.port()).map(|port| format!("localhost:{port}"));
    let names = names.into_iter().chain([main.to_string(), tunnel.to_string(), format!("[::1]:{}", main.port())]);
    for name in names {
        for path in ["/healthz", "/", "/api/saas/me", "/api/saas/login"] {
            let answer = ask_as(tunnel, &format!("GET {path} HTTP/1.1\r\nHost: {name}"), "").await;
            assert_eq!(raw::status(&answer), 421, "{name} {path}");
        }
    }
    let by_name = async |path: &str| {
        raw::status(&ask_as(tunnel, &format!("GET {path} HTTP/1.1\r\nHost: zap.example.com"), "").await)
    };
    assert_eq!(
        (by_name("/healthz").await, by_name("/api/saas/me").await),
        (200, 421),
        "links open, the panel does not"
    );
    assert_eq!(set(&world, &provider, &body(&json!({ "kind": "closed" }))).await.status, 200);
    until(&world, &provider, |access| best(access) == world.running.panel_url()).await;
    assert_eq!(by_name("/healthz").await, 421, "it is closed");
}

#[tokio::test]
async fn whom_a_tunnel_speaks_for_is_believed_only_where_it_says_so_itself() {
    for names_callers in [false, true] {
        let world = World::with_password(|config| config.remote_admin = true).await;
        let provider = world.provider().await;
        let chosen = body(&bytes_alone(world.folder.path(), names_callers));
        assert_eq!(set(&world, &provider, &chosen).await.json()["internet"]["tunnel"]["namesCallers"], names_callers);
        let access = until(&world, &provider, |access| best(access) == "http://zap.example.com").await;
        let tunnel = tunnel_port(&access);
        let log_in = async |from: &str, password: &str| {
            let head = "POST /api/saas/login HTTP/1.1\r\nHost: zap.example.com\r\nContent-Type: application/json";
            let body = json!({ "password": password }).to_string();
            raw::status(&ask_as(tunnel, &format!("{head}\r\nX-Forwarded-For: {from}"), &body).await)
        };
        let mut statuses = Vec::new();
        for number in 0..7 {
            statuses.push(log_in(&format!("198.51.100.{number}"), "wrong").await);
        }
        let expected = if names_callers { 401 } else { 429 };
        assert_eq!((statuses[0], statuses[6]), (401, expected), "names callers: {names_callers}");
        let here = world.post(&Credential::None, "/api/saas/login", &json!({ "password": PASSWORD })).await;
        assert_eq!(here.status, 204, "who sits here was kept out from elsewhere");
    }
}

#[tokio::test]
async fn the_port_of_tunnels_stays_because_other_programs_hold_it() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let frp = body(&json!({
        "kind": "tunnel", "program": "frp", "path": program(world.folder.path(), "exec sleep 1000"),
        "arguments": ["-c", "frpc.toml"], "publicUrl": "http://zap.example.com"
    }));
    let before = world.get(&provider, "/api/saas/access").await.json();
    let other = std::net::TcpListener::bind(tunnel_port(&before)).unwrap();
    assert_eq!(set(&world, &provider, &frp).await.status, 200);
    let is_taken = |access: &Value| access["internet"]["tunnel"]["cause"] == "port_taken";
    let taken = until(&world, &provider, is_taken).await;
    assert_eq!(taken["tunnelPort"], before["tunnelPort"], "frpc's file says another one now");
    drop(other);
    until(&world, &provider, |access| access["internet"]["tunnel"]["state"] == "starting").await;
    let world = world.restart(|_| {}).await;
    let provider = world.provider().await;
    let after = until(&world, &provider, |access| access["internet"]["tunnel"]["state"] == "starting").await;
    assert_eq!(after["tunnelPort"], before["tunnelPort"]);

    // A program that is told it at its start gets another one.
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let before = world.get(&provider, "/api/saas/access").await.json();
    let _other = std::net::TcpListener::bind(tunnel_port(&before)).unwrap();
    let told = body(&bytes_alone(world.folder.path(), false));
    assert_eq!(set(&world, &provider, &told).await.status, 200);
    let up = until(&world, &provider, |access| access["internet"]["tunnel"]["state"] == "up").await;
    assert_ne!(up["tunnelPort"], before["tunnelPort"]);
}

#[tokio::test]
async fn a_tunnel_that_still_leads_to_the_panels_port_is_told_until_it_leads_to_its_own() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    // What carries bytes from its port to another, which changes as somebody changes the program's file.
    let relay = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let public = format!("http://{}", relay.local_addr().unwrap());
    let (leads_to, target) = tokio::sync::watch::channel(world.running.address());
    let tasks = TaskTracker::new();
    let carrying = tasks.clone();
    tasks.spawn(async move {
        while let Ok((mut near, _)) = relay.accept().await {
            let target = *target.borrow();
            carrying.spawn(async move {
                let mut far = tokio::net::TcpStream::connect(target).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
            });
        }
    });
    let chosen = body(&json!({
        "kind": "tunnel", "program": "other", "path": program(world.folder.path(), "exec sleep 1000"),
        "publicUrl": public
    }));
    assert_eq!(set(&world, &provider, &chosen).await.status, 200);
    let is_at_main = |access: &Value| access["internet"]["tunnel"]["isAtMainPort"].as_bool().unwrap();
    let works = |access: &Value| {
        best(access) == public && access["addresses"][0]["check"]["failure"].is_null() && access["isChecking"] == false
    };
    let access = until(&world, &provider, |access| is_at_main(access) && works(access)).await;
    assert_eq!(access["addresses"][0]["check"]["failure"], Value::Null, "links that were sent go on opening");
    leads_to.send(tunnel_port(&access)).unwrap();
    assert_eq!(world.post(&provider, "/api/saas/access/check", &json!({})).await.status, 202);
    until(&world, &provider, |access| !is_at_main(access) && works(access)).await;
}
