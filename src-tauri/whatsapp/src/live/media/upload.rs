//! Files of composed messages: sealed, uploaded, and their address written into the message.

use std::io;
use std::sync::Arc;

use portaria_domain::Raw;
use wacore::download::MediaType;
use wacore::upload::EncryptedMediaInfo;
use waproto::whatsapp::Message;
use whatsapp_rust::upload::UploadResponse;
use whatsapp_rust::{Client, ErrorChainExt as _};

use super::super::raw::{Stored, encoded};
use super::super::read;
use super::file::{described, is_path, settle};
use super::sealing::{Sealing, UploadProgress};
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
    let progress = Arc::<UploadProgress>::default();
    let _ends = EndsWithItsUpload(Arc::clone(&progress));
    let sealing = Sealing { source, key, kind, progress: Arc::clone(&progress) };
    let look = sealing.clone();
    let info = tokio::task::spawn_blocking(move || look.look()).await;
    let info = info.map_err(io::Error::other).flatten().map_err(UploadError::Unreadable)?;
    // Another file under the same key would give away both.
    if info.file_sha256.as_slice() != sha256 {
        let other = "the file is not the one that the message was written for";
        return Err(UploadError::Unreadable(io::Error::new(io::ErrorKind::InvalidData, other)));
    }
    let uploaded = transfer(client, &sealing, &info).await?;
    if !is_path(&uploaded.direct_path) {
        return Err(UploadError::Broken("WhatsApp did not say where the file lies".into()));
    }
    settle(read::unwrapped_mut(&mut message), uploaded);
    Ok(encoded(&message))
}

/// Uploads to the first of WhatsApp's hosts that takes it.
async fn transfer(
    client: &Client,
    sealing: &Sealing,
    info: &EncryptedMediaInfo,
) -> Result<UploadResponse, UploadError> {
    let mut is_renewed = false;
    loop {
        let source = sealing.clone().seen(info).map_err(UploadError::Unreadable)?;
        let same = EncryptedMediaInfo { streaming_sidecar: info.streaming_sidecar.clone(), ..*info };
        let uploading = client.upload_stream(source, same, sealing.kind);
        let ended = match unless_stalled(&sealing.progress.moved, uploading).await {
            Ok(Ok(uploaded)) => return Ok(uploaded),
            Ok(Err(error)) => Ok(error),
            Err(stalled) => Err(stalled),
        };
        if let Some(trouble) = sealing.progress.take_trouble() {
            return Err(UploadError::Unreadable(trouble));
        }
        let error = match ended {
            _ if !client.is_logged_in() => return Err(UploadError::NotConnected),
            Ok(error) => error,
            Err(stalled) => return Err(UploadError::Broken(stalled.into())),
        };
        match error.http_status() {
            Some(status) if is_final(status) => return Err(UploadError::Refused(status)),
            // Who is turned away before the end may see a broken connection in place of the 401, which the library would
            // answer, so the sign-in is renewed once.
            None if !is_renewed && client.refresh_media_conn(true).await.is_ok() => is_renewed = true,
            _ => return Err(UploadError::Broken(error.into())),
        }
    }
}

fn promise(message: &Message) -> Option<Promise> {
    let file = described(message)?;
    let key = file.media_key()?.try_into().ok()?;
    Some(Promise { key, sha256: file.file_sha256()?.to_vec(), kind: file.app_info() })
}

/// Whether the same file will be refused again. Sign-ins, crowds and the server's own trouble pass.
fn is_final(status: u16) -> bool {
    matches!(status, 400..=499) && !matches!(status, 401 | 403 | 404 | 408 | 425 | 429)
}

/// Stops the library's reader with the upload, however it comes to its end.
struct EndsWithItsUpload(Arc<UploadProgress>);

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
