//! What happens is told to webhooks: signed, in order, again where it was not taken, and to nobody else.

use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use image::ImageFormat;
use portaria_domain::{
    Address, ChatKind, Clock as _, Content, Context, Delivered, Jid, Media, MediaKind, MessageId, MessageKey, Raw,
    RawFormat, Received, UnixMs,
};
use portaria_sessions::SystemClock;
use portaria_storage::{Issuer, KeyOwner, KeyScope, KeyTerms, NewApiKey, Stores};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use standardwebhooks::Webhook as Verifier;

use crate::media::made::picture;
use crate::world::receiver::{Got, Receiver, with_status};
use crate::world::{Answer, Credential, Tenant, World};

const ANA: &str = "5511900000002"; // invented
const RUI: &str = "5511900000003"; // invented
const DAY_MS: i64 = 24 * 60 * 60_000;

async fn connected() -> (World, Tenant) {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await; // invented
    (world, tenant)
}

/// Makes a webhook for messages that come in; gives its id and secret.
async fn hook(world: &World, tenant: &Tenant, url: &str) -> (String, String) {
    let body = json!({ "url": url, "events": ["message.received"] });
    let made = world.post(&tenant.by_key(), &tenant.path("/webhooks"), &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    let text = |pointer: &str| made.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
    (text("/webhook/id"), text("/secret"))
}

async fn show(world: &World, tenant: &Tenant, id: &str) -> Value {
    world.get(&tenant.by_key(), &tenant.path(&format!("/webhooks/{id}"))).await.json()
}

async fn steer(world: &World, tenant: &Tenant, id: &str, what: &str, body: &Value) -> Answer {
    world.post(&tenant.by_key(), &tenant.path(&format!("/webhooks/{id}/{what}")), body).await
}

/// The deliveries of a webhook, the newest first.
async fn deliveries(world: &World, tenant: &Tenant, id: &str, query: &str) -> Vec<Value> {
    let path = tenant.path(&format!("/webhooks/{id}/deliveries{query}"));
    world.get(&tenant.by_key(), &path).await.json()["items"].as_array().unwrap().clone()
}

/// Waits until a delivery stands as it should.
async fn until(world: &World, tenant: &Tenant, id: &str, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let look = async {
        loop {
            let found = deliveries(world, tenant, id, "").await;
            if wanted(&found) {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(10), look).await;
    if let Ok(found) = found {
        return found;
    }
    panic!("never so: {:#?}", deliveries(world, tenant, id, "").await)
}

/// Lets time pass, and something happen that no webhook here asks for, so that it is noticed.
async fn later(world: &World, tenant: &Tenant, ms: i64) {
    world.clock.advance(ms);
    let shortcut = format!("r{}", world.now_ms());
    let reply = json!({ "shortcut": shortcut, "text": "oi" });
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/quick-replies"), &reply).await.status, 201);
}

/// Whether the standard's own verifier takes a request for one with a secret.
fn is_signed(got: &Got, secret: &str) -> bool {
    Verifier::new(secret).unwrap().verify(&got.bytes, &got.headers).is_ok()
}

#[tokio::test]
async fn what_happens_is_told_signed_and_as_sockets_bring_it() {
    let world = World::start().await;
    // The verifier goes by the clock of this machine.
    world.clock.advance(SystemClock.now().0 - world.now_ms());
    let tenant = world.connected_tenant("Padaria Sol", "5511900000001", "antes").await; // invented
    let receiver = Receiver::start(200).await;
    let body = json!({
        "url": receiver.url("/hook?x=1"), "events": ["message.received"],
        "headers": [{ "name": "X-Chave", "value": "canary-header" }],
    });
    let made = world.post(&tenant.by_key(), &tenant.path("/webhooks"), &body).await.json();
    let (id, secret) = (made["webhook"]["id"].as_str().unwrap(), made["secret"].as_str().unwrap());
    world.gateway.receive(tenant.tenant_id(), ANA, "bom dia").await;
    let got = receiver.until(1).await.remove(0);
    assert!(is_signed(&got, secret), "{:?}", got.headers);
    assert!(!is_signed(&got, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "by that secret alone");
    assert!(!is_signed(&Got { bytes: b"{}".to_vec(), ..got.clone() }, secret), "with that body alone");
    assert_eq!((got.path.as_str(), got.header("x-chave")), ("/hook", "canary-header"));
    assert_eq!(got.header("content-type"), "application/json");
    let told = got.json();
    let sequence = told["sequence"].as_u64().unwrap();
    let events = tenant.path(&format!("/events?after={}&limit=1", sequence - 1));
    let event = &world.get(&tenant.by_key(), &events).await.json()["items"][0];
    assert_eq!((&told["type"], &told["data"]), (&event["type"], &event["data"]));
    assert_eq!((&told["tenantId"], &told["id"]), (&json!(tenant.id), &json!(got.header("webhook-id"))));
    assert_eq!(receiver.words(), ["bom dia"], "not what was before, and nothing that was not asked for");
    let kept = until(&world, &tenant, id, |found| found[0]["state"] == "delivered").await;
    assert_eq!(kept[0]["lastAttempt"]["status"], 200);
    assert!(!kept[0].to_string().contains("anotado"), "what was answered is not listed: {kept:?}");
    let path = tenant.path(&format!("/webhooks/{id}/deliveries/{}", kept[0]["id"].as_str().unwrap()));
    let shown = world.get(&tenant.by_key(), &path).await;
    assert_eq!((&shown.json()["body"], &shown.json()["log"][0]["answer"]), (&told, &json!("anotado")));
    let listed = world.get(&tenant.by_key(), &tenant.path("/webhooks")).await.json();
    assert_eq!((&listed[0]["lastAttempt"], &listed[0]["waitingCount"]), (&kept[0]["lastAttempt"], &json!(0)));
    assert_eq!(listed[0]["url"], receiver.url("/hook?x=1"));
    for path in [tenant.path("/webhooks"), tenant.path(&format!("/webhooks/{id}")), path] {
        let text = world.get(&tenant.by_key(), &path).await.text;
        assert!(!text.contains("canary-header") && !text.contains("whsec_"), "{path}: {text}");
    }

    // Another secret: both hold for a day.
    let rotated = steer(&world, &tenant, id, "rotate", &json!({})).await.json();
    let newer = rotated["secret"].as_str().unwrap();
    world.gateway.receive(tenant.tenant_id(), ANA, "dois").await;
    let both = receiver.until(2).await.remove(1);
    assert!(is_signed(&both, secret) && is_signed(&both, newer));
    world.clock.advance(DAY_MS);
    world.gateway.receive(tenant.tenant_id(), ANA, "um").await;
    let one = receiver.until(3).await.remove(2).header("webhook-signature").to_owned();
    assert_eq!(one.split(' ').count(), 1, "{one}");
}

#[tokio::test]
async fn what_was_written_before_a_kill_is_told_after_it() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(200).await;
    hook(&world, &tenant, &receiver.url("/")).await;
    let World { running, gateway, clock, folder, .. } = world;
    running.stop().await;
    // As a process leaves the folder that was killed once the message was on disk.
    let stores = Stores::open(&folder.path().join("data")).await.unwrap();
    let address = portaria_domain::Address::one(format!("{ANA}@s.whatsapp.net").parse().unwrap());
    let id = MessageId::parse("AFTER").unwrap();
    let key = MessageKey { chat: address.clone(), id, from_me: false, sender: address };
    let received = Received {
        key,
        chat_kind: ChatKind::Direct,
        push_name: "Ana".into(),
        at: Some(UnixMs(1)),
        content: Content::plain("antes da queda"),
        context: Context::default(),
        raw: Some(Raw { format: RawFormat::Message, bytes: b"x".to_vec() }),
    };
    let chats = stores.chats(tenant.tenant_id()).await.unwrap();
    chats.store_delivered(vec![Delivered::Message(Box::new(received))], UnixMs(1)).await.unwrap();
    drop(chats);
    stores.close().await;
    drop(stores);
    let config = crate::world::config(folder.path());
    let running = portaria_server::serve_with(config, gateway, clock).await.unwrap();
    receiver.until(1).await;
    assert_eq!(receiver.words(), ["antes da queda"]);
    running.stop().await;
}

#[tokio::test]
async fn one_that_fails_holds_up_its_own_chat_and_comes_again_under_its_id() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(200).await;
    receiver.answer(|got| with_status(if got.words() == "A1" { 500 } else { 200 }));
    let (id, _) = hook(&world, &tenant, &receiver.url("/")).await;
    for (from, text) in [(ANA, "A1"), (ANA, "A2"), (RUI, "R1"), (RUI, "R2")] {
        world.gateway.receive(tenant.tenant_id(), from, text).await;
    }
    receiver.until(3).await;
    let attempts = |found: &[Value]| found.iter().map(|one| one["attempts"].as_u64().unwrap()).sum::<u64>();
    until(&world, &tenant, &id, |found| attempts(found) == 3).await;
    let mut words = receiver.words();
    words.sort();
    assert_eq!(words, ["A1", "R1", "R2"], "what follows in the same chat waits");
    later(&world, &tenant, 7_000).await;
    let got = receiver.until(4).await;
    let ids: Vec<_> = got.iter().filter(|got| got.words() == "A1").map(|got| got.header("webhook-id")).collect();
    assert!(ids.len() == 2 && ids[0] == ids[1], "{ids:?}");
    until(&world, &tenant, &id, |found| attempts(found) == 4).await;
    receiver.answer(|_| with_status(200));
    // As the receiver asks for nothing else, the next attempt follows five minutes later.
    later(&world, &tenant, 6 * 60_000).await;
    receiver.until(6).await;
    assert_eq!(receiver.words()[4..], ["A1", "A2"]);
}

#[tokio::test]
async fn the_receiver_says_when_to_come_again_and_that_it_wants_no_more() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(200).await;
    let busy = || Response::builder().status(429).header("retry-after", "600").body(Body::empty()).unwrap();
    receiver.answer(move |_| busy());
    let (id, _) = hook(&world, &tenant, &receiver.url("/")).await;
    world.gateway.receive(tenant.tenant_id(), ANA, "A1").await;
    let waiting = until(&world, &tenant, &id, |found| !found.is_empty() && found[0]["attempts"] == 1).await;
    assert_eq!(waiting[0]["nextAtMs"], json!(world.now_ms() + 600_000), "{waiting:?}");
    let last = &waiting[0]["lastAttempt"];
    assert_eq!((&last["status"], &last["failure"]), (&json!(429), &json!("refused")));
    let listed = world.get(&tenant.by_key(), &tenant.path("/webhooks")).await.json();
    assert_eq!((&listed[0]["lastAttempt"], &listed[0]["waitingCount"]), (last, &json!(1)));

    receiver.answer(|_| with_status(410));
    later(&world, &tenant, 600_000).await;
    until(&world, &tenant, &id, |found| found[0]["state"] == "failed").await;
    let shown = show(&world, &tenant, &id).await;
    assert_eq!((&shown["state"], &shown["disabledReason"]), (&json!("disabled"), &json!("gone")));
    world.gateway.receive(tenant.tenant_id(), ANA, "A2").await;
    let again = steer(&world, &tenant, &id, "send-again", &json!({ "onlyFailed": true })).await;
    assert_eq!((again.status, again.code().as_str()), (409, "webhook_disabled"));

    receiver.answer(|_| with_status(200));
    assert_eq!(steer(&world, &tenant, &id, "resume", &json!({})).await.json()["state"], "active");
    world.gateway.receive(tenant.tenant_id(), ANA, "A3").await;
    receiver.until(3).await;
    assert_eq!(receiver.words(), ["A1", "A1", "A3"]);
}

#[tokio::test]
async fn after_five_days_it_is_disabled_and_what_failed_can_be_sent_again() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(503).await;
    let (id, _) = hook(&world, &tenant, &receiver.url("/")).await;
    let began = world.now_ms();
    world.gateway.receive(tenant.tenant_id(), ANA, "A1").await;
    receiver.until(1).await;
    until(&world, &tenant, &id, |found| !found.is_empty() && found[0]["attempts"] == 1).await;
    world.clock.advance(5 * DAY_MS);
    world.gateway.receive(tenant.tenant_id(), ANA, "A2").await;
    until(&world, &tenant, &id, |found| found.iter().all(|one| one["state"] == "failed")).await;
    let shown = show(&world, &tenant, &id).await;
    assert_eq!((&shown["state"], &shown["disabledReason"]), (&json!("disabled"), &json!("failing")));
    assert_eq!(shown["failingSinceMs"], json!(began));
    let why = deliveries(&world, &tenant, &id, "").await;
    assert_eq!(why.iter().map(|one| &one["failure"]).collect::<Vec<_>>(), ["webhook_disabled", "webhook_disabled"]);

    receiver.answer(|_| with_status(200));
    steer(&world, &tenant, &id, "resume", &json!({})).await;
    let count = async |body: Value| steer(&world, &tenant, &id, "send-again", &body).await.json()["count"].clone();
    let before = receiver.got().len();
    assert_eq!(count(json!({ "onlyFailed": true, "dryRun": true })).await, 2);
    world.clock.advance(-1_000);
    assert_eq!(count(json!({ "onlyFailed": true, "dryRun": true })).await, 1, "until now, where nothing is said");
    world.clock.advance(1_000);
    assert_eq!(count(json!({ "from": "2027-01-16T00:00:00Z", "dryRun": true })).await, 1, "A2 alone is so new");
    assert_eq!(deliveries(&world, &tenant, &id, "?state=failed").await.len(), 2, "a dry run changes nothing");
    assert_eq!(count(json!({ "onlyFailed": true })).await, 2);
    receiver.until(before + 2).await;
    assert_eq!(receiver.words()[before..], ["A1", "A2"]);
    let taken = until(&world, &tenant, &id, |found| found.iter().all(|one| one["state"] == "delivered")).await;
    let one = format!("deliveries/{}/send-again", taken[1]["id"].as_str().unwrap());
    assert_eq!(steer(&world, &tenant, &id, &one, &json!({})).await.status, 204);
    receiver.until(before + 3).await;
    assert_eq!(receiver.words()[before + 2], "A1");
    let page = world.get(&tenant.by_key(), &tenant.path(&format!("/webhooks/{id}/deliveries?limit=1"))).await.json();
    let next = format!("?limit=1&cursor={}", page["nextCursor"].as_str().unwrap());
    assert_eq!(deliveries(&world, &tenant, &id, &next).await[0]["id"], taken[1]["id"]);
}

#[tokio::test]
async fn a_receiver_that_never_answers_keeps_nobody_else_waiting() {
    let (world, tenant) = connected().await;
    let (stuck, quick) = (Receiver::start(102).await, Receiver::start(204).await);
    hook(&world, &tenant, &stuck.url("/")).await;
    hook(&world, &tenant, &quick.url("/")).await;
    let from = async |numbers: std::ops::Range<u32>| {
        for number in numbers {
            world.gateway.receive(tenant.tenant_id(), &format!("55119000000{number}"), "oi").await; // invented
        }
    };
    from(10..18).await;
    quick.until(8).await;
    stuck.until(5).await;
    // Both are looked at together: had one more been let go, it would have been before these.
    for number in 18..24 {
        from(number..number + 1).await;
        quick.until(number as usize - 9).await;
    }
    assert_eq!(stuck.got().len(), 5, "five at a time");
}

#[tokio::test]
async fn what_is_under_way_while_two_chats_prove_to_be_one_is_told_once() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(200).await;
    let (id, _) = hook(&world, &tenant, &receiver.url("/")).await;
    let of = tenant.tenant_id();
    let (pn, lid) = (format!("{ANA}@s.whatsapp.net").parse().unwrap(), "200000000002@lid".parse().unwrap()); // invented
    let both = Address { pn: Some(pn), lid: Some(lid) };
    let by = |form: &Option<Jid>| Address::one(form.clone().unwrap());
    world.gateway.receive_from(of, by(&both.pn), "A1").await;
    until(&world, &tenant, &id, |found| found.len() == 1 && found[0]["state"] == "delivered").await;
    receiver.hold(true);
    // The older chat is the one that stays.
    world.clock.advance(1_000);
    world.gateway.receive_from(of, by(&both.lid), "A2").await;
    receiver.until(2).await;
    world.gateway.receive_from(of, both, "A3").await;
    // Somebody else's is told meanwhile, so the store was looked at after the two became one.
    world.gateway.receive(of, RUI, "R1").await;
    receiver.until(3).await;
    assert_eq!(receiver.words(), ["A1", "A2", "R1"], "A2 is under way, and A3 behind it");
    receiver.hold(false);
    receiver.until(4).await;
    until(&world, &tenant, &id, |found| found.iter().all(|one| one["state"] == "delivered")).await;
    assert_eq!(receiver.words(), ["A1", "A2", "R1", "A3"]);
}

#[tokio::test]
async fn who_took_the_last_webhook_away_may_make_another() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(200).await;
    for round in 1..=3 {
        let (id, _) = hook(&world, &tenant, &receiver.url("/")).await;
        world.gateway.receive(tenant.tenant_id(), ANA, "oi").await;
        receiver.until(round).await;
        let path = tenant.path(&format!("/webhooks/{id}"));
        assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &path, None, &[]).await.status, 204);
    }
}

#[tokio::test]
async fn a_key_that_may_not_read_messages_has_none_sent_anywhere() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(200).await;
    let (id, _) = hook(&world, &tenant, &receiver.url("/")).await;
    world.gateway.receive(tenant.tenant_id(), ANA, "segredo").await;
    let told = until(&world, &tenant, &id, |found| !found.is_empty() && found[0]["state"] == "delivered").await;
    let delivery = format!("/webhooks/{id}/deliveries/{}", told[0]["id"].as_str().unwrap());

    // The panel makes keys that may do everything; others are made here.
    let stores = Stores::open(&world.folder.path().join("data")).await.unwrap();
    let secret = [7; 32];
    let key = async |kid: &str, scopes: Vec<KeyScope>| {
        let owner = KeyOwner::Tenant(tenant.tenant_id());
        let issued_by = Issuer::CommandLine;
        let secret_hash = Sha256::digest(secret).into();
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
    let all = [
        (Method::POST, "/webhooks".to_owned(), json!({ "url": receiver.url("/") })),
        (Method::POST, format!("/webhooks/{id}"), json!({ "events": [] })),
        (Method::POST, format!("/webhooks/{id}/send-again"), json!({ "onlyFailed": true })),
        (Method::POST, format!("{delivery}/send-again"), json!({})),
        (Method::GET, delivery, Value::Null),
    ];
    for (kid, scopes, is_enough) in [
        ("aaaaaaaa", vec![KeyScope::Control], false),
        ("bbbbbbbb", vec![KeyScope::Read, KeyScope::Send, KeyScope::Media], false),
        ("cccccccc", vec![KeyScope::Control, KeyScope::Read], true),
    ] {
        let who = key(kid, scopes).await;
        for (method, path, body) in &all {
            let body = Some(body).filter(|body| body.is_object()).map(Value::to_string);
            let answer = world.ask(method.clone(), &who, &tenant.path(path), body, &[]).await;
            assert_eq!(answer.status < 300, is_enough, "{kid} {method} {path}: {}", answer.text);
            assert!(is_enough || answer.status == 403 && !answer.text.contains("segredo"), "{kid} {path}");
        }
    }
    let control = Credential::Key(format!("wsk_aaaaaaaa_{}", URL_SAFE_NO_PAD.encode(secret)));
    assert_eq!(world.get(&control, &tenant.path("/webhooks")).await.status, 200, "it may see to them");
}

#[tokio::test]
async fn what_nobody_asks_for_any_more_is_not_sent_again() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(200).await;
    let (id, _) = hook(&world, &tenant, &receiver.url("/")).await;
    world.gateway.receive(tenant.tenant_id(), ANA, "A1").await;
    let told = until(&world, &tenant, &id, |found| !found.is_empty() && found[0]["state"] == "delivered").await;
    assert_eq!(told[0]["failure"], Value::Null);
    let path = tenant.path(&format!("/webhooks/{id}"));
    world.post(&tenant.by_key(), &path, &json!({ "events": ["chat.removed"] })).await;
    let one = format!("deliveries/{}/send-again", told[0]["id"].as_str().unwrap());
    let refused = steer(&world, &tenant, &id, &one, &json!({})).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "webhook_not_asking"));
    let all = json!({ "from": "2020-01-01T00:00:00Z" });
    assert_eq!(steer(&world, &tenant, &id, "send-again", &all).await.json()["count"], 0);
}

#[tokio::test]
async fn a_pause_lets_what_happens_wait() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(200).await;
    let (id, _) = hook(&world, &tenant, &receiver.url("/")).await;
    assert_eq!(steer(&world, &tenant, &id, "pause", &json!({})).await.json()["state"], "paused");
    world.gateway.receive(tenant.tenant_id(), ANA, "A1").await;
    let tested = steer(&world, &tenant, &id, "test", &json!({})).await.json();
    assert_eq!((&tested["status"], &tested["failure"]), (&json!(200), &Value::Null));
    assert_eq!(receiver.until(1).await[0].json()["type"], "webhook.test", "and nothing before it");
    receiver.answer(|_| Response::builder().status(302).header("location", "/elsewhere").body(Body::empty()).unwrap());
    let elsewhere = steer(&world, &tenant, &id, "test", &json!({})).await.json();
    assert_eq!((&elsewhere["status"], &elsewhere["failure"]), (&json!(302), &json!("refused")));
    assert_eq!(receiver.until(2).await.len(), 2, "a redirect is followed nowhere");
    receiver.answer(|_| with_status(200));
    steer(&world, &tenant, &id, "resume", &json!({})).await;
    receiver.until(3).await;
    assert_eq!(receiver.words()[2], "A1");
    let path = tenant.path(&format!("/webhooks/{id}"));
    let change = json!({ "url": receiver.url("/new"), "events": [] });
    let changed = world.post(&tenant.by_key(), &path, &change).await.json();
    assert_eq!((&changed["url"], &changed["events"]), (&json!(receiver.url("/new")), &json!([])));
    let removed = world.ask(Method::DELETE, &tenant.by_key(), &path, None, &[]).await;
    assert_eq!((removed.status, world.get(&tenant.by_key(), &path).await.status), (204, 404));
}

#[tokio::test]
async fn no_private_address_is_told_anything_and_there_are_bounds() {
    let (world, tenant) = connected().await;
    let all = tenant.path("/webhooks");
    for url in [
        "http://10.0.0.1/",
        "http://192.168.0.1:8080/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[fd00::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://0xa000001/",
        "http://ana:senha@example.com/",
        "file:///etc/passwd",
        "http+unix://x/",
        "x",
    ] {
        let refused = world.post(&tenant.by_key(), &all, &json!({ "url": url })).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["url".to_owned()]), "{url}");
    }
    let good = json!({ "url": "http://127.0.0.1:1/" });
    for _ in 0..10 {
        assert_eq!(world.post(&tenant.by_key(), &all, &good).await.status, 201);
    }
    let more = world.post(&tenant.by_key(), &all, &good).await;
    assert_eq!((more.status, more.code().as_str()), (409, "too_many_webhooks"));
    let listed = world.get(&tenant.by_key(), &all).await.json();
    let other = world.tenant("Outra").await;
    for path in ["", "/deliveries"] {
        let theirs = format!("/webhooks/{}{path}", listed[0]["id"].as_str().unwrap());
        assert_eq!(world.get(&other.by_key(), &other.path(&theirs)).await.status, 404, "{theirs}");
    }
    for body in [json!({}), json!({ "from": "ontem" }), json!({ "to": "2027-01-01T00:00:00Z" })] {
        let id = listed[0]["id"].as_str().unwrap();
        assert_eq!(steer(&world, &tenant, id, "send-again", &body).await.status, 422, "{body}");
    }
}

#[tokio::test]
async fn a_file_is_told_by_an_address_that_ends_with_its_webhook_and_along_with_it_by_choice() {
    let (world, tenant) = connected().await;
    let (plain, inline) = (Receiver::start(200).await, Receiver::start(200).await);
    let make = async |url: String, bytes: u32| {
        let body = json!({ "url": url, "events": ["message.received", "message.updated"], "inlineMediaBytes": bytes });
        let made = world.post(&tenant.by_key(), &tenant.path("/webhooks"), &body).await.json();
        assert_eq!(made["webhook"]["inlineMediaBytes"], bytes, "{made}");
        made["webhook"]["id"].as_str().unwrap().to_owned()
    };
    let by_address = make(plain.url("/"), 0).await;
    let with_bytes = make(inline.url("/"), 100_000).await;
    let file = picture(ImageFormat::Png);
    let media = Media { mime: "image/png".into(), ..Media::of(MediaKind::Image) };
    world.gateway.receive_file(tenant.tenant_id(), ANA, media, file.clone()).await;
    let with_file = async |receiver: &Receiver| {
        let look = async {
            loop {
                let told = receiver.got().iter().map(Got::json).find(|told| told["media"].is_object());
                match told {
                    Some(told) => return told["media"].clone(),
                    None => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(10), look).await.expect("the file is told of once it is here")
    };
    let (by_url, along) = (with_file(&plain).await, with_file(&inline).await);
    assert_eq!((&by_url["base64"], by_url["expiresAtMs"].as_i64()), (&Value::Null, Some(world.now_ms() + HOUR_MS)));
    assert_eq!(along["base64"], STANDARD.encode(&file));
    for delivery in deliveries(&world, &tenant, &with_bytes, "").await {
        let one = format!("/webhooks/{with_bytes}/deliveries/{}", delivery["id"].as_str().unwrap());
        let shown = world.get(&tenant.by_key(), &tenant.path(&one)).await.json();
        assert_eq!((shown["body"]["media"].is_object(), &shown["body"]["media"]["base64"]), (true, &Value::Null));
    }
    let path = |media: &Value| {
        let url = media["url"].as_str().unwrap().to_owned();
        let begins = format!("http://localhost:{}", world.running.address().port());
        url.strip_prefix(&begins).unwrap_or_else(|| panic!("{url} begins as links do")).to_owned()
    };
    let (path, longer) = (path(&by_url), path(&along));
    let opened = world.get(&Credential::None, &path).await;
    assert_eq!((opened.status, &opened.bytes), (200, &file));
    let other = world.tenant("Outra").await;
    let of_other = path.replace(&tenant.id, &other.id);
    assert_eq!(world.get(&Credential::None, &of_other).await.status, 403);
    let small = json!({ "inlineMediaBytes": 1 });
    let changed = world.post(&tenant.by_key(), &tenant.path(&format!("/webhooks/{by_address}")), &small).await.json();
    assert_eq!(changed["inlineMediaBytes"], 1);
    let one = tenant.path(&format!("/webhooks/{by_address}"));
    assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &one, None, &[]).await.status, 204);
    assert_eq!(world.get(&Credential::None, &path).await.status, 403, "it ends with its webhook");
    assert_eq!(world.get(&Credential::None, &longer).await.status, 200);
    world.clock.advance(HOUR_MS);
    assert_eq!(world.get(&Credential::None, &longer).await.status, 403, "it ends with its hour");
}

const HOUR_MS: i64 = 60 * 60_000;

#[tokio::test]
async fn after_a_day_without_a_receiver_everything_is_told_in_order() {
    let (world, tenant) = connected().await;
    let receiver = Receiver::start(503).await;
    let (id, _) = hook(&world, &tenant, &receiver.url("/")).await;
    let people = [ANA, RUI, "5511900000004"]; // invented
    // Whoever looks again finds nothing more to do at this hour.
    let settled = async |count: usize| {
        let is_settled = |found: &[Value]| {
            let is_due = |one: &Value| one["nextAtMs"].as_i64().is_some_and(|at| at <= world.now_ms());
            found.len() == count && !found.iter().any(is_due)
        };
        let look = async {
            while !is_settled(&deliveries(&world, &tenant, &id, "?limit=200").await) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), look).await.expect("what was due was tried");
    };
    for hour in 1..=24 {
        for from in people {
            world.gateway.receive(tenant.tenant_id(), from, &format!("{from} {hour:02}")).await;
        }
        settled(3 * hour).await;
        later(&world, &tenant, HOUR_MS).await;
    }
    settled(72).await;
    let before = receiver.got().len();
    receiver.answer(|_| with_status(200));
    // By then even the longest wait is over: 24 hours, and a fifth by chance.
    for _ in 0..30 {
        later(&world, &tenant, HOUR_MS).await;
        settled(72).await;
    }
    let told = receiver.words().split_off(before);
    assert_eq!(told.len(), 72, "each once");
    for from in people {
        let of_one: Vec<_> = told.iter().filter(|words| words.starts_with(from)).cloned().collect();
        let wanted: Vec<_> = (1..=24).map(|hour| format!("{from} {hour:02}")).collect();
        assert_eq!(of_one, wanted);
    }
    assert_eq!(show(&world, &tenant, &id).await["failingSinceMs"], Value::Null);
}
