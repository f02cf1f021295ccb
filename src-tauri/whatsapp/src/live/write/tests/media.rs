use super::*;
use portaria_domain::{Album, Media, MediaId, MediaKind};

const THUMBNAIL: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0];

fn media(kind: MediaKind, mime: &str) -> Media {
    Media { mime: mime.into(), size_bytes: Some(1_234), sha256: Some("ab".repeat(32)), ..Media::of(kind) }
}

fn draft(media: &Media, is_view_once: bool) -> Draft {
    let file = MediaId::from_parts(NOW, [1; 10]);
    DraftContent::Media { file, media: media.clone(), is_view_once }.into()
}

fn composed(draft: &Draft) -> Result<Composed, ComposeError> {
    let around = Around {
        own: &own(),
        to: &chat(),
        target: None,
        expires_after_s: Some(86_400),
        link: None,
        thumbnail: Some(THUMBNAIL),
        now: NOW,
    };
    compose(draft, around)
}

/// The wire's form of a file, and that it reads back.
fn file(media: &Media, is_view_once: bool) -> Message {
    let composed = composed(&draft(media, is_view_once)).unwrap();
    let message = waproto::codec::message_decode(&composed.raw.bytes).unwrap();
    let Said::Message(says) = composed.says else { panic!("a mark") };
    assert_eq!(read::project(&message).as_ref(), Some(&*says));
    assert_eq!(says.content, Content::Media(media.clone()));
    assert_eq!((says.context.is_view_once, says.context.expires_after_s), (is_view_once, Some(86_400)));
    assert!(super::super::super::media::needs_upload(read::unwrapped(&message)));
    message
}

#[test]
fn every_kind_of_file_reads_back() {
    let film = |kind| Media { width: Some(640), duration_s: Some(7), has_thumbnail: true, ..media(kind, "video/mp4") };
    let image = Media {
        caption: Some("olha".into()),
        height: Some(480),
        has_thumbnail: true,
        ..media(MediaKind::Image, "image/jpeg")
    };
    assert!(file(&image, false).image_message.is_set());
    assert!(file(&film(MediaKind::Video), false).video_message.is_set());
    assert_eq!(file(&film(MediaKind::Gif), false).video_message.gif_playback, Some(true));
    assert!(file(&film(MediaKind::RoundVideo), false).ptv_message.is_set());
    let voice = Media { waveform: vec![0, 100], ..media(MediaKind::Voice, "audio/ogg; codecs=opus") };
    assert_eq!(file(&voice, false).audio_message.ptt, Some(true));
    assert_eq!(file(&media(MediaKind::Audio, "audio/mpeg"), false).audio_message.ptt, Some(false));
    let sticker = Media { is_animated: true, ..media(MediaKind::Sticker, "image/webp") };
    assert!(file(&sticker, false).sticker_message.is_set());
    let drawn = Media { is_lottie: true, mime: "application/was".into(), ..sticker };
    assert!(file(&drawn, false).lottie_sticker_message.is_set());
    let document = Media {
        file_name: Some("nota.pdf".into()),
        pages: Some(2),
        has_thumbnail: true,
        ..media(MediaKind::Document, "application/pdf")
    };
    assert!(file(&document, false).document_message.is_set());
    let with_words = Media { caption: Some("a nota".into()), ..document };
    assert!(file(&with_words, false).document_with_caption_message.is_set());
}

#[test]
fn each_message_has_a_key_of_its_own() {
    let image = media(MediaKind::Sticker, "image/webp");
    let key = || file(&image, false).sticker_message.media_key.clone().unwrap();
    assert_ne!(key(), key());
}

#[test]
fn a_voice_message_is_what_phones_play_as_one() {
    let Said::Message(says) = composed(&draft(&media(MediaKind::Voice, "audio/ogg"), false)).unwrap().says else {
        panic!("a mark")
    };
    assert!(matches!(says.content, Content::Media(voice) if voice.mime == "audio/ogg; codecs=opus"));
}

#[test]
fn pictures_films_and_voice_messages_open_once_in_an_envelope_that_says_so() {
    let image = Media { has_thumbnail: true, ..media(MediaKind::Image, "image/jpeg") };
    let film = Media { has_thumbnail: true, ..media(MediaKind::Video, "video/mp4") };
    assert!(file(&image, true).view_once_message_v2.is_set());
    assert!(file(&film, true).view_once_message_v2.is_set());
    assert!(file(&media(MediaKind::Voice, "audio/mp4"), true).view_once_message_v2_extension.is_set());
    for kind in [MediaKind::Gif, MediaKind::RoundVideo, MediaKind::Audio, MediaKind::Document, MediaKind::Sticker] {
        assert_eq!(composed(&draft(&media(kind, "x/y"), true)), Err(ComposeError::UnfitFile), "{kind:?}");
    }
}

#[test]
fn what_nobody_would_see_or_could_check_is_refused() {
    for kind in [MediaKind::Voice, MediaKind::Audio, MediaKind::Sticker, MediaKind::RoundVideo] {
        let words = Media { caption: Some("olha".into()), ..media(kind, "x/y") };
        assert_eq!(composed(&draft(&words, false)), Err(ComposeError::UnfitFile), "{kind:?}");
    }
    let image = media(MediaKind::Image, "image/jpeg");
    for unknown in [
        Media { sha256: None, ..image.clone() },
        Media { sha256: Some("abcd".into()), ..image.clone() },
        Media { size_bytes: None, ..image },
    ] {
        assert_eq!(composed(&draft(&unknown, false)), Err(ComposeError::UnknownFile), "{unknown:?}");
    }
}

#[test]
fn a_quote_does_not_open_again_what_opens_once() {
    let image = Media { has_thumbnail: true, ..media(MediaKind::Image, "image/jpeg") };
    for (is_view_once, opens) in [(false, true), (true, false)] {
        let draft = Draft { quote: Some(key(true, false)), ..Draft::text("viu?") };
        let quoting = message(&draft, Some(&encoded(&file(&image, is_view_once)))).0;
        let quoted = &quoting.extended_text_message.context_info.quoted_message.image_message;
        assert_eq!((quoted.media_key.is_some(), quoted.jpeg_thumbnail.is_some()), (opens, opens));
    }
}

#[test]
fn an_edited_document_stays_in_its_envelope() {
    let document = Media { has_thumbnail: true, ..media(MediaKind::Document, "application/pdf") };
    let edit = DraftContent::Edit { target: key(true, false), text: "a nota".into() };
    let (sent, _) = marked(edit.clone(), &chat(), Some(&encoded(&file(&document, false))));
    let edited = &sent.protocol_message.edited_message;
    assert_eq!(read::unwrapped(edited).document_message.caption.as_deref(), Some("a nota"));
    assert!(edited.document_with_caption_message.is_set());
    let once = Media { has_thumbnail: true, ..media(MediaKind::Image, "image/jpeg") };
    let refused = written(&edit.into(), &chat(), Some(&encoded(&file(&once, true))));
    assert_eq!(refused, Err(ComposeError::UnfitTarget));
}

#[test]
fn an_album_is_written_as_independent_clients_read_it() {
    use waproto::whatsapp::message_association::AssociationType;
    let decoded = |draft: &Draft| {
        let composed = composed(draft).unwrap();
        let Said::Message(says) = composed.says else { panic!("a mark") };
        let message: Message = waproto::codec::message_decode(&composed.raw.bytes).unwrap();
        (message, *says)
    };
    let (head, says) = decoded(&DraftContent::Album(Album { images: 2, videos: 1 }).into());
    assert_eq!(head.album_message.expected_image_count, Some(2));
    assert_eq!(head.album_message.expected_video_count, Some(1));
    assert_eq!(says.content, Content::Album(Album { images: 2, videos: 1 }));
    assert_eq!(says.context.expires_after_s, Some(86_400));

    let id = MessageId::parse("HEAD").unwrap();
    let part = |media: &Media, opens_once| Draft { album: Some(id.clone()), ..draft(media, opens_once) };
    for kind in [MediaKind::Image, MediaKind::Video, MediaKind::Gif] {
        let (message, says) = decoded(&part(&media(kind, "image/jpeg"), false));
        let association = &message.message_context_info.message_association;
        assert_eq!(association.association_type, Some(AssociationType::MEDIA_ALBUM));
        let named = &association.parent_message_key;
        assert_eq!((named.id.as_deref(), named.from_me), (Some("HEAD"), Some(true)));
        assert_eq!(named.remote_jid, Some(chat().to_string()));
        assert_eq!(says.context.album.as_ref(), Some(&id));
    }
    for other in [
        part(&media(MediaKind::Document, "application/pdf"), false),
        part(&media(MediaKind::Image, "image/jpeg"), true),
    ] {
        assert_eq!(decoded(&other).1.context.album, None, "documents, and what opens once, are in none");
    }
}
