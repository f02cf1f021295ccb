//! Files that phones send: pictures, films, recordings, documents and stickers.

use portaria_emulator::{Attachment, Draft, EmulatorConfig, EmulatorError, Kind, MediaKind, MediaLimits, ReceiptState};
use sha2::{Digest as _, Sha256};
use whatsapp_rust::download::{DownloadParams, Downloadable};
use whatsapp_rust::features::{MediaRetryResult, MediaReuploadRequest};
use whatsapp_rust::prelude::*;

use super::{photo, picture, voice};
use crate::client::{ANA, Client, PATIENCE, SHOP, World};
use crate::groups::{BIA, bia, group_of_the_shop};
use crate::kinds::{Pair, received};

async fn opened(client: &Client, file: &dyn Downloadable) -> Vec<u8> {
    client.inner.download(file).await.unwrap()
}

/// Every companion of both sides opens what Ana's phone sent, and finds `file` in it.
async fn opens_everywhere<F: Downloadable>(pair: &Pair, file: &[u8], pick: impl Fn(&wa::Message) -> Option<F>) -> F {
    let (sent, _) = pair.seen_of_ana("the file", &pick).await;
    assert_eq!(opened(&pair.shop, &sent).await, file, "the shop's companion opens it");
    let (copy, _) = received(&pair.ana, "the copy", &pick).await;
    assert_eq!(opened(&pair.ana, &copy).await, file, "Ana's own companion opens it");
    sent
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_a_phone_opens_on_every_device() {
    let pair = Pair::new().await;
    let file = photo(3);
    let draft = Draft::of(Kind::Image, "Olha o bolo");
    let id = pair.world.ana.send_file(SHOP, draft, Attachment::new(file.clone())).await.unwrap();
    let image = opens_everywhere(&pair, &file, |message| message.image_message.as_option().cloned()).await;
    assert_eq!((image.caption.as_deref(), image.mimetype.as_deref()), (Some("Olha o bolo"), Some("image/jpeg")));
    assert_eq!((image.width, image.height, image.file_length), (Some(120), Some(80), Some(file.len() as u64)));
    assert_eq!(image.file_sha256.as_deref(), Some(Sha256::digest(&file).as_slice()), "the file's own hash");
    let preview = image::load_from_memory(image.jpeg_thumbnail.as_deref().unwrap()).unwrap();
    assert!(preview.width() <= 96 && preview.width() > preview.height(), "a small one of the same shape");
    let held = pair.world.net.media();
    let held =
        held.iter().find(|held| Some(hex::encode(image.file_enc_sha256.as_ref().unwrap())) == Some(held.hash.clone()));
    assert_eq!(held.unwrap().kind, MediaKind::Image, "the server has it as a picture");

    let line = pair.world.shop.wait_for_file(ANA, PATIENCE).await.unwrap();
    assert_eq!((line.id.as_str(), line.text.as_str()), (id.as_str(), "Olha o bolo"));
    assert_eq!(line.content.file.unwrap().bytes, file.len() as u64);
    assert_eq!(pair.world.shop.open_file(ANA, &id).await.unwrap(), file, "the shop's phone opens it");
    assert_eq!(pair.world.ana.open_file(SHOP, &id).await.unwrap(), file, "Ana sees what she sent");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_message_brings_its_length_and_its_waveform() {
    let pair = Pair::new().await;
    let (file, wave): (_, Vec<u8>) = (voice(3), (0..64).collect());
    let draft = Draft::of(Kind::Audio { voice: true, seconds: 0 }, "");
    let attached = Attachment { waveform: Some(wave.clone()), ..Attachment::new(file.clone()) };
    let id = pair.world.ana.send_file(SHOP, draft.clone(), attached).await.unwrap();
    let audio = opens_everywhere(&pair, &file, |message| message.audio_message.as_option().cloned()).await;
    assert_eq!((audio.ptt, audio.seconds, audio.waveform), (Some(true), Some(3), Some(wave)));
    assert_eq!(audio.mimetype.as_deref(), Some("audio/ogg; codecs=opus"), "as WhatsApp's own");
    pair.shop.inner.mark_as_played(&Jid::pn(ANA), None, &[&id]).await.unwrap();
    pair.world.ana.wait_for_receipt(SHOP, &id, ReceiptState::Played, PATIENCE).await.unwrap();

    pair.world.ana.send_file(SHOP, draft, Attachment::new(voice(4))).await.unwrap();
    let second =
        |message: &wa::Message| message.audio_message.as_option().filter(|audio| audio.seconds == Some(4)).cloned();
    let (drawn, _) = pair.seen_of_ana("the second", second).await;
    assert!(drawn.waveform.is_some_and(|wave| !wave.is_empty() && wave.len() <= 64), "it is drawn from the bytes");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_comes_with_name_words_quote_and_mention() {
    let pair = Pair::new().await;
    let asked = pair.world.shop.send_text(ANA, "Manda a lista?").await.unwrap();
    pair.world.ana.wait_for_text(SHOP, "Manda a lista?", PATIENCE).await.unwrap();
    let file = [b"%PDF-1.7".as_slice(), &picture(2_000)].concat();
    let draft = Draft {
        mentions: vec![SHOP.to_owned()],
        forwarded: true,
        ..Draft::of(Kind::Document { name: "lista.pdf".into() }, format!("Está aqui, @{SHOP}")).quoting(&asked)
    };
    let id = pair.world.ana.send_file(SHOP, draft, Attachment::new(file.clone())).await.unwrap();
    let document = opens_everywhere(&pair, &file, |message| message.document_message.as_option().cloned()).await;
    assert_eq!(
        (document.file_name.as_deref(), document.mimetype.as_deref()),
        (Some("lista.pdf"), Some("application/pdf"))
    );
    assert_eq!(document.caption, Some(format!("Está aqui, @{SHOP}")));
    let context = document.context_info.as_option().unwrap();
    assert_eq!((context.stanza_id.as_ref(), context.is_forwarded), (Some(&asked), Some(true)));
    assert_eq!(context.mentioned_jid.len(), 1);
    let line = pair.world.shop.wait_for_file(ANA, PATIENCE).await.unwrap();
    assert_eq!(line.content.kind, Kind::Document { name: "lista.pdf".into() });
    assert_eq!((line.content.quoted, line.content.forwarded), (Some(asked), true), "the phone reads the same");
    assert_eq!(pair.world.shop.open_file(ANA, &id).await.unwrap(), file);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn films_music_and_stickers_open_too() {
    let pair = Pair::new().await;
    let send = async |kind: Kind, file: &[u8]| {
        let (size, preview) = (Some((640, 360)), Some(photo(1)));
        let attached = Attachment { seconds: Some(7), size, preview, ..Attachment::new(file) };
        pair.world.ana.send_file(SHOP, Draft::of(kind, ""), attached).await.unwrap()
    };
    let film = picture(70_001);
    send(Kind::Video { gif: false }, &film).await;
    let video = opens_everywhere(&pair, &film, |message| message.video_message.as_option().cloned()).await;
    assert_eq!((video.seconds, video.width, video.height), (Some(7), Some(640), Some(360)));
    assert!(video.gif_playback.is_none() && video.streaming_sidecar.is_some(), "it can be played while it loads");
    assert!(image::load_from_memory(&video.jpeg_thumbnail.unwrap()).is_ok(), "its first picture comes with it");
    let loops = picture(30_000);
    send(Kind::Video { gif: true }, &loops).await;
    let looped = |message: &wa::Message| {
        message.video_message.as_option().filter(|video| video.gif_playback == Some(true)).cloned()
    };
    opens_everywhere(&pair, &loops, looped).await;
    let song = picture(40_000);
    send(Kind::Audio { voice: false, seconds: 0 }, &song).await;
    let audio = opens_everywhere(&pair, &song, |message| message.audio_message.as_option().cloned()).await;
    assert_eq!((audio.ptt, audio.seconds, audio.waveform), (Some(false), Some(7), None), "music is not a voice");
    let sticker = picture(9_000);
    send(Kind::Sticker, &sticker).await;
    opens_everywhere(&pair, &sticker, |message| message.sticker_message.as_option().cloned()).await;
    pair.stop().await;
}

fn params(image: &wa::message::ImageMessage, direct_path: &str) -> DownloadParams {
    let bytes = |field: &Option<Vec<u8>>| field.clone().unwrap_or_default();
    DownloadParams::encrypted(
        direct_path,
        &bytes(&image.media_key),
        &bytes(&image.file_sha256),
        &bytes(&image.file_enc_sha256),
        image.file_length.unwrap_or_default(),
        whatsapp_rust::download::MediaType::Image,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_uploads_its_file_again_when_the_server_has_let_go_of_it() {
    let media = MediaLimits { store_bytes: 60_000, ..MediaLimits::default() };
    let pair = Pair::with(EmulatorConfig { media, ..EmulatorConfig::default() }).await;
    let file = photo(5);
    let id = pair.world.ana.send_file(SHOP, Draft::of(Kind::Image, ""), Attachment::new(file.clone())).await.unwrap();
    let (image, _) = received(&pair.ana, "the copy", |message| message.image_message.as_option().cloned()).await;
    let key = image.media_key.clone().unwrap();
    let chat = Jid::pn(SHOP);
    let again = async || {
        let request =
            MediaReuploadRequest { msg_id: &id, chat_jid: &chat, media_key: &key, is_from_me: true, participant: None };
        match pair.ana.inner.media_reupload().request(&request).await.unwrap() {
            MediaRetryResult::Success { direct_path } => Ok(direct_path),
            other => Err(other),
        }
    };
    let path = image.direct_path.clone().unwrap();
    pair.world.net.expire_media(&path).unwrap();
    assert!(pair.ana.inner.download_from_params(&params(&image, &path)).await.is_err(), "its time is over");
    let fresh = again().await.unwrap();
    assert_eq!(pair.ana.inner.download_from_params(&params(&image, &fresh)).await.unwrap(), file);

    pair.world.net.store_media(MediaKind::Video, &picture(59_500)).unwrap();
    let hash = hex::encode(image.file_enc_sha256.as_ref().unwrap());
    assert!(pair.world.net.media().iter().all(|held| held.hash != hash), "it had to make room");
    assert_eq!(pair.world.ana.open_file(SHOP, &id).await.unwrap(), file, "the phone has it still");
    let fresh = again().await.unwrap();
    assert_eq!(pair.ana.inner.download_from_params(&params(&image, &fresh)).await.unwrap(), file, "and gives it again");

    pair.world.net.lose_media(&fresh).unwrap();
    assert!(matches!(again().await, Err(MediaRetryResult::NotFound)), "what is lost is lost on the phone too");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_a_group_opens_for_each_member() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let group = group_of_the_shop(&world, &[ANA, BIA]).await.id;
    let file = photo(7);
    let draft = Draft::of(Kind::Image, "Fornada de hoje");
    let id = world.shop.send_file(group.as_str(), draft, Attachment::new(file.clone())).await.unwrap();
    for companion in [&shop, &ana] {
        let (image, info) =
            received(companion, "the picture", |message| message.image_message.as_option().cloned()).await;
        assert_eq!((&info.id, info.source.chat.to_string()), (&id, group.clone()));
        assert_eq!(opened(companion, &image).await, file);
    }
    for phone in [&world.ana, &bia, &world.shop] {
        assert_eq!(phone.open_file(group.as_str(), &id).await.unwrap(), file, "on {}", phone.number());
    }
    let said = Draft::of(Kind::Audio { voice: true, seconds: 2 }, "");
    let said = bia.send_file(group.as_str(), said, Attachment::new(voice(2))).await.unwrap();
    let (audio, info) = received(&shop, "the voice", |message| message.audio_message.as_option().cloned()).await;
    assert_eq!(opened(&shop, &audio).await, voice(2));
    shop.inner.mark_as_played(&info.source.chat, Some(&info.source.sender), &[&said]).await.unwrap();
    world.ana.play(group.as_str(), &said).await.unwrap();
    bia.wait_for_receipt(&group, &said, ReceiptState::Played, PATIENCE).await.unwrap();
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn between_two_phones_files_follow_the_rules_of_the_chat() {
    let world = World::new().await;
    world.ana.disappear_after(SHOP, 86_400).await.unwrap();
    let lines = Draft::of(Kind::Document { name: "a.txt".into() }, "com palavras");
    let id = world.ana.send_file(SHOP, lines, Attachment::new(*b"oi")).await.unwrap();
    let line = world.shop.wait_for_file(ANA, PATIENCE).await.unwrap();
    assert_eq!((line.id.as_str(), line.text.as_str()), (id.as_str(), "com palavras"));
    assert!(line.content.expires_at_ms.is_some(), "it disappears with the others");
    assert_eq!(world.shop.open_file(ANA, &id).await.unwrap(), b"oi");
    let on = world.shop.forward(ANA, &id, ANA).await.unwrap();
    assert_eq!(world.ana.open_file(SHOP, &on).await.unwrap(), b"oi", "what is sent on opens as well");

    let voice = Draft::of(Kind::Audio { voice: true, seconds: 1 }, "palavras");
    let refused = world.ana.send_file(SHOP, voice, Attachment::new(*b"oi")).await;
    assert!(matches!(refused, Err(EmulatorError::Unfit(_))), "a recording has no words: {refused:?}");
    world.ana.airplane_mode(true);
    let away = world.ana.send_file(SHOP, Draft::of(Kind::Sticker, ""), Attachment::new(*b"oi")).await;
    assert!(matches!(away, Err(EmulatorError::AirplaneMode)), "{away:?}");
}
