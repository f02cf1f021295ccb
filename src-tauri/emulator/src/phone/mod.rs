//! The emulated phone: an account's primary device, with real Signal sessions and a chat log.

mod active;
mod activity;
pub(crate) mod airplane;
mod asking;
mod changes;
mod changes_heard;
mod changing;
mod chats;
mod coming_back;
mod content;
mod disappearance;
mod handle;
mod handlers;
mod handset;
mod heard;
mod inbox;
mod introduction;
mod lines;
mod marks;
mod migration;
mod missed;
mod open;
mod outbox;
mod posts_heard;
mod posts_sent;
mod retry;
mod sealing;
mod signal;
mod telling;

pub use chats::PhoneMessage;
pub use content::{
    Advertisement, Attachment, Attendance, Card, Choice, Content, Draft, FileFacts, Kind, PollOption, Preview, Reply,
};
pub(crate) use handle::linked_devices;
pub use handle::{GroupChange, GroupEntry, LinkedDevice, NewGroup, NewPhone, Phone};

pub(crate) use asking::ask_for;
pub(crate) use handset::Handset;
pub use marks::ChatMarks;
pub(crate) use missed::Missed;

pub(crate) use activity::{forget as forget_activity, show};
pub(crate) use changes_heard::ChangesHeard;
pub use changing::VoteForms;
pub(crate) use changing::{answer, disappear_after, edit, pin_for, react, revoke, vote};
pub(crate) use chats::{Chat, Disappearing};
pub(crate) use disappearance::{disappear, disappears_after_s, expect_disappearances, unpin};
pub(crate) use handlers::HANDLERS;
pub(crate) use introduction::introduce;
pub(crate) use migration::{migrate_to_lid, pairing_props};
pub(crate) use open::{rewrite_open, take_open};
pub(crate) use outbox::{SendOptions, play, read_chat, send_message, send_text};
pub(crate) use retry::send_again;

pub(crate) use signal::{SavedSignal, Signal};
pub(crate) use telling::{share_keys, tell};
