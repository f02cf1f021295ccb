//! A world to test in: a server with a hand on its clock and on its WhatsApp.

pub mod answer;
pub mod files;
pub mod gateway;
mod group_admin;
pub mod raw;
pub mod receiver;
pub mod socket;
pub mod tls;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use portaria_domain::{AccountChange, Clock, Secret, TenantId, UnixMs};
use portaria_server::{Offline, Running, ServerConfig, serve_with};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

pub use answer::Answer;
pub use gateway::ScriptedGateway;
pub use socket::Socket;

/// The admin password of every world that has one.
pub const PASSWORD: &str = "canary-password-0123456789";

/// A clock that stands still until it is moved.
pub struct HandClock(AtomicI64);

impl HandClock {
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> UnixMs {
        UnixMs(self.0.load(Ordering::SeqCst))
    }
}

/// A server and everything around it.
pub struct World {
    pub running: Running,
    pub gateway: Arc<ScriptedGateway>,
    pub clock: Arc<HandClock>,
    pub folder: TempDir,
    http: reqwest::Client,
}

/// A tenant, with everything that lets somebody in.
#[derive(Clone, Debug)]
pub struct Tenant {
    pub id: String,
    pub name: String,
    pub public_id: String,
    pub secret: String,
    pub key: String,
    /// A login through the link.
    pub cookie: String,
    /// A chat of it, once it has one.
    pub chat: String,
}

/// With what somebody proves who they are.
#[derive(Clone, Debug)]
pub enum Credential {
    None,
    /// A cookie; behind a `#` what the page of its login proves itself by, where it is that page.
    Cookie(String),
    Key(String),
    /// Any header, as it is.
    Header(&'static str, String),
}

impl World {
    /// A server with nobody in it.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A server set up otherwise.
    pub async fn with(change: impl FnOnce(&mut ServerConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = config(folder.path());
        change(&mut config);
        let gateway = Arc::new(ScriptedGateway::default());
        let clock = Arc::new(HandClock(AtomicI64::new(1_800_000_000_000)));
        let running = serve_with(config, gateway.clone(), clock.clone()).await.unwrap();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { running, gateway, clock, folder, http }
    }

    /// A server whose provider has a password.
    pub async fn with_password(change: impl FnOnce(&mut ServerConfig)) -> Self {
        let world = Self::with(change).await;
        let offline = Offline::beside(&config(world.folder.path())).await.unwrap();
        offline.set_password(&Secret::new(PASSWORD.to_owned())).await.unwrap();
        offline.close().await;
        world
    }

    /// Stops the server and starts another one on its folder.
    pub async fn restart(self, change: impl FnOnce(&mut ServerConfig)) -> Self {
        let Self { running, gateway, clock, folder, http } = self;
        running.stop().await;
        let mut config = config(folder.path());
        change(&mut config);
        let running = serve_with(config, gateway.clone(), clock.clone()).await.unwrap();
        Self { running, gateway, clock, folder, http }
    }

    /// What the server takes for the present moment, in UTC milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.clock.now().0
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address())
    }

    /// The provider's cookie, by a ticket of the process.
    pub async fn provider(&self) -> Credential {
        let ticket = self.running.login_url().split_once("#ticket=").unwrap().1.to_owned();
        let body = json!({ "ticket": ticket });
        let answer = self.post(&Credential::None, "/api/saas/ticket-login", &body).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
        Credential::Cookie(answer.cookie())
    }

    /// A tenant with an open portal.
    pub async fn tenant(&self, name: &str) -> Tenant {
        let provider = self.provider().await;
        let answer = self.post(&provider, "/api/saas/create-tenant", &json!({ "name": name })).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let created = answer.json();
        let text = |pointer: &str| created.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
        let secret = text("/link/url").split_once('#').unwrap().1.to_owned();
        let mut tenant = Tenant {
            id: text("/tenant/id"),
            name: name.to_owned(),
            public_id: text("/link/publicId"),
            secret,
            key: text("/apiKey"),
            cookie: String::new(),
            chat: String::new(),
        };
        tenant.cookie = self.open_link(&tenant).await.cookie();
        tenant
    }

    /// A tenant that is connected and has a chat in which somebody wrote `text`.
    pub async fn connected_tenant(&self, name: &str, number: &str, text: &str) -> Tenant {
        let mut tenant = self.tenant(name).await;
        self.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
        let id = tenant.tenant_id();
        self.gateway.scan(id, number).await;
        self.until(&tenant, "connected").await;
        self.gateway.receive(id, &format!("{number}7"), text).await;
        let chats = self.get(&tenant.by_key(), &tenant.path("/chats")).await.json();
        chats["items"][0]["id"].as_str().unwrap().clone_into(&mut tenant.chat);
        tenant
    }

    /// Exchanges a link's secret.
    pub async fn open_link(&self, tenant: &Tenant) -> Answer {
        let path = format!("/client/{}/login", tenant.public_id);
        self.post(&Credential::None, &path, &json!({ "secret": tenant.secret })).await
    }

    /// Waits until a session stands where it should.
    pub async fn until(&self, tenant: &Tenant, status: &str) {
        let look = async {
            while self.get(&tenant.by_key(), &tenant.path("/status")).await.json()["status"] != status {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), look).await.unwrap_or_else(|_| panic!("never became {status}"));
    }

    pub async fn get(&self, who: &Credential, path: &str) -> Answer {
        self.ask(Method::GET, who, path, None, &[]).await
    }

    /// Waits until WhatsApp was told.
    pub async fn told(&self, wanted: impl Fn(&AccountChange) -> bool) -> AccountChange {
        let look = async {
            loop {
                if let Some(change) = self.gateway.changes().into_iter().find(|change| wanted(change)) {
                    return change;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), look).await.expect("WhatsApp was not told")
    }

    pub async fn post(&self, who: &Credential, path: &str, body: &Value) -> Answer {
        self.ask(Method::POST, who, path, Some(body.to_string()), &[]).await
    }

    /// Any request. A body is sent as JSON unless a header says otherwise.
    pub async fn ask(
        &self,
        method: Method,
        who: &Credential,
        path: &str,
        body: Option<String>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut headers = headers.to_vec();
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            headers.push(("content-type", "application/json"));
        }
        self.ask_bytes(method, who, path, body.map(String::into_bytes), &headers).await
    }

    /// Any request with any body.
    pub async fn ask_bytes(
        &self,
        method: Method,
        who: &Credential,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.http.request(method, self.url(path));
        request = match who {
            Credential::None => request,
            Credential::Cookie(login) => {
                let (cookie, page) = login.split_once('#').unwrap_or((login, ""));
                let request = request.header("cookie", cookie);
                match page.split('.').next().filter(|page| !page.is_empty()) {
                    Some(page) => request.header("portaria-page", page),
                    None => request,
                }
            }
            Credential::Key(key) => request.header("authorization", format!("Bearer {key}")),
            Credential::Header(name, value) => request.header(*name, value),
        };
        if let Some(body) = body {
            request = request.body(body);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request.send().await.unwrap()).await
    }

    /// How much was written so far, to every file: equal before and after means that nothing was.
    pub fn written(&self) -> Vec<(std::path::PathBuf, u64)> {
        fn walk(folder: &Path, found: &mut Vec<(std::path::PathBuf, u64)>) {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if path.is_dir() {
                    walk(&path, found);
                } else if path.extension().is_some_and(|kind| kind == "db-wal" || kind == "db") {
                    found.push((path, entry.metadata().unwrap().len()));
                }
            }
        }
        let mut found = Vec::new();
        walk(self.folder.path(), &mut found);
        found.sort();
        found
    }
}

impl Tenant {
    pub fn path(&self, rest: &str) -> String {
        format!("/api/whatsapp/{}{rest}", self.id)
    }

    pub fn by_key(&self) -> Credential {
        Credential::Key(self.key.clone())
    }

    pub fn by_cookie(&self) -> Credential {
        Credential::Cookie(self.cookie.clone())
    }

    pub fn tenant_id(&self) -> TenantId {
        self.id.parse().unwrap()
    }
}

/// Free port, small patience.
pub fn config(folder: &Path) -> ServerConfig {
    ServerConfig { listen: "127.0.0.1:0".parse().unwrap(), data_dir: folder.join("data"), ..ServerConfig::default() }
}
