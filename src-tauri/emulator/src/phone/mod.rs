//! The emulated phone: an account's primary device, with real Signal sessions and a chat log.

mod activity;
pub(crate) mod airplane;
mod changes;
mod chats;
mod content;
mod disappearance;
mod handle;
mod inbox;
mod introduction;
mod marks;
mod migration;
mod outbox;
mod posts;
mod retry;
mod signal;

use std::collections::{BTreeMap, VecDeque};

use rand::RngExt as _;
use rand::rngs::StdRng;
use waproto::whatsapp::HistorySync;

pub use chats::PhoneMessage;
pub use content::{
    Advertisement, Attachment, Attendance, Card, Choice, Content, Draft, FileFacts, Kind, PollOption, Preview, Reply,
};
pub(crate) use handle::linked_devices;
pub use handle::{GroupChange, GroupEntry, LinkedDevice, NewGroup, NewPhone, Phone};

pub use marks::ChatMarks;

pub(crate) use activity::{Active, forget as forget_activity, show};
pub use changes::VoteForms;
pub(crate) use changes::{answer, disappear_after, disappears_after_s, edit, pin_for, react, revoke, unpin, vote};
pub(crate) use chats::{Chat, Disappearing};
pub(crate) use disappearance::disappear;
pub(crate) use inbox::take;
pub(crate) use introduction::{introduce, share_keys, tell};
pub(crate) use migration::{migrate_to_lid, pairing_props};
pub(crate) use outbox::{SendOptions, play, read_chat, send_message, send_text};
pub(crate) use posts::{rewrite_open, take as take_post, take_open};
pub(crate) use retry::{ask_for, send_again};

use crate::app_state::{KeyRing, Settings};
use crate::history::Scripted;
use crate::network::{ChatId, Number};
pub(crate) use signal::{SavedSignal, Signal};

/// What the phone itself keeps.
pub(crate) struct Handset {
    pub(crate) signal: Signal,
    /// Names this installation of the account in what it signs.
    pub(crate) raw_id: u32,
    pub(crate) keyring: KeyRing,
    pub(crate) settings: Settings,
    pub(crate) chats: BTreeMap<ChatId, Chat>,
    pub(crate) asides: VecDeque<chats::Aside>,
    /// Names of contacts as the phone's owner wrote them.
    pub(crate) address_book: BTreeMap<Number, String>,
    /// A past that is invented and not kept.
    pub(crate) scripted: Option<Scripted>,
    /// A past that is told word for word.
    pub(crate) raw_past: Option<Box<HistorySync>>,
}

impl Handset {
    pub(crate) fn new(rng: &mut StdRng) -> Self {
        Self {
            signal: Signal::new(rng),
            raw_id: rng.random_range(1..u32::MAX),
            keyring: KeyRing::new(rng),
            settings: Settings::default(),
            chats: BTreeMap::new(),
            asides: VecDeque::new(),
            address_book: BTreeMap::new(),
            scripted: None,
            raw_past: None,
        }
    }
}
