//! Files on their way out: as what they go, and what waits for them.

use std::time::Duration;

use image::ImageFormat;
use portaria_domain::{Content, MediaKind};
use portaria_media::ffmpeg::Ffmpeg;
use portaria_whatsapp::{Codec as _, FakeCodec, Outgoing};
use reqwest::Method;
use serde_json::{Value, json};

use super::made::{VOICE, noise, picture, wav};
use super::{CUSTOMER, OTHER_CUSTOMER, connected, show, until_one, uploaded};
use crate::world::{Answer, Tenant, World};

async fn send(world: &World, tenant: &Tenant, to: &str, message: &Value) -> Answer {
    world.post(&tenant.by_key(), &tenant.path("/send"), &json!({ "to": to, "message": message })).await
}

/// Waits until so many messages left.
async fn until_sent(world: &World, messages: usize) -> Vec<Outgoing> {
    let wait = async {
        loop {
            let sent = world.gateway.sent();
            if sent.len() >= messages {
                return sent;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.expect("it never left")
}

fn words(sent: &Outgoing) -> String {
    FakeCodec::text(&sent.raw).unwrap_or_default()
}

#[tokio::test]
async fn a_picture_is_uploaded_and_leaves_with_its_caption() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let file = picture(ImageFormat::Jpeg);
    let id = uploaded(&world, &tenant, &file, Some("foto.jpg")).await;
    let message = json!({ "kind": "media", "mediaId": id, "caption": "pão quente" });
    let answer = send(&world, &tenant, CUSTOMER, &message).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let stored = &answer.json()["message"];
    assert_eq!(json!([stored["content"]["file"], stored["content"]["caption"]]), json!(["image", "pão quente"]));
    assert_eq!(json!([stored["content"]["width"], stored["content"]["height"]]), json!([40, 30]));
    assert_eq!(json!([stored["file"]["state"], stored["file"]["mime"]]), json!(["here", "image/jpeg"]), "at once");

    let sent = until_sent(&world, 1).await;
    assert!(!FakeCodec.needs_upload(&sent[0].raw), "it left after its file was with WhatsApp");
    assert_eq!(FakeCodec.thumbnail(&sent[0].raw).unwrap()[..2], [0xff, 0xd8], "a small JPEG travels with it");
    let gone = world.gateway.files.uploaded();
    let shown = show(&world, &tenant, stored["file"]["id"].as_str().unwrap(), &[]).await;
    assert_eq!((gone.len(), &gone[0]), (1, &shown.bytes), "what left is what the chat shows");
    assert_eq!(image::load_from_memory(&gone[0]).unwrap().width(), 40);
    until_one(&world, &tenant, |message| message["status"] == "sent" && message["file"]["state"] == "here").await;
}

#[tokio::test]
async fn a_file_goes_as_what_was_asked_for() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let photo = picture(ImageFormat::Png);
    let photo_id = uploaded(&world, &tenant, &photo, Some("foto.png")).await;
    let voice_id = uploaded(&world, &tenant, VOICE, None).await;
    for (message, kind, mime) in [
        (json!({ "mediaId": photo_id, "as": "document", "fileName": "recibo.png" }), "document", "image/png"),
        (json!({ "mediaId": photo_id, "as": "document" }), "document", "image/png"),
        (json!({ "mediaId": photo_id, "viewOnce": true }), "image", "image/jpeg"),
        (json!({ "mediaId": photo_id, "as": "sticker" }), "sticker", "image/webp"),
        (json!({ "mediaId": voice_id, "as": "voice" }), "voice", "audio/ogg; codecs=opus"),
        (json!({ "mediaId": voice_id }), "audio", "audio/ogg"),
    ] {
        let mut message = message.clone();
        message["kind"] = "media".into();
        let before = world.gateway.sent().len();
        let answer = send(&world, &tenant, CUSTOMER, &message).await;
        assert_eq!(answer.status, 202, "{message}: {}", answer.text);
        let sent = until_sent(&world, before + 1).await;
        let projected = FakeCodec.project(&sent[before].raw).unwrap();
        let Content::Media(media) = projected.content else { panic!("{message} left as something else") };
        let stored = &answer.json()["message"]["content"];
        assert_eq!((stored["file"].as_str().unwrap(), &*media.mime), (kind, mime), "{message}");
        assert_eq!(projected.context.is_view_once, message["viewOnce"] == true);
        match media.kind {
            MediaKind::Document => {
                let name = message["fileName"].as_str().unwrap_or("foto.png");
                assert_eq!(media.file_name.as_deref(), Some(name));
                assert_eq!(world.gateway.files.uploaded().last(), Some(&photo), "a document leaves as it is");
            }
            MediaKind::Voice => {
                assert!(media.waveform.iter().any(|level| *level > 50), "{:?}", media.waveform);
                assert_eq!(media.duration_s, Some(2));
            }
            _ => assert_eq!(media.file_name, None),
        }
    }
}

#[tokio::test]
async fn what_cannot_go_as_that_says_so_and_stores_nothing() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let id = uploaded(&world, &tenant, &noise(1_000), None).await;
    for kind in ["image", "video", "gif", "voice", "audio", "sticker"] {
        let answer = send(&world, &tenant, CUSTOMER, &json!({ "kind": "media", "mediaId": id, "as": kind })).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "unfit_file"), "{kind}");
        let why = if kind == "audio" { "it is no sound" } else { "" };
        assert!(answer.json()["detail"].as_str().unwrap().contains(&format!(": {why}")), "{}", answer.text);
    }
    let large = uploaded(&world, &tenant, &[VOICE, &vec![0; 16_000_000]].concat(), None).await;
    let answer = send(&world, &tenant, CUSTOMER, &json!({ "kind": "media", "mediaId": large, "as": "audio" })).await;
    assert_eq!(answer.code(), "payload_too_large", "larger than WhatsApp takes sound");

    // With ffmpeg a recording of any kind becomes a voice message; without it there is nothing that could make it one.
    let wav = uploaded(&world, &tenant, &wav(), None).await;
    let answer = send(&world, &tenant, CUSTOMER, &json!({ "kind": "media", "mediaId": wav, "as": "voice" })).await;
    match Ffmpeg::installed() {
        Some(_) => {
            assert_eq!(answer.status, 202, "{}", answer.text);
            until_sent(&world, 1).await;
            assert_eq!(world.gateway.files.uploaded()[0][..4], *b"OggS");
        }
        None => assert_eq!(answer.code(), "unfit_file"),
    }
}

#[tokio::test]
async fn only_an_own_file_that_is_there_can_be_sent() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let other = world.tenant("Loja Lua").await;
    let theirs = uploaded(&world, &other, b"oi", None).await;
    let unknown = "01890000-0000-7000-8000-000000000000";
    for id in [theirs.as_str(), unknown, "nothing", ""] {
        let answer = send(&world, &tenant, CUSTOMER, &json!({ "kind": "media", "mediaId": id })).await;
        assert_eq!((answer.status, answer.fields()), (422, vec!["message.mediaId".to_owned()]), "{id}");
    }
    let id = uploaded(&world, &tenant, b"oi", None).await;
    let long = json!({ "kind": "media", "mediaId": id, "caption": "x".repeat(65_537), "fileName": "y".repeat(256) });
    assert_eq!(send(&world, &tenant, CUSTOMER, &long).await.fields(), ["message.caption", "message.fileName"]);
    assert!(world.gateway.sent().is_empty());
}

#[tokio::test]
async fn the_same_key_sends_a_file_once() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let id = uploaded(&world, &tenant, &picture(ImageFormat::Png), None).await;
    let body = json!({ "message": { "kind": "media", "mediaId": id, "caption": "uma vez" } }).to_string();
    let path = tenant.path(&format!("/chats/{}/send", tenant.chat));
    let mut ids = Vec::new();
    for duplicate in [false, true] {
        let headers = [("idempotency-key", "foto-1")];
        let answer = world.ask(Method::POST, &tenant.by_key(), &path, Some(body.clone()), &headers).await;
        assert_eq!((answer.status, &answer.json()["duplicate"]), (202, &json!(duplicate)), "{}", answer.text);
        ids.push(answer.json()["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
    // What leaves after it shows that nothing else was waiting.
    world.post(&tenant.by_key(), &path, &json!({ "text": "depois" })).await;
    let sent = until_sent(&world, 2).await;
    assert_eq!(sent.iter().map(words).collect::<Vec<_>>(), ["uma vez", "depois"]);
    assert_eq!(world.gateway.files.uploaded().len(), 1);
}

#[tokio::test]
async fn an_upload_that_breaks_off_is_tried_again() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let id = uploaded(&world, &tenant, &picture(ImageFormat::Jpeg), None).await;
    world.gateway.files.break_one();
    let message = json!({ "kind": "media", "mediaId": id, "caption": "insiste" });
    assert_eq!(send(&world, &tenant, CUSTOMER, &message).await.status, 202);
    world.gateway.files.until_begun(1).await;
    assert!(world.gateway.sent().is_empty(), "nothing left without its file");
    let again = async {
        while world.gateway.sent().is_empty() {
            world.clock.advance(1_000);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), again).await.expect("it was not tried again");
    assert_eq!(world.gateway.files.uploaded().len(), 1);
    until_one(&world, &tenant, |message| message["status"] == "sent").await;
}

#[tokio::test]
async fn a_long_upload_holds_its_own_chat_and_no_other() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let id = uploaded(&world, &tenant, &picture(ImageFormat::Jpeg), None).await;
    world.gateway.files.hold(true);
    let message = json!({ "kind": "media", "mediaId": id, "caption": "demora" });
    assert_eq!(send(&world, &tenant, CUSTOMER, &message).await.status, 202);
    world.gateway.files.until_begun(1).await;
    let text = async |to: &str, text: &str| {
        let answer = world.post(&tenant.by_key(), &tenant.path("/send"), &json!({ "to": to, "text": text })).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
    };
    text(CUSTOMER, "atrás dela").await;
    text(OTHER_CUSTOMER, "passa").await;
    text(OTHER_CUSTOMER, "passa também").await;
    let sent = until_sent(&world, 2).await;
    assert_eq!(sent.iter().map(words).collect::<Vec<_>>(), ["passa", "passa também"]);
    world.gateway.files.hold(false);
    let sent = until_sent(&world, 4).await;
    assert_eq!(sent[2..].iter().map(words).collect::<Vec<_>>(), ["demora", "atrás dela"], "in their order");
}

#[tokio::test]
async fn a_cancelled_file_is_not_sent_and_what_follows_it_is() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let id = uploaded(&world, &tenant, &picture(ImageFormat::Jpeg), None).await;
    world.gateway.files.hold(true);
    let message = json!({ "kind": "media", "mediaId": id, "caption": "engano" });
    let wrong = send(&world, &tenant, CUSTOMER, &message).await.json();
    world.gateway.files.until_begun(1).await;
    let path = tenant.path(&format!("/chats/{}/outbox/{}", tenant.chat, wrong["id"].as_str().unwrap()));
    let cancelled = world.ask(Method::DELETE, &tenant.by_key(), &path, None, &[]).await;
    assert!(cancelled.status < 300, "{}", cancelled.text);
    let body = json!({ "to": CUSTOMER, "text": "certo" });
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/send"), &body).await.status, 202);
    until_sent(&world, 1).await;
    world.gateway.files.hold(false);
    let body = json!({ "to": CUSTOMER, "text": "ponto" });
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/send"), &body).await.status, 202);
    let sent = until_sent(&world, 2).await;
    assert_eq!(sent.iter().map(words).collect::<Vec<_>>(), ["certo", "ponto"]);
}

#[tokio::test]
async fn a_file_that_is_taken_back_while_it_is_uploaded_leaves_no_more() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let id = uploaded(&world, &tenant, &picture(ImageFormat::Jpeg), None).await;
    world.gateway.files.hold(true);
    let message = json!({ "kind": "media", "mediaId": id, "caption": "engano" });
    let wrong = send(&world, &tenant, CUSTOMER, &message).await.json();
    world.gateway.files.until_begun(1).await;
    let target = json!({ "chatId": wrong["chatId"], "messageId": wrong["id"] });
    let body = json!({ "message": { "kind": "revoke", "target": target } });
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/send"), &body).await.status, 202);
    let shown = until_one(&world, &tenant, |message| message["id"] == wrong["id"]).await;
    assert_eq!(json!([shown["content"]["kind"], shown["file"]]), json!(["deleted", null]));
    world.gateway.files.hold(false);
    let body = json!({ "to": CUSTOMER, "text": "certo" });
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/send"), &body).await.status, 202);
    let left = async {
        while !world.gateway.sent().iter().any(|sent| words(sent) == "certo") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), left).await.expect("what follows it waits for ever");
    let sent = world.gateway.sent();
    assert!(!sent.iter().any(|sent| words(sent) == "engano"), "it left all the same");
}

#[tokio::test]
async fn an_album_leaves_head_first_and_its_parts_name_it() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let photo = uploaded(&world, &tenant, &picture(ImageFormat::Jpeg), None).await;
    let paper = uploaded(&world, &tenant, b"%PDF-1.4\n%nota", None).await;
    let head = send(&world, &tenant, CUSTOMER, &json!({ "kind": "album", "images": 1, "videos": 1 })).await;
    assert_eq!(head.status, 202, "{}", head.text);
    let head = head.json()["id"].as_str().unwrap().to_owned();
    for file in [&photo, &photo, &paper] {
        let part = json!({ "kind": "media", "mediaId": file, "album": head });
        let answer = send(&world, &tenant, CUSTOMER, &part).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
    }
    let sent = until_sent(&world, 4).await;
    let said = sent.iter().map(|sent| FakeCodec.project(&sent.raw).unwrap());
    let said: Vec<_> = said.map(|said| (said.content.kind(), said.context.album.map(|id| id.to_string()))).collect();
    let of = |kind| (kind, Some(head.clone()));
    assert_eq!(said[..3], [("album", None), of("image"), of("image")]);
    assert_eq!(said[3].0, "document");

    let before = world.gateway.sent().len();
    let elsewhere = json!({ "kind": "media", "mediaId": photo, "album": head });
    let never = json!({ "kind": "media", "mediaId": photo, "album": "3EB0FFFFFFFFFFFFFFFFFF" });
    let a_picture = json!({ "kind": "media", "mediaId": photo, "album": sent[1].id.to_string() });
    for (to, part) in [(OTHER_CUSTOMER, elsewhere), (CUSTOMER, never), (CUSTOMER, a_picture)] {
        let answer = send(&world, &tenant, to, &part).await;
        let field = answer.json()["errors"][0]["field"].clone();
        assert_eq!((answer.status, field), (422, json!("message.album")), "{part}");
    }
    assert_eq!(world.gateway.sent().len(), before);
}
