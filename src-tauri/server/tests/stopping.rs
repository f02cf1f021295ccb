//! The program under systemd: what it tells, and how fast it ends.

#![cfg(all(feature = "emulator", unix))]
#![allow(clippy::unwrap_used)]

mod program;

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use futures_util::StreamExt as _;
use portaria_emulator::EmulatorConfig;
use program::people::{People, SHOP};
use program::{PATIENCE, Program};
use reqwest::StatusCode;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::unix::pipe;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_ends_the_tunnels_program_and_what_that_started() {
    let folder = tempfile::tempdir().unwrap();
    let people = People::new(EmulatorConfig::default()).await;
    let mut program = Program::start(folder.path(), &people.network);
    let password = json!({ "password": "one that is long enough" });
    let answer = program.log_in().await.post("/api/saas/password", &password).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    // Who has another password logs in anew.
    program.kill_and_restart();
    let provider = program.log_in().await;

    // Whoever has the pipe open for writing lives.
    let lives = folder.path().join("lives");
    mknodat(CWD, &lives, FileType::Fifo, Mode::RWXU, 0).unwrap();
    let mut reader = pipe::OpenOptions::new().open_receiver(&lives).unwrap();
    let tunnel = folder.path().join("tunnel");
    std::fs::write(&tunnel, format!("#!/bin/sh\nexec > {}\necho up\nsleep 600 &\nsleep 600\n", lives.display()))
        .unwrap();
    std::fs::set_permissions(&tunnel, PermissionsExt::from_mode(0o700)).unwrap();
    let chosen = json!({
        "network": { "isOpen": false, "address": null, "name": "portaria", "linkBy": "name" },
        "internet": { "kind": "tunnel", "program": "other", "path": tunnel, "publicUrl": "https://zap.example.com" },
        "admin": { "isRemote": false },
    });
    let answer = provider.post("/api/saas/access", &chosen).await;
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    let mut said = [0; 3];
    let begins = async {
        // Before somebody writes, its end is all there is to read.
        while reader.read(&mut said).await.unwrap() == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, begins).await.expect("the tunnel's program runs");
    program.kill();
    let ends = tokio::time::timeout(PATIENCE, reader.read(&mut said)).await;
    assert_eq!(ends.expect("nothing of it is left").unwrap(), 0);
}
