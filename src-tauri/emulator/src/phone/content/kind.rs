//! The kinds of message that make a line of a chat.

use serde::{Deserialize, Serialize};
use waproto::whatsapp::Message;

/// What a message is. Times are in seconds since the epoch or in seconds of play, as named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Kind {
    /// Words.
    #[default]
    Text,
    /// A picture.
    Image,
    /// A film.
    Video {
        /// Played in a loop without sound.
        gif: bool,
    },
    /// A recording.
    Audio {
        /// A voice message rather than a piece of music.
        voice: bool,
        /// How long it plays.
        seconds: u32,
    },
    /// A file.
    Document {
        /// What the file is called.
        name: String,
    },
    /// A sticker.
    Sticker,
    /// Anything that this network carries and its phones show as "unsupported".
    Other,
    /// Nothing to show: keys, settings, or a change of another message.
    Silent,
}

impl Kind {
    /// The kind of a message that is out of its wrappers.
    pub(super) fn of(base: &Message) -> Self {
        if base.conversation.is_some() || base.extended_text_message.is_set() {
            Self::Text
        } else if base.image_message.is_set() {
            Self::Image
        } else if let Some(video) = base.video_message.as_option().or_else(|| base.ptv_message.as_option()) {
            Self::Video { gif: video.gif_playback == Some(true) }
        } else if let Some(audio) = base.audio_message.as_option() {
            Self::Audio { voice: audio.ptt == Some(true), seconds: audio.seconds.unwrap_or_default() }
        } else if let Some(document) = base.document_message.as_option() {
            Self::Document { name: document.file_name.clone().or_else(|| document.title.clone()).unwrap_or_default() }
        } else if base.sticker_message.is_set() {
            Self::Sticker
        } else if is_silent(base) {
            Self::Silent
        } else {
            Self::Other
        }
    }

    /// A word for a line that has no text of its own.
    pub(super) fn title(&self) -> &str {
        if let Self::Document { name } = self { name } else { "" }
    }
}

/// Whether the message changes another, or is between devices only.
fn is_silent(base: &Message) -> bool {
    base.protocol_message.is_set()
        || base.reaction_message.is_set()
        || base.enc_reaction_message.is_set()
        || base.pin_in_chat_message.is_set()
        || base.keep_in_chat_message.is_set()
        || base.poll_update_message.is_set()
        || base.enc_event_response_message.is_set()
        || base.secret_encrypted_message.is_set()
        || *base == only_keys(base)
}

/// What is left of a message that brings nothing but a sender key.
fn only_keys(base: &Message) -> Message {
    Message {
        sender_key_distribution_message: base.sender_key_distribution_message.clone(),
        message_context_info: base.message_context_info.clone(),
        ..Message::default()
    }
}
