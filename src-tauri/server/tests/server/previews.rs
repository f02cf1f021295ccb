//! A text that shows what is behind its link, of a host that the provider named.

use std::io::Cursor;
use std::net::SocketAddr;

use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, response::Html};
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::world::{Answer, Tenant, World};

const CUSTOMER: &str = "5511900000077"; // invented

/// A shop's web server on this machine.
async fn shop() -> SocketAddr {
    let page = r#"<title>Loja</title><meta property="og:title" content="Bolo de cenoura">
        <meta property="og:description" content="Fofo &amp; doce"><meta property="og:image" content="/bolo.png">"#;
    let mut picture = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(640, 480, image::Rgb([200, 80, 20]))
        .write_to(&mut picture, image::ImageFormat::Png)
        .unwrap();
    let picture = picture.into_inner();
    let routes = Router::new()
        .route("/bolo", get(async move || Html(page)))
        .route("/bolo.png", get(async move || ([(CONTENT_TYPE, "image/png")], picture)))
        .route("/antigo", get(async || (StatusCode::MOVED_PERMANENTLY, [(LOCATION, "/bolo")])))
        .route("/fora", get(async || (StatusCode::FOUND, [(header::LOCATION, "http://127.0.0.1:1/bolo")])))
        .route("/tabela", get(async || ([(CONTENT_TYPE, "text/csv")], "<title>x</title>")))
        .route("/enorme", get(async || Html("x".repeat(2 * 1024 * 1024))))
        .route("/quebrado", get(async || StatusCode::INTERNAL_SERVER_ERROR.into_response()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    TaskTracker::new().spawn(async move { axum::serve(listener, routes).await });
    address
}

async fn connected(hosts: &[&str]) -> (World, Tenant) {
    let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
    let world = World::with(|config| config.link_preview_hosts = hosts).await;
    let tenant = world.connected_tenant("Padaria Sol", CUSTOMER, "oi").await;
    (world, tenant)
}

async fn send(world: &World, tenant: &Tenant, text: &str) -> Answer {
    let body = json!({ "to": CUSTOMER, "message": { "kind": "text", "text": text, "linkPreview": true } });
    world.post(&tenant.by_key(), &tenant.path("/send"), &body).await
}

#[tokio::test]
async fn a_text_shows_what_is_behind_its_link() {
    let (world, tenant) = connected(&["localhost"]).await;
    let port = shop().await.port();
    for path in ["bolo", "antigo"] {
        let link = format!("http://localhost:{port}/{path}");
        let sent = send(&world, &tenant, &format!("olha: {link}!")).await.json();
        let preview = &sent["message"]["content"]["preview"];
        let expected = json!({ "url": link, "title": "Bolo de cenoura", "description": "Fofo & doce" });
        assert_eq!(preview, &expected, "{path}");
    }
}

#[tokio::test]
async fn a_page_that_says_nothing_holds_no_text_up() {
    let (world, tenant) = connected(&["localhost"]).await;
    let port = shop().await.port();
    for path in ["fora", "tabela", "enorme", "quebrado", "nada"] {
        let sent = send(&world, &tenant, &format!("http://localhost:{port}/{path}")).await;
        assert_eq!((sent.status, &sent.json()["message"]["content"]["preview"]), (202, &Value::Null), "{path}");
    }
    let nobody = send(&world, &tenant, "http://localhost:1/").await;
    assert_eq!(nobody.status, 202, "{}", nobody.text);
}

#[tokio::test]
async fn no_page_is_looked_at_that_nobody_allowed() {
    let (world, tenant) = connected(&["loja.example"]).await;
    let port = shop().await.port();
    for text in [&format!("http://localhost:{port}/bolo"), "sem link", "http://169.254.169.254/latest"] {
        let refused = send(&world, &tenant, text).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["message.linkPreview".to_owned()]), "{text}");
    }
    assert!(world.gateway.sent().is_empty(), "nothing left");
}
