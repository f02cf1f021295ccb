//! Memory that somebody could take who has no right to it.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world::{Credential, Socket, World, raw};

const NUMBER: &str = "5511900000001"; // invented
const CUSTOMER: &str = "55119000000017"; // invented

/// What this process holds in memory, in MiB: the server and its clients.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_ascii_whitespace().nth(1).unwrap().parse::<usize>().unwrap() / 1024
}

#[tokio::test]
async fn sockets_of_strangers_keep_nothing_of_what_they_send() {
    let world = World::start().await;
    let before = memory();
    let mut sockets = Vec::new();
    let piece = vec![b'x'; 60 * 1024];
    for _ in 0..100 {
        let mut socket = Socket::transport(&world, &[]).await.unwrap();
        socket.send("451000-[\"x\"]").await;
        for _ in 0..64 {
            socket.send_binary(&piece).await;
        }
        sockets.push(socket);
    }
    let taken = memory().saturating_sub(before);
    assert!(taken < 64, "100 strangers took {taken} MiB");
    for mut socket in sockets {
        socket.closed().await;
    }
    assert_eq!(world.get(&Credential::None, "/healthz").await.status, 200);
}

/// Strangers whose requests do not come to an end.
async fn unfinished_heads(world: &World, strangers: usize) -> Vec<TcpStream> {
    let head = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\nX: {}", world.running.address(), "x".repeat(12_000));
    let mut crowd = Vec::new();
    for _ in 0..strangers {
        let mut stream = TcpStream::connect(world.running.address()).await.unwrap();
        let _ = stream.write_all(head.as_bytes()).await;
        // It came in before the next one.
        let request =
            format!("GET /healthz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", world.running.address());
        let answer = raw::exchange(world.running.address(), request.as_bytes()).await.expect("who comes is served");
        assert_eq!(raw::status(&answer), 200);
        crowd.push(stream);
    }
    crowd
}

/// Waits until of a crowd no more than so many are open.
async fn until_open(crowd: &mut Vec<TcpStream>, most: usize) {
    let wait = async {
        while crowd.len() > most {
            let mut open = Vec::new();
            for mut stream in crowd.drain(..) {
                let closed = tokio::time::timeout(Duration::from_millis(1), stream.read(&mut [0])).await;
                if closed.is_err() {
                    open.push(stream);
                }
            }
            *crowd = open;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.expect("too many stay open");
}

#[tokio::test]
async fn what_strangers_send_is_held_within_a_bound_over_all_and_given_back() {
    const BOUND: usize = 1024 * 1024;
    let world = World::with(|config| {
        config.limits.stranger_bytes = BOUND;
        config.limits.header_timeout_ms = 120_000;
    });
    let world = world.await;
    let tenant = world.tenant("Padaria").await;
    let mut socket = Socket::open(&world, &tenant.by_key(), &tenant.path("/socket-ticket")).await;
    let mut after_first = None;
    for wave in 0..5 {
        let mut crowd = unfinished_heads(&world, 200).await;
        until_open(&mut crowd, BOUND / 12_000).await;
        assert!(crowd.len() > BOUND / 24_000, "no more are closed than have to be: {} are left", crowd.len());
        drop(crowd);
        let before = *after_first.get_or_insert_with(memory);
        let taken = memory().saturating_sub(before);
        assert!(taken < 8, "wave {wave} took {taken} MiB more than the first one");
    }
    world.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
    socket.event("qr").await; // who has proved something stays
}

#[tokio::test]
async fn nothing_binary_and_nothing_before_connect_is_taken() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    for packet in [
        "451-[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "4599999999999-[\"x\"]",
        "461-1[{\"_placeholder\":true,\"num\":0}]",
        "42[\"x\"]",
        "41",
        "4",
        "49",
        "b",
        "",
    ] {
        let mut socket = Socket::transport(&world, &[]).await.unwrap();
        socket.send(packet).await;
        assert!(socket.closed().await < Duration::from_secs(2), "{packet:?} before CONNECT");
    }
    let mut socket = Socket::transport(&world, &[]).await.unwrap();
    socket.send_binary(b"x").await;
    assert!(socket.closed().await < Duration::from_secs(2), "a binary message before CONNECT");

    let mut socket = Socket::open(&world, &tenant.by_key(), &tenant.path("/socket-ticket")).await;
    socket.send("451-[\"x\",{\"_placeholder\":true,\"num\":0}]").await;
    assert!(socket.closed().await < Duration::from_secs(2), "an attachment after CONNECT");
}

#[tokio::test]
async fn a_socket_that_talks_is_closed_and_one_that_answers_pings_is_not() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let path = tenant.path("/socket-ticket");
    let mut quiet = Socket::open(&world, &tenant.by_key(), &path).await;
    for packet in [
        format!("42[\"x\",\"{}\"]", "x".repeat(2_000)),
        format!("40{{\"ticket\":\"{}\"}}", "x".repeat(2_000)),
        "3".repeat(2_000),
    ] {
        let mut socket = Socket::open(&world, &tenant.by_key(), &path).await;
        for _ in 0..8 {
            socket.send(&packet).await;
        }
        assert!(socket.closed().await < Duration::from_secs(2), "{}", &packet[..4]);
    }
    for _ in 0..500 {
        quiet.send("3").await;
    }
    world.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
    quiet.event("qr").await;
}

#[tokio::test]
async fn who_has_proved_nothing_sends_small_bodies() {
    let world = World::with_password(|_| {}).await;
    let long = "x".repeat(9_000);
    for (path, body) in [
        ("/api/saas/login", json!({ "password": long })),
        ("/api/saas/ticket-login", json!({ "ticket": long })),
        ("/client/abc/login", json!({ "secret": long })),
    ] {
        assert_eq!(world.post(&Credential::None, path, &body).await.code(), "payload_too_large", "{path}");
    }
    // The other side: the longest password in the longest writing.
    let body = format!("{{\"password\":\"{}\"}}", "\\u0061".repeat(1024));
    let answer = world.ask(reqwest::Method::POST, &Credential::None, "/api/saas/login", Some(body), &[]).await;
    assert_eq!(answer.code(), "unauthorized");
}

#[tokio::test]
async fn one_key_holds_no_more_of_unfinished_bodies_than_its_share() {
    let world = World::start().await;
    let (one, other) = (world.tenant("Padaria").await, world.tenant("Adega").await);
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n",
        one.path("/send"),
        world.running.address(),
        one.key
    );
    let mut crowd = Vec::new();
    for _ in 0..40 {
        let mut stream = TcpStream::connect(world.running.address()).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let _ = stream.write_all(&vec![b' '; 900_000]).await;
        crowd.push(stream);
    }
    // Of 36 MB a key may hold 16 MiB: the others are told so at once, not when their time is over.
    let refused = crowd.iter_mut().map(|stream| async {
        let answer = tokio::time::timeout(Duration::from_secs(5), raw::read_to_end(stream)).await;
        usize::from(answer.is_ok())
    });
    let refused: usize = futures_util::future::join_all(refused).await.into_iter().sum();
    assert!(refused >= 20, "{refused} of 40 were refused");
    assert_eq!(world.get(&other.by_key(), &other.path("/status")).await.status, 200);
}

#[tokio::test]
async fn a_form_without_an_end_is_given_up() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let before = memory();
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary=corte\r\n\
         Transfer-Encoding: chunked\r\n\r\n",
        tenant.path("/media"),
        world.running.address(),
        tenant.key
    );
    for start in [
        "--corte\r\nContent-Disposition: form-data; name=\"file\"; filename=\"",
        "--corte\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n",
        "no boundary at all",
    ] {
        let mut stream = TcpStream::connect(world.running.address()).await.unwrap();
        stream.write_all(format!("{head}{:x}\r\n{start}\r\n", start.len()).as_bytes()).await.unwrap();
        let mut written = 0;
        let chunk = [format!("{:x}\r\n", 0x10000).as_bytes(), &vec![b'x'; 0x10000], b"\r\n"].concat();
        // The sending goes on until the other side has enough.
        while written < 200 && stream.write_all(&chunk).await.is_ok() {
            written += 1;
        }
        let answer = raw::read_to_end(&mut stream).await.expect("it is given up");
        assert!(matches!(raw::status(&answer), 0 | 400 | 422), "{start}: {answer}");
    }
    let taken = memory().saturating_sub(before);
    assert!(taken < 24, "a form took {taken} MiB");
}

#[tokio::test]
async fn whoever_takes_no_news_is_closed_and_disturbs_nobody() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "bom dia").await;
    let path = tenant.path("/socket-ticket");
    let mut slow = Socket::open(&world, &tenant.by_cookie(), &path).await;
    let mut quick = Socket::open(&world, &tenant.by_key(), &path).await;
    // More than waits for one client here and on its way.
    let long = "x".repeat(60_000);
    for _ in 0..40 {
        world.gateway.receive_many(tenant.tenant_id(), CUSTOMER, vec![long.clone(); 20]).await;
        for _ in 0..20 {
            quick.fact("message.received").await;
        }
    }
    world.gateway.receive(tenant.tenant_id(), CUSTOMER, "ainda aí?").await;
    assert_eq!(quick.fact("message.received").await["data"]["message"]["content"]["text"], "ainda aí?");
    let told = slow.everything_until_closed().await;
    assert!(!told.contains("ainda aí?"), "nothing comes behind what is missing");
}

#[tokio::test]
async fn a_burst_of_one_tenant_closes_no_others_socket_and_each_is_told_how_it_stands() {
    let world = World::start().await;
    let busy = world.connected_tenant("Padaria", NUMBER, "bom dia").await;
    let other = world.connected_tenant("Adega", "5511900000011", "de antes").await; // invented
    let mut of_other = Socket::open(&world, &other.by_cookie(), &other.path("/socket-ticket")).await;
    world.gateway.receive_many(busy.tenant_id(), CUSTOMER, (0..6_000).map(|n| n.to_string())).await;
    // Its last event once more: whoever lacks something before it sees that by its number.
    let last = world.get(&other.by_key(), &other.path("/events?after=0")).await.json()["lastNumber"].clone();
    assert_eq!(of_other.event("event").await["number"], last);
    assert_eq!(of_other.event("qr").await, serde_json::Value::Null);
    world.gateway.receive(other.tenant_id(), CUSTOMER, "e agora?").await;
    assert_eq!(of_other.fact("message.received").await["data"]["message"]["content"]["text"], "e agora?");
}
