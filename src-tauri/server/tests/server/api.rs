//! The main job through the API, and the routes' own behaviour.

use std::time::Duration;

use portaria_domain::MessageStatus;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Credential, Socket, World};

/// Invented numbers.
const NUMBER: &str = "5511900000001";
const CUSTOMER: &str = "5511900000002";

#[tokio::test]
async fn from_link_to_connected_to_messages_both_ways() {
    let world = World::start().await;
    let provider = world.provider().await;
    let tenant = world.tenant("Padaria Sol").await;
    let mut panel = Socket::open(&world, &provider, "/api/saas/socket-ticket").await;
    let who = tenant.by_cookie();
    let mut portal = Socket::open(&world, &who, &tenant.path("/socket-ticket")).await;

    // The page asks for pairing by itself; the code is there.
    assert_eq!(world.get(&who, &tenant.path("/qr")).await.code(), "no_qr");
    assert_eq!(world.post(&who, &tenant.path("/start"), &json!({})).await.status, 202);
    let shown = portal.event("qr").await;
    let asked = world.get(&who, &tenant.path("/qr")).await.json();
    assert_eq!(shown["text"], asked["text"]);
    assert_eq!(world.post(&who, &tenant.path("/start"), &json!({})).await.status, 202, "asking again changes nothing");
    assert_eq!(world.gateway.openings(), 1);

    // The phone scans; both pages learn it by themselves.
    world.gateway.scan(tenant.tenant_id(), NUMBER).await;
    while portal.fact("session.status_changed").await["data"]["status"] != "connected" {}
    while panel.event("tenant").await["session"]["status"] != "connected" {}
    world.until(&tenant, "connected").await;
    let status = world.get(&who, &tenant.path("/status")).await.json();
    assert_eq!(status["account"]["pn"], format!("{NUMBER}@s.whatsapp.net"));
    assert_eq!(world.get(&who, &tenant.path("/qr")).await.code(), "no_qr", "a linked phone needs no code");
    let body = json!({ "phone": NUMBER });
    assert_eq!(world.post(&who, &tenant.path("/pair-code"), &body).await.code(), "already_paired");

    // A customer writes.
    world.gateway.receive(tenant.tenant_id(), CUSTOMER, "Tem pão quentinho?").await;
    let fact = portal.fact("message.received").await;
    assert_eq!(fact["data"]["message"]["content"]["text"], "Tem pão quentinho?");
    assert_eq!(fact["data"]["chat"]["unread"], 1, "with the chat as it is then");
    let chats = world.get(&who, &tenant.path("/chats?search=cliente")).await.json();
    let chat = chats["items"][0]["id"].as_str().unwrap();
    assert_eq!(chats["items"][0]["unread"], 1);

    // The tenant reads and answers; ticks go to read.
    assert_eq!(world.post(&who, &tenant.path(&format!("/chats/{chat}/read")), &json!({})).await.status, 204);
    let sent = world.post(&who, &tenant.path(&format!("/chats/{chat}/send")), &json!({ "text": "Tem sim!" })).await;
    assert_eq!(sent.status, 202, "{}", sent.text);
    let id = sent.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(portal.fact("message.created").await["data"]["message"]["id"], id.as_str());
    assert_eq!(portal.fact("message.status_changed").await["data"]["status"], "sent");
    world.gateway.receipt(tenant.tenant_id(), CUSTOMER, &id, MessageStatus::Read).await;
    assert_eq!(portal.fact("message.status_changed").await["data"]["status"], "read");
    assert_eq!(portaria_whatsapp::FakeCodec::text(&world.gateway.sent()[0].raw).as_deref(), Some("Tem sim!"));

    // Who was away reads everything by number, without gaps.
    let events = world.get(&who, &tenant.path("/events?after=0&limit=500")).await.json();
    let numbers: Vec<u64> = events["items"].as_array().unwrap().iter().map(|e| e["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=events["lastNumber"].as_u64().unwrap()).collect::<Vec<_>>());
    let page = world.get(&who, &tenant.path(&format!("/chats/{chat}/messages"))).await.json();
    assert_eq!(page["items"][0]["status"], "read", "newest first");
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    world.running.stop().await;
}

#[tokio::test]
async fn the_qr_code_comes_as_json_or_as_a_picture_that_reads_the_same() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria Sol").await;
    world.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
    world.until(&tenant, "pairing").await;
    let text = world.get(&tenant.by_key(), &tenant.path("/qr")).await.json()["text"].as_str().unwrap().to_owned();

    let path = world.url(&tenant.path("/qr"));
    let fetch = |accept: &'static str| {
        reqwest::Client::new().get(&path).bearer_auth(&tenant.key).header("accept", accept).send()
    };
    let png = fetch("image/png").await.unwrap();
    assert_eq!(png.headers()["content-type"], "image/png");
    let picture = image::load_from_memory(&png.bytes().await.unwrap()).unwrap().to_luma8();
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    assert_eq!(prepared.detect_grids()[0].decode().unwrap().1, text);
    let svg = fetch("image/svg+xml").await.unwrap();
    assert_eq!(svg.headers()["content-type"], "image/svg+xml");
    assert!(svg.text().await.unwrap().contains("<svg"));
}

#[tokio::test]
async fn a_code_to_type_is_given_for_a_number_in_any_writing() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria Sol").await;
    let body = json!({ "phone": "+55 (11) 90000-0001" });
    let answer = world.post(&tenant.by_cookie(), &tenant.path("/pair-code"), &body).await;
    assert_eq!((answer.status, answer.json()["code"].as_str().unwrap().to_owned()), (200, "ABCD1234".to_owned()));
}

#[tokio::test]
async fn a_code_that_whatsapp_refuses_says_what_to_do() {
    use portaria_whatsapp::PairCodeRefusal as R;
    for (refusal, status, code, wait) in [
        (R::UnknownNumber, 422, "number_not_on_whatsapp", ""),
        (R::TooOften { wait: Some(Duration::from_mins(1)) }, 429, "pairing_rate_limited", "60"),
        (R::TooOften { wait: None }, 429, "pairing_rate_limited", ""),
        (R::QrOnly, 409, "pairing_needs_qr", ""),
        (R::Failed, 502, "pairing_refused", ""),
    ] {
        let world = World::start().await;
        let tenant = world.tenant("Padaria Sol").await;
        world.gateway.refuse_codes(refusal);
        let answer = world.post(&tenant.by_cookie(), &tenant.path("/pair-code"), &json!({ "phone": NUMBER })).await;
        assert_eq!((answer.status, answer.code().as_str(), answer.header("retry-after")), (status, code, wait));
        assert!(!answer.text.contains("(400)") && !answer.text.contains("bad-request"), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_same_idempotency_key_sends_once() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "oi").await;
    let send = async |text: &str, key: &str| {
        let body = json!({ "to": CUSTOMER, "text": text }).to_string();
        let headers = [("idempotency-key", key)];
        world.ask(Method::POST, &tenant.by_key(), &tenant.path("/send"), Some(body), &headers).await
    };
    let first = send("um", "k1").await.json();
    let again = send("um", "k1").await.json();
    assert_eq!((&first["id"], first["duplicate"].as_bool()), (&again["id"], Some(false)));
    assert_eq!(again["duplicate"], true);
    assert_eq!(send("dois", "k1").await.code(), "idempotency_conflict");
    assert_eq!(send("dois", "k2").await.status, 202);
    for bad in ["", &"x".repeat(129), "a\u{e9}"] {
        assert_eq!(send("tres", bad).await.fields(), ["Idempotency-Key"], "{bad:?}");
    }
    let texts = async {
        while world.gateway.sent().len() < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), texts).await.expect("both are sent");
    assert_eq!(world.gateway.sent().len(), 2, "the repetition left once");
}

#[tokio::test]
async fn what_cannot_be_done_now_says_why() {
    let world = World::start().await;
    let provider = world.provider().await;
    let tenant = world.tenant("Padaria Sol").await;
    let who = tenant.by_cookie();
    let send = json!({ "to": CUSTOMER, "text": "oi" });
    assert_eq!(world.post(&who, &tenant.path("/send"), &send).await.code(), "not_paired");
    assert_eq!(world.post(&who, &tenant.path("/logout"), &json!({})).await.code(), "not_paired");

    let admin = |what: &str| format!("/api/saas/tenants/{}/{what}", tenant.id);
    assert_eq!(world.post(&provider, &admin("pause"), &json!({})).await.json()["status"], "paused");
    for path in ["/start", "/stop"] {
        assert_eq!(world.post(&who, &tenant.path(path), &json!({})).await.code(), "tenant_paused", "{path}");
    }
    assert_eq!(world.post(&provider, &admin("start"), &json!({})).await.status, 202, "the provider may");
    world.until(&tenant, "pairing").await;
    assert_eq!(world.post(&who, &tenant.path("/stop"), &json!({})).await.status, 202);
}

#[tokio::test]
async fn tenants_are_found_by_name_number_and_status_page_by_page() {
    let world = World::start().await;
    let provider = world.provider().await;
    for index in 0..5 {
        world.tenant(&format!("Açaí {index}")).await;
    }
    let connected = world.connected_tenant("Zé do Coco", NUMBER, "oi").await;
    let list = async |query: &str| world.get(&provider, &format!("/api/saas/tenants?{query}")).await.json();

    assert_eq!(list("search=acai").await["total"], 5, "accents and case do not matter");
    assert_eq!(list("search=119000").await["items"][0]["id"], connected.id.as_str(), "by number");
    assert_eq!(list("status=connected").await["total"], 1);
    assert_eq!(list("status=stopped").await["total"], 5);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = list(&format!("limit=2&status=stopped{cursor}")).await;
        seen.extend(page["items"].as_array().unwrap().iter().map(|tenant| tenant["id"].as_str().unwrap().to_owned()));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    seen.dedup();
    assert_eq!(seen.len(), 5, "every one once");
    let overview = world.get(&provider, "/api/saas/overview").await.json();
    assert_eq!((&overview["total"], &overview["byStatus"]["connected"]), (&json!(6), &json!(1)));
}

#[tokio::test]
async fn tenants_are_sorted_by_what_is_asked_for_page_by_page_and_both_ways() {
    let world = World::start().await;
    let provider = world.provider().await;
    for name in ["cravo", "Álamo", "Boldo", "Ébano", "damasco"] {
        world.tenant(name).await;
    }
    world.connected_tenant("Figueira", NUMBER, "oi").await;
    let walk = async |query: &str| {
        let mut found: Vec<(String, i64)> = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = world.get(&provider, &format!("/api/saas/tenants?limit=2&{query}{cursor}")).await.json();
            assert_eq!(page["total"], 6, "{page}");
            let shown = page["items"].as_array().unwrap().iter();
            found.extend(shown.map(|tenant| {
                (tenant["name"].as_str().unwrap().to_owned(), tenant["session"]["sinceMs"].as_i64().unwrap())
            }));
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    };
    let names = async |query: &str| walk(query).await.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let backwards = |names: &[String]| names.iter().rev().cloned().collect::<Vec<_>>();
    let by_name = ["Álamo", "Boldo", "cravo", "damasco", "Ébano", "Figueira"].map(str::to_owned);
    assert_eq!(names("sort=name&order=asc").await, by_name);
    assert_eq!(names("sort=name").await, backwards(&by_name));
    let by_age = names("sort=created&order=asc").await;
    assert_eq!(names("").await, backwards(&by_age), "the newest first when nothing is said");
    // One is connected, five rest: who rests comes last, among equals by age.
    let by_status = names("sort=status&order=asc").await;
    let resting: Vec<_> = by_age.iter().filter(|name| *name != "Figueira").cloned().collect();
    assert_eq!((by_status[0].as_str(), &by_status[1..]), ("Figueira", &resting[..]));
    assert_eq!(names("sort=status&order=desc").await, backwards(&by_status));
    let since = walk("sort=since&order=asc").await;
    assert!(since.is_sorted_by_key(|(_, since_ms)| *since_ms) && since.len() == 6, "{since:?}");

    let active = names("sort=activity").await;
    let silent: Vec<_> = by_age.iter().rev().filter(|name| *name != "Figueira").cloned().collect();
    assert_eq!((active[0].as_str(), &active[1..]), ("Figueira", &silent[..]), "who never had a message comes last");
    assert_eq!(names("sort=activity&order=asc").await, backwards(&active));

    let next = world.get(&provider, "/api/saas/tenants?limit=2&sort=name").await.json()["nextCursor"].clone();
    for query in [format!("sort=since&cursor={}", next.as_str().unwrap()), "sort=name&cursor=x".to_owned()] {
        let answer = world.get(&provider, &format!("/api/saas/tenants?{query}")).await;
        assert_eq!(answer.fields(), ["cursor"], "{query}: a cursor belongs to its order");
    }
    assert_eq!(world.get(&provider, "/api/saas/tenants?sort=age").await.fields(), ["sort"]);
}

#[tokio::test]
async fn the_description_matches_the_file_and_names_every_operation_once() {
    let document = portaria_server::openapi_document();
    let kept = include_str!("../../openapi.json");
    assert!(
        document == kept,
        "openapi.json is stale: cargo run -p portaria-server -- openapi > src-tauri/server/openapi.json"
    );
    let world = World::start().await;
    let served = world.get(&Credential::None, "/api/openapi.json").await.json();
    assert_eq!(served, serde_json::from_str::<Value>(kept).unwrap());
    let docs = world.get(&Credential::None, "/api/docs/").await;
    assert!(docs.status == 200 && !docs.text.contains("https://"), "the explorer works offline: {}", docs.text);
    let mut ids: Vec<_> = served["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .map(|operation| operation["operationId"].to_string())
        .collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[tokio::test]
async fn a_linked_phone_comes_back_after_a_restart_without_a_code() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "antes").await;
    let World { running, gateway, clock, folder, .. } = world;
    running.stop().await;
    let config = crate::world::config(folder.path());
    let running = portaria_server::serve_with(config, gateway.clone(), clock).await.unwrap();
    let path = format!("http://{}{}", running.address(), tenant.path("/status"));
    let look = async {
        loop {
            let answer = reqwest::Client::new().get(&path).bearer_auth(&tenant.key).send().await.unwrap();
            if answer.text().await.unwrap().contains("\"connected\"") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.expect("it connects by itself");
    assert_eq!(gateway.openings(), 2);
    running.stop().await;
}

#[tokio::test]
#[cfg_attr(interface_built, ignore = "the interface is built")]
async fn without_a_built_interface_a_page_says_what_to_do() {
    let world = World::start().await;
    let page = world.get(&Credential::None, "/client/abc").await;
    assert_eq!(page.status, 503);
    assert!(page.text.contains("npm run build"), "{}", page.text);
}

#[tokio::test]
#[cfg_attr(not(interface_built), ignore = "the interface is not built: npm ci && npm run build in ui/")]
async fn pages_and_files_are_served_packed_and_known_ones_are_not_sent_again() {
    let world = World::start().await;
    let page = world.get(&Credential::None, "/client/abc").await;
    assert_eq!(page.status, 200, "{}", page.text);
    let script = page.text.split('"').find(|part| part.starts_with("/assets/") && part.contains(".js")).unwrap();
    let packed = [("accept-encoding", "gzip")];
    let file = world.ask(Method::GET, &Credential::None, script, None, &packed).await;
    assert_eq!((file.status, file.header("content-encoding")), (200, "gzip"), "{script}");
    assert!(
        file.header("cache-control").contains("immutable")
            && file.header("content-type").starts_with("text/javascript")
    );
    let known = [("if-none-match", page.header("etag"))];
    assert_eq!(world.ask(Method::GET, &Credential::None, "/client/other", None, &known).await.status, 304);
    // A place inside the panel can be reloaded; a program that asks for it is told that there is nothing.
    let browser = [("accept", "text/html,*/*;q=0.8")];
    assert_eq!(world.ask(Method::GET, &Credential::None, "/tenants/abc", None, &browser).await.status, 200);
    assert_eq!(world.get(&Credential::None, "/tenants/abc").await.code(), "not_found");
}

#[tokio::test]
#[cfg_attr(not(interface_built), ignore = "the interface is not built: npm ci && npm run build in ui/")]
async fn a_portal_can_be_installed_and_that_tells_nothing_of_whose_it_is() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria Sol").await;
    let worker = world.get(&Credential::None, "/client/offline-worker.js").await;
    assert_eq!(worker.status, 200, "{}", worker.text);
    assert!(worker.header("content-type").starts_with("text/javascript"));
    assert_eq!(worker.header("cache-control"), "no-cache", "a new version is seen at once");
    let policy = worker.header("content-security-policy");
    assert!(policy.contains("connect-src 'self'") && !policy.contains("sandbox"), "{policy}");

    let before = world.written();
    let mut told = Vec::new();
    for id in [tenant.public_id.as_str(), "abcdefghjkmnpqrs"] {
        let path = format!("/client/{id}/app.webmanifest?name=Loja%20%22X%22");
        let answer = world.get(&Credential::None, &path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/manifest+json"), "{id}");
        let manifest = answer.json();
        assert_eq!((&manifest["name"], &manifest["display"]), (&json!("Loja \"X\""), &json!("standalone")), "{id}");
        for key in ["id", "start_url", "scope"] {
            assert_eq!(manifest[key], format!("/client/{id}"), "{key}");
        }
        for icon in manifest["icons"].as_array().unwrap() {
            let picture = world.get(&Credential::None, icon["src"].as_str().unwrap()).await;
            assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"), "{icon}");
        }
        told.push(answer.text.replace(id, ""));
    }
    assert_eq!(told[0], told[1], "it tells a link that is known from one that is not");
    assert_eq!(world.written(), before, "something was written");
    for (path, status) in [("abc/app.webmanifest?name=x", 404), ("abcdefghjkmnpqrs/app.webmanifest", 422)] {
        assert_eq!(world.get(&Credential::None, &format!("/client/{path}")).await.status, status, "{path}");
    }
}
