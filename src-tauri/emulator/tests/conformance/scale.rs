//! What accounts cost the network, measured from outside its process.

use std::io::BufRead as _;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use serde_json::json;
use whatsapp_rust::wacore::store::InMemoryBackend;

use crate::client::{Client, SHOP};

const ACCOUNTS: usize = 100;

/// The emulator as a program; it ends with the value.
struct Program {
    child: Child,
    ws: String,
    /// Ends with a slash.
    base: String,
    http: reqwest::Client,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Program {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_portaria-emulator"))
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
        let mut address = || lines.next().unwrap().unwrap().split_whitespace().last().unwrap().to_owned();
        let (ws, base) = (address(), address());
        Self { child, ws, base, http: reqwest::Client::new() }
    }

    async fn post(&self, path: &str, body: &serde_json::Value) {
        let url = format!("{}control/{path}", self.base);
        self.http.post(url).json(body).send().await.unwrap().error_for_status().unwrap();
    }

    async fn scan(&self, number: &str, client: &Client) {
        self.post(&format!("phones/{number}/scan"), &json!({"text": client.qr_code().await})).await;
        client.connected().await;
    }

    /// What it holds now.
    fn resident_kib(&self) -> usize {
        self.memory_kib("VmRSS")
    }

    /// The most that it ever held.
    fn peak_kib(&self) -> usize {
        self.memory_kib("VmHWM")
    }

    fn memory_kib(&self, what: &str) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(what)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute; run it with --run-ignored only and --no-capture to see the figure"]
async fn an_idle_linked_account_is_small() {
    let program = Program::start();
    let before = program.resident_kib();
    let mut clients = Vec::new();
    for index in 0..ACCOUNTS {
        let number = format!("55119000{index:05}");
        program.post("phones", &json!({"name": format!("Loja {index}"), "number": number})).await;
        let client = Client::start_at(&program.ws, Arc::new(InMemoryBackend::new())).await;
        program.scan(&number, &client).await;
        clients.push(client);
    }
    let each_kib = (program.resident_kib() - before) / ACCOUNTS;
    println!("{each_kib} KiB for each idle account with one connected companion");
    assert!(each_kib < 200, "an idle account takes {each_kib} KiB");
    for client in clients {
        client.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_of_200_000_messages_costs_little_memory_and_arrives_whole() {
    let program = Program::start();
    program.post("phones", &json!({"name": "Loja antiga", "number": SHOP})).await;
    let plan = json!({"chats": 2_000, "messages": 200_000, "days": 365});
    program.post(&format!("phones/{SHOP}/history"), &plan).await;
    let before = program.peak_kib();
    let client = Client::start_wanting_everything(&program.ws).await;
    let started = std::time::Instant::now();
    program.scan(SHOP, &client).await;
    let told = crate::history::whole_past(&client).await;
    println!(
        "{} messages in {} chunks after {:?}; the network held {} KiB more at its peak, {} KiB now",
        told.messages(),
        told.chunks(),
        started.elapsed(),
        program.peak_kib() - before,
        program.resident_kib(),
    );
    assert_eq!((told.messages(), told.doubled()), (200_000, 0));
    assert!(program.peak_kib() - before < 64 * 1024, "the past was held in memory");
    client.stop().await;
}
