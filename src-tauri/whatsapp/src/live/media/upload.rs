//! Files of composed messages: sealed, uploaded, and their address written into the message.

use std::io;
use std::sync::Arc;

use portaria_domain::Raw;
use wacore::download::MediaType;
use waproto::whatsapp::Message;
use whatsapp_rust::upload::UploadResponse;
use whatsapp_rust::{Client, ErrorChainExt as _};

use super::super::raw::{Stored, encoded};
use super::super::read;
use super::file::{described, is_path, settle};
use super::sealing::{Sealing, UploadCourse};
use super::stall::unless_stalled;
use crate::{MediaSource, UploadError};

/// What a message says of its file that an upload has to keep to.
struct Promise {
    key: [u8; 32],
    sha256: Vec<u8>,
    kind: MediaType,
}

/// Uploads the file of a message; gives the message with its address.
pub(in crate::live) async fn upload(
    client: &Client,
    raw: &Raw,
    source: Arc<dyn MediaSource>,
) -> Result<Raw, UploadError> {
    let mut message = Stored::of(raw).ok_or(UploadError::NoFile)?.message;
    let Promise { key, sha256, kind } = promise(read::unwrapped(&message)).ok_or(UploadError::NoFile)?;
    let course = Arc::<UploadCourse>::default();
    let _ends = EndsWithItsUpload(Arc::clone(&course));
    let sealing = Sealing { source, key, kind, course: Arc::clone(&course) };
    let look = sealing.clone();
    let info = tokio::task::spawn_blocking(move || look.look()).await;
    let info = info.map_err(io::Error::other).flatten().map_err(UploadError::Unreadable)?;
    // Another file under the same key would give away both.
    if info.file_sha256.as_slice() != sha256 {
        let other = "the file is not the one that the message was written for";
        return Err(UploadError::Unreadable(io::Error::new(io::ErrorKind::InvalidData, other)));
    }
    let source = sealing.seen(&info).map_err(UploadError::Unreadable)?;
    let error = match unless_stalled(&course.moved, client.upload_stream(source, info, kind)).await {
        Ok(Ok(uploaded)) => return settled(&mut message, uploaded),
        Ok(Err(error)) => match error.http_status() {
            Some(status) if is_final(status) => return Err(UploadError::Refused(status)),
            _ => UploadError::Broken(error.into()),
        },
        Err(stalled) => UploadError::Broken(stalled.into()),
    };
    match course.take_trouble() {
        Some(trouble) => Err(UploadError::Unreadable(trouble)),
        None if !client.is_logged_in() => Err(UploadError::NotConnected),
        None => Err(error),
    }
}

fn promise(message: &Message) -> Option<Promise> {
    let file = described(message)?;
    let key = file.media_key()?.try_into().ok()?;
    Some(Promise { key, sha256: file.file_sha256()?.to_vec(), kind: file.app_info() })
}

fn settled(message: &mut Message, uploaded: UploadResponse) -> Result<Raw, UploadError> {
    if !is_path(&uploaded.direct_path) {
        return Err(UploadError::Broken("WhatsApp did not say where the file lies".into()));
    }
    settle(read::unwrapped_mut(message), uploaded);
    Ok(encoded(message))
}

/// Whether the same file will be refused again. Sign-ins, crowds and the server's own trouble pass.
fn is_final(status: u16) -> bool {
    matches!(status, 400..=499) && !matches!(status, 401 | 403 | 404 | 408 | 425 | 429)
}

/// Stops the library's reader with the upload, however it comes to its end.
struct EndsWithItsUpload(Arc<UploadCourse>);

impl Drop for EndsWithItsUpload {
    fn drop(&mut self) {
        self.0.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_whether_trying_again_helps() {
        for passing in [401, 403, 429, 500, 503, 507] {
            assert!(!is_final(passing), "{passing}");
        }
        for refusal in [400, 413, 415] {
            assert!(is_final(refusal), "{refusal}");
        }
    }
}
