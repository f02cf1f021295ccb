//! One port speaks plain and TLS.

use std::sync::Arc;

use portaria_emulator::Emulator;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

/// Connects as a client that verifies, and that trusts this authority alone.
async fn strictly(net: &Emulator, authority: &str, name: &'static str) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let port = net.http_url().rsplit(':').next().unwrap().parse().unwrap();
    let plain = TcpStream::connect(("127.0.0.1", port)).await?;
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from(name).unwrap(), plain).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strict_client_trusts_the_authority_for_loopback_and_nothing_else() {
    let world = World::new().await;
    let told = reqwest::get(format!("{}/control/certificate", world.net.http_url())).await.unwrap();
    let authority = told.text().await.unwrap();
    assert_eq!(authority, world.net.certificate_pem(), "both entries tell the same");
    for name in ["localhost", "127.0.0.1"] {
        let mut stream = strictly(&world.net, &authority, name).await.unwrap();
        let request = "GET /control/phones HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(SHOP), "{answer}");
    }
    assert!(strictly(&world.net, &authority, "web.whatsapp.com").await.is_err(), "it is nobody else");
    let other = World::with(portaria_emulator::EmulatorConfig { seed: 2, ..Default::default() }).await;
    assert!(strictly(&world.net, &other.net.certificate_pem(), "localhost").await.is_err(), "another authority");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_lives_on_a_socket_over_tls() {
    let world = World::new().await;
    let client = Client::start_at(&world.net.wss_url(), Arc::default()).await;
    world.shop.scan(&client.qr_code().await).await.unwrap();
    client.connected().await;
    world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
    client.send(ANA, "por TLS").await;
    world.ana.wait_for_text(SHOP, "por TLS", PATIENCE).await.unwrap();
    world.ana.send_text(SHOP, "também").await.unwrap();
    client.text("também").await;
    client.stop().await;
}
