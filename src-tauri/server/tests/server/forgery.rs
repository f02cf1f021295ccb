//! Pages of other sites ask in the name of whoever looks at them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Credential, World};

#[tokio::test]
async fn no_page_of_another_site_changes_anything_with_somebodys_cookie() {
    let world = World::start().await;
    let provider = world.provider().await;
    let tenant = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await; // invented number
    let document: Value = serde_json::from_str(&portaria_server::openapi_document()).unwrap();
    let before = world.written();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        if item["post"].is_null() {
            continue;
        }
        let who = if path.starts_with("/api/saas") { provider.clone() } else { tenant.by_cookie() };
        let path = path
            .replace("{tenantId}", &tenant.id)
            .replace("{chatId}", &tenant.chat)
            .replace("{publicId}", &tenant.public_id);
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("origin", "http://localhost:1")],
            &[("origin", "http://localhost")],
            &[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
        ] {
            let answer = world.ask(Method::POST, &who, &path, Some("{}".into()), headers).await;
            assert_eq!((answer.status, answer.code().as_str()), (403, "foreign_origin"), "{path} {headers:?}");
            tried += 1;
        }
    }
    assert!(tried > 100, "the description was empty");
    assert_eq!(world.written(), before, "something was written");
}

#[tokio::test]
async fn a_form_is_no_json() {
    let world = World::start().await;
    let provider = world.provider().await;
    let body = json!({ "name": "Padaria" }).to_string();
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", ""]
    {
        let headers = [("content-type", kind)];
        let answer = world.ask(Method::POST, &provider, "/api/saas/create-tenant", Some(body.clone()), &headers).await;
        assert_eq!(answer.code(), "unsupported_media_type", "{kind:?}");
    }
    let headers = [("content-type", "Application/JSON; charset=utf-8")];
    assert_eq!(world.ask(Method::POST, &provider, "/api/saas/create-tenant", Some(body), &headers).await.status, 201);
}

#[tokio::test]
async fn own_pages_and_programs_pass() {
    let world = World::start().await;
    let provider = world.provider().await;
    let origin = world.running.panel_url();
    for headers in
        [&[][..], &[("origin", origin.as_str()), ("sec-fetch-site", "same-origin")], &[("sec-fetch-site", "none")]]
    {
        let body = Some(json!({ "name": "Padaria" }).to_string());
        let answer = world.ask(Method::POST, &provider, "/api/saas/create-tenant", body, headers).await;
        assert_eq!(answer.status, 201, "{headers:?}: {}", answer.text);
    }
}

#[tokio::test]
async fn every_answer_forbids_what_pages_need_not() {
    let world = World::start().await;
    for path in ["/", "/client/abc", "/api/saas/me", "/nowhere", "/assets/nothing.js", "/healthz"] {
        let answer = world.get(&Credential::None, path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{path}: {policy}");
        assert!(answer.headers.get("access-control-allow-origin").is_none(), "{path}");
    }
    assert!(
        world
            .get(&Credential::None, "/client/abc")
            .await
            .header("content-security-policy")
            .contains("script-src 'self'")
    );
}

#[tokio::test]
async fn only_a_portals_own_pages_may_hear_and_ask_where_they_are() {
    let world = World::start().await;
    for path in ["/client/abc", "/client/abc/chats/x"] {
        let permissions = world.get(&Credential::None, path).await.header("permissions-policy").to_owned();
        assert!(
            ["microphone=(self)", "geolocation=(self)", "camera=()"].iter().all(|one| permissions.contains(one)),
            "{path}: {permissions}"
        );
    }
    for path in ["/", "/api/saas/me", "/api/docs", "/nowhere", "/clients"] {
        let permissions = world.get(&Credential::None, path).await.header("permissions-policy").to_owned();
        let none = ["microphone=()", "geolocation=()", "camera=()"].iter().all(|one| permissions.contains(one));
        assert!(none, "{path}: {permissions}");
    }
}
