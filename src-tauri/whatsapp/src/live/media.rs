//! Files of messages: fetched, opened, and asked of the sender's phone where WhatsApp has them no longer.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use portaria_domain::{MessageKey, Raw, Server};
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;
use wacore::download::{DownloadWriter, Downloadable};
use waproto::whatsapp::Message;
use whatsapp_rust::download::DownloadParams;
use whatsapp_rust::{Client, ErrorChainExt as _, MediaRetryResult, MediaReuploadError, MediaReuploadRequest};

use super::address::wire;
use super::raw::Stored;
use crate::FetchError;

/// How long one file may take, whatever its size.
const FILE_DEADLINE: Duration = Duration::from_mins(10);

/// Fetches the file of a message into `into`, which exists afterwards only if it is whole.
pub(super) async fn fetch(client: &Client, key: &MessageKey, raw: &Raw, into: &Path) -> Result<(), FetchError> {
    let mut file = Stored::of(raw).and_then(|stored| file_of(stored.base())).ok_or(FetchError::NoFile)?;
    match download(client, &file, into).await {
        Err(FetchError::Gone) => {}
        other => return other,
    }
    file.direct_path = ask_again(client, key, &file).await?;
    download(client, &file, into).await
}

/// Where the file of a message lies and how it is opened.
fn file_of(message: &Message) -> Option<DownloadParams> {
    macro_rules! first_file {
        ($($field:ident),+) => {
            $(if let Some(file) = message.$field.as_option() { return params(file); })+
        };
    }
    first_file!(image_message, video_message, ptv_message, audio_message, document_message, sticker_message);
    None
}

fn params(file: &dyn Downloadable) -> Option<DownloadParams> {
    Some(DownloadParams {
        direct_path: file.direct_path().filter(|path| !path.is_empty())?.to_owned(),
        media_key: Some(file.media_key().filter(|key| !key.is_empty())?.to_vec()),
        file_sha256: file.file_sha256()?.to_vec(),
        file_enc_sha256: file.file_enc_sha256().map(<[u8]>::to_vec),
        file_length: file.file_length().unwrap_or_default(),
        media_type: file.app_info(),
    })
}

/// Downloads, opens and checks a file; it gets its name when it is whole.
async fn download(client: &Client, file: &DownloadParams, into: &Path) -> Result<(), FetchError> {
    let part = Part::beside(into).map_err(FetchError::Unwritable)?;
    let sink = Sink { file: part.open().map_err(FetchError::Unwritable)?, sum: Sha256::new(), trouble: part.trouble() };
    let fetched = match timeout(FILE_DEADLINE, client.download_to_writer(file, sink)).await {
        Ok(fetched) => fetched,
        Err(late) => return Err(FetchError::Broken(Box::new(late))),
    };
    if let Some(trouble) = part.take_trouble() {
        return Err(FetchError::Unwritable(trouble));
    }
    let sink = fetched.map_err(|error| match error.http_status() {
        Some(404 | 410) => FetchError::Gone,
        _ if !client.is_logged_in() => FetchError::NotConnected,
        _ => FetchError::Broken(error.into()),
    })?;
    if sink.sum.finalize().as_slice() != file.file_sha256 {
        return Err(FetchError::Broken("the file is not what its sender sealed".into()));
    }
    let into = into.to_owned();
    let kept = tokio::task::spawn_blocking(move || {
        sink.file.sync_all()?;
        part.keep_as(&into)
    });
    kept.await.map_err(io::Error::other).flatten().map_err(FetchError::Unwritable)
}

/// Asks the sender's phone to upload the file again. The answer is where it lies then.
async fn ask_again(client: &Client, key: &MessageKey, file: &DownloadParams) -> Result<String, FetchError> {
    let media_key = file.media_key.as_deref().ok_or(FetchError::NoFile)?;
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
        Ok(MediaRetryResult::Success { direct_path }) => Ok(direct_path),
        Err(MediaReuploadError::Client(_) | MediaReuploadError::NotLoggedIn) => Err(FetchError::NotConnected),
        // The phone has it no longer, or is out of reach.
        Ok(_) | Err(_) => Err(FetchError::Gone),
    }
}

/// A file that is not whole yet, beside the one that it becomes; removed unless it does.
struct Part {
    path: PathBuf,
    trouble: Arc<Mutex<Option<io::Error>>>,
}

impl Part {
    fn beside(into: &Path) -> io::Result<Self> {
        /// Two fetches of one file do not meet.
        static FETCHES: AtomicU64 = AtomicU64::new(0);
        let nameless = || io::Error::new(io::ErrorKind::InvalidInput, "the file has no name");
        let mut name = into.file_name().ok_or_else(nameless)?.to_owned();
        name.push(format!(".{}.part", FETCHES.fetch_add(1, Ordering::Relaxed)));
        Ok(Self { path: into.with_file_name(name), trouble: Arc::default() })
    }

    fn open(&self) -> io::Result<File> {
        File::options().read(true).write(true).create(true).truncate(true).open(&self.path)
    }

    fn trouble(&self) -> Arc<Mutex<Option<io::Error>>> {
        Arc::clone(&self.trouble)
    }

    fn take_trouble(&self) -> Option<io::Error> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn keep_as(&self, into: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, into)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path); // it has another name by now, or was never made
    }
}

/// Takes the opened file and sums it up; remembers if the disk is in the way, which the library tells from nothing.
struct Sink {
    file: File,
    sum: Sha256,
    trouble: Arc<Mutex<Option<io::Error>>>,
}

impl Sink {
    fn told<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.inspect_err(|error| {
            let copy = io::Error::new(error.kind(), error.to_string());
            *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(copy);
        })
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        let count = self.told(written)?;
        self.sum.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.file.flush();
        self.told(flushed)
    }
}

impl Seek for Sink {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl DownloadWriter for Sink {
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        // Each attempt starts by emptying it.
        self.sum = Sha256::new();
        let cut = self.file.set_len(len);
        self.told(cut)
    }
}
