//! What must be on no disk and in no log.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use portaria_server::log_filter;
use serde_json::json;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::world::{Credential, PASSWORD, Socket, World};

/// A log to look at.
#[derive(Clone, Default)]
pub struct Log(pub Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

fn holds(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[tokio::test]
async fn no_secret_no_text_and_no_number_reaches_the_log_or_stands_readable_on_disk() {
    let log = Log::default();
    let writer = log.clone();
    // Everything our own rooms say, down to the finest, and what libraries say to who looks closer; this process runs this test alone under nextest,
    // and together with others the log only grows.
    let filter = "portaria_server=trace,portaria_sessions=trace,portaria_storage=trace,portaria_domain=trace,debug,\
                  tungstenite=trace,tungstenite::protocol=trace,tokio_tungstenite=trace,engineioxide=trace,\
                  engineioxide::socket=trace,socketioxide=trace,socketioxide::ns=trace,socketioxide::client=trace";
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || writer.clone());
    let started = tracing_subscriber::registry().with(log_filter(filter).unwrap()).with(lines).try_init();
    started.expect("nobody else has started logging in this process");

    let world = World::with_password(|_| {}).await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "canary-texto recebido").await; // invented numbers
    let provider = world.provider().await;
    let Credential::Cookie(admin_cookie) = &provider else { unreachable!() };
    let login = world.post(&Credential::None, "/api/saas/login", &json!({ "password": PASSWORD })).await;
    assert_eq!(login.status, 204);
    let ticket = crate::world::socket::ticket(&world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    Socket::transport(&world, &[]).await.unwrap().enter(&json!({ "ticket": ticket })).await;
    let send = json!({ "to": "5511900000002", "text": "canary-texto enviado" });
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/send"), &send).await.status, 202);
    world.get(&tenant.by_key(), &tenant.path("/chats?search=canary-busca")).await;
    world.post(&tenant.by_key(), &tenant.path("/send"), &json!({ "to": "canary-ruim", "text": 5 })).await;
    world.post(&tenant.by_key(), &tenant.path("/logout"), &json!({})).await;

    let secret_of = |login: &str| login.split('#').next().unwrap().rsplit('.').next().unwrap().to_owned();
    let page_of = |login: &str| login.split_once('#').unwrap().1.split('.').next().unwrap().to_owned();
    let mut secrets = vec![
        tenant.secret.clone(),
        tenant.key.splitn(3, '_').nth(2).unwrap().to_owned(),
        secret_of(&tenant.cookie),
        secret_of(admin_cookie),
        page_of(&tenant.cookie),
        page_of(admin_cookie),
        ticket,
        PASSWORD.to_owned(),
        "canary-texto".to_owned(),
        "canary-qr".to_owned(),
    ];
    let mut found = Vec::new();
    files(world.folder.path(), &mut found);
    assert!(found.iter().any(|(path, bytes)| path.ends_with("chats.db") || !bytes.is_empty()), "nothing was looked at");
    for (path, bytes) in &found {
        for secret in &secrets {
            assert!(!holds(bytes, secret), "{path} holds {secret}");
        }
    }
    secrets.extend(["5511900000001", "5511900000002", "canary-busca", "canary-ruim"].map(str::to_owned));
    let log = log.0.lock().unwrap().clone();
    assert!(holds(&log, "session status changed"), "the log was not looked at");
    for secret in &secrets {
        let text = String::from_utf8_lossy(&log);
        let line = text.lines().find(|line| line.contains(secret.as_str()));
        assert_eq!(line, None, "the log holds {secret}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_data_folder() {
    use std::os::unix::fs::PermissionsExt;
    fn walk(path: &Path) {
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is {mode:o}", path.display());
        if path.is_dir() {
            for entry in std::fs::read_dir(path).unwrap() {
                walk(&entry.unwrap().path());
            }
        }
    }
    let world = World::start().await;
    world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented number
    walk(&world.folder.path().join("data"));
}
