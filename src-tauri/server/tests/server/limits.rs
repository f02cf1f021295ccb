//! Too much, too large, too slow, too often.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::world::{Credential, World, raw};

async fn hasty_world() -> World {
    World::with(|config| config.limits.header_timeout_ms = 300).await
}

fn host(world: &World) -> String {
    format!("Host: {}\r\n", world.running.address())
}

#[tokio::test]
async fn a_client_that_is_slow_with_its_header_is_cut_off() {
    let world = hasty_world().await;
    for start in ["", "G", "GET /healthz HTTP/1.1\r\n", &format!("GET /healthz HTTP/1.1\r\n{}X: ", host(&world))] {
        let mut stream = TcpStream::connect(world.running.address()).await.unwrap();
        stream.write_all(start.as_bytes()).await.unwrap();
        let started = Instant::now();
        let end = raw::read_to_end(&mut stream).await;
        assert!(end.is_some() && started.elapsed() < Duration::from_secs(5), "{start:?} was waited for");
    }
    assert_eq!(world.get(&Credential::None, "/healthz").await.status, 200, "others are served meanwhile");
}

#[tokio::test]
async fn a_connection_that_rests_is_closed() {
    let world = hasty_world().await;
    let mut stream = TcpStream::connect(world.running.address()).await.unwrap();
    stream.write_all(format!("GET /healthz HTTP/1.1\r\n{}\r\n", host(&world)).as_bytes()).await.unwrap();
    let answer = raw::read_to_end(&mut stream).await.expect("the connection is closed");
    assert_eq!(raw::status(&answer), 200);
}

#[tokio::test]
async fn a_giant_header_is_refused() {
    let world = World::start().await;
    let giant = format!("GET /healthz HTTP/1.1\r\n{}X: {}\r\n\r\n", host(&world), "x".repeat(1024 * 1024));
    let many = format!("GET /healthz HTTP/1.1\r\n{}{}\r\n", host(&world), "X: y\r\n".repeat(100));
    let address = format!("GET /{} HTTP/1.1\r\n{}\r\n", "x".repeat(70_000), host(&world));
    for request in [giant, many, address] {
        let answer =
            raw::exchange(world.running.address(), request.as_bytes()).await.expect("the connection is closed");
        assert!(matches!(raw::status(&answer), 0 | 414 | 431), "{answer}");
    }
    assert_eq!(world.get(&Credential::None, "/healthz").await.status, 200);
}

#[tokio::test]
async fn a_giant_body_is_refused_announced_or_not() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let answer =
        world.post(&tenant.by_key(), &tenant.path("/send"), &json!({ "to": "x", "text": "x".repeat(1_100_000) })).await;
    assert_eq!(answer.code(), "payload_too_large");

    let head = |length: &str| {
        format!(
            "POST {} HTTP/1.1\r\n{}Authorization: Bearer {}\r\nContent-Type: application/json\r\n{length}\r\n\r\n",
            tenant.path("/send"),
            host(&world),
            tenant.key
        )
    };
    let announced = raw::exchange(world.running.address(), head("Content-Length: 10000000000").as_bytes()).await;
    assert_eq!(raw::status(&announced.expect("it is not waited for")), 413);
    let mut endless = head("Transfer-Encoding: chunked").into_bytes();
    for _ in 0..80 {
        endless.extend_from_slice(b"4000\r\n");
        endless.extend(std::iter::repeat_n(b'x', 0x4000));
        endless.extend_from_slice(b"\r\n");
    }
    let grown = raw::exchange(world.running.address(), &endless).await.expect("it is cut off");
    assert!(matches!(raw::status(&grown), 0 | 413), "{grown}");
}

#[tokio::test]
async fn the_longest_text_is_taken_in_any_writing() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented number
    let send = |chat: bool, text: &str| {
        let (world, tenant) = (&world, &tenant);
        let path = if chat { format!("/chats/{}/send", tenant.chat) } else { "/send".to_owned() };
        // The other side of a character: everything that can be an escape is one.
        let to = if chat { "" } else { r#""to":"\u0035511900000002","# }; // invented number
        let body = format!(r#"{{{to}"text":"{text}"}}"#);
        async move { world.ask(reqwest::Method::POST, &tenant.by_key(), &tenant.path(&path), Some(body), &[]).await }
    };
    for character in [r"\ud83d\ude00", "😀", r"\u0061", "a"] {
        for chat in [false, true] {
            let answer = send(chat, &character.repeat(65_536)).await;
            assert_eq!(answer.status, 202, "{character}: {}", answer.code());
            let longer = send(chat, &character.repeat(65_537)).await;
            assert_eq!((longer.status, longer.fields()), (422, vec!["text".to_owned()]), "{character}");
        }
    }
    // Others are not opened by it.
    let provider = world.provider().await;
    let name = json!({ "name": "x".repeat(300_000) });
    assert_eq!(world.post(&provider, "/api/saas/create-tenant", &name).await.code(), "payload_too_large");
    let phone = json!({ "phone": "9".repeat(300_000) });
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/pair-code"), &phone).await.code(), "payload_too_large");
}

#[tokio::test]
async fn requests_that_two_readers_would_read_differently_are_refused() {
    let world = World::start().await;
    let host = host(&world);
    for request in [
        format!(
            "POST /api/saas/login HTTP/1.1\r\n{host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n"
        ),
        format!("POST /api/saas/login HTTP/1.1\r\n{host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        format!("GET /healthz HTTP/1.1\r\n{host}Bad Header: x\r\n\r\n"),
        "GARBAGE\r\n\r\n".to_owned(),
        "\u{0}\u{1}\u{2}".to_owned() + "\r\n\r\n",
    ] {
        let answer = raw::exchange(world.running.address(), request.as_bytes()).await.unwrap_or_default();
        assert!(!answer.contains("200 OK"), "{request:?} was served: {answer}");
    }
}

#[tokio::test]
async fn without_a_password_no_password_opens() {
    let world = World::start().await;
    for password in ["", "admin", "null"] {
        let answer = world.post(&Credential::None, "/api/saas/login", &json!({ "password": password })).await;
        assert_eq!(answer.code(), "unauthorized", "{password:?}");
    }
}

#[tokio::test]
async fn pairing_codes_are_not_asked_for_endlessly() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let body = json!({ "phone": "5511900000001" }); // invented number
    let mut last = 0;
    for _ in 0..6 {
        last = world.post(&tenant.by_key(), &tenant.path("/pair-code"), &body).await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn who_asks_too_often_at_an_office_keeps_nobody_else_there_out() {
    let world = World::with(|config| {
        config.limits.requests_per_second = std::num::NonZeroU32::MIN;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let tenant = world.tenant("Padaria Sol").await;
    let from_office = [("x-forwarded-for", "198.51.100.7")];
    let ask = async |who: &Credential| {
        world.ask(reqwest::Method::GET, who, &tenant.path("/status"), None, &from_office).await.status
    };
    let until_refused = async |who: &Credential| {
        let mut served = 0;
        while ask(who).await != 429 {
            served += 1;
            assert!(served < 100, "nobody is refused");
        }
        served
    };
    until_refused(&Credential::None).await;
    until_refused(&Credential::Key("guess".to_owned())).await;
    assert_eq!(ask(&tenant.by_key()).await, 200, "a stranger used up what is the client's");
    assert_eq!(ask(&tenant.by_cookie()).await, 200);
    // All of them together: one address can't ask for ever under ever other names.
    let mut guesses = 0;
    while ask(&Credential::Key(format!("guess-{guesses}"))).await != 429 {
        guesses += 1;
        assert!(guesses < 200, "an address asks as often as it likes");
    }
    assert!(guesses > 10, "{guesses}");
}
