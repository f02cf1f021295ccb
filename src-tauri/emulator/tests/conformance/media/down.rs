//! Downloads.

use portaria_emulator::{EmulatorConfig, EmulatorError, MediaKind, MediaLimits};
use reqwest::StatusCode;
use reqwest::header::{ACCEPT_RANGES, CONTENT_RANGE, RANGE};
use whatsapp_rust::ErrorChainExt as _;

use super::{image, picture};
use crate::client::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_client_opens_what_a_phone_uploaded() {
    let world = World::new().await;
    let client = world.linked().await;
    for length in [0, 1, 15, 16, 65_536, 300_001] {
        let file = picture(length);
        let sent = world.net.store_media(MediaKind::Image, &file).unwrap();
        assert_eq!(client.inner.download_from_params(&image(&sent)).await.unwrap(), file, "{length} bytes");
        let written =
            client.inner.download_from_params_to_writer(&image(&sent), std::io::Cursor::new(Vec::new())).await.unwrap();
        assert_eq!(written.into_inner(), file, "{length} bytes, streamed");
    }
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_file_can_be_had() {
    let world = World::new().await;
    let sent = world.net.store_media(MediaKind::Video, &picture(5_000)).unwrap();
    let url = sent.url.replace("https://", "http://");
    let http = reqwest::Client::new();
    let whole = http.get(&url).send().await.unwrap();
    assert_eq!((whole.status(), &whole.headers()[ACCEPT_RANGES]), (StatusCode::OK, &"bytes".parse().unwrap()));
    let whole = whole.bytes().await.unwrap();
    for (range, expected) in
        [("bytes=0-9", 0..10), ("bytes=100-", 100..whole.len()), ("bytes=-7", whole.len() - 7..whole.len())]
    {
        let part = http.get(&url).header(RANGE, range).send().await.unwrap();
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
        let told = format!("bytes {}-{}/{}", expected.start, expected.end - 1, whole.len());
        assert_eq!(part.headers()[CONTENT_RANGE], told.as_str());
        assert_eq!(part.bytes().await.unwrap(), whole.slice(expected), "{range}");
    }
    let beyond = http.get(&url).header(RANGE, "bytes=900000-").send().await.unwrap();
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.headers()[CONTENT_RANGE], format!("bytes */{}", whole.len()).as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_opens_with_its_own_signature_and_hash_only() {
    let world = World::new().await;
    let sent = world.net.store_media(MediaKind::Image, &picture(500)).unwrap();
    let other = world.net.store_media(MediaKind::Image, &picture(501)).unwrap();
    let url = sent.url.replace("https://", "http://");
    let http = reqwest::Client::new();
    let get = async |url: String| http.get(url).send().await.unwrap().status();
    assert_eq!(get(url.clone()).await, StatusCode::OK);
    let token = base64(&sent.file_enc_sha256);
    assert_eq!(get(format!("{url}&hash={token}=&mms-type=image")).await, StatusCode::OK, "as whatsmeow asks");
    assert_eq!(get(format!("{url}?auth=x&token={token}")).await, StatusCode::OK, "as whatsapp-rust asks");
    assert_eq!(get(format!("{url}&hash={}", base64(&other.file_enc_sha256))).await, StatusCode::FORBIDDEN);
    assert_eq!(get(url.replace("oh=01_", "oh=01_A")).await, StatusCode::FORBIDDEN);
    assert_eq!(get(url.split('?').next().unwrap().to_owned()).await, StatusCode::FORBIDDEN, "no signature at all");
    assert_eq!(get(url.replace("_n.enc", "1_n.enc")).await, StatusCode::NOT_FOUND);
}

fn base64(hash: &[u8]) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(hash)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_whose_time_is_over_is_gone() {
    let world = World::new().await;
    let client = world.linked().await;
    let sent = world.net.store_media(MediaKind::Image, &picture(500)).unwrap();
    world.net.expire_media(&sent.direct_path).unwrap();
    let refused = client.inner.download_from_params(&image(&sent)).await.unwrap_err();
    assert_eq!(refused.http_status(), Some(410), "{refused:#}");
    assert!(matches!(world.net.open_media(&sent), Err(EmulatorError::MediaExpired)));
    world.net.lose_media(&sent.direct_path).unwrap();
    let refused = client.inner.download_from_params(&image(&sent)).await.unwrap_err();
    assert_eq!(refused.http_status(), Some(404), "{refused:#}");
    client.stop().await;

    let limits = MediaLimits { link_ttl_ms: 0, ..MediaLimits::default() };
    let hasty = World::with(EmulatorConfig { media: limits, ..EmulatorConfig::default() }).await;
    let sent = hasty.net.store_media(MediaKind::Image, &picture(500)).unwrap();
    assert!(matches!(hasty.net.open_media(&sent), Err(EmulatorError::MediaExpired)), "its age is settable");
}
