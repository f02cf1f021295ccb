//! The program under systemd: what it tells, and how fast it ends.

#![cfg(all(feature = "emulator", unix))]
#![allow(clippy::unwrap_used)]

mod program;

use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use futures_util::StreamExt as _;
use portaria_emulator::EmulatorConfig;
use program::people::{People, SHOP};
use program::{PATIENCE, Program};
use rustix::process::Signal;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_tungstenite::connect_async;

/// What the issue promises; systemd kills after 15.
const LONGEST: Duration = Duration::from_secs(10);

/// Reads what systemd is told until it is this.
fn until(socket: &UnixDatagram, wanted: &str) -> String {
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut bytes = [0; 4096];
    loop {
        let length = socket.recv(&mut bytes).unwrap_or_else(|error| panic!("{wanted} was never told: {error}"));
        let text = String::from_utf8(bytes[..length].to_vec()).unwrap();
        if text.lines().any(|line| line.starts_with(wanted)) {
            return text;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn systemd_hears_of_start_counts_life_reload_and_stop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    let people = People::new(EmulatorConfig::default()).await;
    let variables = [("NOTIFY_SOCKET", path.to_str().unwrap()), ("WATCHDOG_USEC", "400000")];
    let mut program = Program::start_under(&folder.path().join("data"), &people.network, &variables);
    let ready = until(&socket, "READY=1");
    assert!(ready.contains("STATUS=0 of 0 sessions connected, 0 sockets open"), "{ready}");
    until(&socket, "WATCHDOG=1");

    let tenant = program.log_in().await.create_tenant("canary-padaria").await;
    tenant.pair(&people.shop).await;
    let standing = until(&socket, "STATUS=1 of 1 sessions connected");
    assert!(!standing.contains("canary") && !standing.contains(SHOP), "{standing}");

    program.signal(Signal::HUP);
    let reloading = until(&socket, "RELOADING=1");
    assert!(reloading.contains("MONOTONIC_USEC="), "{reloading}");
    until(&socket, "READY=1");
    tenant.until_connected().await;

    program.signal(Signal::TERM);
    until(&socket, "STOPPING=1");
    let (_, is_well) = program.wait_for_end();
    assert!(is_well, "what was asked to end and did has not failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_comes_within_ten_seconds_whatever_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let people = People::new(EmulatorConfig::default()).await;
    let mut program = Program::start(folder.path(), &people.network);
    let provider = program.log_in().await;
    let shop = provider.create_tenant("Padaria Sol").await;
    shop.pair(&people.shop).await;
    let other = provider.create_tenant("Ana").await;
    other.pair(&people.ana).await;
    for number in 0..20 {
        let text = json!({ "to": SHOP, "text": format!("text {number}") });
        other.send(&text, &format!("text-{number}")).await.unwrap();
    }

    let address = program.origin().strip_prefix("http://").unwrap().to_owned();
    let socket = format!("ws://{address}/socket.io/?EIO=4&transport=websocket");
    let (mut socket, _) = connect_async(socket).await.unwrap();
    // A body that never comes whole, a header that never ends, and a connection that says nothing.
    let upload = format!("POST {} HTTP/1.1\r\nHost: {address}\r\n", shop.path("/media"));
    let upload = format!("{upload}Authorization: Bearer {}\r\nContent-Length: 1000000\r\n\r\nhalf", shop.key());
    let mut open = Vec::new();
    for words in [upload.as_str(), "GET /healthz HTTP/1.1\r\nHost: ", ""] {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(words.as_bytes()).await.unwrap();
        open.push(stream);
    }
    let looks: Value = shop.get("/status").await.unwrap().json().await.unwrap();
    assert_eq!(looks["status"], "connected");

    program.signal(Signal::TERM);
    let (took, is_well) = tokio::task::spawn_blocking(move || program.wait_for_end()).await.unwrap();
    assert!(took < LONGEST, "it took {took:?}");
    assert!(is_well);
    while let Some(Ok(_)) = socket.next().await {}
    drop(open);
    let mut again = Program::start(folder.path(), &people.network);
    for tenant in [&shop, &other] {
        tenant.at(&again).until_connected().await;
    }
    let (all, is_well) = {
        again.signal(Signal::TERM);
        again.wait_for_end()
    };
    assert!(is_well && all < LONGEST);
}
