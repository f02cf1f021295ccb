//! What the account shows of itself, and where its panel is open.

use std::time::Duration;

use portaria_whatsapp::ProfileChange;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Credential, Socket, Tenant, World};

/// A small picture, which is no square.
fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(64, 48).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn uploaded(world: &World, tenant: &Tenant, file: Vec<u8>) -> String {
    let headers = [("content-type", "application/octet-stream")];
    let kept = world.ask_bytes(Method::POST, &tenant.by_key(), &tenant.path("/media"), Some(file), &headers).await;
    kept.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_account_changes_its_name_what_it_says_and_its_picture() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented number
    let path = tenant.path("/profile");
    let changed = world.post(&tenant.by_key(), &path, &json!({ "name": "Padaria Sol", "about": "Pão às 6h" })).await;
    assert_eq!((changed.status, &changed.json()["isVerified"]), (200, &json!(false)), "{}", changed.text);
    let portal = world.get(&tenant.by_key(), &tenant.path("")).await.json();
    assert_eq!(portal["account"]["pushName"], "Padaria Sol");
    let kept = uploaded(&world, &tenant, picture()).await;
    let body = json!({ "pictureMediaId": kept });
    assert_eq!(world.post(&tenant.by_key(), &path, &body).await.status, 200);
    assert_eq!(world.post(&tenant.by_key(), &path, &json!({ "pictureMediaId": "" })).await.status, 200);
    let changes = world.gateway.profile_changes();
    let [
        ProfileChange::Name(name),
        ProfileChange::About(about),
        ProfileChange::Picture(Some(jpeg)),
        ProfileChange::Picture(None),
    ] = &changes[..]
    else {
        panic!("{changes:?}")
    };
    assert_eq!((name.as_str(), about.as_str()), ("Padaria Sol", "Pão às 6h"));
    let shown = image::load_from_memory_with_format(jpeg, image::ImageFormat::Jpeg).unwrap();
    assert_eq!(shown.width(), shown.height(), "WhatsApp shows squares");
    for (bad, field) in [
        (json!({ "name": " " }), "name"),
        (json!({ "name": "x".repeat(26) }), "name"),
        (json!({ "about": "x".repeat(140) }), "about"),
        (json!({ "pictureMediaId": "x" }), "pictureMediaId"),
    ] {
        assert_eq!(world.post(&tenant.by_key(), &path, &bad).await.fields(), [field], "{bad}");
    }
    let text = uploaded(&world, &tenant, b"oi".to_vec()).await;
    let refused = world.post(&tenant.by_key(), &path, &json!({ "pictureMediaId": text })).await;
    assert_eq!(refused.code(), "unfit_file");
}

/// The login that a credential is.
async fn this_login(world: &World, tenant: &Tenant, who: &Credential) -> Value {
    let logins = world.get(who, &tenant.path("/logins")).await.json();
    logins.as_array().unwrap().iter().find(|login| login["isThis"] == true).unwrap().clone()
}

#[tokio::test]
async fn a_browser_in_which_the_panel_is_open_is_shown_and_ended_from_another() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented number
    let path = format!("/client/{}/login", tenant.public_id);
    let secret = json!({ "secret": tenant.secret }).to_string();
    let agent = [("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0")];
    let other = world.ask(Method::POST, &Credential::None, &path, Some(secret), &agent).await;
    let other = Credential::Cookie(other.cookie());
    let mut socket = Socket::open(&world, &other, &tenant.path("/socket-ticket")).await;
    let list = tenant.path("/logins");
    let logins = world.get(&tenant.by_cookie(), &list).await.json();
    let this: Vec<&Value> = logins.as_array().unwrap().iter().filter(|login| login["isThis"] == true).collect();
    assert_eq!((logins.as_array().unwrap().len(), this.len()), (2, 1), "{logins}");
    let theirs = this_login(&world, &tenant, &other).await;
    assert_eq!(theirs["browser"], "Firefox, Linux");
    let one = tenant.path(&format!("/logins/{}", theirs["id"].as_str().unwrap()));
    assert_eq!(world.ask(Method::DELETE, &tenant.by_cookie(), &one, None, &[]).await.status, 204);
    assert!(socket.closed().await < Duration::from_secs(1));
    assert_eq!(world.get(&other, &list).await.status, 401, "its login is over");
    assert_eq!(world.ask(Method::DELETE, &tenant.by_cookie(), &one, None, &[]).await.status, 404);
    assert_eq!(world.get(&tenant.by_cookie(), &list).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn all_other_browsers_are_ended_at_once_and_none_of_another_tenant() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let neighbour = world.tenant("Adega").await;
    let one = Credential::Cookie(world.open_link(&tenant).await.cookie());
    let two = Credential::Cookie(world.open_link(&tenant).await.cookie());
    let mut socket = Socket::open(&world, &two, &tenant.path("/socket-ticket")).await;
    let list = tenant.path("/logins");
    assert_eq!(world.ask(Method::DELETE, &one, &list, None, &[]).await.status, 204);
    assert!(socket.closed().await < Duration::from_secs(1));
    for (who, status) in [(&one, 200), (&two, 401), (&tenant.by_cookie(), 401)] {
        assert_eq!(world.get(who, &list).await.status, status);
    }
    let theirs = this_login(&world, &neighbour, &neighbour.by_cookie()).await;
    let crossed = tenant.path(&format!("/logins/{}", theirs["id"].as_str().unwrap()));
    assert_eq!(world.ask(Method::DELETE, &one, &crossed, None, &[]).await.status, 404);
    assert_eq!(world.get(&neighbour.by_cookie(), &neighbour.path("/logins")).await.status, 200);
}
