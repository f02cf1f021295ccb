//! Downloads and uploads that go wrong.

use std::time::Duration;

use portaria_emulator::{Fault, FaultKind, MediaKind};
use whatsapp_rust::ErrorChainExt as _;
use whatsapp_rust::download::MediaType;
use whatsapp_rust::upload::UploadOptions;

use super::{image, picture};
use crate::client::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_comes_short_wrong_or_cut_is_not_believed() {
    let world = World::new().await;
    let client = world.linked().await;
    let file = picture(50_000);
    let sent = world.net.store_media(MediaKind::Image, &file).unwrap();
    for kind in [FaultKind::WrongLength, FaultKind::WrongHash, FaultKind::CutMedia] {
        let fault = world.net.inject(Fault::new(kind.clone()).stanza("image"));
        let spoilt = client.inner.download_from_params(&image(&sent)).await;
        assert!(spoilt.is_err(), "{kind:?} is found");
        world.net.take_back(fault).unwrap();
        assert_eq!(client.inner.download_from_params(&image(&sent)).await.unwrap(), file, "whole again");
    }
    let other = world.net.inject(Fault::new(FaultKind::WrongHash).stanza("video"));
    assert_eq!(client.inner.download_from_params(&image(&sent)).await.unwrap(), file, "another kind of file");
    world.net.take_back(other).unwrap();
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_file_comes_as_fast_as_the_networks_clock_runs() {
    let (world, clock) = World::driven().await;
    let file = picture(1_000);
    let sent = world.net.store_media(MediaKind::Image, &file).unwrap();
    world.net.inject(Fault::new(FaultKind::SlowMedia { bytes_per_second: 1_000 }));
    let mut answer = reqwest::get(sent.url.replace("https://", "http://")).await.unwrap();
    let mut come = 0;
    let mut tenths = 0;
    while come < answer.content_length().unwrap() {
        clock.advance(100);
        tenths += 1;
        // What is due now, if the download already waits for it; otherwise another tenth passes.
        if let Ok(piece) = tokio::time::timeout(Duration::from_millis(5), answer.chunk()).await {
            come += piece.unwrap().expect("more is to come").len() as u64;
        }
    }
    assert!(tenths >= come / 100, "{come} bytes came in {tenths} tenths of a second");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_refused_where_a_fault_says_so_and_not_kept() {
    let world = World::new().await;
    let client = world.linked().await;
    let upload = async || client.inner.upload(picture(50_000), MediaType::Video, UploadOptions::new()).await;
    let fault = world.net.inject(Fault::new(FaultKind::RefuseUpload { status: 503 }).stanza("video"));
    let refused = upload().await.expect_err("both hosts refuse it");
    assert_eq!((refused.http_status(), world.net.media().len()), (Some(503), 0));
    client.inner.upload(picture(500), MediaType::Image, UploadOptions::new()).await.expect("another kind of file");
    world.net.take_back(fault).unwrap();
    world.net.inject(Fault::new(FaultKind::RefuseUpload { status: 500 }).times(1));
    upload().await.expect("the other host takes it");
    assert_eq!(world.net.fault_log().len(), 3, "{:?}", world.net.fault_log());
    client.stop().await;
}
