//! All data of a tenant in one archive, which somebody else's reader opens.

use std::io::{Cursor, Read as _};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portaria_domain::{Address, Content, Jid, MarkKind, Media, MediaKind, UnixMs};
use portaria_storage::{Issuer, KeyOwner, KeyScope, KeyTerms, NewApiKey, Stores};
use portaria_whatsapp::Signal;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use crate::media::made::noise;
use crate::world::{Credential, Tenant, World};

const NUMBER: &str = "5511900000001"; // invented
const CUSTOMER: &str = "55119000000017"; // invented
const OTHER_CUSTOMER: &str = "5511900000002"; // invented

async fn begin(world: &World, tenant: &Tenant, body: &Value) -> String {
    let begun = world.post(&tenant.by_cookie(), &tenant.path("/exports"), body).await;
    assert_eq!(begun.status, 202, "{}", begun.text);
    begun.json()["id"].as_str().unwrap().to_owned()
}

async fn ended(world: &World, tenant: &Tenant, id: &str) -> Value {
    let path = tenant.path(&format!("/exports/{id}"));
    let look = async {
        loop {
            let export = world.get(&tenant.by_key(), &path).await.json();
            if export["state"] != "making" {
                return export;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), look).await.expect("it never ended")
}

/// The id of an export that is ready.
pub async fn made(world: &World, tenant: &Tenant) -> String {
    let id = begin(world, tenant, &json!({ "media": true, "language": "pt-BR" })).await;
    let export = ended(world, tenant, &id).await;
    assert_eq!((&export["state"], &export["failure"]), (&json!("ready"), &Value::Null), "{export}");
    id
}

async fn downloaded(world: &World, tenant: &Tenant, id: &str) -> Vec<u8> {
    let answer = world.get(&tenant.by_key(), &tenant.path(&format!("/exports/{id}/file"))).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/zip"), "{}", answer.text);
    answer.bytes
}

/// Every file of an archive by its path; that each is as the manifest says is looked at on the way.
struct Archive(Vec<(String, Vec<u8>)>);

impl Archive {
    fn open(bytes: &[u8]) -> Self {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut files = Vec::new();
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).unwrap();
            let mut found = Vec::new();
            file.read_to_end(&mut found).unwrap();
            let path = file.name().unwrap().into_owned();
            assert!(file.enclosed_name().is_some(), "{path} leads out of the folder");
            files.push((path, found));
        }
        let archive = Self(files);
        let manifest: Value = serde_json::from_slice(archive.file("manifest.json")).unwrap();
        let listed = manifest["files"].as_array().unwrap();
        assert_eq!(listed.len() + 1, archive.0.len(), "all but the manifest itself");
        for file in listed {
            let found = archive.file(file["path"].as_str().unwrap());
            assert_eq!(file["sizeBytes"], found.len());
            assert_eq!(file["sha256"], hex::encode(Sha256::digest(found)));
        }
        archive
    }

    fn file(&self, path: &str) -> &[u8] {
        let found = self.0.iter().find(|(known, _)| known == path);
        &found.unwrap_or_else(|| panic!("no {path} in {:?}", self.paths())).1
    }

    fn paths(&self) -> Vec<&str> {
        self.0.iter().map(|(path, _)| path.as_str()).collect()
    }

    fn text(&self, path: &str) -> &str {
        std::str::from_utf8(self.file(path)).unwrap()
    }

    fn lines(&self, path: &str) -> Vec<Value> {
        self.text(path).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Whether some file holds these words.
    fn tells(&self, words: &str) -> bool {
        self.0.iter().any(|(_, file)| file.windows(words.len()).any(|part| part == words.as_bytes()))
    }
}

fn document(name: &str, size_bytes: usize) -> Media {
    Media {
        mime: "application/pdf".into(),
        file_name: Some(name.into()),
        size_bytes: Some(size_bytes as u64),
        ..Media::of(MediaKind::Document)
    }
}

async fn until_here(world: &World, tenant: &Tenant, files: usize) {
    let look = async {
        loop {
            let room = world.get(&tenant.by_key(), &tenant.path("/storage")).await.json();
            if room["mediaFiles"] == files {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), look).await.expect("the files never came");
}

#[tokio::test]
async fn everything_is_in_it_and_each_file_is_as_it_was() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria: Sol", NUMBER, "=HYPERLINK(\"http://x\")").await;
    let id = tenant.tenant_id();
    let post = async |path: &str, body: Value| {
        let answer = world.post(&tenant.by_key(), &tenant.path(path), &body).await;
        assert!(answer.status < 300, "{path}: {}", answer.text);
    };
    let pdf = [b"%PDF-1.7\n".as_slice(), &noise(300_000)].concat();
    world.gateway.receive_file(id, CUSTOMER, document("../../nota\u{202E}fdp.exe", pdf.len()), pdf.clone()).await;
    // Chats stand in the order in which they were made.
    world.clock.advance(1);
    world.gateway.receive_file(id, OTHER_CUSTOMER, document("CON.pdf", pdf.len()), pdf.clone()).await;
    let other = [b"%PDF-1.4\n".as_slice(), &noise(10)].concat();
    world.gateway.receive_file(id, OTHER_CUSTOMER, document("preço.pdf", other.len()), other.clone()).await;
    let policy = format!("/api/saas/tenants/{}/deletion-policy", tenant.id);
    assert!(world.post(&world.provider().await, &policy, &json!({ "keepsDeleted": true })).await.status < 300);
    let said = world.gateway.receive(id, CUSTOMER, "isto foi apagado: canario").await;
    let edit = MarkKind::Edit { content: Content::plain("e isto: canario").into(), context: Box::default() };
    world.gateway.mark(id, CUSTOMER, &said, edit).await;
    world.gateway.mark(id, CUSTOMER, &said, MarkKind::Revoke).await;
    until_here(&world, &tenant, 2).await;
    post(&format!("/chats/{}/send", tenant.chat), json!({ "text": "sai às 8" })).await;
    post(&format!("/chats/{}/notes", tenant.chat), json!({ "text": "prefere entrega" })).await;
    post("/quick-replies", json!({ "shortcut": "oi", "text": "Bom dia!" })).await;
    post("/labels", json!({ "name": "Novo", "color": 1 })).await;
    post("/attendants", json!({ "name": "Rui" })).await;
    let hook = json!({ "url": "http://127.0.0.1:1/", "headers": [{ "name": "x-token", "value": "canary-token" }] });
    let hook = world.post(&tenant.by_key(), &tenant.path("/webhooks"), &hook).await.json();

    let export = made(&world, &tenant).await;
    let archive = Archive::open(&downloaded(&world, &tenant, &export).await);
    assert!(archive.paths()[0] == "README.txt" && archive.text("README.txt").contains("Padaria: Sol"));
    let messages = archive.lines(&format!("messages/{}.ndjson", tenant.chat));
    let shown = world.get(&tenant.by_key(), &tenant.path(&format!("/chats/{}/messages", tenant.chat))).await.json();
    assert!(shown.to_string().contains("canario"), "the panel still shows it");
    let ids = |all: &[Value]| all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let mut newest_last = ids(shown["items"].as_array().unwrap());
    newest_last.reverse();
    assert_eq!(ids(&messages), newest_last, "as the panel has them, the oldest first");
    assert_eq!(messages[0]["at"], "2023-11-14T22:13:20.000Z", "{}", messages[0]);
    assert!(messages.iter().any(|one| one["content"] == json!({ "kind": "deleted" })));
    for never in ["canario", "canary-token", hook["secret"].as_str().unwrap(), &tenant.key, &tenant.secret] {
        assert!(!archive.tells(never), "{never}");
    }
    let file = messages.iter().find_map(|one| one["exportedAs"].as_str()).unwrap();
    assert!(file.starts_with("media/2023-11-14-") && file.ends_with("-_.._notafdp.exe"), "{file}");
    assert_eq!(archive.file(file), pdf, "as it lies here");
    let media: Vec<_> = archive.paths().into_iter().filter(|path| path.starts_with("media/")).collect();
    assert_eq!(media.len(), 2, "what came twice stands there once: {media:?}");
    let price = media.iter().find(|path| path.ends_with("-preço.pdf")).unwrap();
    assert_eq!(archive.file(price), other);

    assert_eq!(archive.lines("chats.ndjson").len(), 2);
    assert_eq!(archive.lines("contacts.ndjson").len(), 2);
    assert_eq!(archive.lines("notes.ndjson")[0]["text"], "prefere entrega");
    assert_eq!(archive.lines("quick-replies.ndjson")[0]["text"], "Bom dia!");
    assert_eq!(archive.lines("labels.ndjson")[0]["name"], "Novo");
    assert_eq!(archive.lines("attendants.ndjson")[0]["name"], "Rui");
    assert_eq!(archive.lines("webhooks.ndjson")[0]["headerNames"], json!(["x-token"]));
    let manifest: Value = serde_json::from_slice(archive.file("manifest.json")).unwrap();
    assert_eq!(manifest["counts"], json!({ "messages": 6, "files": 2 }));
    assert_eq!((&manifest["tenant"]["name"], &manifest["hasMedia"]), (&json!("Padaria: Sol"), &json!(true)));

    let without = begin(&world, &tenant, &json!({ "media": false, "language": "en" })).await;
    assert_eq!(ended(&world, &tenant, &without).await["counts"]["allFiles"], 0);
    let archive = Archive::open(&downloaded(&world, &tenant, &without).await);
    assert!(archive.paths().iter().all(|path| !path.starts_with("media/")), "{:?}", archive.paths());
    assert!(archive.text("README.txt").contains("YOUR WHATSAPP DATA"));
}

#[tokio::test]
async fn what_others_call_themselves_is_no_formula_in_the_table() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let party = Address::one(format!("{OTHER_CUSTOMER}@s.whatsapp.net").parse::<Jid>().unwrap());
    let named = Signal::Name { party, name: "=HYPERLINK(\"x\")".into(), from_address_book: true };
    world.gateway.say(tenant.tenant_id(), named).await;
    let exported = async || world.get(&tenant.by_key(), &tenant.path("/contacts/export")).await.text;
    let look = async {
        while !exported().await.contains("HYPERLINK") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.expect("they did not become known");
    let export = made(&world, &tenant).await;
    let archive = Archive::open(&downloaded(&world, &tenant, &export).await);
    let table = archive.text("contacts.csv");
    let cell = format!("\"'=HYPERLINK(\"\"x\"\")\",{OTHER_CUSTOMER},");
    assert!(table.contains(&cell), "{table}");
    assert_eq!(table, exported().await, "as the panel writes it");
    let people = archive.lines("contacts.ndjson");
    assert!(people.len() == 2 && people.iter().any(|one| one["name"] == "=HYPERLINK(\"x\")"), "{people:?}");
}

#[tokio::test]
async fn a_key_that_may_not_read_saves_nothing() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "segredo").await;
    let id = made(&world, &tenant).await;
    // The panel makes keys that may do everything; others are made here.
    let stores = Stores::open(&world.folder.path().join("data")).await.unwrap();
    let secret = [7; 32];
    let key = async |kid: &str, scopes: Vec<KeyScope>| {
        let owner = KeyOwner::Tenant(tenant.tenant_id());
        let (issued_by, secret_hash) = (Issuer::CommandLine, Sha256::digest(secret).into());
        let key = NewApiKey {
            owner,
            kid: kid.into(),
            secret_hash,
            terms: KeyTerms::of(&scopes),
            label: String::new(),
            issued_by,
        };
        stores.create_api_key(key, UnixMs(world.now_ms())).await.unwrap();
        Credential::Key(format!("wsk_{kid}_{}", URL_SAFE_NO_PAD.encode(secret)))
    };
    let [control, read, both] = [
        key("aaaaaaaa", vec![KeyScope::Control]).await,
        key("bbbbbbbb", vec![KeyScope::Read, KeyScope::Send, KeyScope::Media]).await,
        key("cccccccc", vec![KeyScope::Control, KeyScope::Read]).await,
    ];
    let all = [
        (Method::POST, "/exports".to_owned(), Some(json!({ "media": false }).to_string())),
        (Method::POST, format!("/exports/{id}/url"), Some("{}".to_owned())),
        (Method::GET, format!("/exports/{id}/file"), None),
    ];
    for (who, is_enough) in [(&control, false), (&read, false), (&both, true)] {
        for (method, path, body) in &all {
            let answer = world.ask(method.clone(), who, &tenant.path(path), body.clone(), &[]).await;
            assert_eq!((answer.status < 300, answer.status == 403), (is_enough, !is_enough), "{who:?} {path}");
        }
    }
    let one = tenant.path(&format!("/exports/{id}"));
    assert_eq!(world.get(&control, &one).await.json()["state"], "ready", "it may see to them");
    assert_eq!(world.ask(Method::DELETE, &control, &one, None, &[]).await.status, 204);
}

#[tokio::test]
async fn a_damaged_file_is_left_out_and_the_rest_is_there() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let (good, bad) = ([b"%PDF-1.4\n".as_slice(), &noise(10)].concat(), noise(200_000));
    for file in [&good, &bad] {
        world.gateway.receive_file(tenant.tenant_id(), CUSTOMER, document("a.pdf", file.len()), file.clone()).await;
    }
    until_here(&world, &tenant, 2).await;
    let name = hex::encode(Sha256::digest(&bad));
    let sealed = world.folder.path().join("data/sessions").join(&tenant.id).join("media").join(&name[..2]).join(&name);
    let mut bytes = std::fs::read(&sealed).unwrap();
    bytes[100_000] ^= 1;
    std::fs::write(&sealed, bytes).unwrap();
    let id = made(&world, &tenant).await;
    let archive = Archive::open(&downloaded(&world, &tenant, &id).await);
    let media: Vec<_> = archive.paths().into_iter().filter(|path| path.starts_with("media/")).collect();
    assert_eq!(media.len(), 1, "{media:?}");
    assert_eq!(archive.file(media[0]), good);
}

#[tokio::test]
async fn an_archive_is_resumed_in_parts_under_a_harmless_name_and_by_its_tenant_alone() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Café \"../Sol\"; x", NUMBER, "oi").await;
    let file = noise(200_000);
    world.gateway.receive_file(tenant.tenant_id(), CUSTOMER, document("a.pdf", file.len()), file).await;
    until_here(&world, &tenant, 1).await;
    let id = made(&world, &tenant).await;
    let whole = downloaded(&world, &tenant, &id).await;
    let export = world.get(&tenant.by_key(), &tenant.path(&format!("/exports/{id}"))).await.json();
    assert_eq!(export["sizeBytes"], whole.len());
    let path = tenant.path(&format!("/exports/{id}/file"));
    let mut resumed = Vec::new();
    while resumed.len() < whole.len() {
        let to = (resumed.len() + 33_333).min(whole.len()) - 1;
        let range = format!("bytes={}-{to}", resumed.len());
        let part = world.ask(Method::GET, &tenant.by_key(), &path, None, &[("range", &range)]).await;
        assert_eq!(part.status, 206, "{range}");
        resumed.extend(part.bytes);
    }
    assert!(resumed == whole, "other bytes");

    let signed = world.post(&tenant.by_cookie(), &tenant.path(&format!("/exports/{id}/url")), &json!({})).await.json();
    let url = signed["url"].as_str().unwrap();
    let opened = world.get(&Credential::None, url).await;
    assert_eq!((opened.status, opened.bytes == whole), (200, true));
    let name = opened.header("content-disposition");
    assert_eq!(name, "attachment; filename*=UTF-8''Caf%C3%A9%20%22..Sol%22%3B%20x%202027-01-15.zip");
    assert_eq!(opened.header("cache-control"), "private, no-cache");
    let other = world.tenant("Loja Lua").await;
    for edited in
        [url.replace(&tenant.id, &other.id), url.replace("by=login", "by=key"), url.replace("/exports/", "/media/")]
    {
        assert_ne!(world.get(&Credential::None, &edited).await.status, 200, "{edited}");
    }
    for ask in [format!("/exports/{id}"), format!("/exports/{id}/file")] {
        assert_eq!(world.get(&other.by_key(), &other.path(&ask)).await.status, 404, "{ask}");
        assert_eq!(world.get(&other.by_key(), &tenant.path(&ask)).await.status, 404, "{ask}");
    }
    let day_ms = 24 * 60 * 60 * 1_000;
    world.clock.advance(6 * day_ms);
    let resumed = world.ask(Method::GET, &Credential::None, url, None, &[("range", "bytes=9-")]).await;
    assert_eq!((resumed.status, resumed.bytes == whole[9..]), (206, true), "as long as the archive is kept");
    world.clock.advance(day_ms);
    assert_eq!(world.get(&Credential::None, url).await.code(), "forbidden");

    assert_eq!(world.get(&tenant.by_key(), &path).await.code(), "export_not_ready", "its time is over");
    let world = world.restart(|_| {}).await;
    let look = async {
        while world.get(&tenant.by_key(), &tenant.path(&format!("/exports/{id}"))).await.json()["state"] != "expired" {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.expect("it stays");
    until_left(&world, &tenant, 1).await;
}

/// Waits until so many files are left of the tenant's.
async fn until_left(world: &World, tenant: &Tenant, files: usize) {
    let media = world.folder.path().join("data/sessions").join(&tenant.id).join("media");
    let look = async {
        while files_in(&media) != files {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.expect("something is left");
}

fn files_in(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn one_is_made_at_a_time_it_is_told_of_and_taking_it_away_leaves_nothing() {
    // They wait until there is a place for them.
    let world = World::with(|config| config.limits.exports_together = 0).await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    world.gateway.receive_many(tenant.tenant_id(), CUSTOMER, (0..3_000).map(|n| format!("linha {n}"))).await;
    let before =
        world.get(&tenant.by_key(), &tenant.path("/events?after=0&limit=1")).await.json()["lastNumber"].clone();
    let first = begin(&world, &tenant, &json!({ "media": true })).await;
    let path = tenant.path(&format!("/exports/{first}"));
    let second = world.post(&tenant.by_key(), &tenant.path("/exports"), &json!({ "media": false })).await.json();
    assert_eq!((&second["id"], &second["state"]), (&json!(first), &json!("making")), "it is not begun again");
    let cancelled = world.ask(Method::DELETE, &tenant.by_key(), &path, None, &[]).await;
    assert_eq!(cancelled.status, 204);
    assert_eq!(world.get(&tenant.by_key(), &path).await.status, 404);
    let waiting = begin(&world, &tenant, &json!({ "media": true })).await;
    let world = world.restart(|_| {}).await;
    assert_eq!(ended(&world, &tenant, &waiting).await["state"], "ready", "it is gone on with");
    assert_eq!(
        world
            .ask(Method::DELETE, &tenant.by_key(), &tenant.path(&format!("/exports/{waiting}")), None, &[])
            .await
            .status,
        204
    );
    let id = made(&world, &tenant).await;
    world.clock.advance(1);
    let later = made(&world, &tenant).await;
    let page = world.get(&tenant.by_key(), &tenant.path("/exports?limit=1")).await.json();
    assert_eq!((&page["items"][0]["id"], &page["nextCursor"]), (&json!(later), &json!(later)));
    let next = world.get(&tenant.by_key(), &tenant.path(&format!("/exports?limit=1&cursor={later}"))).await.json();
    assert_eq!(next["items"][0]["id"], id);

    let events = world.get(&tenant.by_key(), &tenant.path(&format!("/events?after={before}&limit=500"))).await.json();
    let told = |kind: &str| events["items"].as_array().unwrap().iter().filter(|one| one["type"] == kind).count();
    assert!(told("export.removed") >= 1 && told("export.updated") >= 4, "{events}");
    for id in [&id, &later] {
        let path = tenant.path(&format!("/exports/{id}"));
        assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &path, None, &[]).await.status, 204);
    }
    until_left(&world, &tenant, 0).await;
}

#[tokio::test]
async fn whoever_stops_it_again_and_again_gets_it_whole() {
    let mut world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    for customer in 0..30 {
        let number = format!("55119{customer:0>8}"); // invented
        world.gateway.receive_many(tenant.tenant_id(), &number, (0..40).map(|n| format!("linha {n}"))).await;
    }
    let id = begin(&world, &tenant, &json!({ "media": true })).await;
    for _ in 0..4 {
        world = world.restart(|_| {}).await;
    }
    let export = ended(&world, &tenant, &id).await;
    assert_eq!((&export["state"], &export["counts"]["messages"]), (&json!("ready"), &json!(1_201)));
    let archive = Archive::open(&downloaded(&world, &tenant, &id).await);
    let files: Vec<_> = archive.paths().into_iter().filter(|path| path.starts_with("messages/")).collect();
    let messages: usize = files.iter().map(|path| archive.lines(path).len()).sum();
    assert_eq!((files.len(), messages), (31, 1_201));
}

#[tokio::test]
async fn who_was_erased_is_in_no_archive_any_more() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "segredo").await;
    let id = made(&world, &tenant).await;
    let found = world.get(&tenant.by_key(), &tenant.path(&format!("/contacts?search={CUSTOMER}"))).await.json();
    let erase = tenant.path(&format!("/contacts/{}/erase", found["items"][0]["id"].as_str().unwrap()));
    let erasure = world.post(&tenant.by_cookie(), &erase, &json!({})).await.json();
    let look = async {
        let path = tenant.path(&format!("/erasures/{}", erasure["id"].as_str().unwrap()));
        while world.get(&tenant.by_key(), &path).await.json()["state"] != "erased" {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), look).await.expect("it never ended");
    let export = world.get(&tenant.by_key(), &tenant.path(&format!("/exports/{id}"))).await.json();
    assert_eq!(export["state"], "outdated");
    let file = world.get(&tenant.by_key(), &tenant.path(&format!("/exports/{id}/file"))).await;
    assert_eq!(file.code(), "export_not_ready");
    let archive = Archive::open(&downloaded(&world, &tenant, &made(&world, &tenant).await).await);
    assert!(!archive.tells("segredo") && !archive.tells(CUSTOMER));
}

#[tokio::test]
async fn where_nothing_can_be_written_it_fails_says_why_and_can_be_asked_for_again() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let media = world.folder.path().join("data/sessions").join(&tenant.id).join("media");
    std::fs::create_dir_all(&media).unwrap();
    std::fs::write(media.join("parts"), b"in the way").unwrap();
    let id = begin(&world, &tenant, &json!({ "media": true })).await;
    let export = ended(&world, &tenant, &id).await;
    assert_eq!((&export["state"], &export["failure"]), (&json!("failed"), &json!("unwritable")));
    std::fs::remove_file(media.join("parts")).unwrap();
    made(&world, &tenant).await;
}

#[tokio::test]
async fn whoever_has_a_damaged_file_keeps_nobody_else_waiting() {
    let world = World::with(|config| config.limits.exports_together = 0).await;
    let damaged = world.tenant("Adega Lua").await;
    begin(&world, &damaged, &json!({ "media": true })).await;
    world.clock.advance(1);
    let well = world.tenant("Padaria").await;
    let id = begin(&world, &well, &json!({ "media": true })).await;
    let chats = world.folder.path().join("data/sessions").join(&damaged.id).join("chats.db");
    let world = world
        .restart(|config| {
            std::fs::write(chats, [7; 8_192]).unwrap();
            config.limits.exports_together = 1;
        })
        .await;
    assert_eq!(ended(&world, &well, &id).await["state"], "ready");
}

/// What this process holds of memory at most since it was last asked, in KiB.
#[cfg(target_os = "linux")]
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn twenty_thousand_messages_take_little_memory() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let words = "palavra ".repeat(120);
    for part in 0..40 {
        let texts = (0..500).map(|n| format!("{part} {n} {words}"));
        world.gateway.receive_many(tenant.tenant_id(), CUSTOMER, texts).await;
    }
    peak_kib();
    let before = peak_kib();
    let id = made(&world, &tenant).await;
    let grown = peak_kib().saturating_sub(before);
    println!("an export of 20,000 messages took {grown} KiB more");
    assert!(grown < 24 * 1024, "{grown} KiB");
    let export = world.get(&tenant.by_key(), &tenant.path(&format!("/exports/{id}"))).await.json();
    assert_eq!(export["counts"]["messages"], 20_001);
}
