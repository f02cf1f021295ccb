#![allow(dead_code, reason = "each test file uses its own part")]

//! `portaria-server` as a program: started, killed and asked over HTTP, as an operator and an integrator would.

pub mod people;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use portaria_emulator::{Emulator, Phone};
use reqwest::{Client, Response, StatusCode, Url};
use serde_json::{Value, json};
use tokio::time::Instant;

/// How long anything may take on a busy machine before a test gives up.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The program with its data folder; killed when dropped.
pub struct Program {
    folder: PathBuf,
    network_url: String,
    child: Child,
    origin: Origin,
    /// One-time address of the panel, as printed at start.
    pub login_url: String,
}

/// Where the program answers now. It takes whatever port the system gives it at each start and prints it.
#[derive(Clone)]
struct Origin(Arc<Mutex<String>>);

impl Origin {
    fn of(login_url: &str) -> String {
        let port = login_url.parse::<Url>().unwrap().port().expect("a login link with a port");
        format!("http://127.0.0.1:{port}")
    }

    fn now(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Program {
    /// Starts the program against an emulated network.
    pub fn start(folder: &Path, network: &Emulator) -> Self {
        Self::start_under(folder, network, &[])
    }

    /// The same with variables of the environment.
    pub fn start_under(folder: &Path, network: &Emulator, variables: &[(&str, &str)]) -> Self {
        let network_url = network.ws_url();
        let (child, login_url) = spawn(folder, &network_url, variables);
        let origin = Origin(Arc::new(Mutex::new(Origin::of(&login_url))));
        Self { folder: folder.to_owned(), network_url, child, origin, login_url }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// `kill -9`, and a start on the same folder.
    pub fn kill_and_restart(&mut self) {
        self.kill();
        (self.child, self.login_url) = spawn(&self.folder, &self.network_url, &[]);
        *self.origin.0.lock().unwrap() = Origin::of(&self.login_url);
    }

    /// Where it listens.
    pub fn origin(&self) -> String {
        self.origin.now()
    }

    /// Sends it a signal, as systemd would.
    #[cfg(unix)]
    pub fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits until it has ended by itself; how long that took, and whether it says that all is well.
    pub fn wait_for_end(&mut self) -> (Duration, bool) {
        let began = std::time::Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (began.elapsed(), status.success());
            }
            assert!(began.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Logs in as the provider with the printed link, which works once.
    pub async fn log_in(&self) -> Provider {
        let (_, ticket) = self.login_url.split_once("ticket=").expect("a login link with a ticket");
        let browser = Client::builder().cookie_store(true).build().unwrap();
        let mut provider = Provider { browser, origin: self.origin.clone(), page: String::new() };
        let answer = provider.post("/api/saas/ticket-login", &json!({ "ticket": ticket })).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT, "the printed link logs in");
        let proof = answer.headers()["portaria-page"].to_str().unwrap();
        proof.split('.').next().unwrap().clone_into(&mut provider.page);
        provider
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the program and reads its output up to the login link; the rest is read away in the background.
fn spawn(folder: &Path, network_url: &str, variables: &[(&str, &str)]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portaria-server"))
        .args(["serve", "--listen", "127.0.0.1:0", "--whatsapp-url", network_url, "--data-dir"])
        .arg(folder)
        .envs(variables.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let login_url = loop {
        let line = lines.next().expect("the program ended before it printed a login link").unwrap();
        if let Some(at) = line.find("http://").filter(|_| line.contains("ticket=")) {
            break line[at..].split_whitespace().next().unwrap().to_owned();
        }
    };
    std::thread::spawn(move || lines.for_each(drop));
    (child, login_url)
}

/// The provider's browser.
#[derive(Clone)]
pub struct Provider {
    browser: Client,
    origin: Origin,
    /// What its page proves itself by.
    page: String,
}

impl Provider {
    /// The same browser, at a program that was started later.
    pub fn at(&self, program: &Program) -> Self {
        Self { origin: program.origin.clone(), ..self.clone() }
    }

    /// Asks for a deed of the panel.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        let origin = self.origin.now();
        let post = self.browser.post(format!("{origin}{path}")).header("Origin", &origin);
        let post = post.header("Portaria-Page", &self.page);
        post.json(body).send().await.unwrap()
    }

    pub async fn create_tenant(&self, name: &str) -> Tenant {
        self.create(&json!({ "name": name })).await
    }

    /// Creates a tenant of whom it is known which number it will link.
    pub async fn create_tenant_with(&self, name: &str, phone: &str) -> Tenant {
        self.create(&json!({ "name": name, "phone": phone })).await
    }

    async fn create(&self, new: &Value) -> Tenant {
        let answer = self.post("/api/saas/create-tenant", new).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        let created: Value = answer.json().await.unwrap();
        Tenant {
            http: Client::builder().timeout(PATIENCE / 2).build().unwrap(),
            origin: self.origin.clone(),
            id: created["tenant"]["id"].as_str().unwrap().to_owned(),
            key: created["apiKey"].as_str().unwrap().to_owned(),
            link: created["link"].clone(),
        }
    }
}

/// A tenant by its API key.
#[derive(Clone)]
pub struct Tenant {
    http: Client,
    origin: Origin,
    id: String,
    key: String,
    link: Value,
}

impl Tenant {
    /// The same, asked of a program that was started later.
    pub fn at(&self, program: &Program) -> Self {
        Self { origin: program.origin.clone(), ..self.clone() }
    }

    /// A path of its own, below the program's address.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/whatsapp/{}{rest}", self.id)
    }

    /// Its API key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Opens its link in a browser that was never there before.
    pub async fn open_link(&self) -> Response {
        let (public_id, url) = (self.link["publicId"].as_str().unwrap(), self.link["url"].as_str().unwrap());
        let (_, secret) = url.split_once('#').expect("a link with a secret");
        let origin = self.origin.now();
        let post = self.http.post(format!("{origin}/client/{public_id}/login")).header("Origin", &origin);
        post.json(&json!({ "secret": secret })).send().await.unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/whatsapp/{}{path}", self.origin.now(), self.id)
    }

    pub async fn get(&self, path: &str) -> reqwest::Result<Response> {
        self.http.get(self.url(path)).bearer_auth(&self.key).send().await
    }

    /// Asks for a deed that needs no words.
    pub async fn post(&self, path: &str) -> StatusCode {
        let post = self.http.post(self.url(path)).bearer_auth(&self.key);
        post.send().await.unwrap().status()
    }

    /// Sends something, and gives back whatever was answered.
    pub async fn post_json(&self, path: &str, body: &Value, idempotency_key: &str) -> Response {
        let post = self.http.post(self.url(path)).bearer_auth(&self.key);
        post.header("Idempotency-Key", idempotency_key).json(body).send().await.unwrap()
    }

    /// Sends something; `Some` with the answer once it was taken.
    pub async fn try_post(&self, path: &str, body: &Value) -> Option<Value> {
        let answer = self.http.post(self.url(path)).bearer_auth(&self.key).json(body).send().await.ok()?;
        answer.error_for_status().ok()?.json().await.ok()
    }

    /// Sends something; `Some` with the answer once the program has taken responsibility for it.
    pub async fn send(&self, body: &Value, idempotency_key: &str) -> Option<Value> {
        let post = self.http.post(self.url("/send")).bearer_auth(&self.key);
        let answer = post.header("Idempotency-Key", idempotency_key).json(body).send().await.ok()?;
        if answer.status() != StatusCode::ACCEPTED {
            println!("{idempotency_key} was not taken: {}", answer.text().await.unwrap_or_default());
            return None;
        }
        answer.json().await.ok()
    }

    /// Uploads a file; `Some` with its id once the program has it.
    pub async fn upload(&self, file: Vec<u8>) -> Option<String> {
        let answer = self.http.post(self.url("/media")).bearer_auth(&self.key).body(file).send().await.ok()?;
        if answer.status() != StatusCode::CREATED {
            return None;
        }
        Some(answer.json::<Value>().await.ok()?["id"].as_str()?.to_owned())
    }

    /// The bytes of a message's file, once they are here.
    pub async fn file(&self, message: &Value) -> Option<Vec<u8>> {
        let answer = self.get(&format!("/media/{}", message["file"]["id"].as_str()?)).await.ok()?;
        if answer.status() != StatusCode::OK {
            return None;
        }
        Some(answer.bytes().await.ok()?.to_vec())
    }

    /// Asks for the code until it is there and lets the phone scan it.
    pub async fn pair(&self, phone: &Phone) {
        self.scan(phone).await;
        self.until_connected().await;
    }

    /// The same, and whatever comes of it.
    pub async fn scan(&self, phone: &Phone) {
        let post = self.http.post(self.url("/start")).bearer_auth(&self.key);
        assert_eq!(post.send().await.unwrap().status(), StatusCode::ACCEPTED);
        let code = self.until("a QR code", async || {
            let answer = self.get("/qr").await.ok().filter(|answer| answer.status() == StatusCode::OK)?;
            Some(answer.json::<Value>().await.ok()?["text"].as_str()?.to_owned())
        });
        phone.scan(&code.await).await.unwrap();
    }

    pub async fn until_connected(&self) {
        self.until("the session to connect", async || {
            let status: Value = self.get("/status").await.ok()?.json().await.ok()?;
            (status["status"] == "connected").then_some(())
        })
        .await;
    }

    /// Every message of every chat, newest first, page by page.
    pub async fn all_messages(&self) -> Vec<Value> {
        let chats: Value = self.get("/chats?limit=200").await.unwrap().json().await.unwrap();
        let mut messages = Vec::new();
        for chat in chats["items"].as_array().unwrap() {
            let mut cursor = String::new();
            loop {
                let path = format!("/chats/{}/messages?limit=200{cursor}", chat["id"].as_str().unwrap());
                let page: Value = self.get(&path).await.unwrap().json().await.unwrap();
                messages.extend(page["items"].as_array().unwrap().iter().cloned());
                match page["nextCursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
        }
        messages
    }

    /// Asks again until there is an answer, with a deadline.
    pub async fn until<T>(&self, what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
        let answer = self.within_patience(ask).await;
        answer.unwrap_or_else(|| panic!("waited {PATIENCE:?} for {what}"))
    }

    /// The same for who says better what is missing.
    pub async fn within_patience<T>(&self, mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
        let deadline = Instant::now() + PATIENCE;
        let mut pause = tokio::time::interval(Duration::from_millis(50));
        while Instant::now() < deadline {
            pause.tick().await;
            if let Some(answer) = ask().await {
                return Some(answer);
            }
        }
        None
    }
}
