//! `/control/phones/{number}/send` with a file, and the files of a chat.
//!
//! A file is the request's body, as it is; what is said of it stands in the address.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest as _, Path, Query, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::answers::{Asked, Refused, refusal};
use super::kinds::{Writing, sent};
use super::phones::Named;
use crate::error::EmulatorError;
use crate::media::{Part, part};
use crate::network::ChatId;
use crate::phone::{Attachment, Draft, Kind, Phone};
use crate::running::Net;

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/send", post(send))
        .route("/phones/{number}/open", post(open))
        .route("/phones/{number}/chats/{with}/files/{id}", get(show))
}

/// What is said of a file. Lists are written with commas; a mark without a value is set.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Said {
    to: String,
    /// `image`, `video`, `gif`, `audio`, `voice`, `document` or `sticker`; what the file looks like otherwise.
    kind: Option<String>,
    #[serde(default)]
    text: String,
    /// What a document is called.
    #[serde(default)]
    name: String,
    seconds: Option<u32>,
    waveform: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    /// A small JPEG of a film, in base64.
    preview: Option<String>,
    quoted: Option<String>,
    #[serde(default)]
    mentions: String,
    #[serde(default, deserialize_with = "mark")]
    forwarded: bool,
    #[serde(default, deserialize_with = "mark")]
    view_once: bool,
    /// The id of the announcement that it belongs to.
    album: Option<String>,
}

fn mark<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    match String::deserialize(value)?.as_str() {
        "" | "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        other => Err(serde::de::Error::custom(format!("{other:?} is neither true nor false"))),
    }
}

/// Whether the address says whom the body is for; then it is a file, and otherwise words in JSON.
fn names_reader(query: &str) -> bool {
    query.split('&').any(|pair| pair.starts_with("to="))
}

async fn send(Named(phone): Named, request: Request) -> Response {
    let said = if names_reader(request.uri().query().unwrap_or_default()) {
        send_file(&phone, request).await
    } else {
        match Asked::<Writing>::from_request(request, &()).await {
            Ok(Asked(asked)) => phone.send_draft(asked.to, asked.message).await.map_err(whole),
            Err(unfit) => Err(unfit),
        }
    };
    said.map_or_else(|refused| refused, |id| sent(&id).into_response())
}

fn whole(error: EmulatorError) -> Response {
    Refused::from(error).into_response()
}

async fn send_file(phone: &Phone, request: Request) -> Result<String, Response> {
    let unfit = |why: &str| refusal(StatusCode::UNPROCESSABLE_ENTITY, why);
    let Query(said) = Query::<Said>::try_from_uri(request.uri()).map_err(|refused| unfit(&refused.body_text()))?;
    let mimetype = named_type(request.headers());
    let waveform =
        said.waveform.as_deref().map(numbers).transpose().map_err(|()| unfit("waveform: numbers from 0 to 100"))?;
    let preview = said.preview.as_deref().map(|text| BASE64_URL_SAFE_NO_PAD.decode(text)).transpose();
    let preview = preview.map_err(|_| unfit("preview: a JPEG in base64, as it stands in addresses"))?;
    let limit_bytes = phone.net().look(|world| world.media.largest_bytes());
    let limit = usize::try_from(limit_bytes).unwrap_or(usize::MAX);
    let told = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let too_large = || whole(EmulatorError::MediaTooLarge { bytes: told.unwrap_or(limit_bytes + 1), limit_bytes });
    let bytes = to_bytes(request.into_body(), limit).await.map_err(|_| too_large())?;
    let file = Attachment {
        bytes: bytes.into(),
        mimetype,
        seconds: said.seconds,
        waveform,
        size: said.width.zip(said.height),
        preview,
        album: said.album,
        view_once: said.view_once,
    };
    let Some(kind) = kind(said.kind.as_deref(), file.mimetype(), said.name) else {
        return Err(unfit("kind: image, video, gif, audio, voice, document or sticker"));
    };
    let draft = Draft {
        kind,
        text: said.text,
        quoted: said.quoted,
        mentions: said.mentions.split(',').filter(|number| !number.is_empty()).map(str::to_owned).collect(),
        forwarded: said.forwarded,
        advertisement: None,
    };
    phone.send_file(said.to, draft, file).await.map_err(whole)
}

/// What the request says its body is; what curl says of any body says nothing.
fn named_type(headers: &HeaderMap) -> Option<String> {
    let told = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let empty = ["application/x-www-form-urlencoded", "application/octet-stream", ""];
    (!empty.contains(&told)).then(|| told.to_owned())
}

fn numbers(list: &str) -> Result<Vec<u8>, ()> {
    list.split(',').filter(|part| !part.is_empty()).map(|part| part.trim().parse().map_err(drop)).collect()
}

/// The kind that is asked for, or what the file looks like.
fn kind(asked: Option<&str>, mimetype: &str, name: String) -> Option<Kind> {
    let audio = |voice| Kind::Audio { voice, seconds: 0 };
    Some(match asked {
        Some("image") => Kind::Image,
        Some("video") => Kind::Video { gif: false },
        Some("gif") => Kind::Video { gif: true },
        Some("audio") => audio(false),
        Some("voice") => audio(true),
        Some("document") => Kind::Document { name },
        Some("sticker") => Kind::Sticker,
        Some(_) => return None,
        None => match mimetype.split('/').next() {
            Some("image") if name.is_empty() => Kind::Image,
            Some("video") if name.is_empty() => Kind::Video { gif: false },
            Some("audio") if name.is_empty() => audio(false),
            _ => Kind::Document { name },
        },
    })
}

type In = Path<(String, String, String)>;

/// The file of a message, opened, or the part of it that `Range` asks for.
async fn show(Named(phone): Named, Path((_, with, id)): In, headers: HeaderMap) -> Result<Response, Refused> {
    let chat = ChatId::from(with);
    let file = phone.show_file(&chat, &id).await?;
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    Ok(answer(&mimetype(&phone, &chat, &id), file, range))
}

#[derive(Deserialize)]
struct Opening {
    with: String,
    id: String,
}

/// Opens the file of a message, what opens once too.
async fn open(Named(phone): Named, Asked(asked): Asked<Opening>) -> Result<Response, Refused> {
    let chat = ChatId::from(asked.with);
    let file = phone.open_file(chat.clone(), &asked.id).await?;
    Ok(answer(&mimetype(&phone, &chat, &asked.id), file, None))
}

fn mimetype(phone: &Phone, chat: &ChatId, id: &str) -> String {
    phone.ask(|account| {
        let line = account.handset.line(chat, id).ok();
        line.and_then(|line| Some(line.content.file.as_ref()?.mimetype.clone())).unwrap_or_default()
    })
}

/// What is seen or heard is shown in place; anything else is saved, since a page of somebody else's would be one of ours.
fn answer(mimetype: &str, file: Vec<u8>, range: Option<&str>) -> Response {
    let shown = ["image/jpeg", "image/png", "image/webp", "image/gif"].contains(&mimetype)
        || ["audio/", "video/"].iter().any(|kind| mimetype.starts_with(kind));
    let (kind, place) = if shown { (mimetype, "inline") } else { ("application/octet-stream", "attachment") };
    let answer = Response::builder()
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_DISPOSITION, place)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")
        .header(header::CACHE_CONTROL, "no-store");
    let length = file.len();
    let answer = match part(range, length) {
        Part::Whole => answer.body(Body::from(file)),
        Part::Bytes(range) => answer
            .status(StatusCode::PARTIAL_CONTENT)
            .header(header::CONTENT_RANGE, format!("bytes {}-{}/{length}", range.start, range.end.saturating_sub(1)))
            .body(Body::from(file[range].to_vec())),
        Part::Nowhere => answer
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(header::CONTENT_RANGE, format!("bytes */{length}"))
            .body(Body::empty()),
    };
    answer.unwrap_or_else(|_| refused_type())
}

/// The sender's word for what the file is does not fit a header.
fn refused_type() -> Response {
    let told = json!({ "detail": "the file's type cannot be said over HTTP" });
    (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(told)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_sent_as_what_it_looks_like() {
        let named = String::new;
        assert_eq!(kind(None, "image/png", named()), Some(Kind::Image));
        assert_eq!(kind(None, "audio/ogg; codecs=opus", named()), Some(Kind::Audio { voice: false, seconds: 0 }));
        let list = || "lista.png".to_owned();
        assert_eq!(kind(None, "image/png", list()), Some(Kind::Document { name: list() }), "it has a name");
        assert_eq!(kind(Some("voice"), "audio/webm", named()), Some(Kind::Audio { voice: true, seconds: 0 }));
        assert_eq!(kind(Some("dança"), "image/png", named()), None);
    }

    #[test]
    fn nobody_elses_page_is_shown_as_ours() {
        for (mimetype, kind) in [
            ("text/html", "application/octet-stream"),
            ("image/svg+xml", "application/octet-stream"),
            ("image/png", "image/png"),
            ("audio/ogg; codecs=opus", "audio/ogg; codecs=opus"),
        ] {
            let answer = answer(mimetype, vec![1, 2, 3], None);
            assert_eq!(answer.headers()[header::CONTENT_TYPE], kind);
        }
        assert_eq!(answer("audio/\n", vec![1], None).status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer("image/png", vec![1, 2, 3], Some("bytes=1-")).status(), StatusCode::PARTIAL_CONTENT);
    }
}
