//! Files in messages, and files that have to be sent again.

use portaria_emulator::MediaReference;
use waproto::buffa::MessageField;
use whatsapp_rust::ErrorChainExt as _;
use whatsapp_rust::download::MediaType;
use whatsapp_rust::features::{MediaRetryResult, MediaReuploadRequest};
use whatsapp_rust::prelude::*;
use whatsapp_rust::upload::UploadOptions;

use super::{image_message, picture, sent_image};
use crate::client::{ANA, Client, PATIENCE, SHOP, World};

/// The image of the message with this id, as the client was told of it.
async fn image_of(client: &Client, id: &str) -> wa::message::ImageMessage {
    let found = |event: &Event| {
        let Event::Messages(batch) = event else { return None };
        let message = batch.messages.iter().find(|message| message.info.id == id)?;
        message.message.image_message.as_option().cloned()
    };
    client.event("the image", found).await
}

async fn send_image(world: &World, file: &[u8]) -> (String, MediaReference) {
    let stored = world.net.store_media(portaria_emulator::MediaKind::Image, file).unwrap();
    let id = world.ana.send(SHOP, image_message(&stored)).await.unwrap();
    (id, stored)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_goes_both_ways_and_is_the_same() {
    let world = World::new().await;
    let client = world.linked().await;
    let file = picture(70_003);
    let uploaded = client.inner.upload(file.clone(), MediaType::Image, UploadOptions::new()).await.unwrap();
    let message = image_message(&sent_image(&uploaded));
    let sent = client.inner.send_message(Jid::pn(ANA), message).await.unwrap().message_id;
    let line = world.ana.wait_for_file(SHOP, PATIENCE).await.unwrap();
    assert_eq!(line.id, sent);
    assert_eq!(world.ana.open_file(SHOP, &sent).await.unwrap(), file, "client to phone");
    assert_eq!(world.shop.open_file(ANA, &sent).await.unwrap(), file, "its own phone shows it too");

    let (id, _) = send_image(&world, &file[..50_000]).await;
    let image = image_of(&client, &id).await;
    assert_eq!(client.inner.download(&image).await.unwrap(), &file[..50_000], "phone to client");
    client.stop().await;
}

fn request<'a>(id: &'a str, chat: &'a Jid, key: &'a [u8]) -> MediaReuploadRequest<'a> {
    MediaReuploadRequest { msg_id: id, chat_jid: chat, media_key: key, is_from_me: false, participant: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_file_is_asked_for_again_through_the_phone() {
    let world = World::new().await;
    let client = world.linked().await;
    let file = picture(9_000);
    let (id, stored) = send_image(&world, &file).await;
    let mut image = image_of(&client, &id).await;
    world.net.expire_media(&stored.direct_path).unwrap();
    assert_eq!(client.inner.download(&image).await.unwrap_err().http_status(), Some(410));
    let key = image.media_key.clone().unwrap();
    for chat in [Jid::pn(ANA), Jid::lid(world.ana.lid())] {
        let answer = client.inner.media_reupload().request(&request(&id, &chat, &key)).await.unwrap();
        let MediaRetryResult::Success { direct_path } = answer else { panic!("{answer:?}") };
        assert_ne!(Some(&direct_path), image.direct_path.as_ref(), "a path of its own");
        image.direct_path = Some(direct_path);
        assert_eq!(client.inner.download(&image).await.unwrap(), file);
    }
    world.net.lose_media(image.direct_path.as_deref().unwrap()).unwrap();
    let chat = Jid::pn(ANA);
    let lost = client.inner.media_reupload().request(&request(&id, &chat, &key)).await.unwrap();
    assert!(matches!(lost, MediaRetryResult::NotFound), "the phone has it no more: {lost:?}");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_gives_no_file_away_without_its_key() {
    let world = World::new().await;
    let client = world.linked().await;
    let (id, _) = send_image(&world, &picture(900)).await;
    image_of(&client, &id).await;
    let chat = Jid::pn(ANA);
    let refused = client.inner.media_reupload().request(&request(&id, &chat, &[9; 32])).await.unwrap();
    assert!(matches!(refused, MediaRetryResult::DecryptionError), "{refused:?}");
    let unknown = client.inner.media_reupload().request(&request("3AUNKNOWN", &chat, &[9; 32])).await.unwrap();
    assert!(matches!(unknown, MediaRetryResult::NotFound), "{unknown:?}");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_file_and_thumbnail_goes_both_ways() {
    use portaria_emulator::MediaKind;
    use whatsapp_rust::download::DownloadParams;
    let world = World::new().await;
    let client = world.linked().await;
    for (kind, named) in [
        (MediaKind::Video, MediaType::Video),
        (MediaKind::Audio, MediaType::Audio),
        (MediaKind::Document, MediaType::Document),
        (MediaKind::Sticker, MediaType::Sticker),
        (MediaKind::StickerPack, MediaType::StickerPack),
        (MediaKind::StickerPackThumbnail, MediaType::StickerPackThumbnail),
        (MediaKind::LinkThumbnail, MediaType::LinkThumbnail),
        (MediaKind::History, MediaType::History),
        (MediaKind::AppState, MediaType::AppState),
    ] {
        let file = picture(70_000);
        let up = client.inner.upload(file.clone(), named, UploadOptions::new()).await.unwrap();
        let sent = MediaReference { kind, ..sent_image(&up) };
        assert_eq!(world.net.open_media(&sent).unwrap(), file, "{named:?} to a phone");
        let stored = world.net.store_media(kind, &file).unwrap();
        assert_eq!(stored.streaming_sidecar.is_some(), up.streaming_sidecar.is_some(), "{named:?}");
        let params = DownloadParams {
            direct_path: stored.direct_path,
            media_key: Some(stored.media_key),
            file_sha256: stored.file_sha256,
            file_enc_sha256: Some(stored.file_enc_sha256),
            file_length: stored.length,
            media_type: named,
        };
        assert_eq!(client.inner.download_from_params(&params).await.unwrap(), file, "{named:?} to a client");
    }
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_words_under_a_picture_leave_it_where_it_is() {
    let world = World::new().await;
    let client = world.linked().await;
    let file = picture(3_000);
    let uploaded = client.inner.upload(file.clone(), MediaType::Image, UploadOptions::new()).await.unwrap();
    let message = image_message(&sent_image(&uploaded));
    let id = client.inner.send_message(Jid::pn(ANA), message).await.unwrap().message_id;
    world.ana.wait_for_file(SHOP, PATIENCE).await.unwrap();
    let words = wa::message::ImageMessage { caption: Some("Saiu agora".to_owned()), ..Default::default() };
    let words = wa::Message { image_message: MessageField::some(words), ..Default::default() };
    client.inner.edit_message(Jid::pn(ANA), id.clone(), words).await.unwrap();
    let edited = world.ana.wait_for_message(SHOP, PATIENCE, |line| line.content.edited).await.unwrap();
    assert_eq!((edited.id.as_str(), edited.text.as_str()), (id.as_str(), "Saiu agora"));
    assert_eq!(world.ana.open_file(SHOP, &id).await.unwrap(), file, "the picture is still there");
    client.stop().await;
}
