//! Files.

use portaria_domain::{Album, Content, Media, MediaKind};
use waproto::whatsapp::Message;
use waproto::whatsapp::message::{
    AlbumMessage, AudioMessage, DocumentMessage, ImageMessage, StickerMessage, VideoMessage,
};

use super::{Found, bounds};

/// A longer line is drawn from its beginning.
const WAVEFORM: usize = 128;
const LOUDEST: u8 = 100;

/// The beginnings of the pictures that are passed on.
const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF];
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// WhatsApp's own small pictures stay far below.
const LARGEST_THUMBNAIL: usize = 512 * 1024;

pub(super) fn image(message: &ImageMessage) -> Option<Found<'_>> {
    let media = Media {
        caption: bounds::some(bounds::text(message.caption.as_ref())),
        width: message.width,
        height: message.height,
        has_thumbnail: is_picture(message.jpeg_thumbnail.as_ref()),
        ..file(MediaKind::Image, message.mimetype.as_ref(), message.file_length, message.file_sha256.as_ref())
    };
    Some(Found::new(Content::Media(media), message.context_info.as_option()))
}

pub(super) fn video(message: &VideoMessage) -> Option<Found<'_>> {
    let kind = if message.gif_playback == Some(true) { MediaKind::Gif } else { MediaKind::Video };
    Some(film(message, kind))
}

pub(super) fn round_video(message: &VideoMessage) -> Option<Found<'_>> {
    Some(film(message, MediaKind::RoundVideo))
}

fn film(message: &VideoMessage, kind: MediaKind) -> Found<'_> {
    let media = Media {
        caption: bounds::some(bounds::text(message.caption.as_ref())),
        width: message.width,
        height: message.height,
        duration_s: message.seconds,
        has_thumbnail: is_picture(message.jpeg_thumbnail.as_ref()),
        ..file(kind, message.mimetype.as_ref(), message.file_length, message.file_sha256.as_ref())
    };
    Found::new(Content::Media(media), message.context_info.as_option())
}

pub(super) fn audio(message: &AudioMessage) -> Option<Found<'_>> {
    let kind = if message.ptt == Some(true) { MediaKind::Voice } else { MediaKind::Audio };
    let waveform = message.waveform.as_deref().unwrap_or_default();
    let media = Media {
        duration_s: message.seconds,
        waveform: waveform.iter().take(WAVEFORM).map(|loudness| (*loudness).min(LOUDEST)).collect(),
        ..file(kind, message.mimetype.as_ref(), message.file_length, message.file_sha256.as_ref())
    };
    Some(Found::new(Content::Media(media), message.context_info.as_option()))
}

pub(super) fn document(message: &DocumentMessage) -> Option<Found<'_>> {
    let name = message.file_name.as_ref().filter(|name| !name.is_empty()).or(message.title.as_ref());
    let media = Media {
        caption: bounds::some(bounds::text(message.caption.as_ref())),
        file_name: bounds::some(bounds::line(name)),
        pages: message.page_count.filter(|pages| *pages > 0),
        has_thumbnail: is_picture(message.jpeg_thumbnail.as_ref()),
        ..file(MediaKind::Document, message.mimetype.as_ref(), message.file_length, message.file_sha256.as_ref())
    };
    Some(Found::new(Content::Media(media), message.context_info.as_option()))
}

pub(super) fn sticker(message: &StickerMessage) -> Option<Found<'_>> {
    let media = Media {
        width: message.width,
        height: message.height,
        is_animated: message.is_animated == Some(true),
        is_lottie: message.is_lottie == Some(true),
        has_thumbnail: is_picture(message.png_thumbnail.as_ref()),
        ..file(MediaKind::Sticker, message.mimetype.as_ref(), message.file_length, message.file_sha256.as_ref())
    };
    Some(Found::new(Content::Media(media), message.context_info.as_option()))
}

pub(super) fn album(message: &AlbumMessage) -> Option<Found<'_>> {
    let images = message.expected_image_count.unwrap_or_default();
    let videos = message.expected_video_count.unwrap_or_default();
    Some(Found::new(Content::Album(Album { images, videos }), message.context_info.as_option()))
}

fn file(kind: MediaKind, mime: Option<&String>, size_bytes: Option<u64>, sha256: Option<&Vec<u8>>) -> Media {
    Media {
        mime: bounds::line(mime),
        // Beyond what a signed column holds it is no size.
        size_bytes: size_bytes.filter(|size| i64::try_from(*size).is_ok()),
        sha256: sha256.filter(|hash| hash.len() == 32).map(hex::encode),
        ..Media::of(kind)
    }
}

fn is_picture(bytes: Option<&Vec<u8>>) -> bool {
    bytes.is_some_and(|bytes| bytes.len() <= LARGEST_THUMBNAIL && (bytes.starts_with(JPEG) || bytes.starts_with(PNG)))
}

/// The small picture of a message out of its envelopes.
pub(super) fn thumbnail_of(message: &Message) -> Option<Vec<u8>> {
    let small = [
        message.image_message.as_option().and_then(|image| image.jpeg_thumbnail.as_ref()),
        message.video_message.as_option().and_then(|video| video.jpeg_thumbnail.as_ref()),
        message.ptv_message.as_option().and_then(|video| video.jpeg_thumbnail.as_ref()),
        message.document_message.as_option().and_then(|document| document.jpeg_thumbnail.as_ref()),
        message.sticker_message.as_option().and_then(|sticker| sticker.png_thumbnail.as_ref()),
        message.extended_text_message.as_option().and_then(|text| text.jpeg_thumbnail.as_ref()),
        message.location_message.as_option().and_then(|place| place.jpeg_thumbnail.as_ref()),
        message.live_location_message.as_option().and_then(|place| place.jpeg_thumbnail.as_ref()),
        message.group_invite_message.as_option().and_then(|invitation| invitation.jpeg_thumbnail.as_ref()),
        message.order_message.as_option().and_then(|order| order.thumbnail.as_ref()),
    ];
    small.into_iter().flatten().find(|bytes| is_picture(Some(bytes))).cloned()
}
