//! What an API key may do, until when, and from where.

use std::time::Duration;

use portaria_server::ServerConfig;
use reqwest::Method;
use serde_json::{Value, json};

use crate::crossing::{self, Call};
use crate::world::socket::{Entry, ticket};
use crate::world::{Answer, Credential, Socket, Tenant, World};

const HOUR_MS: i64 = 60 * 60 * 1_000;
/// A proxy speaks for callers in these tests, which come from loopback.
const PUBLIC: (&str, &str) = ("host", "zap.example.com");

fn behind_a_proxy(config: &mut ServerConfig) {
    config.public_url = Some("https://zap.example.com".parse().unwrap());
    config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
}

/// Makes a key in the panel of a tenant, a moment after the one before.
async fn make(world: &World, tenant: &Tenant, body: &Value) -> Credential {
    world.clock.advance(1);
    let answer = world.post(&tenant.by_cookie(), &tenant.path("/api-keys"), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    Credential::Key(answer.json()["apiKey"].as_str().unwrap().to_owned())
}

/// Makes a key of the provider's.
async fn make_providers(world: &World, provider: &Credential, body: &Value) -> Credential {
    let answer = world.post(provider, "/api/saas/api-keys", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    Credential::Key(answer.json()["apiKey"].as_str().unwrap().to_owned())
}

async fn list(world: &World, tenant: &Tenant) -> Value {
    world.get(&tenant.by_cookie(), &tenant.path("/api-keys")).await.json()
}

/// As RFC 3339 has it, so many milliseconds from now.
fn in_ms(world: &World, ms: i64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(world.now_ms() + ms).unwrap();
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// The same request as if a proxy passed it on for `from`.
async fn from(world: &World, who: &Credential, from: &str, method: Method, path: &str) -> Answer {
    let body = (method == Method::POST).then(|| json!({}).to_string());
    let headers = [PUBLIC, ("x-forwarded-for", from)];
    world.ask(method, who, path, body, &headers).await
}

/// Every set of scopes that lacks one of those that are needed, and the set that is enough.
async fn scopes_of_every_route(world: &World, name: &str, all: &[&str], tenant: &Tenant, provider: &Credential) {
    let key = async |tenant: &Tenant, scopes: &[&str]| {
        let body = json!({ "label": scopes.join(" "), "scopes": scopes });
        match name {
            "tenantKey" => make(world, tenant, &body).await,
            _ => make_providers(world, provider, &body).await,
        }
    };
    let mut lacking = Vec::new();
    for scope in all {
        let others: Vec<_> = all.iter().copied().filter(|other| other != scope).collect();
        lacking.push((*scope, key(tenant, &others).await));
    }
    let calls = || crossing::calls(tenant, &tenant.chat).into_iter();
    let calls: Vec<(Call, Vec<String>)> = calls()
        .filter_map(|call| {
            let (whose, scopes) = call.key.clone()?;
            // At addresses that need none at first, what is done asks for its scope: `mcp` looks at that.
            (whose == name && !scopes.is_empty()).then_some((call, scopes))
        })
        .collect();
    assert!(calls.len() > 30, "the description lost its routes");
    // The hour of a key's first use is noted.
    let first = if name == "tenantKey" { tenant.path("/status") } else { "/api/saas/me".to_owned() };
    for (_, who) in &lacking {
        world.get(who, &first).await;
    }
    let before = (world.written(), world.gateway.sent().len(), world.gateway.openings());
    for (call, scopes) in &calls {
        for (scope, who) in lacking.iter().filter(|(scope, _)| scopes.iter().any(|needed| needed == scope)) {
            let answer = crossing::call(world, call, who).await;
            let what = format!("{} {} without {scope}: {}", call.method, call.path, answer.text);
            assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"), "{what}");
        }
    }
    let after = (world.written(), world.gateway.sent().len(), world.gateway.openings());
    assert_eq!(after, before, "something was done by a key that may not");
    // The other side of the guard: exactly what is needed, and nothing besides.
    let ends = ["/logout", "/delete", "/leave"];
    let (last, first): (Vec<_>, Vec<_>) =
        calls.iter().partition(|(call, _)| ends.iter().any(|end| call.path.ends_with(end)));
    for (call, scopes) in first.into_iter().chain(last) {
        let who = key(&again(world, name, tenant).await, &scopes.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let answer = crossing::call(world, call, &who).await;
        let what = format!("{} {} with {scopes:?}: {}", call.method, call.path, answer.text);
        assert!(!matches!(answer.status, 401 | 403 | 500..), "{what}");
        let Credential::Key(text) = &who else { unreachable!() };
        // Some of them end logins.
        revoke(world, name, text, &again(world, name, tenant).await, provider).await;
    }
}

/// The tenant in a browser in which its link was opened just now; the provider ends links, and keys of its own.
async fn again(world: &World, name: &str, tenant: &Tenant) -> Tenant {
    match name {
        "tenantKey" => Tenant { cookie: world.open_link(tenant).await.cookie(), ..tenant.clone() },
        _ => tenant.clone(),
    }
}

async fn revoke(world: &World, name: &str, key: &str, tenant: &Tenant, provider: &Credential) {
    let (who, path) = match name {
        "tenantKey" => (tenant.by_cookie(), tenant.path("/api-keys")),
        _ => (provider.clone(), "/api/saas/api-keys".to_owned()),
    };
    let listed = world.get(&who, &path).await.json();
    let keys = listed.as_array().unwrap();
    let id = keys.iter().find(|listed| key.starts_with(listed["prefix"].as_str().unwrap())).unwrap()["id"].clone();
    let answer = world.post(&who, &format!("{path}/{}/revoke", id.as_str().unwrap()), &json!({})).await;
    assert!(matches!(answer.status, 200 | 204), "{}", answer.text);
}

#[tokio::test]
async fn each_route_of_a_tenant_needs_each_of_its_scopes_and_no_other() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented
    let provider = world.provider().await;
    // What is entered for the first search.
    world.get(&tenant.by_key(), &tenant.path("/messages")).await;
    scopes_of_every_route(&world, "tenantKey", &["read", "send", "control", "media"], &tenant, &provider).await;
}

#[tokio::test]
async fn each_route_of_the_provider_needs_each_of_its_scopes_and_no_other() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented
    let provider = world.provider().await;
    scopes_of_every_route(&world, "providerKey", &["read", "control", "secrets"], &tenant, &provider).await;
}

#[tokio::test]
async fn a_tenant_makes_a_key_that_may_only_read_and_it_is_listed_as_it_was_made() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented
    let end = in_ms(&world, HOUR_MS);
    let body = json!({
        "label": "  Painel da TV ", "scopes": ["read", "read"], "expiresAt": end,
        "allowedAddresses": ["127.0.0.1", "10.0.0.0/8", " ::ffff:127.0.0.1 "],
    });
    let reads = make(&world, &tenant, &body).await;
    assert_eq!(world.get(&reads, &tenant.path("/chats")).await.status, 200);
    let sent = world.post(&reads, &tenant.path("/send"), &json!({ "to": "5511900000002", "text": "oi" })).await;
    assert_eq!((sent.status, sent.code().as_str()), (403, "forbidden"));
    assert!(world.gateway.sent().is_empty());

    let listed = list(&world, &tenant).await;
    let key = &listed[0];
    assert_eq!(key["label"], "Painel da TV");
    assert_eq!(key["scopes"], json!(["read"]));
    assert_eq!(key["expiresAt"], end);
    assert_eq!(key["expiresAtMs"], world.now_ms() - 1 + HOUR_MS);
    assert_eq!(key["allowedAddresses"], json!(["127.0.0.1", "10.0.0.0/8"]));
    assert_eq!(key["usedAtMs"], world.now_ms());
    // The one that came with the tenant may do everything, for ever and from everywhere.
    assert_eq!(listed[1]["scopes"], json!(["read", "send", "control", "media"]));
    assert_eq!((&listed[1]["expiresAt"], &listed[1]["allowedAddresses"]), (&Value::Null, &json!([])));
    // The provider sees the same, and no key makes, lists or ends one.
    let of_provider = format!("/api/saas/tenants/{}/api-keys", tenant.id);
    assert_eq!(world.get(&world.provider().await, &of_provider).await.json(), listed);
    for who in [&reads, &tenant.by_key()] {
        assert_eq!(world.get(who, &tenant.path("/api-keys")).await.code(), "forbidden");
        assert_eq!(world.post(who, &tenant.path("/api-keys"), &json!({ "label": "x" })).await.code(), "forbidden");
    }
    let mut listening = Socket::open(&world, &reads, &tenant.path("/socket-ticket")).await;
    let revoke = tenant.path(&format!("/api-keys/{}/revoke", key["id"].as_str().unwrap()));
    assert_eq!(world.post(&tenant.by_cookie(), &revoke, &json!({})).await.status, 204);
    listening.closed().await;
    assert_eq!(world.get(&reads, &tenant.path("/chats")).await.code(), "unauthorized");
    assert_eq!(list(&world, &tenant).await.as_array().unwrap().len(), 1);
    assert_eq!(world.get(&tenant.by_key(), &tenant.path("/chats")).await.status, 200, "the other goes on");
}

#[tokio::test]
async fn a_key_of_another_tenant_is_not_there_to_be_ended() {
    let world = World::start().await;
    let (a, b) = (world.tenant("Adega").await, world.tenant("Bistro").await);
    let provider = world.provider().await;
    let of_b = list(&world, &b).await[0]["id"].as_str().unwrap().to_owned();
    let own = world.post(&provider, "/api/saas/api-keys", &json!({ "label": "x" })).await;
    assert_eq!(own.status, 201);
    let of_provider = world.get(&provider, "/api/saas/api-keys").await.json()[0]["id"].as_str().unwrap().to_owned();
    for id in [of_b.as_str(), of_provider.as_str(), "nothing", "%FF"] {
        let path = a.path(&format!("/api-keys/{id}/revoke"));
        assert_eq!(world.post(&a.by_cookie(), &path, &json!({})).await.status, 404, "{id}");
        let path = format!("/api/saas/tenants/{}/api-keys/{id}/revoke", a.id);
        assert_eq!(world.post(&provider, &path, &json!({})).await.status, 404, "{id}");
    }
    assert_eq!(world.get(&b.by_key(), &b.path("/status")).await.status, 200);
}

#[tokio::test]
async fn a_key_opens_until_its_time_is_over_and_then_nothing_that_it_opened_stays_open() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented
    let provider = world.provider().await;
    let until = json!({ "label": "visita", "expiresAt": in_ms(&world, HOUR_MS + 1) });
    let key = make(&world, &tenant, &until).await;
    let providers = make_providers(&world, &provider, &until).await;
    let kept = world.post(&key, &tenant.path("/media"), &json!({})).await.json();
    let media = kept["id"].as_str().unwrap();
    let signed = world.post(&key, &tenant.path(&format!("/media/{media}/url")), &json!({})).await.json();
    let signed = signed["url"].as_str().unwrap();
    assert_eq!(world.get(&Credential::None, signed).await.status, 200);
    let mut of_key = Socket::open(&world, &key, &tenant.path("/socket-ticket")).await;
    let mut of_provider = Socket::open(&world, &providers, "/api/saas/socket-ticket").await;
    let mut of_other = Socket::open(&world, &tenant.by_key(), &tenant.path("/socket-ticket")).await;
    let unused = ticket(&world, &key, &tenant.path("/socket-ticket")).await;
    world.clock.advance(HOUR_MS - 1);
    assert_eq!(world.get(&key, &tenant.path("/status")).await.status, 200, "a moment before");
    // So that the addresses and tickets are not over by themselves.
    let signed_late = world.post(&key, &tenant.path(&format!("/media/{media}/url")), &json!({})).await.json();
    let ticket_late = ticket(&world, &key, &tenant.path("/socket-ticket")).await;

    world.clock.advance(1);
    for socket in [&mut of_key, &mut of_provider] {
        let took = socket.closed().await;
        assert!(took < Duration::from_secs(1), "{took:?}");
    }
    for path in ["/status", "/webhooks", "/chats", &format!("/media/{media}")] {
        let answer = world.get(&key, &tenant.path(path)).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "key_expired"), "{path}: {}", answer.text);
        assert!(answer.json()["detail"].as_str().unwrap().contains("another key"), "it says what to do");
    }
    for (who, path) in [(&key, tenant.path("/socket-ticket")), (&key, "/api/mcp".into()), (&key, tenant.path("/send"))]
    {
        assert_eq!(world.post(who, &path, &json!({})).await.code(), "key_expired", "{path}");
    }
    assert_eq!(world.get(&providers, "/api/saas/tenants").await.code(), "key_expired");
    assert_eq!(world.get(&Credential::None, signed_late["url"].as_str().unwrap()).await.status, 403);
    for ticket in [unused, ticket_late] {
        let entered = Socket::transport(&world, &[]).await.unwrap().enter(&json!({ "ticket": ticket })).await;
        assert_eq!(entered, Entry::Refused("ticket_invalid".into()));
    }
    // Only who has the whole key learns that there was one.
    let Credential::Key(text) = &key else { unreachable!() };
    let guessed = Credential::Key(format!("{}{}", &text[..13], "A".repeat(43)));
    assert_eq!(world.get(&guessed, &tenant.path("/status")).await.code(), "unauthorized");
    world.gateway.receive(tenant.tenant_id(), "5511900000007", "ainda aí?").await;
    of_other.fact("message.received").await;
    // It stays in the list until somebody ends it; and a program does not come back by the clock being set back.
    assert_eq!(list(&world, &tenant).await[0]["label"], "visita");
}

#[tokio::test]
async fn a_key_that_is_bound_to_addresses_opens_from_no_other() {
    let world = World::with(behind_a_proxy).await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented
    let provider = world.provider().await;
    let bound = json!({ "label": "loja", "allowedAddresses": ["198.51.100.7", "2001:db8:1::/48"] });
    let key = make(&world, &tenant, &bound).await;
    for address in ["198.51.100.7", "::ffff:198.51.100.7", "198.51.100.7:4711", "2001:db8:1:2:3::4"] {
        let answer = from(&world, &key, address, Method::GET, &tenant.path("/status")).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.text);
    }
    let all = [
        (Method::GET, tenant.path("/status")),
        (Method::GET, tenant.path("/webhooks")),
        (Method::POST, tenant.path("/media")),
        (Method::POST, tenant.path("/socket-ticket")),
        (Method::POST, "/api/mcp".to_owned()),
    ];
    for address in ["198.51.100.8", "2001:db8:2::1", "203.0.113.9"] {
        for (method, path) in &all {
            let answer = from(&world, &key, address, method.clone(), path).await;
            assert_eq!((answer.status, answer.code().as_str()), (403, "key_elsewhere"), "{address} {path}");
            assert!(answer.json()["detail"].as_str().unwrap().contains(address), "it says from where: {}", answer.text);
        }
    }
    // Who is not behind the proxy says nothing that counts, and a program here that brings everybody is no address.
    let here = world.ask(Method::GET, &key, &tenant.path("/status"), None, &[("x-forwarded-for", "x")]).await;
    assert_eq!(here.code(), "key_elsewhere");
    let loopback = make(&world, &tenant, &json!({ "label": "aqui", "allowedAddresses": ["127.0.0.0/8"] })).await;
    assert_eq!(world.get(&loopback, &tenant.path("/status")).await.status, 200, "this machine");
    let through = world.ask(Method::GET, &loopback, &tenant.path("/status"), None, &[PUBLIC]).await;
    assert_eq!(through.code(), "key_elsewhere", "{}", through.text);
    // A ticket opens a socket from there alone, too.
    let path = tenant.path("/socket-ticket");
    for (address, entry) in
        [("198.51.100.8", Entry::Refused("key_elsewhere".into())), ("198.51.100.7", Entry::Admitted)]
    {
        let ticket = from(&world, &key, "198.51.100.7", Method::POST, &path).await.json()["ticket"].clone();
        let mut socket = Socket::transport(&world, &[("x-forwarded-for", address)]).await.unwrap();
        assert_eq!(socket.enter(&json!({ "ticket": ticket })).await, entry, "{address}");
    }
    // The provider's keys alike.
    let providers = make_providers(&world, &provider, &bound).await;
    let answer = world.get(&providers, "/api/saas/tenants").await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "key_elsewhere"), "{}", answer.text);
    // The use that was refused is none.
    let listed = world.get(&provider, "/api/saas/api-keys").await.json();
    assert_eq!(listed[0]["usedAtMs"], Value::Null);
}

#[tokio::test]
async fn what_is_wrong_with_a_keys_terms_is_said_for_each_of_them_and_no_key_is_made() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let provider = world.provider().await;
    let paths = [
        (tenant.by_cookie(), tenant.path("/api-keys")),
        (provider.clone(), format!("/api/saas/tenants/{}/api-keys", tenant.id)),
        (provider.clone(), "/api/saas/api-keys".to_owned()),
    ];
    let many: Vec<_> = (0..51).map(|index| format!("10.0.0.{index}")).collect();
    for (who, path) in &paths {
        for (field, value, told) in [
            ("scopes", json!([]), "scopes"),
            ("scopes", json!(["read", "everything"]), "scopes.1"),
            ("scopes", json!(["READ"]), "scopes.0"),
            ("expiresAt", json!("amanhã"), "expiresAt"),
            ("expiresAt", json!("2020-01-01T00:00:00Z"), "expiresAt"),
            ("expiresAt", json!("2999-01-01T00:00:00Z"), "expiresAt"),
            ("allowedAddresses", json!(["10.0.0.1", "10.0.0.0/33"]), "allowedAddresses.1"),
            ("allowedAddresses", json!(["shop.example.com"]), "allowedAddresses.0"),
            ("allowedAddresses", json!(many), "allowedAddresses"),
        ] {
            let mut body = json!({ "label": "x" });
            body[field] = value.clone();
            let answer = world.post(who, path, &body).await;
            assert_eq!((answer.status, answer.fields()), (422, vec![told.to_owned()]), "{path} {value}");
        }
        let all = json!({ "label": "", "scopes": [], "expiresAt": "x", "allowedAddresses": ["x", "y"] });
        let told = world.post(who, path, &all).await.fields();
        assert_eq!(told, ["label", "scopes", "expiresAt", "allowedAddresses.0", "allowedAddresses.1"]);
    }
    for scope in ["send", "media"] {
        let body = json!({ "label": "x", "scopes": [scope] });
        assert_eq!(world.post(&provider, "/api/saas/api-keys", &body).await.fields(), ["scopes.0"]);
    }
    let body = json!({ "label": "x", "scopes": ["secrets"] });
    assert_eq!(world.post(&tenant.by_cookie(), &tenant.path("/api-keys"), &body).await.fields(), ["scopes.0"]);
    assert_eq!(list(&world, &tenant).await.as_array().unwrap().len(), 1);
    assert_eq!(world.get(&provider, "/api/saas/api-keys").await.json(), json!([]));
}

#[tokio::test]
async fn the_hundred_and_first_key_is_refused_with_what_to_do() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    for index in 1..100 {
        make(&world, &tenant, &json!({ "label": index.to_string() })).await;
    }
    let refused = world.post(&tenant.by_cookie(), &tenant.path("/api-keys"), &json!({ "label": "mais uma" })).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "too_many_keys"));
    let renewed = format!("/api/saas/tenants/{}/api-key", tenant.id);
    assert_eq!(world.post(&world.provider().await, &renewed, &json!({})).await.status, 201, "which ends the others");
    assert_eq!(list(&world, &tenant).await.as_array().unwrap().len(), 1);
}
