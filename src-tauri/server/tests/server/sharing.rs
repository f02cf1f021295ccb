//! Pools that all share: what one takes is not taken from another.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use futures_util::future::join_all;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};
use tokio_util::task::TaskTracker;

use crate::media::uploaded;
use crate::world::socket::{Entry, ticket};
use crate::world::{Socket, Tenant, World, raw};

const NUMBER: &str = "5511900000001"; // invented
const OTHER_NUMBER: &str = "5511900000011"; // invented
const CUSTOMER: &str = "55119000000017"; // invented

#[tokio::test]
async fn one_key_cannot_take_the_tickets_of_others() {
    let world = World::start().await;
    let (greedy, other) = (world.tenant("Padaria").await, world.tenant("Adega").await);
    let (provider, path) = (world.provider().await, greedy.path("/socket-ticket"));
    let mut issued = 0;
    while world.post(&greedy.by_key(), &path, &json!({})).await.status == 201 {
        issued += 1;
        assert!(issued < 2_000, "one key takes as many as it wants");
    }
    assert_eq!(world.post(&greedy.by_key(), &path, &json!({})).await.code(), "rate_limited");
    assert_eq!(world.post(&greedy.by_cookie(), &path, &json!({})).await.status, 201, "the tenant's portal");
    assert_eq!(world.post(&other.by_key(), &other.path("/socket-ticket"), &json!({})).await.status, 201);
    assert_eq!(world.post(&provider, "/api/saas/socket-ticket", &json!({})).await.status, 201);
    world.clock.advance(60_000);
    assert_eq!(world.post(&greedy.by_key(), &path, &json!({})).await.status, 201, "their time is over");
}

#[tokio::test]
async fn one_key_holds_so_many_sockets_and_gets_a_place_back_for_each_that_goes() {
    let world = World::start().await;
    let (greedy, other) = (world.tenant("Padaria").await, world.tenant("Adega").await);
    let path = greedy.path("/socket-ticket");
    let mut open = Vec::new();
    loop {
        let auth = json!({ "ticket": ticket(&world, &greedy.by_key(), &path).await });
        let mut socket = Socket::transport(&world, &[]).await.unwrap();
        match socket.enter(&auth).await {
            Entry::Admitted => open.push(socket),
            Entry::Refused(why) => {
                assert_eq!(why, "too_many_sockets");
                break;
            }
        }
        assert!(open.len() < 500, "one key holds as many as it wants");
    }
    let _portal = Socket::open(&world, &greedy.by_cookie(), &path).await;
    let _other = Socket::open(&world, &other.by_key(), &other.path("/socket-ticket")).await;
    let _panel = Socket::open(&world, &world.provider().await, "/api/saas/socket-ticket").await;
    open.pop();
    let again = async {
        loop {
            let auth = json!({ "ticket": ticket(&world, &greedy.by_key(), &path).await });
            if Socket::transport(&world, &[]).await.unwrap().enter(&auth).await == Entry::Admitted {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), again).await.expect("a place is given back");
}

#[tokio::test]
async fn a_full_house_of_strangers_makes_room() {
    let world = World::with(|config| config.limits.connections = 20).await;
    let tenant = world.tenant("Padaria").await;
    let mut socket = Socket::open(&world, &tenant.by_key(), &tenant.path("/socket-ticket")).await;
    let host = format!("Host: {}\r\n", world.running.address());
    let mut crowd = Vec::new();
    for number in 0..60 {
        let mut stream = TcpStream::connect(world.running.address()).await.unwrap();
        // Some say nothing, some do not come to an end, some open a socket without a ticket, some are slow with a body.
        let start = match number % 4 {
            0 => String::new(),
            1 => format!("GET /healthz HTTP/1.1\r\n{host}X: "),
            2 => format!(
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n{host}Connection: Upgrade\r\nUpgrade: websocket\r\n\
                 Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            ),
            _ => format!(
                "POST /api/saas/login HTTP/1.1\r\n{host}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n"
            ),
        };
        let _ = stream.write_all(start.as_bytes()).await;
        crowd.push(stream);
    }
    let request = format!("GET /healthz HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
    for _ in 0..20 {
        let answer = raw::exchange(world.running.address(), request.as_bytes()).await.expect("it is closed");
        assert_eq!(raw::status(&answer), 200, "who comes is served");
    }
    world.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
    socket.event("qr").await; // who has proved something stays
    assert!(raw::read_to_end(&mut crowd[0]).await.is_some(), "the first of the crowd made room");
}

#[tokio::test]
async fn a_tenant_that_fills_the_house_leaves_a_place_for_others() {
    let world = World::with(|config| config.limits.connections = 20).await;
    let (greedy, other) = (world.tenant("Padaria").await, world.tenant("Adega").await);
    let mut crowd = Vec::new();
    for _ in 0..40 {
        let mut stream = TcpStream::connect(world.running.address()).await.unwrap();
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\r\n",
            greedy.path("/status"),
            world.running.address(),
            greedy.key
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        crowd.push(stream);
    }
    assert_eq!(world.get(&other.by_key(), &other.path("/status")).await.status, 200);
    assert_eq!(world.get(&world.provider().await, "/api/saas/me").await.status, 200);
}

/// A picture that takes a while to look at.
fn large_picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let colour = |x: u32, y: u32| u8::try_from((x * y) % 256).unwrap();
    RgbImage::from_fn(400, 300, |x, y| Rgb([colour(x, y), 90, 200])).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_tenant_with_many_pictures_keeps_no_others_first_one_waiting() {
    let world = World::start().await;
    let greedy = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let other = world.tenant("Adega").await;
    let picture = large_picture();
    let id = uploaded(&world, &greedy, &picture, None).await;
    let body = json!({ "to": CUSTOMER, "message": { "kind": "media", "mediaId": id } });
    let (made, begun) = (AtomicUsize::new(0), Notify::new());
    let all = join_all((0..16).map(|_| async {
        let sent = world.post(&greedy.by_key(), &greedy.path("/send"), &body).await;
        assert_eq!(sent.status, 202, "{}", sent.text);
        made.fetch_add(1, Ordering::SeqCst);
        begun.notify_one();
    }));
    let first_of_other = async {
        // By now the others wait for their turn.
        begun.notified().await;
        let before = made.load(Ordering::SeqCst);
        uploaded(&world, &other, &picture, None).await;
        made.load(Ordering::SeqCst) - before
    };
    let (_, meanwhile) = tokio::join!(all, first_of_other);
    assert!(meanwhile <= 7, "{meanwhile} of 15 pictures of another tenant were made first");
}

/// A web server whose pages come once there is room for them.
async fn slow_shop() -> (u16, Arc<Semaphore>) {
    let slow = Arc::new(Semaphore::new(0));
    let waits = Arc::clone(&slow);
    let page = async move || {
        let _ended = waits.acquire().await;
        Html("<title>Devagar</title>")
    };
    let routes = Router::new().route("/devagar", get(page)).route("/", get(async || Html("<title>Loja</title>")));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    TaskTracker::new().spawn(async move { axum::serve(listener, routes).await });
    (port, slow)
}

#[tokio::test]
async fn a_tenant_with_slow_links_keeps_no_others_link_waiting() {
    let world = World::with(|config| config.link_preview_hosts = vec!["localhost".to_owned()]).await;
    let greedy = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let other = world.connected_tenant("Adega", OTHER_NUMBER, "oi").await;
    let (port, slow) = slow_shop().await;
    let send = async |tenant: &Tenant, path: &str| {
        let text = format!("http://localhost:{port}/{path}");
        let body = json!({ "to": CUSTOMER, "message": { "kind": "text", "text": text, "linkPreview": true } });
        world.post(&tenant.by_key(), &tenant.path("/send"), &body).await.json()["message"]["content"]["preview"].clone()
    };
    let all = join_all((0..20).map(|_| send(&greedy, "devagar")));
    let of_other = async {
        let seen = send(&other, "").await;
        slow.add_permits(20);
        seen
    };
    let (previews, seen) = tokio::join!(all, of_other);
    assert_eq!(seen["title"], "Loja", "while twenty pages of another tenant do not come");
    assert!(previews.iter().all(|preview| preview["title"] == "Devagar"), "{previews:?}");
}

#[tokio::test]
async fn a_tenant_with_a_large_archive_keeps_no_others_waiting_for_theirs() {
    let world = World::with(|config| config.limits.exports_together = 0).await;
    let greedy = world.connected_tenant("Padaria", NUMBER, "oi").await;
    for customer in 0..200 {
        world.gateway.receive(greedy.tenant_id(), &format!("55119{customer:0>8}"), "oi").await; // invented
    }
    let begin = async |tenant: &Tenant| -> String {
        let begun = world.post(&tenant.by_key(), &tenant.path("/exports"), &json!({ "media": false })).await.json();
        begun["id"].as_str().unwrap().to_owned()
    };
    let large = begin(&greedy).await;
    world.clock.advance(1);
    let other = world.tenant("Adega").await;
    let small = begin(&other).await;
    let world = world.restart(|config| config.limits.exports_together = 1).await;
    let show = async |tenant: &Tenant, id: &str| -> Value {
        world.get(&tenant.by_key(), &tenant.path(&format!("/exports/{id}"))).await.json()["state"].clone()
    };
    let wait = async {
        loop {
            let large = show(&greedy, &large).await;
            match show(&other, &small).await.as_str() {
                Some("making") => tokio::time::sleep(Duration::from_millis(1)).await,
                _ => return large,
            }
        }
    };
    let of_large = tokio::time::timeout(Duration::from_secs(30), wait).await.expect("it never ended");
    assert_eq!((show(&other, &small).await, of_large), (json!("ready"), json!("making")));
}
