//! What the network keeps out.

use portaria_emulator::{Emulator, EmulatorConfig, EmulatorError};

use crate::client::World;

#[tokio::test(flavor = "multi_thread")]
async fn it_listens_on_loopback_only() {
    let config = EmulatorConfig { listen: "0.0.0.0:0".parse().unwrap(), ..EmulatorConfig::default() };
    assert!(matches!(Emulator::start(config).await, Err(EmulatorError::NotLoopback(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_host_or_origin_is_turned_away() {
    let world = World::new().await;
    let http = reqwest::Client::new();
    let phones = format!("{}/control/phones", world.net.http_url());
    let here = http.get(&phones).send().await.unwrap();
    assert_eq!(here.status(), 200);
    let foreign_host = http.get(&phones).header("host", "portaria.example.com").send().await.unwrap();
    assert_eq!(foreign_host.status(), 403);
    let foreign_page =
        http.post(format!("{}/control/cut-everyone", world.net.http_url())).header("origin", "https://example.com");
    assert_eq!(foreign_page.send().await.unwrap().status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_page_is_served_from_the_same_port() {
    let world = World::new().await;
    let page = reqwest::get(world.net.http_url()).await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    let code = reqwest::get(format!("{}/page.js", world.net.http_url())).await.unwrap();
    assert!(code.headers()["content-type"].to_str().unwrap().starts_with("text/javascript"));
}
