//! Addresses that open a file without a credential.

use image::ImageFormat;
use serde_json::json;

use super::made::{noise, picture};
use super::{connected, sign, upload, uploaded};
use crate::world::{Credential, World};

#[tokio::test]
async fn a_signed_address_opens_its_file_and_no_other_until_its_time_is_over() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let file = picture(ImageFormat::Png);
    let id = uploaded(&world, &tenant, &file, Some("foto.png")).await;
    let other_file = uploaded(&world, &tenant, &noise(10), None).await;
    let other = world.tenant("Loja Lua").await;
    let of_other = upload(&world, &other, &file, None).await.json()["id"].as_str().unwrap().to_owned();
    let url = sign(&world, &tenant.by_key(), &tenant, &id).await;
    let open = async |url: &str| world.get(&Credential::None, url).await;

    let opened = open(&url).await;
    assert_eq!((opened.status, &opened.bytes, opened.header("content-type")), (200, &file, "image/png"));
    let saved = open(&format!("{url}&download=true")).await;
    assert_eq!(saved.header("content-disposition"), "attachment; filename*=UTF-8''foto.png");
    let range = [("range", "bytes=0-3")];
    let part = world.ask(reqwest::Method::GET, &Credential::None, &url, None, &range).await;
    assert_eq!((part.status, &part.bytes[..]), (206, &file[..4]), "players ask for parts");

    let (expires, by) = (value(&url, "expires"), value(&url, "by"));
    let signature = value(&url, "signature");
    let later = (expires.parse::<i64>().unwrap() + 1).to_string();
    let flipped = if signature.starts_with('A') { "B" } else { "A" }.to_owned() + &signature[1..];
    let of_login = sign(&world, &tenant.by_cookie(), &tenant, &id).await;
    for edited in [
        url.replace(&format!("expires={expires}"), &format!("expires={later}")),
        url.replace(&format!("signature={signature}"), &format!("signature={flipped}")),
        url.replace(&format!("signature={signature}"), "signature="),
        url.replace(&format!("by={by}"), &format!("by={}", value(&of_login, "by"))),
        url.replace(&id, &other_file),
        url.replace(&id, "01890000-0000-7000-8000-000000000000"),
        url.replace(&tenant.id, &other.id),
        url.replace(&tenant.id, &other.id).replace(&id, &of_other),
        url.replace(&tenant.id, "nobody"),
    ] {
        assert_ne!(edited, url, "nothing was edited");
        assert_eq!(open(&edited).await.code(), "forbidden", "{edited}");
    }
    let bare = url.split_once('?').unwrap().0;
    assert_ne!(open(bare).await.status, 200, "without a signature");
    assert_eq!(open(&tenant.path(&format!("/media/{id}"))).await.status, 401, "the plain address stays shut");

    world.clock.advance(5 * 60 * 1000 - 1);
    assert_eq!(open(&url).await.status, 200);
    world.clock.advance(1);
    assert_eq!(open(&url).await.code(), "forbidden", "its five minutes are over");
}

#[tokio::test]
async fn what_was_signed_closes_with_the_credential_that_asked() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let provider = world.provider().await;
    let id = uploaded(&world, &tenant, b"oi", None).await;
    let open = async |url: &str| world.get(&Credential::None, url).await.status;
    let by_link = sign(&world, &tenant.by_cookie(), &tenant, &id).await;
    let by_key = sign(&world, &tenant.by_key(), &tenant, &id).await;
    assert_eq!((open(&by_link).await, open(&by_key).await), (200, 200));

    let rotate = format!("/api/saas/tenants/{}/link/rotate", tenant.id);
    assert_eq!(world.post(&provider, &rotate, &json!({})).await.status, 200);
    assert_eq!((open(&by_link).await, open(&by_key).await), (403, 200), "another link, and the key goes on");

    let renew = format!("/api/saas/tenants/{}/api-key", tenant.id);
    let renewed = world.post(&provider, &renew, &json!({})).await;
    assert!(renewed.status < 300, "{}", renewed.text);
    assert_eq!(open(&by_key).await, 403, "the key is another one");
}

#[tokio::test]
async fn only_who_may_read_a_file_can_have_it_signed() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let other = world.tenant("Loja Lua").await;
    let id = uploaded(&world, &tenant, b"oi", None).await;
    let ask = async |who: &Credential, path: String| world.post(who, &path, &json!({})).await.status;
    assert_eq!(ask(&Credential::None, tenant.path(&format!("/media/{id}/url"))).await, 401);
    assert_eq!(ask(&other.by_key(), tenant.path(&format!("/media/{id}/url"))).await, 404);
    assert_eq!(ask(&other.by_key(), other.path(&format!("/media/{id}/url"))).await, 404);
}

fn value(url: &str, name: &str) -> String {
    let query = url.split_once('?').unwrap().1;
    let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    pair.unwrap_or_else(|| panic!("no {name} in {url}")).to_owned()
}
