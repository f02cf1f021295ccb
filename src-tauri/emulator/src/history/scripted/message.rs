//! One invented message: who wrote it, what it is, what became of it.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use waproto::buffa::MessageField;
use waproto::whatsapp::message::{
    ContactMessage, ExtendedTextMessage, LocationMessage, PollCreationMessage, poll_creation_message,
};
use waproto::whatsapp::web_message_info::Status;
use waproto::whatsapp::{ContextInfo, Message, MessageKey, Reaction, WebMessageInfo};

use super::ids;
use super::words::{OURS, REACTIONS, THEIRS};
use super::{Contact, Scripted};
use crate::network::stanza::seconds;

impl Scripted {
    /// A message by its place; `chat_jid` is the chat as the companion knows it.
    pub(in crate::history) fn message(&self, chat: u32, age: u32, chat_jid: &str) -> WebMessageInfo {
        let place = u64::from(chat) << 32 | u64::from(age);
        let mut rng = StdRng::seed_from_u64(self.seed ^ place.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let from_me = rng.random_bool(0.45);
        let key = MessageKey {
            remote_jid: Some(chat_jid.to_owned()),
            from_me: Some(from_me),
            id: Some(ids::id(self.seed, chat, age)),
            ..MessageKey::default()
        };
        let at_s = seconds(self.at_ms(chat, age));
        let reaction = rng.random_bool(0.03).then(|| Reaction {
            key: MessageField::some(MessageKey {
                from_me: Some(!from_me),
                id: Some(format!("{}R", ids::id(self.seed, chat, age))),
                remote_jid: Some(chat_jid.to_owned()),
                ..MessageKey::default()
            }),
            text: Some(REACTIONS[rng.random_range(0..REACTIONS.len())].to_owned()),
            sender_timestamp_ms: i64::try_from((at_s + 30) * 1000).ok(),
            ..Reaction::default()
        });
        WebMessageInfo {
            key: MessageField::some(key),
            message: MessageField::some(self.content(&mut rng, chat, age, from_me)),
            message_timestamp: Some(at_s),
            status: Some(if from_me && age == 0 { Status::DELIVERY_ACK } else { Status::READ }),
            push_name: (!from_me).then(|| Contact::new(chat).name),
            starred: rng.random_bool(0.01).then_some(true),
            reactions: reaction.into_iter().collect(),
            ..WebMessageInfo::default()
        }
    }

    fn content(&self, rng: &mut StdRng, chat: u32, age: u32, from_me: bool) -> Message {
        let words: &[&str] = if from_me { &OURS } else { &THEIRS };
        let text = words[rng.random_range(0..words.len())].to_owned();
        let older = self.counts().get(chat as usize).is_some_and(|count| age + 1 < *count);
        match rng.random_range(0..100) {
            0..=5 if older => answer(text, ids::id(self.seed, chat, age + 1)),
            6..=7 => location(),
            8..=9 => vcard(&Contact::new(chat)),
            10 => poll(),
            11..=15 => self.files.picture_message(text),
            16..=18 => self.files.voice_message(),
            19 => self.files.list_message(),
            _ => Message { conversation: Some(text), ..Message::default() },
        }
    }
}

fn answer(text: String, quoted: String) -> Message {
    let quoted_message = Message { conversation: Some("…".to_owned()), ..Message::default() };
    let context = ContextInfo {
        stanza_id: Some(quoted),
        quoted_message: MessageField::some(quoted_message),
        ..ContextInfo::default()
    };
    let extended = ExtendedTextMessage {
        text: Some(text),
        context_info: MessageField::some(context),
        ..ExtendedTextMessage::default()
    };
    Message { extended_text_message: MessageField::some(extended), ..Message::default() }
}

fn location() -> Message {
    let place = LocationMessage {
        degrees_latitude: Some(-23.550_5),
        degrees_longitude: Some(-46.633_3),
        name: Some("Praça da Sé".to_owned()),
        ..LocationMessage::default()
    };
    Message { location_message: MessageField::some(place), ..Message::default() }
}

fn vcard(contact: &Contact) -> Message {
    let (name, number) = (&contact.name, &contact.number);
    let card = ContactMessage {
        display_name: Some(name.clone()),
        vcard: Some(format!("BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL;type=CELL;waid={number}:+{number}\nEND:VCARD")),
        ..ContactMessage::default()
    };
    Message { contact_message: MessageField::some(card), ..Message::default() }
}

fn poll() -> Message {
    let option = |text: &str| poll_creation_message::Option {
        option_name: Some(text.to_owned()),
        ..poll_creation_message::Option::default()
    };
    let poll = PollCreationMessage {
        name: Some("Que dia fica melhor?".to_owned()),
        options: ["Sexta", "Sábado"].map(option).into(),
        selectable_options_count: Some(1),
        ..PollCreationMessage::default()
    };
    Message { poll_creation_message_v3: MessageField::some(poll), ..Message::default() }
}
