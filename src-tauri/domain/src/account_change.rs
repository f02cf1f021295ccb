//! What somebody changes here that belongs to the account, and not to one message or one device.

use serde::{Deserialize, Serialize};

use crate::{Address, ChatChange, Jid, Label, MessageKey, UnixMs};

/// A change that the account's phone and its other devices are to know, also when there is no connection just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccountChange {
    /// A chat was put away, muted, emptied and the like.
    Chat {
        /// Which.
        chat: Jid,
        /// What changed.
        change: ChatChange,
    },
    /// A message has a star, or none any more.
    Star {
        /// Which.
        target: MessageKey,
        /// Whether it has one.
        is_on: bool,
    },
    /// A message is deleted on the account's own devices, and nowhere else.
    DeletedForMe {
        /// Which.
        target: MessageKey,
        /// When it was written, where that is known.
        written_at: Option<UnixMs>,
    },
    /// A person is blocked, or no longer.
    Block {
        /// Who.
        party: Address,
        /// Whether they are.
        is_on: bool,
    },
    /// A person is in the phone's address book, under this name.
    BookName {
        /// Their number's address.
        pn: Jid,
        /// The name.
        name: String,
    },
    /// A label is new, or has another name or colour.
    Label(Label),
    /// A label is gone, from its chats too.
    LabelRemoved {
        /// Which.
        id: String,
    },
    /// A chat has a label, or has it no longer.
    LabelOnChat {
        /// The label's id.
        label: String,
        /// Which chat.
        chat: Jid,
        /// Whether it has it.
        is_on: bool,
    },
}

impl AccountChange {
    /// What it is about: of two changes of the same thing only the later one counts.
    pub fn about(&self) -> String {
        match self {
            Self::Chat { chat, change } => format!("chat {} {chat}", change.word()),
            Self::Star { target, .. } => format!("star {}", named(target)),
            Self::DeletedForMe { target, .. } => format!("deleted {}", named(target)),
            Self::Block { party, .. } => {
                let known = party.lid.as_ref().or(party.pn.as_ref());
                format!("block {}", known.map(Jid::to_string).unwrap_or_default())
            }
            Self::BookName { pn, .. } => format!("book {pn}"),
            Self::Label(Label { id, .. }) | Self::LabelRemoved { id } => format!("label {id}"),
            Self::LabelOnChat { label, chat, .. } => format!("label {label} on {chat}"),
        }
    }
}

fn named(target: &MessageKey) -> String {
    let side = if target.from_me { "own" } else { "other" };
    let party = |address: &Address| address.primary().map(Jid::to_string).unwrap_or_default();
    format!("{} {side} {} {}", party(&target.chat), party(&target.sender), target.id)
}
