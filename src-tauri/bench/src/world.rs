//! The program under measure, the network it talks to, and the people who use both.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use portaria_emulator::{Emulator, EmulatorConfig, NewPhone, Phone};
use portaria_server::ServerConfig;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::socket::Tab;

/// How many people do something at the same time.
const CROWD: usize = 16;

/// Runs the program under measure until it is told to stop; its first line is the panel's login link.
pub(crate) async fn serve(data_dir: PathBuf, whatsapp_url: String) -> Result<()> {
    let config = ServerConfig {
        listen: "127.0.0.1:0".parse()?,
        data_dir,
        whatsapp_url: Some(whatsapp_url),
        ..ServerConfig::default()
    };
    let running = portaria_server::serve(config).await?;
    println!("{}", running.login_url());
    tokio::signal::ctrl_c().await?;
    running.stop().await;
    Ok(())
}

/// Memory that belongs to the program alone.
#[derive(Clone, Copy)]
pub(crate) struct Memory {
    anonymous_kib: f64,
}

impl Memory {
    pub(crate) fn mebibytes(self) -> f64 {
        self.anonymous_kib / 1_024.0
    }

    /// Growth in MiB.
    pub(crate) fn since(self, earlier: Self) -> f64 {
        self.mebibytes() - earlier.mebibytes()
    }
}

struct Member {
    phone: Phone,
    number: String,
    base: String,
    key: String,
}

/// Everything a measurement needs.
pub(crate) struct World {
    folder: tempfile::TempDir,
    network: Emulator,
    child: Child,
    origin: String,
    provider: Client,
    http: Client,
    members: Vec<Member>,
}

impl World {
    pub(crate) async fn start() -> Result<Self> {
        let network = Emulator::start(EmulatorConfig::default()).await?;
        let folder = tempfile::tempdir()?;
        let (child, origin, provider) = spawn(&folder, &network).await?;
        Ok(Self { folder, network, child, origin, provider, http: Client::new(), members: Vec::new() })
    }

    pub(crate) fn memory(&self) -> Result<Memory> {
        let id = self.child.id().context("the program is gone")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let row = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no RssAnon on this system")?;
        Ok(Memory { anonymous_kib: row.trim().trim_end_matches("kB").trim().parse()? })
    }

    /// Lets timers and pools come to rest.
    pub(crate) async fn settle(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// Creates and pairs tenants; from opening the link to the code being there, for each.
    pub(crate) async fn pair(&mut self, count: usize) -> Result<Vec<Duration>> {
        let this = &*self;
        let paired: Vec<(Member, Duration)> =
            stream::iter(0..count).map(|index| this.pair_one(index)).buffer_unordered(4).try_collect().await?;
        let (members, times) = paired.into_iter().unzip();
        self.members = members;
        Ok(times)
    }

    async fn pair_one(&self, index: usize) -> Result<(Member, Duration)> {
        let number = format!("551190002{index:04}"); // invented
        let name = format!("Loja {index}");
        let phone = self.network.create_phone(NewPhone { name: name.clone(), number: number.clone() }).await?;
        let create =
            self.provider.post(format!("{}/api/saas/create-tenant", self.origin)).header("Origin", &self.origin);
        let created: Value = create.json(&json!({ "name": name })).send().await?.error_for_status()?.json().await?;
        let id = created["tenant"]["id"].as_str().context("an id")?;
        let link = created["link"]["url"].as_str().context("a link")?;
        let (address, secret) = link.split_once('#').context("a secret in the link")?;
        let public_id = address.rsplit('/').next().context("a public id")?;
        let base = format!("{}/api/whatsapp/{id}", self.origin);
        let member = Member { phone, number, base, key: created["apiKey"].as_str().context("a key")?.to_owned() };

        // What the page does by itself when the link is opened.
        let browser = Client::builder().cookie_store(true).build()?;
        let post = |path: String, body: Value| browser.post(path).header("Origin", &self.origin).json(&body).send();
        let opened = Instant::now();
        post(format!("{}/client/{public_id}/login", self.origin), json!({ "secret": secret }))
            .await?
            .error_for_status()?;
        post(format!("{}/start", member.base), json!({})).await?.error_for_status()?;
        let code = loop {
            let answer = browser.get(format!("{}/qr", member.base)).send().await?;
            if answer.status() == StatusCode::OK {
                break answer.json::<Value>().await?["text"].as_str().context("a code")?.to_owned();
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        };
        let to_qr = opened.elapsed();
        member.phone.scan(&code).await?;
        self.until_connected(&member).await?;
        Ok((member, to_qr))
    }

    async fn until_connected(&self, member: &Member) -> Result<()> {
        let began = Instant::now();
        loop {
            let get = self.http.get(format!("{}/status", member.base)).bearer_auth(&member.key);
            let status: Value = get.send().await?.json().await?;
            if status["status"] == "connected" {
                return Ok(());
            }
            ensure!(began.elapsed() < Duration::from_mins(2), "a tenant did not connect: {status}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A contact writes, one message after the other; from the send to the tab, for each.
    pub(crate) async fn messages(&self, count: usize) -> Result<Vec<Duration>> {
        let (member, contact) = (&self.members[0], &self.members[1]);
        let post = self.http.post(format!("{}/socket-ticket", member.base)).bearer_auth(&member.key);
        let ticket: Value = post.send().await?.error_for_status()?.json().await?;
        let mut tab = Tab::open(&self.origin, ticket["ticket"].as_str().context("a ticket")?).await?;
        let mut times = Vec::with_capacity(count);
        for index in 0..count {
            let sent = Instant::now();
            contact.phone.send_text(&member.number, &format!("mensagem {index}")).await?;
            tab.until("message.received").await?;
            times.push(sent.elapsed());
        }
        Ok(times)
    }

    /// Integrators send through many tenants at once; for each how long it took to be accepted, and the time of all.
    pub(crate) async fn sends(&self, count: usize) -> Result<(Vec<Duration>, Duration)> {
        let began = Instant::now();
        let times = stream::iter(0..count)
            .map(async |index| {
                let member = &self.members[index % self.members.len()];
                let to = &self.members[(index + 1) % self.members.len()].number;
                let sent = Instant::now();
                let post = self.http.post(format!("{}/send", member.base)).bearer_auth(&member.key);
                let body = json!({ "to": to, "text": format!("envio {index}") });
                post.json(&body).send().await?.error_for_status()?;
                anyhow::Ok(sent.elapsed())
            })
            .buffer_unordered(CROWD)
            .try_collect()
            .await?;
        Ok((times, began.elapsed()))
    }

    /// Kills the program and starts it again; until every tenant is connected.
    pub(crate) async fn restart(&mut self, tenants: usize) -> Result<Duration> {
        self.child.kill().await?;
        let began = Instant::now();
        let origin = self.origin.clone();
        (self.child, self.origin, self.provider) = spawn(&self.folder, &self.network).await?;
        for member in &mut self.members {
            member.base = member.base.replacen(&origin, &self.origin, 1);
        }
        for member in self.members.iter().take(tenants) {
            self.until_connected(member).await?;
        }
        Ok(began.elapsed())
    }

    pub(crate) async fn stop(mut self) {
        let _ = self.child.kill().await;
        self.network.stop().await;
    }
}

/// Starts the program under measure and logs in as the provider.
async fn spawn(folder: &tempfile::TempDir, network: &Emulator) -> Result<(Child, String, Client)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("serve")
        .arg(folder.path())
        .arg(network.ws_url())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("its output")?).lines();
    let login = lines.next_line().await?.context("the program ended at once")?;
    let (address, ticket) = login.split_once("ticket=").context("a ticket in the login link")?;
    let origin = address.split('/').take(3).collect::<Vec<_>>().join("/");
    let provider = Client::builder().cookie_store(true).build()?;
    let post = provider.post(format!("{origin}/api/saas/ticket-login")).header("Origin", &origin);
    post.json(&json!({ "ticket": ticket })).send().await?.error_for_status()?;
    Ok((child, origin, provider))
}
