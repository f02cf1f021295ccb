//! `doctor`, as an operator runs it: for each check a fault of its own, and exactly that check sees it.

#![cfg(all(feature = "emulator", unix))]
#![allow(clippy::unwrap_used)]

mod program;

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use chrono::{DateTime, Datelike as _};
use portaria_domain::{Clock as _, Secret, UnixMs};
use portaria_emulator::{Emulator, EmulatorConfig};
use portaria_server::{Check, Offline, ServerConfig};
use portaria_sessions::SystemClock;
use portaria_storage::{NewTenant, Stores};
use program::Program;
use program::people::People;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use serde_json::Value;
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig as TlsConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_util::task::TaskTracker;

/// A data folder in good order, and how the doctor is asked about it.
struct Patient {
    folder: TempDir,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
    /// What is put before the program, such as a shell that lowers a limit.
    shell: Option<String>,
}

/// What the doctor said.
struct Said {
    code: i32,
    verdicts: BTreeMap<String, (String, String)>,
    text: String,
}

impl Patient {
    /// A folder with one tenant, a password and a noted backup; WhatsApp is a server that tells the right time.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let config = ServerConfig { data_dir: data.clone(), ..ServerConfig::default() };
        let offline = Offline::alone(&config).await.unwrap();
        offline.set_password(&Secret::new("canary-password-0123456789".to_owned())).await.unwrap();
        offline.create_tenant("canary-padaria", Some("5511900000001")).await.unwrap();
        offline.note_key_backup().await.unwrap();
        offline.close().await;
        let whatsapp = answering("HTTP/1.1 200 OK\r\nDate: {now}\r\nContent-Length: 0\r\n\r\n");
        let tools = folder.path().join("tools");
        fs::create_dir(&tools).unwrap();
        program_called(&tools, "ffmpeg");
        let arguments = vec![
            "--listen".to_owned(),
            "127.0.0.1:0".to_owned(),
            "--whatsapp-url".to_owned(),
            format!("ws://{whatsapp}"),
            "--data-dir".to_owned(),
            data.display().to_string(),
        ];
        let path = format!("{}:/usr/bin:/bin", tools.display());
        Self { folder, arguments, variables: vec![("PATH", path), ("TZ", "UTC".to_owned())], shell: None }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Replaces what a flag says.
    fn instead(mut self, flag: &str, value: impl Into<String>) -> Self {
        let at = self.arguments.iter().position(|argument| argument == flag).unwrap();
        self.arguments[at + 1] = value.into();
        self
    }

    async fn stored(&self, name: &str, value: &str) {
        let stores = Stores::open(&self.data()).await.unwrap();
        stores.set_setting(name, value).await.unwrap();
        stores.close().await;
    }

    async fn change(&self, sql: &str) {
        let stores = Stores::open(&self.data()).await.unwrap();
        stores.write_control(sql.to_owned()).await.unwrap();
        stores.close().await;
    }

    fn ask(&self) -> Said {
        let program = env!("CARGO_BIN_EXE_portaria-server");
        let mut command = match &self.shell {
            Some(before) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("{before}; exec \"$0\" \"$@\""), program]);
                shell
            }
            None => Command::new(program),
        };
        command
            .args(["doctor", "--json"])
            .args(&self.arguments)
            .envs(self.variables.iter().map(|(n, v)| (*n, v.as_str())));
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        let report: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{complaint}"));
        let field = |check: &Value, name: &str| check[name].as_str().unwrap_or_default().to_owned();
        let checks = report["checks"].as_array().unwrap().iter();
        let verdicts = checks.map(|check| {
            let is_bad = matches!(field(check, "verdict").as_str(), "warning" | "failure");
            assert_eq!(check["remedy"].is_string(), is_bad, "what is not well has a remedy: {check}");
            (field(check, "code"), (field(check, "verdict"), field(check, "found")))
        });
        Said { code: output.status.code().unwrap(), verdicts: verdicts.collect(), text }
    }
}

impl Said {
    /// What is not well, by verdict; what this machine itself lacks is left out.
    fn wrong(&self) -> Vec<(&str, &str)> {
        let of_machine = ["memory", "disk_space", "disk_files", "file_handles"];
        let all = self.verdicts.iter().map(|(code, (verdict, _))| (code.as_str(), verdict.as_str()));
        all.filter(|(code, verdict)| matches!(*verdict, "warning" | "failure") && !of_machine.contains(code)).collect()
    }

    /// Exactly this is wrong.
    fn sees(&self, code: &str, verdict: &str, words: &str) {
        assert_eq!(self.wrong(), [(code, verdict)], "{}", self.text);
        let (_, found) = &self.verdicts[code];
        assert!(found.contains(words), "{code}: {found:?} does not say {words:?}");
        let expected = if verdict == "failure" { 2 } else { 1 };
        assert!(self.code >= expected, "it ends with {}", self.code);
    }

    fn verdict(&self, code: &str) -> &str {
        &self.verdicts[code].0
    }
}

/// Answers every request with this; `{now}` is the time.
fn answering(text: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut seen = [0; 4096];
            let _ = stream.read(&mut seen);
            let now = Command::new("date").args(["-u", "-R"]).output().unwrap();
            let now = String::from_utf8(now.stdout).unwrap();
            let _ = stream.write_all(text.replace("{now}", now.trim()).as_bytes());
        }
    });
    address
}

/// A port that somebody listened at a moment ago, and nobody does now.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn program_called(folder: &Path, name: &str) {
    let path = folder.join(name);
    fs::write(&path, "#!/bin/sh\n").unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
}

fn open(path: &Path) {
    let mode = if path.is_dir() { 0o755 } else { 0o644 };
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

async fn with_chats(patient: &Patient) -> PathBuf {
    let stores = Stores::open(&patient.data()).await.unwrap();
    let (tenant, _) =
        stores.create_tenant(NewTenant { name: "Ana".parse().unwrap(), phone: None }, UnixMs(1)).await.unwrap();
    stores.chats(tenant.id).await.unwrap();
    stores.close().await;
    patient.data().join("sessions").join(tenant.id.to_string()).join("chats.db")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_in_good_order_is_well_and_stays_as_it_is() {
    let patient = Patient::new().await;
    with_chats(&patient).await;
    let listed = |folder: &Path| {
        let mut all: Vec<_> = walk(folder);
        all.sort();
        all
    };
    let before = listed(&patient.data());
    let said = patient.ask();
    assert_eq!(said.wrong(), [], "{}", said.text);
    assert_eq!(listed(&patient.data()), before, "nothing was written, made or removed");
    let known: Vec<_> = Check::ALL.iter().map(|check| check.code()).collect();
    assert!(known.len() >= 20, "{}", known.len());
    assert_eq!(said.verdicts.len(), known.len());
    for check in Check::ALL {
        let (verdict, _) = &said.verdicts[check.code()];
        assert!(!check.about().is_empty() && !check.remedy().is_empty() && !verdict.is_empty(), "{}", check.code());
    }
    for secret in ["canary", "5511900000001", "argon2"] {
        assert!(!said.text.contains(secret), "{secret} stands in {}", said.text);
    }
}

fn walk(folder: &Path) -> Vec<(PathBuf, u64, std::time::SystemTime)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let metadata = entry.metadata().unwrap();
        found.push((entry.path(), metadata.len(), metadata.modified().unwrap()));
        if metadata.is_dir() {
            found.extend(walk(&entry.path()));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_runs_is_not_disturbed() {
    let people = People::new(EmulatorConfig::default()).await;
    let patient = Patient::new().await;
    let mut program = Program::start(&patient.data(), &people.network);
    let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
    tenant.pair(&people.shop).await;
    for _ in 0..5 {
        let said = tokio::task::block_in_place(|| patient.ask());
        assert_eq!(said.wrong(), [], "{}", said.text);
        assert!(said.verdicts["lock"].1.contains("http://localhost:"), "{}", said.text);
        assert_eq!((said.verdict("running"), said.verdict("tenant_databases")), ("well", "well"));
    }
    tenant.until_connected().await;
    tenant.send(&serde_json::json!({ "to": program::people::ANA, "text": "oi" }), "one").await.unwrap();
    let port = program.origin().rsplit_once(':').unwrap().1.to_owned();
    let patient = patient.instead("--listen", format!("127.0.0.1:{port}"));
    let said = tokio::task::block_in_place(|| patient.ask());
    assert_eq!(said.verdicts["port"].0, "well", "{}", said.text);
    assert!(said.verdicts["port"].1.contains("running server's"), "{}", said.text);
    program.kill_and_restart();
    tenant.at(&program).until_connected().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_server_left_is_read_and_left() {
    let network = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let patient = Patient::new().await;
    let program = Program::start(&patient.data(), &network);
    program.log_in().await.create_tenant("Padaria Sol").await;
    drop(program);
    assert!(patient.data().join("portaria.db-wal").metadata().unwrap().len() > 0, "a log is left");
    let said = tokio::task::block_in_place(|| patient.ask());
    assert_eq!(said.wrong(), [], "{}", said.text);
    assert!(said.verdicts["tenant_databases"].1.contains("2 tenants"), "what stands in the log counts: {}", said.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_surroundings() {
    let file = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.toml");
        fs::write(&path, text).unwrap();
        (folder, path.display().to_string())
    };
    let (_kept, path) = file("lisssten = '127.0.0.1:1'");
    let said = Patient::new().await.with(&["--config", &path]).ask();
    said.sees("settings", "failure", "lisssten");
    assert_eq!(said.verdict("control_database"), "skipped", "nobody knows where it is");

    let (_kept, path) = file("metrics_token = '0123456789abcdef0123456789abcdef'");
    open(Path::new(&path));
    let said = Patient::new().await.with(&["--config", &path]).ask();
    said.sees("settings_rights", "failure", "metrics_token");
    assert!(!said.text.contains("0123456789abcdef"), "{}", said.text);

    Patient::new().await.with(&["--log", "info,portaria=loudly"]).ask().sees("log_filter", "warning", "loudly");
    Patient::new().await.set("TZ", "Mars/Olympus").ask().sees("time_zone", "warning", "Mars/Olympus");
    let without = Patient::new().await.set("PATH", "/nowhere");
    without.ask().sees("ffmpeg", "warning", "search path");
    let mut few = Patient::new().await;
    few.shell = Some("ulimit -n 200".to_owned());
    let said = few.ask();
    assert_eq!((said.verdict("file_handles"), said.code), ("failure", 2), "{}", said.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folder() {
    let patient = Patient::new().await.instead("--data-dir", "/nowhere/at/all");
    let said = patient.ask();
    assert_eq!(said.verdict("data_folder"), "failure", "{}", said.text);
    let patient = Patient::new().await;
    let file = patient.folder.path().join("file");
    fs::write(&file, "").unwrap();
    let said = patient.instead("--data-dir", file.display().to_string()).ask();
    assert!(said.verdicts["data_folder"].1.contains("is no folder"), "{}", said.text);

    let patient = Patient::new().await;
    open(&patient.data());
    patient.ask().sees("folder_rights", "failure", "others can look into");

    let patient = Patient::new().await;
    open(&patient.data().join("portaria.db"));
    patient.ask().sees("secret_rights", "failure", "portaria.db");
    let patient = Patient::new().await;
    let chats = with_chats(&patient).await;
    open(&chats);
    patient.ask().sees("secret_rights", "failure", "chats.db");
}

/// What the doctor finds on a machine to which a shell did something first, in which `{0}` is the data folder. `None`:
/// this machine lets nobody mount anything.
fn on_a_machine(changed_by: &str, code: &str) -> Option<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::set_permissions(&data, Permissions::from_mode(0o700)).unwrap();
    let (program, data) = (env!("CARGO_BIN_EXE_portaria-server"), data.display());
    let changed = changed_by.replace("{0}", &data.to_string());
    let script = format!("{changed} && exec {program} doctor --json --whatsapp-url ws://127.0.0.1:1 --data-dir {data}");
    let output = Command::new("unshare").args(["-m", "sh", "-c", &script]).output();
    let Some(output) = output.ok().filter(|output| !output.stdout.is_empty()) else {
        println!("skipped: this machine lets nobody mount; units of `doctor` judge the figures");
        return None;
    };
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let check = report["checks"].as_array().unwrap().iter().find(|check| check["code"] == code).unwrap();
    let text = |name: &str| check[name].as_str().unwrap_or_default().to_owned();
    Some((text("verdict"), text("found")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_disk() {
    let size = |options: &str, code: &str| {
        let found = on_a_machine(&format!("mount -t tmpfs -o {options} none {{0}} && chmod 700 {{0}}"), code);
        assert!(found.is_none_or(|(verdict, _)| verdict == "failure"), "{options}");
    };
    size("size=20m", "disk_space");
    size("size=2g,nr_inodes=300", "disk_files");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_can_only_be_read() {
    for (options, expected) in [("ro", "failure"), ("rw", "well")] {
        let mount = format!("mount -t tmpfs -o {options},mode=700 none {{0}}");
        let Some((verdict, words)) = on_a_machine(&mount, "folder_rights") else { return };
        assert_eq!(verdict, expected, "{options}: {words}");
        assert_eq!(words.contains("cannot be written"), expected == "failure", "{options}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn little_memory() {
    for (kib, expected) in [(60_000, "failure"), (200_000, "warning"), (2_000_000, "well")] {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("meminfo");
        fs::write(&told, format!("MemTotal: 8000000 kB\nMemFree: 9 kB\nMemAvailable: {kib} kB\n")).unwrap();
        let mount = format!("mount --bind {} /proc/meminfo", told.display());
        let Some((verdict, words)) = on_a_machine(&mount, "memory") else { return };
        assert_eq!(verdict, expected, "{words}");
        assert!(words.contains(&format!("{} MiB", kib / 1_024)), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn newer_versions() {
    let answer = |version: &str| {
        let feed = format!(r#"{{"version":"{version}","notes":"","platforms":{{}}}}"#);
        let length = feed.len();
        let text = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{feed}");
        format!("http://{}/latest.json", answering(text.leak()))
    };
    let asked = async |feed: String| Patient::new().await.set("PORTARIA_UPDATE_FEED", feed).ask();
    asked(answer("999.1.0")).await.sees("version", "warning", "999.1.0 is there");
    let current = asked(answer(env!("CARGO_PKG_VERSION"))).await;
    assert_eq!((current.wrong(), current.verdict("version")), (vec![], "well"));
    let older = asked(answer("0.0.1")).await;
    assert_eq!((older.wrong(), older.verdict("version")), (vec![], "well"));
    for silent in [format!("http://127.0.0.1:{}/latest.json", closed_port()), answer("no version")] {
        let said = asked(silent).await;
        assert_eq!((said.wrong(), said.verdict("version")), (vec![], "skipped"), "{}", said.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_databases() {
    let patient = Patient::new().await;
    fs::remove_file(patient.data().join("master.key")).unwrap();
    patient.ask().sees("master_key", "failure", "damaged");

    let patient = Patient::new().await;
    patient.stored("master_key.backup", "0000000000000000 1").await;
    patient.ask().sees("master_key_backup", "warning", "another key");
    let patient = Patient::new().await;
    patient.change("DELETE FROM settings WHERE name = 'master_key.backup'").await;
    patient.ask().sees("master_key_backup", "warning", "none was noted");

    let patient = Patient::new().await;
    damage(&patient.data().join("portaria.db"));
    patient.ask().sees("control_database", "failure", "damaged");

    let patient = Patient::new().await;
    let chats = with_chats(&patient).await;
    damage(&chats);
    patient.ask().sees("tenant_databases", "failure", "chats.db");
    let patient = Patient::new().await;
    let library = with_chats(&patient).await.with_file_name("whatsapp.db");
    fs::write(&library, vec![7; 8192]).unwrap();
    fs::set_permissions(&library, Permissions::from_mode(0o600)).unwrap();
    patient.ask().sees("tenant_databases", "failure", "whatsapp.db");

    let patient = Patient::new().await;
    patient.change("PRAGMA user_version = 900").await;
    patient.ask().sees("schema", "failure", "newer version");
    let patient = Patient::new().await;
    patient.change("PRAGMA user_version = 1").await;
    patient.ask().sees("schema", "warning", "older version");
}

/// Turns bytes in the middle of a file.
fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].iter_mut().for_each(|byte| *byte ^= 0x55);
    fs::write(path, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn ports_locks_and_passwords() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    Patient::new().await.instead("--listen", &address).ask().sees("port", "failure", &address);

    let patient = Patient::new().await;
    let path = patient.data().join("portaria.lock");
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    let held = fs::File::options().write(true).open(&path).unwrap();
    held.try_lock().unwrap();
    patient.ask().sees("lock", "warning", "another process");
    let port = closed_port();
    fs::write(&path, format!("http://localhost:{port}\n")).unwrap();
    patient.ask().sees("running", "warning", "does not answer");
    let unwell = answering(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 35\r\n\r\n{\"ready\":false,\"reason\":\"sessions\"}\n",
    );
    let port = unwell.rsplit_once(':').unwrap().1;
    fs::write(&path, format!("http://localhost:{port}\n")).unwrap();
    patient.ask().sees("running", "failure", "sessions");
    drop(held);

    let patient = Patient::new().await.instead("--listen", format!("0.0.0.0:{}", closed_port()));
    assert_eq!(patient.ask().wrong(), [], "with a password");
    patient.change("DELETE FROM settings WHERE name = 'admin.password_hash'").await;
    patient.ask().sees("password", "failure", "from elsewhere");
    let patient = patient.instead("--listen", "127.0.0.1:0");
    assert_eq!(patient.ask().wrong(), [], "nobody else reaches it");
}

#[tokio::test(flavor = "multi_thread")]
async fn tunnels() {
    let settings = |path: &str| {
        format!(r#"{{"internet":{{"kind":"tunnel","program":"other","path":"{path}","publicUrl":null}}}}"#)
    };
    let patient = Patient::new().await;
    patient.stored("access", &settings("/nowhere/tunnel")).await;
    patient.ask().sees("tunnel", "failure", "/nowhere/tunnel");
    let tools = patient.folder.path().join("tools");
    program_called(&tools, "tunnel");
    patient.stored("access", &settings(&tools.join("tunnel").display().to_string())).await;
    assert_eq!(patient.ask().verdict("tunnel"), "well");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatsapp_and_the_clock() {
    let url = format!("ws://127.0.0.1:{}", closed_port());
    Patient::new().await.instead("--whatsapp-url", url).ask().sees("whatsapp", "failure", "refused");
    let old = answering("HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2001 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n");
    let patient = Patient::new().await.instead("--whatsapp-url", format!("ws://{old}"));
    patient.ask().sees("clock", "failure", "ahead");
    let dumb = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let said = Patient::new().await.instead("--whatsapp-url", format!("ws://{dumb}")).ask();
    assert_eq!((said.wrong(), said.verdict("clock")), (vec![], "skipped"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_address() {
    let patient = Patient::new().await.with(&["--public-url", "https://portaria.invalid"]);
    patient.ask().sees("public_name", "failure", "unknown");
    let url = format!("https://127.0.0.1:{}", closed_port());
    Patient::new().await.with(&["--public-url", &url]).ask().sees("public_address", "failure", "refused");
    let plain = format!("https://{}", answering("HTTP/1.1 200 OK\r\n\r\n"));
    Patient::new().await.with(&["--public-url", &plain]).ask().sees("public_certificate", "failure", "encrypted");
}

/// A server with a certificate that ends in so many days, for this name; and the file of who made it.
async fn encrypted(folder: &Path, days: i64, name: &str) -> (String, String) {
    let mut of_issuer = CertificateParams::new(Vec::new()).unwrap();
    of_issuer.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(of_issuer, KeyPair::generate().unwrap()).unwrap();
    let file = folder.join("authority.pem");
    fs::write(&file, issuer.pem()).unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let end = DateTime::from_timestamp_millis(SystemClock.now().0 + days * 24 * 3_600_000).unwrap();
    let of_day = |number: u32| u8::try_from(number).unwrap();
    params.not_after = date_time_ymd(end.year(), of_day(end.month()), of_day(end.day()));
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, &issuer).unwrap().der().clone();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = TlsConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    TaskTracker::new().spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Who only looks at the certificate goes away again.
            let _ = acceptor.accept(stream).await;
        }
    });
    (format!("https://{address}"), file.display().to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_that_end_soon_have_ended_or_are_for_others() {
    for (days, name, expected) in [
        (60, "127.0.0.1", None),
        (5, "127.0.0.1", Some(("warning", "within two weeks"))),
        (-5, "127.0.0.1", Some(("failure", "expired"))),
        (60, "zap.example", Some(("failure", "another name"))),
    ] {
        let patient = Patient::new().await;
        let (url, authority) = encrypted(patient.folder.path(), days, name).await;
        let patient = patient.set("SSL_CERT_FILE", authority).with(&["--public-url", &url]);
        let said = tokio::task::block_in_place(|| patient.ask());
        match expected {
            None => assert_eq!(said.wrong(), [], "{}", said.text),
            Some((verdict, words)) => said.sees("public_certificate", verdict, words),
        }
    }
    let patient = Patient::new().await;
    let (url, _) = encrypted(patient.folder.path(), 60, "127.0.0.1").await;
    let patient = patient.with(&["--public-url", &url]);
    let said = tokio::task::block_in_place(|| patient.ask());
    said.sees("public_certificate", "failure", "not trusted");
}

#[test]
fn words_are_for_people_too() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_portaria-server"))
        .args([
            "doctor",
            "--data-dir",
            "/nowhere/at/all",
            "--whatsapp-url",
            "ws://127.0.0.1:1",
            "--listen",
            "127.0.0.1:0",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("FAILURE  data_folder"), "{text}");
    assert!(text.contains("make it and give it to the user"), "{text}");
}
