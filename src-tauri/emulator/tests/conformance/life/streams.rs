//! Streams that the server ends, and which of them end the link.

use portaria_emulator::StreamErrorKind;
use whatsapp_rust::prelude::*;

use crate::client::{SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_the_server_disowns_is_logged_out() {
    let world = World::new().await;
    for kind in [StreamErrorKind::Unauthorized401, StreamErrorKind::Removed516, StreamErrorKind::DeviceRemoved] {
        let client = world.linked().await;
        world.shop.stream_error(kind).await;
        let on_connect = client.event("LoggedOut", |event| match event {
            Event::LoggedOut(ended) => Some(ended.on_connect),
            _ => None,
        });
        assert!(!on_connect.await, "{kind:?} came on an open stream");
        assert!(world.shop.linked_devices().is_empty(), "{kind:?} takes the device off the account");
        client.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_ends_the_session_and_keeps_the_link() {
    let world = World::new().await;
    let client = world.linked().await;
    world.shop.stream_error(StreamErrorKind::Conflict409).await;
    client.event("StreamReplaced", |event| matches!(event, Event::StreamReplaced(_)).then_some(())).await;
    assert_eq!(world.shop.linked_devices().len(), 1);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_ends_for_a_passing_reason_comes_back_and_loses_nothing() {
    let world = World::new().await;
    let client = world.linked().await;
    for (kind, told) in [
        (StreamErrorKind::BadXml, true),
        (StreamErrorKind::Unacknowledged, true),
        (StreamErrorKind::RateLimited429, false),
    ] {
        let before = client.count(|event| matches!(event, Event::StreamError(_)));
        world.shop.stream_error(kind).await;
        let text = format!("depois de {kind:?}");
        world.ana.send_text(SHOP, &text).await.unwrap();
        let (_, times) = client.text(&text).await;
        assert_eq!(times, 1, "once, after {kind:?}");
        let after = client.count(|event| matches!(event, Event::StreamError(_)));
        assert_eq!(after - before, usize::from(told), "{kind:?} is told as a stream error: {told}");
    }
    client.stop().await;
}
