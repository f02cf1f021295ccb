//! What the rooms above are told while it happens.

use portaria_domain::{Activity, ChatId, Event, MediaId, SessionState, TenantId, UnixMs};
use portaria_whatsapp::PasskeyStep;

/// A QR code that waits for a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// What the picture says. A secret of the pairing: never logged.
    pub text: String,
    /// When a fresh one replaces it.
    pub expires_at: UnixMs,
    /// The attempt number: which code of this pairing it is, from 1.
    pub attempt: u32,
}

/// What a link waits for that takes the account's passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// What that is.
    pub step: PasskeyStep,
    /// Until when it waits.
    pub expires_at: UnixMs,
}

/// Something about one tenant, told once. Who misses it reads the events by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Whom it is about.
    pub tenant: TenantId,
    /// What it is.
    pub body: NoticeBody,
}

/// Which way a file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From WhatsApp.
    Fetch,
    /// To WhatsApp.
    Send,
}

/// What a [`Notice`] tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeBody {
    /// A stored event.
    Event(Event),
    /// The session's status, as soon as it changes; the stored event follows.
    Status(SessionState),
    /// The code to show, or that there is none any more.
    Qr(Option<Qr>),
    /// What the link waits for that takes a passkey, or that it waits no longer.
    Passkey(Option<Passkey>),
    /// What the other side of a chat does.
    Activity {
        /// The conversation.
        chat: ChatId,
        /// What somebody does there.
        activity: Activity,
    },
    /// How far a file has come on its way from or to WhatsApp. Its end is told by the event of its message.
    MediaProgress {
        /// The file.
        media: MediaId,
        /// How much of it was carried.
        done_bytes: u64,
        /// How much it is; 0 where nobody knows.
        total_bytes: u64,
        /// Which way it goes.
        direction: Direction,
    },
    /// The tenant was created, or its account became known or changed.
    TenantChanged,
}
