//! The page that was logged in, and other programs of the same host that are sent its cookies.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Credential, Tenant, World};

/// A login as another program of the host has it: the cookie, and nothing of the page.
fn cookie_alone(login: &str) -> Credential {
    Credential::Cookie(login.split('#').next().unwrap().to_owned())
}

/// The two parts of what the page has.
fn proofs(login: &str) -> (String, String) {
    let (page, view) = login.split_once('#').unwrap().1.split_once('.').unwrap();
    (page.to_owned(), view.to_owned())
}

#[tokio::test]
async fn a_cookie_without_its_page_opens_nothing() {
    let world = World::start().await;
    let Credential::Cookie(admin) = world.provider().await else { unreachable!() };
    let tenant = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await; // invented number
    let other = world.tenant("Adega").await;
    let document: Value = serde_json::from_str(&portaria_server::openapi_document()).unwrap();
    let before = world.written();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if !operation["security"].to_string().contains("Cookie") {
                continue;
            }
            let login = if path.starts_with("/api/saas") { &admin } else { &tenant.cookie };
            let path = path.replace("{tenantId}", &tenant.id).replace("{chatId}", &tenant.chat);
            let method: Method = method.to_uppercase().parse().unwrap();
            let body = (method == Method::POST).then(|| "{}".to_owned());
            let (page, view) = proofs(login);
            let (of_other, _) = proofs(&other.cookie);
            for wrong in [
                "",
                &view,
                &of_other,
                &page[..42],
                &page.replace(&page[..1], if page.starts_with('_') { "-" } else { "_" }),
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            ] {
                let headers: &[(&str, &str)] = if wrong.is_empty() { &[] } else { &[("portaria-page", wrong)] };
                let answer = world.ask(method.clone(), &cookie_alone(login), &path, body.clone(), headers).await;
                assert_eq!(answer.status, 401, "{method} {path} with {wrong:?}: {}", answer.text);
                tried += 1;
            }
            // The page's proof in an address is none, nor is that of pictures where no picture is.
            for name in ["view", "page", "portaria-page"] {
                let addressed = format!("{path}?{name}={page}");
                let answer = world.ask(method.clone(), &cookie_alone(login), &addressed, body.clone(), &[]).await;
                assert_eq!(answer.status, 401, "{method} {addressed}");
            }
        }
    }
    assert!(tried > 200, "the description was empty");
    assert_eq!(world.written(), before, "something was written");
    assert_eq!(world.get(&tenant.by_cookie(), &tenant.path("/status")).await.status, 200, "the page itself");
    assert_eq!(world.get(&Credential::Cookie(admin), "/api/saas/me").await.status, 200, "the panel itself");
}

#[tokio::test]
async fn pictures_show_by_an_address_that_opens_nothing_else() {
    let world = World::start().await;
    let tenant: Tenant = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await; // invented number
    let picture = b"%PDF-1.7\n".to_vec();
    let uploaded = world.ask_bytes(Method::POST, &tenant.by_key(), &tenant.path("/media"), Some(picture), &[]).await;
    let path = tenant.path(&format!("/media/{}", uploaded.json()["id"].as_str().unwrap()));
    let (page, view) = proofs(&tenant.cookie);
    let alone = cookie_alone(&tenant.cookie);
    for end in [format!("?view={view}"), format!("?download=true&view={view}")] {
        assert_eq!(world.get(&alone, &format!("{path}{end}")).await.status, 200, "{end}");
        assert_eq!(world.get(&Credential::None, &format!("{path}{end}")).await.status, 401, "{end} without the cookie");
    }
    for end in ["", "?download=true", "?view=", &format!("?view={page}")] {
        assert_eq!(world.get(&alone, &format!("{path}{end}")).await.status, 401, "{end}");
    }
    // Nobody here shows theirs, which only the page is told.
    for shown in ["/profile/picture".to_owned(), format!("/chats/{}/picture", tenant.chat)] {
        let path = tenant.path(&shown);
        assert_eq!(world.get(&alone, &format!("{path}?4711&view={view}")).await.status, 404, "{shown}");
        assert_eq!(world.get(&alone, &format!("{path}?4711")).await.status, 401, "{shown} without the proof");
    }
    for other in ["/status", "/chats", "", "/events"] {
        assert_eq!(world.get(&alone, &format!("{}?view={view}", tenant.path(other))).await.status, 401, "{other}");
    }
    for (method, deed) in [(Method::POST, format!("{path}/fetch")), (Method::POST, format!("{path}/url"))] {
        assert_eq!(world.ask(method, &alone, &format!("{deed}?view={view}"), None, &[]).await.status, 401, "{deed}");
    }
    // What was proved ends with its login.
    world.post(&tenant.by_cookie(), &tenant.path("/leave"), &json!({})).await;
    assert_eq!(world.get(&alone, &format!("{path}?view={view}")).await.status, 401);
}

#[tokio::test]
async fn an_encrypted_public_address_says_that_it_stays_so_and_no_other_does() {
    let world = World::with(|config| config.public_url = Some("https://zap.example.com".parse().unwrap())).await;
    for path in ["/healthz", "/client/abc", "/nowhere", "/api/whatsapp/x/status"] {
        let public = world.ask(Method::GET, &Credential::None, path, None, &[("host", "zap.example.com")]).await;
        assert!(public.header("strict-transport-security").starts_with("max-age="), "{path}");
        let here = world.get(&Credential::None, path).await;
        assert_eq!(here.header("strict-transport-security"), "", "{path}: this machine speaks without encryption");
    }
    let plain = World::with(|config| config.public_url = Some("http://zap.example.com".parse().unwrap())).await;
    let answer = plain.ask(Method::GET, &Credential::None, "/healthz", None, &[("host", "zap.example.com")]).await;
    assert_eq!(answer.header("strict-transport-security"), "");
}
