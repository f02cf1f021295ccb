//! Where the file of a message stands in its protobuf.

use wacore::download::Downloadable;
use waproto::whatsapp::Message;
use whatsapp_rust::download::DownloadParams;
use whatsapp_rust::upload::UploadResponse;

/// The fields of every kind of message that has a file; what plays while it loads has a sidecar, too.
macro_rules! kinds_with_a_file {
    ($callback:ident) => {
        $callback!(
            image_message,
            video_message + streaming_sidecar,
            ptv_message + streaming_sidecar,
            audio_message + streaming_sidecar,
            document_message,
            sticker_message
        )
    };
}

/// What a message out of its envelopes says of its file.
pub(super) fn described(message: &Message) -> Option<&dyn Downloadable> {
    macro_rules! first {
        ($($field:ident $(+ $sidecar:ident)?),+) => {
            $(if let Some(file) = message.$field.as_option() {
                return Some(file);
            })+
        };
    }
    kinds_with_a_file!(first);
    None
}

/// Where the file of a message lies and how it is opened. What everybody may read, as a channel's posts, has no key.
pub(super) fn place(message: &Message) -> Option<DownloadParams> {
    let file = described(message)?;
    Some(DownloadParams {
        direct_path: file.direct_path().filter(|path| is_path(path))?.to_owned(),
        media_key: file.media_key().filter(|key| !key.is_empty()).map(<[u8]>::to_vec),
        file_sha256: file.file_sha256()?.to_vec(),
        file_enc_sha256: file.file_enc_sha256().map(<[u8]>::to_vec),
        file_length: file.file_length().unwrap_or_default(),
        media_type: file.app_info(),
    })
}

/// Whether a stranger's word on where a file lies stays on WhatsApp's own hosts: the library puts a host's name before
/// it, which anything but a slash would continue.
pub(super) fn is_path(path: &str) -> bool {
    path.starts_with('/')
}

/// Whether a message out of its envelopes has a file that WhatsApp was not given yet.
pub(in crate::live) fn needs_upload(message: &Message) -> bool {
    described(message).is_some_and(|file| {
        let has_key = file.media_key().is_some_and(|key| key.len() == 32);
        has_key && file.file_sha256().is_some() && file.direct_path().is_none_or(str::is_empty)
    })
}

/// Writes into a message out of its envelopes where its file lies now.
pub(super) fn settle(message: &mut Message, uploaded: UploadResponse) {
    macro_rules! first {
        ($($field:ident $(+ $sidecar:ident)?),+) => {
            $(if let Some(file) = message.$field.as_option_mut() {
                file.url = Some(uploaded.url);
                file.direct_path = Some(uploaded.direct_path);
                file.file_enc_sha256 = Some(uploaded.file_enc_sha256.to_vec());
                file.media_key_timestamp = Some(uploaded.media_key_timestamp);
                $(file.$sidecar = uploaded.streaming_sidecar;)?
                return;
            })+
        };
    }
    kinds_with_a_file!(first);
}

/// Takes out of a message whatever leads to its file.
pub(in crate::live) fn forget(message: &mut Message) {
    macro_rules! each {
        ($($field:ident $(+ $sidecar:ident)?),+) => {
            $(if let Some(file) = message.$field.as_option_mut() {
                (file.url, file.direct_path, file.media_key) = (None, None, None);
            })+
        };
    }
    kinds_with_a_file!(each);
}

#[cfg(test)]
mod tests {
    use super::*;
    use waproto::buffa::MessageField;
    use waproto::whatsapp::message::ImageMessage;

    fn picture(direct_path: &str) -> Message {
        let image = ImageMessage {
            direct_path: Some(direct_path.into()),
            media_key: Some(vec![7; 32]),
            file_sha256: Some(vec![8; 32]),
            ..ImageMessage::default()
        };
        Message { image_message: MessageField::some(image), ..Message::default() }
    }

    #[test]
    fn no_message_leads_away_from_whatsapps_hosts() {
        assert!(place(&picture("/v/t62.7118-24/1_n.enc")).is_some());
        for elsewhere in ["@example.com/x", ".example.com/x", ":8080/x", "https://example.com/x", ""] {
            assert!(place(&picture(elsewhere)).is_none(), "{elsewhere}");
        }
    }

    #[test]
    fn what_has_no_address_and_could_get_one_needs_an_upload() {
        assert!(needs_upload(&picture("")));
        assert!(!needs_upload(&picture("/v/t62.7118-24/1_n.enc")));
        let mut closed = picture("");
        forget(&mut closed);
        assert!(!needs_upload(&closed), "without its key nobody can upload it again");
        assert!(!needs_upload(&Message { conversation: Some("oi".into()), ..Message::default() }));
    }
}
