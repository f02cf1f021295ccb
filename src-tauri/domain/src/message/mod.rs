//! Messages: what somebody wrote, and what was said about it afterwards.
//!
//! One set of types from the gateway to the screen. A [`Received`] message comes with its [`Content`] and its
//! [`Raw`]; a [`Mark`] (reaction, edit, deletion, vote, …) is a fact about a message by its [`MessageKey`], kept
//! whether or not that message is here yet; a [`Message`] is what a chat shows once the marks were applied.

mod applied;
mod content;
mod context;
mod draft;
mod file;
mod key;
mod mark;
mod raw;
mod receipt;
mod received;
mod sent_by;
mod status;

pub use applied::{Answer, Deletion, Edit, Marks, Original, Pin, Reaction, Vote, apply};
pub use content::{
    Album, Attendance, Call, CallOutcome, Card, Choice, ChoiceAction, Choices, ChoicesKind, Chosen, Content,
    GroupInvitation, LinkPreview, Media, MediaKind, Occasion, Order, Payment, PaymentKind, Place, Poll, PollOption,
    Product, SystemLine, Text,
};
pub use context::{Context, Quote, Referral};
pub use draft::{Draft, DraftContent, LONGEST_TEXT};
pub use file::{HoldReason, MediaFailure, MediaFile, MediaState};
pub use key::MessageKey;
pub use mark::{Mark, MarkKind};
pub use raw::{Raw, RawFormat};
pub use receipt::{MessageReceipt, Receipt};
pub use received::{Delivered, Received};
pub use sent_by::SentBy;
pub use status::{FailureReason, MessageStatus};

use crate::{Address, ChatId, MessageId, UnixMs};

/// One message of a chat, as it stands now: with the newest words of its writer, or without any once it was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// WhatsApp's id.
    pub id: MessageId,
    /// The conversation.
    pub chat: ChatId,
    /// Who wrote it.
    pub sender: Address,
    /// What the writer is called: the address book's name, else their own, else empty. For groups.
    pub sender_name: String,
    /// Whether this account wrote it, here or on another of its devices.
    pub from_me: bool,
    /// When it was written, by the sender's server; `None` where WhatsApp does not say.
    pub at: Option<UnixMs>,
    /// Where it stands in its chat. Never in the future, and the order of WhatsApp's server where times lie.
    pub place: UnixMs,
    /// What it says.
    pub content: Content,
    /// What else belongs to it: quote, mentions, where it comes from.
    pub context: Context,
    /// What was said about it.
    pub marks: Marks,
    /// How far it has come. Messages of others are `Delivered`, and `Read` once they were read here.
    pub status: MessageStatus,
    /// Why it failed, when it did.
    pub failure: Option<FailureReason>,
    /// The caller's own key, where it was sent from here with one.
    pub client_key: Option<String>,
    /// What handed it over, where it was sent from here since that is kept, and not by itself.
    pub sent_by: Option<SentBy>,
    /// Whether nobody wrote it: this program sent it by itself, and it counts as no answer.
    pub is_automatic: bool,
    /// Whether a number exchanged it that was linked before, and whose chats go on from the one that is linked now.
    pub is_of_earlier_number: bool,
    /// What it said before somebody else deleted it for everyone, where the tenant keeps that.
    pub kept: Option<Box<Content>>,
    /// Its file as it lies here, where it has one.
    pub file: Option<MediaFile>,
}
