//! What a browser is told, and how it is sealed for it (RFC 8291): the push service sees neither words nor their length.

use portaria_domain::{AlbumSoFar, Chat, ChatId, ChatKind, Message, PublicId, UnixMs, is_invisible};
use portaria_storage::PushDevice;
use serde::Serialize;
use web_push_native::p256::PublicKey;
use web_push_native::{Auth, encrypt};

/// How long a sealed text is, in bytes. Services take 4,096 with what sealing adds.
const SEALED_BYTES: usize = 3_072;
/// The longest name and the longest words that are told, in characters.
const LONGEST_NAME: usize = 80;
const LONGEST_WORDS: usize = 160;

/// What a browser is told, before it is known which.
#[derive(Clone, Debug)]
pub(super) enum Word {
    /// A message came.
    Message(Box<News>),
    /// Somebody tries whether it works.
    Test,
}

/// The newest message of a chat.
#[derive(Clone, Debug)]
pub(super) struct News {
    /// Its chat.
    pub(super) chat: ChatId,
    name: String,
    author: Option<String>,
    kind: &'static str,
    words: Option<String>,
    album: Option<AlbumSoFar>,
    at: UnixMs,
}

/// The text, as the panel's worker reads it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    /// `message` or `test`.
    r#type: &'static str,
    tenant_id: String,
    /// The portal's: where a press leads.
    public_id: String,
    language: &'static str,
    /// Chats that were read meanwhile: what stands of them is taken away.
    read: &'a [ChatId],
    #[serde(flatten)]
    message: Option<ToldMessage<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToldMessage<'a> {
    chat_id: ChatId,
    /// The chat's name; empty where none is known.
    name: &'a str,
    /// In a group, who wrote it.
    author: Option<&'a str>,
    /// Its content's kind; a file's is what kind of file. Not there where the browser is not told what was written.
    kind: Option<&'static str>,
    words: Option<&'a str>,
    /// How many pictures and films came as one with it. Not there where it came alone.
    images: Option<u32>,
    videos: Option<u32>,
    at_ms: i64,
}

impl News {
    pub(super) fn new(message: &Message, chat: &Chat, now: UnixMs) -> Self {
        let is_of_many = matches!(chat.kind, ChatKind::Group | ChatKind::Community);
        let number = || chat.address.pn.as_ref().map(|pn| format!("+{}", pn.user()));
        let name = if chat.name.is_empty() { number().unwrap_or_default() } else { chat.name.clone() };
        // What came since has a word of its own.
        let is_newest = chat.last_message.as_ref().is_some_and(|last| last.id == message.id);
        let album = chat.last_album.clone().filter(|_| is_newest);
        let words = album.as_ref().map_or_else(|| message.content.words(), |album| album.caption.as_deref());
        Self {
            chat: chat.id,
            name: short(&name, LONGEST_NAME),
            author: is_of_many.then(|| short(&message.sender_name, LONGEST_NAME)),
            kind: if album.is_some() { "album" } else { message.content.kind() },
            words: words.map(|words| short(words, LONGEST_WORDS)),
            album,
            at: message.at.unwrap_or(now),
        }
    }

    /// Some message of a chat.
    #[cfg(test)]
    pub(super) fn of_chat(chat: ChatId) -> Self {
        Self { chat, name: String::new(), author: None, kind: "text", words: None, album: None, at: UnixMs(0) }
    }
}

/// A text in one line, without what nobody sees, and no longer than that.
fn short(text: &str, longest: usize) -> String {
    let belongs_to_emoji = |c| matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{E0020}'..='\u{E007F}');
    let seen = |c: &char| c.is_whitespace() || !(c.is_control() || (is_invisible(*c) && !belongs_to_emoji(*c)));
    let text: String = text.chars().take(4 * longest).filter(seen).collect();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= longest {
        return line;
    }
    line.chars().take(longest - 1).chain(['…']).collect()
}

/// What a device is told, sealed for it alone. `None`: its keys are none.
pub(super) fn seal(word: &Word, device: &PushDevice, portal: &PublicId, read: &[ChatId]) -> Option<Vec<u8>> {
    let message = match word {
        Word::Test => None,
        Word::Message(news) => Some(ToldMessage {
            chat_id: news.chat,
            name: &news.name,
            author: news.author.as_deref().filter(|_| device.shows_text),
            kind: device.shows_text.then_some(news.kind),
            words: news.words.as_deref().filter(|_| device.shows_text),
            images: news.album.as_ref().filter(|_| device.shows_text).map(|album| album.images),
            videos: news.album.as_ref().filter(|_| device.shows_text).map(|album| album.videos),
            at_ms: news.at.0,
        }),
    };
    let told = Told {
        r#type: if message.is_some() { "message" } else { "test" },
        tenant_id: device.tenant.to_string(),
        public_id: portal.to_string(),
        language: device.language.as_str(),
        read,
        message,
    };
    let mut text = serde_json::to_vec(&told).expect("texts and numbers become JSON");
    // Spaces behind it change nothing of it.
    text.resize(text.len().max(SEALED_BYTES), b' ');
    let key = PublicKey::from_sec1_bytes(&device.public_key).ok()?;
    encrypt(text, &key, &Auth::from(*device.auth_secret.expose())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_one_short_line_without_tricks() {
        assert_eq!(short("  oi\n\u{202e}tudo\u{0} bem? ", 80), "oi tudo bem?");
        assert_eq!(short("👩\u{200D}🍳", 80), "👩\u{200D}🍳");
        assert_eq!(short(&"a".repeat(500), 80).chars().count(), 80);
    }
}
