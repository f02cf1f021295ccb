//! The program under measure, the network it talks to, and the people who use both.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use portaria_emulator::{Emulator, EmulatorConfig, NewPhone, Phone};
use portaria_server::ServerConfig;
use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::process;
use crate::socket::Tab;

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

/// A tenant with its phone.
pub(crate) struct Member {
    pub(crate) phone: Phone,
    pub(crate) number: String,
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
    pub(crate) members: Vec<Member>,
}

impl World {
    pub(crate) async fn start() -> Result<Self> {
        let network = Emulator::start(EmulatorConfig::default()).await?;
        let folder = tempfile::tempdir()?;
        let (child, origin, provider) = spawn(&folder, &network).await?;
        Ok(Self { folder, network, child, origin, provider, http: Client::new(), members: Vec::new() })
    }

    fn id(&self) -> Result<u32> {
        self.child.id().context("the program is gone")
    }

    /// Memory that belongs to the program alone, in MiB.
    pub(crate) fn memory_mebibytes(&self) -> Result<f64> {
        process::memory_mebibytes(self.id()?, "RssAnon:")
    }

    /// The most that ever was in memory, shared libraries included, in MiB.
    pub(crate) fn peak_mebibytes(&self) -> Result<f64> {
        process::memory_mebibytes(self.id()?, "VmHWM:")
    }

    /// The program's user and system time so far.
    pub(crate) fn processor_time(&self) -> Result<Duration> {
        process::processor_time(self.id()?)
    }

    /// Lets timers and pools come to rest.
    pub(crate) async fn settle(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// Creates and pairs tenants; from opening the link to the code being there, for each.
    pub(crate) async fn pair(&mut self, count: usize) -> Result<Vec<Duration>> {
        let this = &*self;
        let paired: Vec<(Member, Duration)> = stream::iter(0..count)
            .map(async |index| {
                let number = format!("551190002{index:04}"); // invented
                let phone = this.phone(&format!("Loja {index}"), &number).await?;
                this.pair_with(phone).await
            })
            .buffer_unordered(4)
            .try_collect()
            .await?;
        let (members, times) = paired.into_iter().unzip();
        self.members = members;
        Ok(times)
    }

    /// Opens an account with a phone.
    pub(crate) async fn phone(&self, name: &str, number: &str) -> Result<Phone> {
        Ok(self.network.create_phone(NewPhone { name: name.to_owned(), number: number.to_owned() }).await?)
    }

    /// Creates a tenant and pairs it with a phone; and how long it took until the code was there.
    pub(crate) async fn pair_with(&self, phone: Phone) -> Result<(Member, Duration)> {
        let create =
            self.provider.post(format!("{}/api/saas/create-tenant", self.origin)).header("Origin", &self.origin);
        let name = json!({ "name": phone.name() });
        let created: Value = create.json(&name).send().await?.error_for_status()?.json().await?;
        let id = created["tenant"]["id"].as_str().context("an id")?;
        let link = created["link"]["url"].as_str().context("a link")?;
        let (address, secret) = link.split_once('#').context("a secret in the link")?;
        let public_id = address.rsplit('/').next().context("a public id")?;
        let base = format!("{}/api/whatsapp/{id}", self.origin);
        let key = created["apiKey"].as_str().context("a key")?.to_owned();
        let member = Member { number: phone.number().to_owned(), phone, base, key };

        // What the page does by itself when the link is opened.
        let browser = Client::builder().cookie_store(true).build()?;
        let post = |path: String, body: Value| browser.post(path).header("Origin", &self.origin).json(&body).send();
        let opened = Instant::now();
        let login = post(format!("{}/client/{public_id}/login", self.origin), json!({ "secret": secret })).await?;
        let page = page_of(login.error_for_status()?.headers())?;
        let start = browser.post(format!("{}/start", member.base)).header("Origin", &self.origin);
        start.header(PAGE, &page).json(&json!({})).send().await?.error_for_status()?;
        let code = loop {
            let answer = browser.get(format!("{}/qr", member.base)).header(PAGE, &page).send().await?;
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

    /// Asks the API for something of a tenant.
    pub(crate) async fn get(&self, member: &Member, path: &str) -> Result<Value> {
        let get = self.http.get(format!("{}/{path}", member.base)).bearer_auth(&member.key);
        Ok(get.send().await?.error_for_status()?.json().await?)
    }

    /// Lets the API do something for a tenant.
    pub(crate) async fn post(&self, member: &Member, path: &str, body: &Value) -> Result<Value> {
        let post = self.http.post(format!("{}/{path}", member.base)).bearer_auth(&member.key);
        Ok(post.json(body).send().await?.error_for_status()?.json().await?)
    }

    /// Opens a browser's tab of a tenant.
    pub(crate) async fn tab(&self, member: &Member) -> Result<Tab> {
        let ticket = self.post(member, "socket-ticket", &json!({})).await?;
        Tab::open(&self.origin, ticket["ticket"].as_str().context("a ticket")?).await
    }

    pub(crate) async fn until_connected(&self, member: &Member) -> Result<()> {
        let began = Instant::now();
        loop {
            let status = self.get(member, "status").await?;
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
        let mut tab = self.tab(member).await?;
        let mut times = Vec::with_capacity(count);
        for index in 0..count {
            let sent = Instant::now();
            contact.phone.send_text(&member.number, &format!("mensagem {index}")).await?;
            tab.until("message.received").await?;
            times.push(sent.elapsed());
        }
        Ok(times)
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
    let login = Client::builder().cookie_store(true).build()?;
    let post = login.post(format!("{origin}/api/saas/ticket-login")).header("Origin", &origin);
    let answer = post.json(&json!({ "ticket": ticket })).send().await?.error_for_status()?;
    // From here on as the provider's own page: with the cookie, and with what proves the page.
    let cookie = answer.headers().get("set-cookie").context("a cookie")?.to_str()?;
    let cookie = cookie.split(';').next().context("a cookie")?.parse()?;
    let page = page_of(answer.headers())?.parse()?;
    let headers = [(HeaderName::from_static("cookie"), cookie), (HeaderName::from_static(PAGE), page)];
    let provider = Client::builder().default_headers(HeaderMap::from_iter(headers)).build()?;
    Ok((child, origin, provider))
}

/// What a page says with each request, besides its cookie.
const PAGE: &str = "portaria-page";

/// What a login's answer gives its page to say.
fn page_of(headers: &HeaderMap) -> Result<String> {
    let proof = headers.get(PAGE).context("what the page proves itself by")?.to_str()?;
    Ok(proof.split('.').next().unwrap_or_default().to_owned())
}
