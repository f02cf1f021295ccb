//! Files of messages: fetched, opened, and asked of the sender's phone where WhatsApp has them no longer.

use std::io::BufWriter;

use portaria_domain::{MessageKey, Raw, Server};
use whatsapp_rust::download::DownloadParams;
use whatsapp_rust::{Client, ErrorChainExt as _, MediaRetryResult, MediaReuploadError, MediaReuploadRequest};

use super::super::address::wire;
use super::super::raw::Stored;
use super::file::{is_path, place};
use super::sink::FetchSink;
use super::stall::unless_stalled;
use crate::{FetchError, MediaSink};

/// The library opens 16 bytes at a time; the sink gets them in larger pieces.
const PIECE_BYTES: usize = 64 * 1024;

/// Fetches the file of a message into `into`.
pub(in crate::live) async fn fetch(
    client: &Client,
    key: &MessageKey,
    raw: &Raw,
    into: Box<dyn MediaSink>,
) -> Result<(), FetchError> {
    let mut file = Stored::of(raw).and_then(|stored| place(stored.base())).ok_or(FetchError::NoFile)?;
    let sink = FetchSink::new(into);
    match download(client, &file, &sink).await {
        Err(FetchError::Gone) => {}
        other => return other,
    }
    file.direct_path = ask_again(client, key, &file).await?;
    download(client, &file, &sink).await
}

/// Downloads, opens and checks a file.
async fn download(client: &Client, file: &DownloadParams, sink: &FetchSink) -> Result<(), FetchError> {
    let writer = BufWriter::with_capacity(PIECE_BYTES, sink.writer(file.file_length));
    let fetched = unless_stalled(sink.moved(), client.download_to_writer(file, writer)).await;
    if let Some(trouble) = sink.take_trouble() {
        return Err(FetchError::Unwritable(trouble));
    }
    let fetched = fetched.map_err(|stalled| FetchError::Broken(stalled.into()))?;
    fetched.map_err(|error| match error.http_status() {
        Some(404 | 410) => FetchError::Gone,
        _ if !client.is_logged_in() => FetchError::NotConnected,
        _ => FetchError::Broken(error.into()),
    })?;
    let written = sink.written().ok_or(FetchError::NotConnected)?;
    if written.sha256 != file.file_sha256 {
        return Err(FetchError::Broken("the file is not what its sender sealed".into()));
    }
    if file.file_length > 0 && written.length != file.file_length {
        return Err(FetchError::Broken("the file is shorter than its sender said".into()));
    }
    sink.finish().await.map_err(FetchError::Unwritable)
}

/// Asks the sender's phone to upload the file again. The answer is where it lies then.
async fn ask_again(client: &Client, key: &MessageKey, file: &DownloadParams) -> Result<String, FetchError> {
    // What everybody may read has no sender's phone behind it.
    let media_key = file.media_key.as_deref().ok_or(FetchError::Gone)?;
    let chat = key.chat.primary().ok_or(FetchError::Gone)?;
    let is_of_many = !matches!(chat.server(), Server::Pn | Server::Lid);
    let writer = key.sender.lid.as_ref().or(key.sender.pn.as_ref()).filter(|_| is_of_many).map(wire);
    let chat = wire(chat);
    let request = MediaReuploadRequest {
        msg_id: key.id.as_str(),
        chat_jid: &chat,
        media_key,
        is_from_me: key.from_me,
        participant: writer.as_ref(),
    };
    match client.media_reupload().request(&request).await {
        Ok(MediaRetryResult::Success { direct_path }) if is_path(&direct_path) => Ok(direct_path),
        Err(MediaReuploadError::Client(_) | MediaReuploadError::NotLoggedIn) => Err(FetchError::NotConnected),
        // The phone has it no longer, or is out of reach.
        Ok(_) | Err(_) => Err(FetchError::Gone),
    }
}
