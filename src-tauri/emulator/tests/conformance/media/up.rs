//! Uploads.

use portaria_emulator::{EmulatorConfig, EmulatorError, MediaKind, MediaLimits};
use reqwest::StatusCode;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use wacore::upload::encrypt_media_with_key;
use whatsapp_rust::download::MediaType;
use whatsapp_rust::upload::UploadOptions;

use super::{picture, sent_image};
use crate::client::{Client, World};

/// Where a file is uploaded, without TLS.
async fn place(world: &World, client: &Client, sealed: &[u8]) -> String {
    use base64::Engine as _;
    let token = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(sealed));
    let auth = client.inner.refresh_media_conn(false).await.unwrap().auth;
    format!("{}/mms/image/{token}?auth={auth}&token={token}", world.net.http_url())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_opens_what_a_client_uploaded() {
    let world = World::new().await;
    let client = world.linked().await;
    let file = picture(300_001);
    let uploaded = client.inner.upload(file.clone(), MediaType::Image, UploadOptions::new()).await.unwrap();
    assert_eq!(world.net.open_media(&sent_image(&uploaded)).unwrap(), file, "the same bytes");
    let mut lying = sent_image(&uploaded);
    lying.file_sha256[0] ^= 1;
    assert!(world.net.open_media(&lying).is_err(), "a phone checks what it was told");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_was_cut_goes_on_where_it_stopped() {
    let world = World::new().await;
    let client = world.linked().await;
    let file = picture(6 * 1024 * 1024);
    let key = [7; 32];
    let sealed = encrypt_media_with_key(&file, MediaType::Image, Some(&key)).unwrap().data_to_upload;
    let url = place(&world, &client, &sealed).await;
    let path = url.strip_prefix(&world.net.http_url()).unwrap();
    let address = world.net.http_url().strip_prefix("http://").unwrap().to_owned();
    let mut socket = TcpStream::connect(&address).await.unwrap();
    let head = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {}\r\n\r\n", sealed.len());
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(&sealed[..sealed.len() / 2]).await.unwrap();
    drop(socket);
    let cut = || world.net.media().into_iter().find(|file| !file.complete);
    let begun = crate::client::eventually("the cut upload", cut).await;
    assert!((1..sealed.len() as u64).contains(&begun.bytes), "a part of it came: {begun:?}");

    let options = UploadOptions::new().with_media_key(key);
    let uploaded = client.inner.upload(file.clone(), MediaType::Image, options.clone()).await.unwrap();
    let stored = world.net.media().pop().unwrap();
    assert_eq!(stored.received_bytes, sealed.len() as u64, "nothing was sent twice: {stored:?}");
    assert!(stored.complete);
    assert_eq!(world.net.open_media(&sent_image(&uploaded)).unwrap(), file);
    let again = client.inner.upload(file, MediaType::Image, options).await.unwrap();
    assert_eq!(again.direct_path, uploaded.direct_path, "what is there already is not sent again");
    assert_eq!(world.net.media().pop().unwrap().received_bytes, sealed.len() as u64);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_linked_device_uploads_and_only_what_the_path_names() {
    let limits = MediaLimits { largest_bytes: 10_000, ..MediaLimits::default() };
    let world = World::with(EmulatorConfig { media: limits, ..EmulatorConfig::default() }).await;
    let client = world.linked().await;
    let sealed = picture(2_000);
    let url = place(&world, &client, &sealed).await;
    let http = reqwest::Client::new();
    let post = async |url: String, body: Vec<u8>| http.post(url).body(body).send().await.unwrap().status();
    assert_eq!(post(url.replace("auth=5511", "auth=5512"), sealed.clone()).await, StatusCode::UNAUTHORIZED);
    assert_eq!(post(url.replace("auth=", "other="), sealed.clone()).await, StatusCode::UNAUTHORIZED);
    assert_eq!(post(url.clone(), picture(2_001)).await, StatusCode::BAD_REQUEST, "other bytes than the hash names");
    assert_eq!(post(url.replace("/image/", "/wallpaper/"), sealed.clone()).await, StatusCode::BAD_REQUEST);
    assert_eq!(post(url.clone(), picture(10_001)).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(post(format!("{url}&file_offset=9"), sealed.clone()).await, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(world.net.media().len(), 0, "nothing of it was kept");
    let foreign = http.post(&url).header("origin", "https://example.com").body(sealed.clone()).send().await.unwrap();
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN, "a page elsewhere");
    assert_eq!(post(url.clone(), sealed.clone()).await, StatusCode::OK);
    world.shop.unlink_all().await.unwrap();
    assert_eq!(post(url, sealed).await, StatusCode::UNAUTHORIZED, "an unlinked device's token is worth nothing");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_whose_token_ended_asks_for_another() {
    let world = World::new().await;
    let client = world.linked().await;
    let before = client.inner.refresh_media_conn(false).await.unwrap().auth;
    world.net.expire_media_tokens();
    let uploaded = client.inner.upload(picture(500), MediaType::Document, UploadOptions::new()).await.unwrap();
    assert_ne!(client.inner.refresh_media_conn(false).await.unwrap().auth, before, "it had to ask");
    assert!(uploaded.direct_path.starts_with("/v/"));
    client.leave(&world.shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_store_lets_the_oldest_go() {
    let limits = MediaLimits { store_bytes: 10_000, ..MediaLimits::default() };
    let world = World::with(EmulatorConfig { media: limits, ..EmulatorConfig::default() }).await;
    let files: Vec<_> = (1..=4).map(|number| picture(3_000 + number)).collect();
    let sent: Vec<_> = files.iter().map(|file| world.net.store_media(MediaKind::Image, file).unwrap()).collect();
    assert!(world.net.media().iter().map(|file| file.bytes).sum::<u64>() <= 10_000);
    assert!(world.net.open_media(&sent[0]).is_err(), "the oldest made room");
    assert_eq!(world.net.open_media(&sent[3]).unwrap(), files[3]);
    assert!(world.net.store_media(MediaKind::Image, &picture(10_001)).is_err(), "larger than all of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_goes_on_with_its_upload_by_itself() {
    let world = World::new().await;
    let client = world.linked().await;
    let file = picture(6 * 1024 * 1024);
    world.net.cut_next_upload(2 * 1024 * 1024);
    let uploaded = client.inner.upload(file.clone(), MediaType::Video, UploadOptions::new()).await.unwrap();
    let stored = world.net.media().pop().unwrap();
    assert_eq!(stored.received_bytes, stored.bytes, "it sent the rest and not the whole: {stored:?}");
    let sent = portaria_emulator::MediaReference { kind: MediaKind::Video, ..sent_image(&uploaded) };
    assert_eq!(world.net.open_media(&sent).unwrap(), file);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn small_files_outlive_a_restart_with_their_paths() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    let (small, large) = (picture(20_000), picture(200_000));
    let kept = world.net.store_media(MediaKind::Image, &small).unwrap();
    let expired = world.net.store_media(MediaKind::Document, &small).unwrap();
    let dropped = world.net.store_media(MediaKind::Video, &large).unwrap();
    world.net.expire_media(&expired.direct_path).unwrap();
    world.net.stop().await;
    let net = portaria_emulator::Emulator::start(config).await.unwrap();
    assert_eq!(net.open_media(&kept).unwrap(), small);
    assert!(matches!(net.open_media(&expired), Err(EmulatorError::MediaExpired)), "what had expired stays so");
    assert!(matches!(net.open_media(&dropped), Err(EmulatorError::NoSuchMedia)), "large files are of one run");
    net.stop().await;
}
