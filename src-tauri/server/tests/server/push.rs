//! Browsers are told of messages while their panel is closed: sealed for them alone, proved by this installation's key, and
//! no longer than their login. What is sealed is opened here by hand, as RFC 8291 has it, and proofs are checked by ring.

use std::time::Duration;

use aes_gcm::aead::Aead as _;
use aes_gcm::{Aes128Gcm, KeyInit as _};
use axum::http::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use portaria_domain::UnixMs;
use reqwest::Method;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use sha2::Sha256;
use web_push_native::p256::ecdh::diffie_hellman;
use web_push_native::p256::elliptic_curve::sec1::ToEncodedPoint as _;
use web_push_native::p256::{PublicKey, SecretKey};

use crate::world::receiver::{Got, Receiver, with_status};
use crate::world::{Answer, Credential, Tenant, World};

const ANA: &str = "5511900000002"; // invented
const RUI: &str = "5511900000003"; // invented

/// The browser's keys of RFC 8291, appendix A.
const PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
const PUBLIC: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// What a browser asks for.
pub fn wanted(endpoint: &str) -> Value {
    json!({ "endpoint": endpoint, "p256dh": PUBLIC, "auth": AUTH, "language": "pt-BR", "showsText": true })
}

fn from_base64(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// Opens what was sealed for the browser: the first record is the only one.
fn open(sealed: &[u8]) -> Vec<u8> {
    let (salt, rest) = sealed.split_at(16);
    let record_bytes = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
    let (server_key, record) = rest[5..].split_at(usize::from(rest[4]));
    assert!(record.len() <= record_bytes, "it is one record");
    let private = SecretKey::from_slice(&from_base64(PRIVATE)).unwrap();
    let public = private.public_key().to_encoded_point(false);
    assert_eq!(public.as_bytes(), from_base64(PUBLIC));
    let server = PublicKey::from_sec1_bytes(server_key).unwrap();
    let shared = diffie_hellman(private.to_nonzero_scalar(), server.as_affine());
    let both = hmac(&from_base64(AUTH), &[shared.raw_secret_bytes()]);
    let info: [&[u8]; 4] = [b"WebPush: info\0", public.as_bytes(), server_key, &[1]];
    let secret = hmac(salt, &[&hmac(&both, &info)]);
    let key = &hmac(&secret, &[b"Content-Encoding: aes128gcm\0\x01"])[..16];
    let nonce: [u8; 12] = hmac(&secret, &[b"Content-Encoding: nonce\0\x01"])[..12].try_into().unwrap();
    let mut opened = Aes128Gcm::new_from_slice(key).unwrap().decrypt(&nonce.into(), record).unwrap();
    while opened.pop().unwrap() != 2 {} // what ends the last record
    opened
}

fn told(got: &Got) -> Value {
    serde_json::from_slice(&open(&got.bytes)).unwrap()
}

fn words(got: &[Got]) -> Vec<String> {
    got.iter().map(|got| told(got)["words"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn subscribe(world: &World, tenant: &Tenant, who: &Credential, body: &Value) {
    let answer = world.post(who, &tenant.path("/push"), body).await;
    assert_eq!(answer.status, 204, "{}", answer.text);
}

async fn state(world: &World, tenant: &Tenant, who: &Credential) -> Value {
    world.get(who, &tenant.path("/push")).await.json()
}

/// Waits until a browser stands as it should.
async fn until(world: &World, tenant: &Tenant, wanted: impl Fn(&Value) -> bool) -> Value {
    let look = async {
        loop {
            let state = state(world, tenant, &tenant.by_cookie()).await;
            if wanted(&state) {
                return state;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.expect("it never stood so")
}

async fn other_browser(world: &World, tenant: &Tenant) -> Credential {
    Credential::Cookie(world.open_link(tenant).await.cookie())
}

/// A connected tenant whose browser is told, and its push service.
async fn told_tenant(status: u16) -> (World, Tenant, Receiver) {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", "5511900000001", "antes").await; // invented
    let service = Receiver::start(status).await;
    subscribe(&world, &tenant, &tenant.by_cookie(), &wanted(&service.url("/push/a"))).await;
    (world, tenant, service)
}

#[test]
fn what_is_sealed_is_opened_as_the_standard_has_it() {
    let sealed = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6\
                  PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
    assert_eq!(open(&from_base64(sealed)), b"When I grow up, I want to be a watermelon");
}

#[tokio::test]
async fn a_message_is_told_to_the_browser_alone_and_proved_by_our_key() {
    let (world, tenant, service) = told_tenant(201).await;
    world.gateway.receive(tenant.tenant_id(), ANA, "Bom dia, \u{202e}tem pão?").await;
    let got = service.until(1).await.remove(0);
    let told_first = told(&got);
    assert_eq!(told_first["words"], "Bom dia, tem pão?", "without what turns words around");
    assert_eq!((&told_first["type"], &told_first["kind"]), (&json!("message"), &json!("text")));
    assert_eq!((&told_first["tenantId"], &told_first["publicId"]), (&json!(tenant.id), &json!(tenant.public_id)));
    assert_eq!((&told_first["language"], &told_first["author"]), (&json!("pt-BR"), &Value::Null));
    assert!(told_first["name"].as_str().is_some_and(|name| !name.is_empty()), "{told_first}");
    let chat = told_first["chatId"].as_str().unwrap().to_owned();
    assert_eq!(world.get(&tenant.by_key(), &tenant.path(&format!("/chats/{chat}"))).await.status, 200);

    assert_eq!(
        (got.path.as_str(), got.header("content-encoding"), got.header("urgency")),
        ("/push/a", "aes128gcm", "high")
    );
    assert!(got.header("ttl").parse::<u32>().unwrap() > 0);
    let proof = got.header("authorization").strip_prefix("vapid t=").unwrap();
    let (token, key) = proof.split_once(", k=").unwrap();
    assert_eq!(state(&world, &tenant, &tenant.by_cookie()).await["publicKey"], key);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let checked = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, from_base64(key));
    checked.verify(signed.as_bytes(), &from_base64(signature)).unwrap();
    assert!(checked.verify(format!("{signed}x").as_bytes(), &from_base64(signature)).is_err());
    let claims: Value = serde_json::from_slice(&from_base64(signed.split_once('.').unwrap().1)).unwrap();
    assert_eq!(claims["aud"], service.url(""), "for that push service alone");
    let holds_for_s = claims["exp"].as_i64().unwrap() - world.now_ms() / 1_000;
    assert!((1..=24 * 60 * 60).contains(&holds_for_s), "{claims}");

    world.gateway.receive(tenant.tenant_id(), ANA, &"Alô? ".repeat(300)).await;
    service.until(2).await;
    world.gateway.receive(tenant.tenant_id(), RUI, "oi").await;
    let all = service.until(3).await;
    let topics: Vec<&str> = all.iter().map(|got| got.header("topic")).collect();
    assert_eq!(topics[0], topics[1], "of one chat the newer stands in for the older");
    assert_ne!(topics[0], topics[2]);
    assert!(topics.iter().all(|topic| topic.len() == 32 && !topic.contains(&chat)), "{topics:?}");
    assert!(words(&all)[1].chars().count() <= 160);
    assert!(all.iter().all(|got| got.bytes.len() == all[0].bytes.len()), "their lengths tell nothing");
    assert!(all[0].bytes.len() <= 4_096);
}

#[tokio::test]
async fn an_album_is_told_as_what_has_come_of_it() {
    let (world, tenant, service) = told_tenant(201).await;
    world.gateway.receive_part(tenant.tenant_id(), ANA, "ALBUM", Some("A feira")).await;
    let alone = told(&service.until(1).await[0]);
    assert_eq!(json!([alone["kind"], alone["words"], alone["images"]]), json!(["image", "A feira", null]));
    world.gateway.receive_part(tenant.tenant_id(), ANA, "ALBUM", None).await;
    let both = told(&service.until(2).await[1]);
    let said = json!([both["kind"], both["words"], both["images"], both["videos"]]);
    assert_eq!(said, json!(["album", "A feira", 2, 0]));
    let chat = world.get(&tenant.by_key(), &tenant.path(&format!("/chats/{}", both["chatId"].as_str().unwrap()))).await;
    assert_eq!(chat.json()["lastAlbum"], json!({ "images": 2, "videos": 0, "caption": "A feira" }));
}

#[tokio::test]
async fn nobody_is_told_of_what_is_muted_put_away_or_their_own() {
    let (world, tenant, service) = told_tenant(201).await;
    let id = tenant.tenant_id();
    let path = tenant.path(&format!("/chats/{}/settings", tenant.chat));
    assert!(world.post(&tenant.by_key(), &path, &json!({ "isMuted": true })).await.status < 300);
    world.gateway.receive(id, "55119000000017", "silenciada").await;
    let group = "120363000000000001@g.us";
    world.gateway.receive_at(id, ANA, Some(group), UnixMs(world.now_ms())).await;
    let of_group = told(&service.until(1).await[0]);
    let path = tenant.path(&format!("/chats/{}/settings", of_group["chatId"].as_str().unwrap()));
    assert!(world.post(&tenant.by_key(), &path, &json!({ "isArchived": true })).await.status < 300);
    world.gateway.receive_at(id, ANA, Some(group), UnixMs(world.now_ms())).await;
    let send = tenant.path(&format!("/chats/{}/send", tenant.chat));
    assert_eq!(world.post(&tenant.by_key(), &send, &json!({ "text": "minha" })).await.status, 202);
    world.gateway.receive(id, RUI, "depois").await;
    assert_eq!(words(&service.until(2).await)[1], "depois", "nothing of what was before it");
}

#[tokio::test]
async fn a_browser_is_told_of_its_tenant_alone_and_only_as_it_wishes() {
    let (world, tenant, service) = told_tenant(201).await;
    let other = world.connected_tenant("Adega", "5511900000011", "antes").await; // invented
    world.gateway.receive(other.tenant_id(), ANA, "de outro").await;
    let quiet = json!({ "showsText": false, "language": "es" });
    let mut body = wanted(&service.url("/push/b"));
    body.as_object_mut().unwrap().extend(quiet.as_object().unwrap().clone());
    subscribe(&world, &tenant, &tenant.by_cookie(), &body).await;
    world.gateway.receive(tenant.tenant_id(), ANA, "canary-segredo").await;
    let got = service.until(1).await;
    assert_eq!(got.len(), 1, "once for each browser, by the address that it named last");
    let told = told(&got[0]);
    assert_eq!((got[0].path.as_str(), &told["language"]), ("/push/b", &json!("es")));
    assert!(!told.to_string().contains("canary-segredo"), "{told}");
    assert_eq!((&told["kind"], &told["words"], &told["tenantId"]), (&Value::Null, &Value::Null, &json!(tenant.id)));

    let by_key = world.post(&tenant.by_key(), &tenant.path("/push"), &wanted(&service.url("/push/c"))).await;
    assert_eq!(by_key.code(), "forbidden", "a program is no browser");
    let foreign = world.post(&other.by_cookie(), &tenant.path("/push"), &wanted(&service.url("/push/d"))).await;
    assert_eq!(foreign.status, 404);
    for (field, value) in [
        ("endpoint", json!("https://10.0.0.1/x")),
        ("endpoint", json!("ftp://push.example.com/x")),
        ("endpoint", json!(format!("https://push.example.com/{}", "x".repeat(2_100)))),
        ("p256dh", json!("BCVx")),
        ("p256dh", json!(URL_SAFE_NO_PAD.encode([4; 65]))),
        ("auth", json!("AAAA")),
    ] {
        let mut body = wanted("https://push.example.com/x");
        body[field] = value;
        let refused = world.post(&tenant.by_cookie(), &tenant.path("/push"), &body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field.to_owned()]));
    }
}

#[tokio::test]
async fn what_ends_the_login_ends_the_telling() {
    let (world, tenant, service) = told_tenant(201).await;
    let second = other_browser(&world, &tenant).await;
    subscribe(&world, &tenant, &second, &wanted(&service.url("/push/second"))).await;
    let listed = world.get(&second, &tenant.path("/logins")).await.json();
    let told_of: Vec<bool> = listed.as_array().unwrap().iter().map(|login| login["hasPush"] == true).collect();
    assert_eq!(told_of, [true, true], "{listed}");
    let ended = world.ask(Method::DELETE, &second, &tenant.path("/logins"), None, &[]).await;
    assert!(ended.status < 300, "{}", ended.text);
    world.gateway.receive(tenant.tenant_id(), ANA, "um").await;
    let got = service.until(1).await;
    assert_eq!(got[0].path, "/push/second");

    let provider = world.provider().await;
    let rotate = format!("/api/saas/tenants/{}/link/rotate", tenant.id);
    let rotated = world.post(&provider, &rotate, &json!({})).await.json();
    let secret = rotated["url"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    let tenant = Tenant { secret, ..tenant };
    let third = other_browser(&world, &tenant).await;
    assert_eq!(state(&world, &tenant, &third).await["device"], Value::Null);
    subscribe(&world, &tenant, &third, &wanted(&service.url("/push/third"))).await;
    world.gateway.receive(tenant.tenant_id(), RUI, "dois").await;
    let paths = |got: Vec<Got>| got.into_iter().map(|got| got.path).collect::<Vec<_>>();
    assert_eq!(paths(service.until(2).await), ["/push/second", "/push/third"]);
    assert_eq!(world.ask(Method::DELETE, &third, &tenant.path("/push"), None, &[]).await.status, 204);
    let fourth = other_browser(&world, &tenant).await;
    subscribe(&world, &tenant, &fourth, &wanted(&service.url("/push/fourth"))).await;
    world.gateway.receive(tenant.tenant_id(), RUI, "três").await;
    assert_eq!(paths(service.until(3).await)[2], "/push/fourth");
}

#[tokio::test]
async fn an_address_that_is_gone_is_forgotten_and_who_is_busy_is_asked_again() {
    let (world, tenant, service) = told_tenant(410).await;
    world.gateway.receive(tenant.tenant_id(), ANA, "perdida").await;
    until(&world, &tenant, |state| state["device"].is_null()).await;
    let test = async || world.post(&tenant.by_cookie(), &tenant.path("/push/test"), &json!({})).await;
    assert_eq!(test().await.json()["outcome"], "gone");

    let tried = std::sync::atomic::AtomicUsize::new(0);
    service.answer(move |_| match tried.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => Response::builder().status(429).header("retry-after", "1").body("".into()).unwrap(),
        1 => with_status(403),
        _ => with_status(201),
    });
    subscribe(&world, &tenant, &tenant.by_cookie(), &wanted(&service.url("/push/b"))).await;
    let before = service.got().len();
    world.gateway.receive(tenant.tenant_id(), RUI, "velha").await;
    service.until(before + 1).await;
    world.gateway.receive(tenant.tenant_id(), RUI, "nova").await;
    let again = service.until(before + 2).await;
    assert_eq!(words(&again[before..]), ["velha", "nova"], "the newest of the chat, once, when the time has come");
    let state = until(&world, &tenant, |state| state["device"]["failingSinceMs"].is_i64()).await;
    assert!(state["device"]["failingSinceMs"].as_i64().unwrap() <= world.now_ms(), "a refusal is told");
    let Answer { status, text, .. } = test().await;
    assert_eq!((status, text.contains(r#""outcome":"taken""#)), (200, true), "{text}");
    assert_eq!(told(service.got().last().unwrap())["type"], "test");
    until(&world, &tenant, |state| state["device"]["failingSinceMs"].is_null()).await;
}

#[tokio::test]
async fn what_was_read_elsewhere_is_taken_back_with_the_next_word() {
    let (world, tenant, service) = told_tenant(201).await;
    world.gateway.receive(tenant.tenant_id(), ANA, "um").await;
    let first = told(&service.until(1).await[0]);
    assert_eq!(first["read"], json!([]));
    let chat = first["chatId"].as_str().unwrap();
    let read = world.post(&tenant.by_key(), &tenant.path(&format!("/chats/{chat}/read")), &json!({})).await;
    assert!(read.status < 300, "{}", read.text);
    world.gateway.receive(tenant.tenant_id(), RUI, "dois").await;
    assert_eq!(told(&service.until(2).await[1])["read"], json!([chat]));
    world.gateway.receive(tenant.tenant_id(), ANA, "três").await;
    assert_eq!(told(&service.until(3).await[2])["read"], json!([]), "it has something new");
}

#[tokio::test]
async fn a_slow_push_service_keeps_nobody_else_waiting_and_a_restart_forgets_no_browser() {
    let (world, tenant, slow) = told_tenant(201).await;
    slow.hold(true);
    let quick = Receiver::start(201).await;
    let second = other_browser(&world, &tenant).await;
    subscribe(&world, &tenant, &second, &wanted(&quick.url("/push"))).await;
    for text in ["um", "dois", "três"] {
        world.gateway.receive(tenant.tenant_id(), ANA, text).await;
        let count = quick.got().len();
        quick.until(count.max(1)).await;
    }
    world.gateway.receive(tenant.tenant_id(), RUI, "fim").await;
    let look = async {
        while words(&quick.got()).last().is_none_or(|last| last != "fim") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), look).await.expect("the other browser was told");
    assert_eq!(slow.until(1).await.len(), 1, "one at a time");
    let key = state(&world, &tenant, &second).await["publicKey"].clone();
    let world = world.restart(|_| {}).await;
    assert_eq!(state(&world, &tenant, &second).await["publicKey"], key);
    world.until(&tenant, "connected").await;
    let before = quick.got().len();
    world.gateway.receive(tenant.tenant_id(), RUI, "de volta").await;
    assert_eq!(words(&quick.until(before + 1).await).last().unwrap(), "de volta");
}
