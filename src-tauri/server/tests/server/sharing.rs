//! Pools that all share: what one takes is not taken from another.

use std::time::Duration;

use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::world::socket::{Entry, ticket};
use crate::world::{Socket, World, raw};

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
