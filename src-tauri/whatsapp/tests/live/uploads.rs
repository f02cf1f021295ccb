//! Files of ours: uploaded, sent, and opened on the phones that they were sent to.

use std::sync::Arc;

use portaria_domain::{Address, Content, Draft, DraftContent, Jid, Media, MediaId, MediaKind, Raw, UnixMs};
use portaria_emulator::{Content as Seen, EmulatorError, Fault, FaultKind, Kind, NewGroup, PhoneMessage};
use portaria_whatsapp::{Said, UploadError};
use sha2::{Digest as _, Sha256};

use crate::disk::Picked;
use crate::files::picture;
use crate::world::{ANA, PADARIA, Session, World, codec, compose_with, key, line, pn};

/// Any small JPEG will do: nobody here opens it.
const THUMBNAIL: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

/// Bytes that repeat nowhere soon.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(length).collect()
}

fn media(kind: MediaKind, mime: &str, bytes: &[u8]) -> Media {
    Media {
        mime: mime.into(),
        size_bytes: Some(bytes.len() as u64),
        sha256: Some(hex::encode(Sha256::digest(bytes))),
        ..Media::of(kind)
    }
}

fn draft(media: Media, is_view_once: bool) -> Draft {
    DraftContent::Media { file: MediaId::from_parts(UnixMs(1), [7; 10]), media, is_view_once }.into()
}

/// Uploads what was composed; it says the same afterwards.
async fn uploaded(session: &Session, raw: &Raw, bytes: &[u8]) -> Raw {
    assert!(codec().needs_upload(raw));
    let sent = session.connection.upload_media(raw, Picked::new(bytes)).await.unwrap();
    assert!(!codec().needs_upload(&sent));
    assert_eq!(codec().project(&sent), codec().project(raw));
    sent
}

/// Composes a file of the shop's, uploads and sends it; gives back its raw, and how it looks on Ana's phone.
async fn sent(
    world: &World,
    session: &Session,
    (to, at_ana): (&Jid, &str),
    id: &str,
    draft: &Draft,
    bytes: &[u8],
) -> (Raw, PhoneMessage) {
    let composed = compose_with(draft, to, None, Some(THUMBNAIL));
    let raw = uploaded(session, &composed.raw, bytes).await;
    session.send_raw(id, to, raw.clone()).await;
    (raw, line(&world.ana, at_ana, id, |line| line.id == id).await)
}

/// One file of each kind, with all that can be said of it.
fn every_kind() -> Vec<(&'static str, Media, Vec<u8>)> {
    let (image, film, sound, paper) = (picture(), noise(70_001), noise(30_000), noise(200_000));
    let sized = |media: Media| Media { width: Some(640), height: Some(360), ..media };
    let moving = |kind| {
        let media = media(kind, "video/mp4", &film);
        Media { duration_s: Some(7), has_thumbnail: true, ..sized(media) }
    };
    let sticker = |mime: &str| sized(media(MediaKind::Sticker, mime, &image));
    let caption = Some("Fornada de hoje".to_owned());
    let photo = sized(media(MediaKind::Image, "image/png", &image));
    let voice = media(MediaKind::Voice, "audio/ogg; codecs=opus", &sound);
    let document = media(MediaKind::Document, "application/pdf", &paper);
    let named = Media { file_name: Some("lista.pdf".into()), pages: Some(3), has_thumbnail: true, ..document };
    vec![
        ("IMAGE", Media { caption: caption.clone(), has_thumbnail: true, ..photo }, image.clone()),
        ("VIDEO", Media { caption: caption.clone(), ..moving(MediaKind::Video) }, film.clone()),
        ("GIF", moving(MediaKind::Gif), film.clone()),
        ("ROUND", moving(MediaKind::RoundVideo), film.clone()),
        ("VOICE", Media { duration_s: Some(3), waveform: vec![0, 50, 100], ..voice }, sound.clone()),
        ("AUDIO", Media { duration_s: Some(9), ..media(MediaKind::Audio, "audio/mpeg", &sound) }, sound.clone()),
        ("PAPER", Media { caption, ..named.clone() }, paper.clone()),
        ("PLAIN", named, paper.clone()),
        ("STICKER", Media { is_animated: true, ..sticker("image/webp") }, image.clone()),
        ("DRAWN", Media { is_animated: true, is_lottie: true, ..sticker("application/was") }, image.clone()),
    ]
}

fn kind_on_a_phone(media: &Media) -> Kind {
    match media.kind {
        MediaKind::Image => Kind::Image,
        MediaKind::Video | MediaKind::RoundVideo => Kind::Video { gif: false },
        MediaKind::Gif => Kind::Video { gif: true },
        MediaKind::Voice => Kind::Audio { voice: true, seconds: media.duration_s.unwrap() },
        MediaKind::Audio => Kind::Audio { voice: false, seconds: media.duration_s.unwrap() },
        MediaKind::Document => Kind::Document { name: media.file_name.clone().unwrap() },
        MediaKind::Sticker => Kind::Sticker,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_file_is_opened_as_it_was_sent() {
    let world = World::new().await;
    let session = world.linked().await;
    let group = NewGroup { subject: "Turma".into(), members: vec![ANA.into()], ..NewGroup::default() };
    let group = world.padaria.create_group(group).await.unwrap().id;
    let chats: [(Jid, String); 2] = [(pn(ANA), PADARIA.into()), (group.parse().unwrap(), group)];
    for (to, at_ana) in &chats {
        for (id, media, bytes) in every_kind() {
            let drafted = draft(media.clone(), false);
            let (raw, line) = sent(&world, &session, (to, at_ana), id, &drafted, &bytes).await;
            let says = codec().project(&raw).unwrap().content;
            assert_eq!(says, Content::Media(media.clone()), "{id} reads back here");
            assert_eq!(codec().thumbnail(&raw).as_deref(), media.has_thumbnail.then_some(THUMBNAIL), "{id}");
            let Seen { kind, file, view_once: false, .. } = &line.content else { panic!("{line:?}") };
            assert_eq!(kind, &kind_on_a_phone(&media), "{id}");
            let file = file.as_ref().unwrap();
            assert_eq!((&file.mimetype, file.bytes), (&media.mime, bytes.len() as u64), "{id}");
            assert_eq!((file.width, file.height, file.seconds), (media.width, media.height, media.duration_s), "{id}");
            assert_eq!(file.waveform, media.waveform, "{id}");
            let words = media.caption.clone().or_else(|| media.file_name.clone()).unwrap_or_default();
            assert_eq!(line.text, words, "{id}");
            assert!(world.ana.open_file(at_ana.as_str(), id).await.unwrap() == bytes, "{id} opens");
            let wire = line.message();
            assert_eq!(wire.ptv_message.is_set(), id == "ROUND", "{id}");
            assert_eq!(wire.document_with_caption_message.is_set(), id == "PAPER", "{id}");
            assert_eq!(wire.lottie_sticker_message.is_set(), id == "DRAWN", "{id}");
            let sidecar = [&wire.video_message.streaming_sidecar, &wire.audio_message.streaming_sidecar];
            let plays = matches!(media.kind, MediaKind::Video | MediaKind::Gif | MediaKind::Voice | MediaKind::Audio);
            assert_eq!(sidecar.iter().any(|sidecar| sidecar.is_some()), plays, "{id} plays while it loads");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_opens_once_opens_once() {
    let world = World::new().await;
    let session = world.linked().await;
    let once = [MediaKind::Image, MediaKind::Video, MediaKind::Voice];
    for (id, media, bytes) in every_kind().into_iter().filter(|(_, media, _)| once.contains(&media.kind)) {
        let (raw, line) = sent(&world, &session, (&pn(ANA), PADARIA), id, &draft(media, true), &bytes).await;
        assert!(codec().project(&raw).unwrap().context.is_view_once && line.content.view_once, "{id}");
        assert!(world.ana.open_file(PADARIA, id).await.unwrap() == bytes, "{id} the first time");
        let again = world.ana.open_file(PADARIA, id).await;
        assert!(matches!(again, Err(EmulatorError::OpensOnce)), "{id} {again:?}");

        let quote = Draft { quote: Some(key(&pn(ANA), id, PADARIA)), ..Draft::text("gostou?") };
        let answer = format!("{id}-ANSWER");
        session.send(&answer, &pn(ANA), quote, Some(&raw)).await;
        let quoting = self::line(&world.ana, PADARIA, "a quote", |line| line.id == answer).await.message();
        let quoted = &quoting.extended_text_message.context_info.quoted_message;
        assert!(
            quoted.is_set() && quoted.image_message.media_key.is_none() && quoted.video_message.media_key.is_none()
        );
        assert!(quoted.audio_message.media_key.is_none(), "a quote does not open it again");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_with_a_file_quote_mention_and_change() {
    let world = World::new().await;
    let session = world.linked().await;
    let to = pn(ANA);
    let asked = world.ana.send_text(PADARIA, "tem foto?").await.unwrap();
    let heard = world.tenant.inbox.text("tem foto?").await;
    for (id, media, bytes) in every_kind().into_iter().filter(|(_, media, _)| media.caption.is_some()) {
        let media = Media { caption: Some(format!("veja, @{ANA}")), ..media };
        let drafted = draft(media, false);
        let drafted = Draft { quote: Some(heard.key.clone()), mentions: vec![Address::one(to.clone())], ..drafted };
        let composed = compose_with(&drafted, &to, heard.raw.as_ref(), None);
        let raw = uploaded(&session, &composed.raw, &bytes).await;
        session.send_raw(id, &to, raw.clone()).await;
        let seen = line(&world.ana, PADARIA, id, |line| line.id == id).await;
        assert_eq!(
            (seen.content.mentions.as_slice(), seen.content.quoted),
            (&[ANA.to_owned()][..], Some(asked.clone()))
        );

        let edit = DraftContent::Edit { target: key(&to, id, PADARIA), text: "agora com preço".into() };
        session.mark(&format!("{id}-EDIT"), &to, edit, Some(&raw)).await;
        let edited = line(&world.ana, PADARIA, "other words", |line| line.id == id && line.content.edited).await;
        assert_eq!(edited.text, "agora com preço", "{id}");
        assert!(world.ana.open_file(PADARIA, id).await.unwrap() == bytes, "{id} is still the same file");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_sent_on_whether_whatsapp_has_it_already_or_not() {
    let world = World::new().await;
    let session = world.linked().await;
    let to = pn(ANA);
    for (id, media, bytes) in every_kind() {
        let original = compose_with(&draft(media, false), &to, None, Some(THUMBNAIL)).raw;
        let forward: Draft = DraftContent::Forward { target: key(&to, id, PADARIA) }.into();
        let ahead = compose_with(&forward, &to, Some(&original), None);
        let Said::Message(says) = &ahead.says else { panic!("a mark") };
        assert_eq!(says.context.forwarded, 1);
        let ahead = uploaded(&session, &ahead.raw, &bytes).await;
        let original = uploaded(&session, &original, &bytes).await;
        let behind = compose_with(&forward, &to, Some(&original), None).raw;
        assert!(!codec().needs_upload(&behind), "{id} is there already");
        for (on, raw) in [(format!("{id}-AHEAD"), ahead), (format!("{id}-BEHIND"), behind)] {
            session.send_raw(&on, &to, raw).await;
            let seen = line(&world.ana, PADARIA, &on, |line| line.id == on).await;
            assert!(seen.content.forwarded, "{on}");
            assert!(world.ana.open_file(PADARIA, &on).await.unwrap() == bytes, "{on} opens");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_ran_out_is_followed_by_a_fresh_one() {
    let world = World::new().await;
    let session = world.linked().await;
    let bytes = noise(9_000);
    let raw = compose_with(&draft(media(MediaKind::Audio, "audio/mpeg", &bytes), false), &pn(ANA), None, None).raw;
    let raw = uploaded(&session, &raw, &bytes).await;
    let wire = waproto::codec::message_decode(&raw.bytes).unwrap();
    world.net.expire_media(wire.audio_message.direct_path.as_deref().unwrap()).unwrap();
    let fresh = session.connection.upload_media(&raw, Picked::new(&bytes)).await.unwrap();
    session.send_raw("FRESH", &pn(ANA), fresh).await;
    line(&world.ana, PADARIA, "the file", |line| line.id == "FRESH").await;
    assert!(world.ana.open_file(PADARIA, "FRESH").await.unwrap() == bytes);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_goes_on_where_it_was_cut_and_signs_in_anew() {
    let world = World::new().await;
    let session = world.linked().await;
    let bytes = noise(6 * 1024 * 1024);
    let raw = compose_with(&draft(media(MediaKind::Video, "video/mp4", &bytes), false), &pn(ANA), None, None).raw;
    world.net.cut_next_upload(2 * 1024 * 1024);
    let sent = uploaded(&session, &raw, &bytes).await;
    let stored = world.net.media().pop().unwrap();
    assert!(stored.complete && stored.received_bytes == stored.bytes, "the rest and not the whole: {stored:?}");
    session.send_raw("FILM", &pn(ANA), sent).await;
    line(&world.ana, PADARIA, "the film", |line| line.id == "FILM").await;
    assert!(world.ana.open_file(PADARIA, "FILM").await.unwrap() == bytes);

    world.net.expire_media_tokens();
    let bytes = noise(1_000);
    let raw = compose_with(&draft(media(MediaKind::Audio, "audio/mpeg", &bytes), false), &pn(ANA), None, None).raw;
    uploaded(&session, &raw, &bytes).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_and_a_failure_are_told_apart() {
    let world = World::new().await;
    let session = world.linked().await;
    let bytes = noise(40_000);
    let raw = compose_with(&draft(media(MediaKind::Document, "text/plain", &bytes), false), &pn(ANA), None, None).raw;
    let upload = async |raw: &Raw| session.connection.upload_media(raw, Picked::new(&bytes)).await;
    for (status, is_final) in [(503, false), (401, false), (429, false), (413, true), (415, true)] {
        let fault = world.net.inject(Fault::new(FaultKind::RefuseUpload { status }));
        match upload(&raw).await {
            Err(UploadError::Refused(told)) => assert!(is_final && told == status, "{told}"),
            Err(UploadError::Broken(_)) => assert!(!is_final, "{status}"),
            other => panic!("{status} {other:?}"),
        }
        world.net.take_back(fault).unwrap();
    }
    world.net.inject(Fault::new(FaultKind::RefuseUpload { status: 500 }).times(1));
    upload(&raw).await.expect("the other host takes it");

    let text = compose_with(&Draft::text("oi"), &pn(ANA), None, None).raw;
    assert!(!codec().needs_upload(&text));
    assert!(matches!(upload(&text).await, Err(UploadError::NoFile)));
    session.connection.close().await;
    assert!(matches!(upload(&raw).await, Err(UploadError::NotConnected)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_file_that_cannot_be_read_nothing_is_kept() {
    let world = World::new().await;
    let session = world.linked().await;
    let bytes = noise(300_000);
    let raw = compose_with(&draft(media(MediaKind::Video, "video/mp4", &bytes), false), &pn(ANA), None, None).raw;
    let mut other = bytes.clone();
    other[150_000] ^= 1;
    for (what, file) in [
        ("another file", Picked::new(&other)),
        ("a file that breaks at once", Picked::breaking_after(0, &bytes)),
        ("a file that breaks on its way", Picked::breaking_after(1, &bytes)),
    ] {
        let broken = session.connection.upload_media(&raw, Arc::<Picked>::clone(&file)).await;
        assert!(matches!(broken, Err(UploadError::Unreadable(_))), "{what}: {broken:?}");
        assert!(world.net.media().iter().all(|stored| !stored.complete), "{what}");
    }
    uploaded(&session, &raw, &bytes).await;
}
