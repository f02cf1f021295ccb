//! What the control API shows of a phone.

use serde::{Deserialize, Serialize};

use crate::contacts::Script;
use crate::network::Account;
use crate::phone::{ChatMarks, Content, LinkedDevice, disappears_after_s, linked_devices};
use crate::world::World;

/// A phone with its devices and chats.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhoneShape {
    number: String,
    name: String,
    lid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    script: Option<Script>,
    silent: bool,
    airplane: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    refuse_login: Option<u16>,
    /// A device waits for this number's owner to type its code.
    code_asked: bool,
    devices: Vec<LinkedDevice>,
    chats: Vec<ChatShape>,
}

/// A chat's newest line, newest chat first.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChatShape {
    with: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    last_text: String,
    /// What the newest line is, without its file.
    last_content: Content,
    last_from_me: bool,
    last_at_ms: u64,
    unread: u32,
    typing: bool,
    recording: bool,
    /// How long its messages stay, in seconds; 0 is for ever.
    disappears_after_s: u32,
    #[serde(flatten)]
    marks: ChatMarks,
}

impl PhoneShape {
    pub(super) fn of(world: &World, account: &Account) -> Self {
        let mut chats: Vec<ChatShape> = account
            .handset
            .chats
            .iter()
            .filter_map(|(with, chat)| {
                let last = chat.messages.last()?;
                let saved = with.as_person().and_then(|number| account.handset.address_book.get(number)).cloned();
                Some(ChatShape {
                    with: with.to_string(),
                    name: saved.or_else(|| Some(world.accounts.get(with.as_person()?)?.name.clone())),
                    last_text: last.text.clone(),
                    last_content: Content { file: None, ..last.content.clone() },
                    last_from_me: last.from_me,
                    last_at_ms: last.at_ms,
                    unread: chat.unread,
                    typing: chat.is_typing(),
                    recording: chat.is_recording(),
                    disappears_after_s: disappears_after_s(world, account, with),
                    marks: chat.marks,
                })
            })
            .collect();
        chats.sort_by_key(|chat| std::cmp::Reverse(chat.last_at_ms));
        Self {
            number: account.number.to_string(),
            name: account.name.clone(),
            lid: account.lid.clone(),
            username: account.username.clone(),
            script: account.script,
            silent: account.silent,
            airplane: world.airplane.contains_key(&account.number),
            refuse_login: account.refuse_login,
            code_asked: world.codes.contains_key(&account.number),
            devices: linked_devices(account),
            chats,
        }
    }
}

/// A phone to create.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Creation {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) script: Option<Script>,
    /// How often a chatterbox writes.
    pub(super) per_minute: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct Typed {
    pub(super) code: String,
}

#[derive(Deserialize)]
pub(super) struct Unlinking {
    /// All of them when absent.
    pub(super) device: Option<u16>,
}

#[derive(Deserialize)]
pub(super) struct Reading {
    pub(super) with: String,
}

#[derive(Deserialize)]
pub(super) struct Typing {
    pub(super) to: String,
    pub(super) on: bool,
    /// Recording, not typing.
    #[serde(default)]
    pub(super) recording: bool,
}

#[derive(Deserialize)]
pub(super) struct Switch {
    pub(super) on: bool,
}

#[derive(Deserialize)]
pub(super) struct Refusing {
    pub(super) reason: Option<u16>,
    /// So many logins only; all of them when absent.
    pub(super) times: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct Ending {
    pub(super) kind: crate::StreamErrorKind,
}
