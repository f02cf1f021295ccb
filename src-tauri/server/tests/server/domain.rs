//! A name of the provider's own: its certificate, who is answered by it, and what is told when something is wrong.

use std::path::Path;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world::tls::{self, Authority, Pair};
use crate::world::{Answer, Credential, PASSWORD, World, raw};

const NAME: &str = "zap.example.com";
const PATIENCE: Duration = Duration::from_secs(30);
/// Years after that of the worlds' clock.
const LATER: i32 = 2030;
const A_YEAR_MS: i64 = 366 * 24 * 60 * 60 * 1000;

/// A port that nobody has.
fn free() -> u16 {
    std::net::TcpListener::bind("0.0.0.0:0").unwrap().local_addr().unwrap().port()
}

fn chosen(port: u16, redirect_port: Option<u16>, certificate: &Value) -> Value {
    json!({
        "network": { "isOpen": false, "name": "portaria", "linkBy": "name" }, "admin": { "isRemote": false },
        "internet": {
            "kind": "domain", "name": NAME, "port": port, "publicPort": port, "redirectPort": redirect_port, "certificate": certificate
        }
    })
}

fn files(folder: &Path, pair: &Pair) -> Value {
    let (chain, key) = pair.write(folder);
    json!({ "kind": "files", "chainPath": chain, "keyPath": key })
}

async fn set(world: &World, provider: &Credential, body: &Value) -> Answer {
    world.post(provider, "/api/saas/access", body).await
}

async fn until(world: &World, provider: &Credential, wanted: impl Fn(&Value) -> bool) -> Value {
    let mut last = Value::Null;
    let found = tokio::time::timeout(PATIENCE, async {
        loop {
            last = world.get(provider, "/api/saas/access").await.json();
            if wanted(&last["internet"]["domain"]) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(found.await.is_ok(), "it stayed {last:#}");
    last
}

fn is_ready(domain: &Value) -> bool {
    domain["certificate"]["state"] == "ready"
        && domain["ports"].as_array().unwrap().iter().all(|port| port["failure"].is_null())
}

fn has_failed(cause: &str) -> impl Fn(&Value) -> bool {
    move |domain| domain["certificate"]["state"] == "failed" && domain["certificate"]["cause"] == cause
}

/// A server that is reached by its own name.
struct Own {
    world: World,
    provider: Credential,
    authority: Authority,
    pair: Pair,
    port: u16,
    redirect_port: u16,
}

impl Own {
    async fn open() -> Self {
        let world = World::with_password(|config| config.limits.header_timeout_ms = 1_500).await;
        let provider = world.provider().await;
        let authority = Authority::new();
        let pair = authority.pair(NAME, LATER);
        let certificate = files(world.folder.path(), &pair);
        let (port, redirect_port) = (free(), free());
        let answer = set(&world, &provider, &chosen(port, Some(redirect_port), &certificate)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        until(&world, &provider, is_ready).await;
        Self { world, provider, authority, pair, port, redirect_port }
    }

    async fn get(&self, host: &str, path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        tls::ask(self.port, NAME, &request).await.unwrap()
    }

    fn host(&self) -> String {
        format!("{NAME}:{}", self.port)
    }

    async fn shows(&self, pair: &Pair) -> bool {
        let shown = tls::shown(self.port, NAME).await.unwrap();
        pem(&shown) == pair.chain.replace(['\r', '\n'], "")
    }
}

fn pem(der: &[u8]) -> String {
    use base64::Engine as _;
    let body = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN CERTIFICATE-----{body}-----END CERTIFICATE-----")
}

#[tokio::test]
async fn a_link_leads_through_the_name_and_its_login_stays_encrypted() {
    let own = Own::open().await;
    let tenant = own.world.tenant("Padaria Sol").await;
    let link = own.world.get(&own.provider, &format!("/api/saas/tenants/{}/link", tenant.id)).await.json();
    let base = format!("https://{}", own.host());
    assert!(link["url"].as_str().unwrap().starts_with(&format!("{base}/client/")), "{link}");
    assert_eq!(link["reach"], "anywhere");

    let page = own.get(&own.host(), &format!("/client/{}", tenant.public_id)).await;
    assert_eq!(raw::status(&page), 200, "{page}");
    assert!(page.contains("strict-transport-security: max-age="), "{page}");
    let body = json!({ "secret": tenant.secret }).to_string();
    let login = |origin: &str| {
        format!(
            "POST /client/{}/login HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            tenant.public_id,
            own.host(),
            body.len()
        )
    };
    let answer = tls::ask(own.port, NAME, &login(&base)).await.unwrap();
    assert!(raw::status(&answer) < 300, "{answer}");
    let cookie = answer.lines().find(|line| line.starts_with("set-cookie: portaria_tenant=")).unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Strict; Secure"), "{cookie}");
    for foreign in [format!("http://{}", own.host()), own.world.running.panel_url(), "https://evil.example".to_owned()]
    {
        let answer = tls::ask(own.port, NAME, &login(&foreign)).await.unwrap();
        assert_eq!(raw::status(&answer), 403, "{foreign}: {answer}");
    }
}

#[tokio::test]
async fn the_name_is_answered_by_that_way_alone_and_nothing_else_is_there() {
    let own = Own::open().await;
    let tenant = own.world.tenant("Padaria Sol").await;
    let path = format!("/client/{}", tenant.public_id);
    let (bound, host) = (own.world.running.address(), own.host());
    for host in
        [format!("localhost:{}", bound.port()), bound.to_string(), NAME.to_owned(), format!("127.0.0.1:{}", own.port)]
    {
        let answer = own.get(&host, &path).await;
        assert_eq!(raw::status(&answer), 421, "{host}: {answer}");
        assert!(!answer.contains("strict-transport-security"), "{answer}");
    }
    let plain = own.world.ask(Method::GET, &Credential::None, &path, None, &[("host", &host)]).await;
    assert_eq!(plain.status, 421, "the name is answered without encryption");
    assert_eq!(raw::status(&own.get(&host, "/api/saas/me").await), 421, "the panel is open to the Internet");

    for other in ["other.example.com", "127.0.0.1"] {
        assert!(tls::connect(own.port, other, &["http/1.1"]).await.is_err(), "{other} is shown a certificate");
    }
    let plain = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let answer = raw::exchange(([127, 0, 0, 1], own.port).into(), plain.as_bytes()).await.unwrap();
    assert!(!answer.starts_with("HTTP/"), "a request without encryption is answered: {answer}");
}

#[tokio::test]
async fn an_authoritys_question_is_answered_while_one_was_asked_and_carries_nothing_else() {
    let own = Own::open().await;
    for speaks in [&["acme-tls/1"][..], &["acme-tls/1", "h2"], &["h2"]] {
        assert!(tls::connect(own.port, NAME, speaks).await.is_err(), "{speaks:?} is answered");
    }
    assert!(tls::connect(own.port, NAME, &["h2", "http/1.1"]).await.is_ok());
}

#[tokio::test]
async fn who_comes_without_encryption_is_sent_to_it_and_nowhere_else() {
    let own = Own::open().await;
    let ask = async |request: String| {
        raw::exchange(([127, 0, 0, 1], own.redirect_port).into(), request.as_bytes()).await.unwrap()
    };
    let get = |host: &str, path: &str| format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    for host in [NAME.to_owned(), format!("ZAP.example.com:{}", own.redirect_port)] {
        let answer = ask(get(&host, "/client/abc?x=1")).await;
        assert_eq!(raw::status(&answer), 308, "{answer}");
        let place = format!("location: https://{}/client/abc?x=1\r\n", own.host());
        assert!(answer.contains(&place) && !answer.contains("strict-transport"), "{answer}");
    }
    for (host, path) in [
        ("evil.example", "/"),
        ("127.0.0.1", "/"),
        ("zap.example.com.evil.example", "/"),
        (NAME, "http://evil.example/"),
        (NAME, "*"),
    ] {
        let answer = ask(get(host, path)).await;
        assert!(!answer.contains("evil.example/"), "{host} {path}: {answer}");
        assert_ne!(raw::status(&answer), 200, "{host} {path}: {answer}");
    }
    let twice = ask(format!("GET / HTTP/1.1\r\nHost: {NAME}\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).await;
    assert_ne!(raw::status(&twice), 308, "{twice}");
}

#[tokio::test]
async fn another_pair_is_shown_at_once_and_a_bad_one_leaves_the_one_before() {
    let own = Own::open().await;
    assert!(own.shows(&own.pair).await);
    let next = own.authority.pair(NAME, LATER + 1);
    next.write(own.world.folder.path());
    own.world.running.reload();
    until(&own.world, &own.provider, |domain| domain["certificate"]["validUntilMs"] == json!(1_924_992_000_000_i64))
        .await;
    assert!(own.shows(&next).await);

    let (chain, _) = own.authority.pair(NAME, LATER).write(own.world.folder.path());
    std::fs::write(&chain, &next.chain).unwrap();
    until(&own.world, &own.provider, has_failed("key_mismatch")).await;
    assert!(own.shows(&next).await, "the one that works is gone");
    std::fs::remove_file(&chain).unwrap();
    until(&own.world, &own.provider, has_failed("chain_unreadable")).await;
    own.authority.pair(NAME, 2021).write(own.world.folder.path());
    until(&own.world, &own.provider, has_failed("expired")).await;
    assert!(own.shows(&next).await, "one that is over took the place of one that holds");
    next.write(own.world.folder.path());
    until(&own.world, &own.provider, is_ready).await;
}

#[tokio::test]
async fn the_end_of_a_certificate_is_told_when_it_comes_and_its_link_stays() {
    let own = Own::open().await;
    let tenant = own.world.tenant("Padaria Sol").await;
    own.world.clock.advance(4 * A_YEAR_MS);
    own.world.running.reload();
    let provider = own.world.provider().await;
    let access = until(&own.world, &provider, has_failed("expired")).await;
    assert_eq!(access["addresses"][0]["url"], format!("https://{}", own.host()));
    let page = own.get(&own.host(), &format!("/client/{}", tenant.public_id)).await;
    assert_eq!(raw::status(&page), 200, "browsers would say less than that it is over: {page}");

    // It is read again from files that are over: still better than nobody answering.
    let world = own.world.restart(|_| {}).await;
    let provider = world.provider().await;
    until(&world, &provider, has_failed("expired")).await;
    assert!(tls::connect(own.port, NAME, &["http/1.1"]).await.is_ok());
}

#[tokio::test]
async fn what_cannot_work_is_refused_with_what_is_wrong() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let (authority, folder) = (Authority::new(), world.folder.path());
    let good = authority.pair(NAME, LATER);
    let pair = |chain: &str, key: &str| Pair { chain: chain.to_owned(), key: key.to_owned() };
    let locked = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (pair, field, code) in [
        (pair(&good.chain, &authority.pair(NAME, LATER).key), "keyPath", "key_mismatch"),
        (pair(&good.chain, locked), "keyPath", "key_locked"),
        (pair(&good.chain, &good.chain), "keyPath", "no_key"),
        (pair("hello", &good.key), "chainPath", "no_certificate"),
        (
            pair("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", &good.key),
            "chainPath",
            "no_certificate",
        ),
        (authority.pair("other.example.com", LATER), "chainPath", "other_name"),
        (authority.pair(NAME, 2021), "chainPath", "expired"),
    ] {
        let answer = set(&world, &provider, &chosen(free(), None, &files(folder, &pair))).await;
        assert_eq!((answer.status, answer.code()), (422, "validation_failed".to_owned()), "{code}: {}", answer.text);
        let error = &answer.json()["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(format!("internet.{field}")), &json!(code)));
        assert!(!answer.text.contains("PRIVATE"), "{}", answer.text);
    }
    let nowhere = json!({ "kind": "files", "chainPath": "/nowhere/a.pem", "keyPath": "/nowhere/a.key" });
    let acme = |more: Value| {
        let mut acme = json!({ "kind": "acme" });
        acme.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        acme
    };
    let own = world.running.address().port();
    let with = |field: &str, value: Value| {
        let mut body = chosen(free(), None, &files(folder, &good));
        body["internet"][field] = value;
        body
    };
    for (body, field) in [
        (chosen(free(), None, &nowhere), "internet.chainPath"),
        (
            chosen(free(), None, &json!({ "kind": "files", "chainPath": "a.pem", "keyPath": "/a.key" })),
            "internet.chainPath",
        ),
        (chosen(free(), None, &acme(json!({ "contact": "nobody" }))), "internet.contact"),
        (chosen(free(), None, &acme(json!({ "directoryUrl": "http://ca.example.com" }))), "internet.directoryUrl"),
        (chosen(free(), None, &acme(json!({ "authorityPath": "/ca.pem" }))), "internet.directoryUrl"),
        (with("name", json!("https://zap.example.com")), "internet.name"),
        (with("port", json!(0)), "internet.port"),
        (with("port", json!(own)), "internet.port"),
        (chosen(4443, Some(4443), &files(folder, &good)), "internet.redirectPort"),
    ] {
        let answer = set(&world, &provider, &body).await;
        assert_eq!((answer.status, answer.fields()), (422, vec![field.to_owned()]), "{}", answer.text);
    }
    assert_eq!(world.get(&provider, "/api/saas/access").await.json()["internet"]["kind"], "closed");
}

#[tokio::test]
async fn only_who_sits_at_the_computer_names_files_and_a_password_comes_first() {
    let world = World::with(|config| {
        config.remote_admin = true;
        config.trusted_hosts = vec!["office.example.com:1".to_owned()];
    })
    .await;
    let authority = Authority::new();
    let certificate = files(world.folder.path(), &authority.pair(NAME, LATER));
    let mut body = chosen(free(), None, &certificate);
    assert_eq!(set(&world, &world.provider().await, &body).await.code(), "needs_password");
    let answer = world.post(&world.provider().await, "/api/saas/password", &json!({ "password": PASSWORD })).await;
    let provider = Credential::Cookie(answer.cookie());

    let elsewhere = async |body: &Value| {
        let remote = [("host", "office.example.com:1")];
        world.ask(Method::POST, &provider, "/api/saas/access", Some(body.to_string()), &remote).await
    };
    assert_eq!(elsewhere(&body).await.code(), "forbidden");
    let other = json!({ "kind": "acme", "directoryUrl": "https://127.0.0.1:9/directory" });
    assert_eq!(elsewhere(&chosen(free(), None, &other)).await.code(), "forbidden");
    assert_eq!(set(&world, &provider, &body).await.status, 200);
    body["internet"]["port"] = json!(free());
    assert_eq!(elsewhere(&body).await.status, 200, "the same files at another port are no other files");
}

#[tokio::test]
async fn a_port_that_another_program_has_is_named_and_taken_when_it_is_free() {
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let authority = Authority::new();
    let certificate = files(world.folder.path(), &authority.pair(NAME, LATER));
    let other = std::net::TcpListener::bind("0.0.0.0:0").unwrap();
    let port = other.local_addr().unwrap().port();
    assert_eq!(set(&world, &provider, &chosen(port, None, &certificate)).await.status, 200);
    let access = until(&world, &provider, |domain| domain["ports"][0]["failure"] == "port_taken").await;
    assert_eq!(access["addresses"][0]["reach"], "this_machine", "links carry what does not open");
    drop(other);
    until(&world, &provider, is_ready).await;

    // The same port under another choice, and then nobody has it.
    let mut body = chosen(port, None, &certificate);
    body["internet"]["publicPort"] = json!(443);
    assert_eq!(set(&world, &provider, &body).await.status, 200);
    until(&world, &provider, |domain| domain["publicPort"] == 443 && is_ready(domain)).await;
    body["internet"] = json!({ "kind": "closed" });
    assert_eq!(set(&world, &provider, &body).await.status, 200);
    until(&world, &provider, Value::is_null).await;
    let is_free = tokio::time::timeout(PATIENCE, async {
        while std::net::TcpListener::bind(("0.0.0.0", port)).is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(is_free.await.is_ok(), "the port is still open");
}

#[tokio::test]
async fn who_begins_no_encryption_does_not_keep_a_place() {
    let own = Own::open().await;
    // Nothing at all, and a greeting that never ends.
    for begun in [&[][..], &[0x16, 3, 1, 2, 0, 1, 0]] {
        let mut stream = TcpStream::connect(("127.0.0.1", own.port)).await.unwrap();
        stream.write_all(begun).await.unwrap();
        let mut answer = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        assert!(read.is_ok(), "{begun:?} is waited for without end");
    }
    // A connection that is encrypted and asks nothing is closed as one without encryption would be.
    let mut quiet = tls::connect(own.port, NAME, &["http/1.1"]).await.unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(5), quiet.read_to_end(&mut answer)).await;
    assert!(read.is_ok(), "it is waited for without end");
}

#[tokio::test]
async fn an_order_that_fails_says_why_and_is_tried_again_when_somebody_asks() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::with_password(|_| {}).await;
    let provider = world.provider().await;
    let order = |port: u16, authority: Option<&Path>| {
        let directory = format!("https://127.0.0.1:{port}/directory");
        json!({ "kind": "acme", "contact": "ana@example.com", "directoryUrl": directory, "authorityPath": authority })
    };
    let port = free();
    assert_eq!(set(&world, &provider, &chosen(port, None, &order(free(), None))).await.status, 200);
    let access = until(&world, &provider, has_failed("directory_unreachable")).await;
    let certificate = &access["internet"]["domain"]["certificate"];
    assert!(certificate["againAtMs"].is_i64() && certificate["validUntilMs"].is_null(), "{certificate}");
    assert_eq!(access["addresses"][0]["reach"], "this_machine", "links carry what does not open");
    assert!(tls::connect(port, NAME, &["http/1.1"]).await.is_err(), "there is no certificate yet");

    let kept = world.folder.path().join("data/certificates");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&kept), 0o700);
    let files: Vec<_> = std::fs::read_dir(&kept).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(!files.is_empty() && files.iter().all(|file| mode(file) == 0o600), "{files:?}");

    // Somebody answers there whom nobody vouches for; then one who is no authority.
    let authority = Authority::new();
    let server = encrypted_server(&authority).await;
    assert_eq!(set(&world, &provider, &chosen(port, None, &order(server, None))).await.status, 200);
    until(&world, &provider, has_failed("directory_untrusted")).await;
    let pem = world.folder.path().join("authority.pem");
    std::fs::write(&pem, authority.pem()).unwrap();
    assert_eq!(set(&world, &provider, &chosen(port, None, &order(server, Some(&pem)))).await.status, 200);
    let access = until(&world, &provider, has_failed("no_directory")).await;
    let before = access["internet"]["domain"]["certificate"]["againAtMs"].clone();
    world.clock.advance(1_000);
    assert_eq!(world.post(&provider, "/api/saas/access/check", &json!({})).await.status, 202);
    until(&world, &provider, |domain| {
        domain["certificate"]["againAtMs"] != before && has_failed("no_directory")(domain)
    })
    .await;

    std::fs::remove_file(&pem).unwrap();
    assert_eq!(world.post(&provider, "/api/saas/access/check", &json!({})).await.status, 202);
    until(&world, &provider, has_failed("authority_unreadable")).await;
}

/// A server of this authority that says hello to everybody.
async fn encrypted_server(authority: &Authority) -> u16 {
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let pair = authority.pair("127.0.0.1", LATER);
    let chain = vec![CertificateDer::from_pem_slice(pair.chain.as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(pair.key.as_bytes()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio_util::task::TaskTracker::new().spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let Ok(byte) = stream.read_u8().await else { break };
                head.push(byte);
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello").await;
            let _ = stream.shutdown().await;
        }
    });
    port
}
