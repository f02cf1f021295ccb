//! What an idle account costs the network, measured from outside its process.

use std::io::BufRead as _;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use serde_json::json;
use whatsapp_rust::wacore::store::InMemoryBackend;

use crate::client::Client;

const ACCOUNTS: usize = 100;

/// The emulator as a program; it ends with the value.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _already_gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

impl Program {
    fn resident_kib(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute; run it with --run-ignored only and --no-capture to see the figure"]
async fn an_idle_linked_account_is_small() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portaria-emulator"))
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    let program = Program(child);
    let ws = lines.next().unwrap().unwrap().split_whitespace().last().unwrap().to_owned();
    let base = lines.next().unwrap().unwrap().split_whitespace().last().unwrap().to_owned();
    let before = program.resident_kib();
    let http = reqwest::Client::new();
    let mut clients = Vec::new();
    for index in 0..ACCOUNTS {
        let number = format!("55119000{index:05}");
        let phone = json!({"name": format!("Loja {index}"), "number": number});
        http.post(format!("{base}control/phones")).json(&phone).send().await.unwrap().error_for_status().unwrap();
        let client = Client::start_at(&ws, Arc::new(InMemoryBackend::new())).await;
        let code = json!({"text": client.qr_code().await});
        http.post(format!("{base}control/phones/{number}/scan"))
            .json(&code)
            .send()
            .await
            .unwrap()
            .error_for_status()
            .unwrap();
        client.connected().await;
        clients.push(client);
    }
    let each_kib = (program.resident_kib() - before) / ACCOUNTS;
    println!("{each_kib} KiB for each idle account with one connected companion");
    assert!(each_kib < 200, "an idle account takes {each_kib} KiB");
    for client in clients {
        client.stop().await;
    }
}
