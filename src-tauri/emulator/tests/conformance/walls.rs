//! What the network keeps out.

use futures_util::{SinkExt as _, StreamExt as _};
use portaria_emulator::{Emulator, EmulatorConfig, EmulatorError};

use crate::client::{PATIENCE, SHOP, World};

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

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_on_a_socket_ends_that_socket_alone() {
    let world = World::new().await;
    let client = world.linked().await;
    for nonsense in [b"GET / HTTP/1.1".to_vec(), b"WA\x06\x03\x00\x00\x02\xFF\xFF".to_vec(), vec![0; 70_000]] {
        let (mut socket, _) = tokio_tungstenite::connect_async(world.net.ws_url()).await.unwrap();
        socket.send(tokio_tungstenite::tungstenite::Message::binary(nonsense)).await.unwrap();
        let ended = tokio::time::timeout(PATIENCE, async { while let Some(Ok(_)) = socket.next().await {} });
        ended.await.expect("the network hangs up");
    }
    world.ana.send_text(SHOP, "ainda aqui").await.unwrap();
    client.text("ainda aqui").await;
    client.stop().await;
}
