//! What an entry point may ask of a session that runs.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use portaria_domain::{PhoneNumber, UnixMs};
use portaria_whatsapp::{PasskeyAnswer, PasskeyError};
use tokio::sync::{Notify, oneshot};

use crate::connection_slot::ConnectionSlot;
use crate::error::HostError;
use crate::looking::Lookers;

/// A code to type on the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeShown {
    /// Eight letters and digits. A secret of the pairing: never logged.
    pub code: String,
    /// Until when WhatsApp accepts it.
    pub expires_at: UnixMs,
}

/// The answer to [`Command::PairByCode`]. Dropped: there is no connection.
pub(crate) type CodeReply = oneshot::Sender<Result<CodeShown, HostError>>;

/// The answer to what was said of a passkey. Dropped: the session is over.
pub(crate) type PasskeyReply = oneshot::Sender<Result<(), PasskeyError>>;

/// What an entry point asks of a running session.
pub(crate) enum Command {
    /// Show a code to type on the phone with this number.
    PairByCode(PhoneNumber, CodeReply),
    /// Hand WhatsApp what the owner's authenticator said.
    AnswerPasskey(PasskeyAnswer, PasskeyReply),
    /// Say that the codes of both ends are the same.
    ConfirmPasskey(PasskeyReply),
    /// Take this device off the account.
    LogOut,
}

/// What a session and the entry points share. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct SessionAccess {
    /// Filled while the session can send.
    pub(crate) connection: ConnectionSlot,
    /// Notified when something waits in the outbox.
    pub(crate) outbox_waiting: Arc<Notify>,
    /// Notified when there is a file to fetch.
    pub(crate) media_wanted: Arc<Notify>,
    /// Notified when there are numbers to ask WhatsApp about, or people for the address book.
    pub(crate) numbers_waiting: Arc<Notify>,
    /// Notified when somebody does not want to wait for the next attempt.
    pub(crate) retry_now: Arc<Notify>,
    /// The phone is not the right one: the session is there to take this device off its account, however often it connects.
    pub(crate) undoes_link: Arc<AtomicBool>,
    /// Who looks at the panel, and whether that is to be seen.
    pub(crate) lookers: Lookers,
    /// Notified when the tenant's store refused a write: the session ends, and opens again once it takes them.
    pub(crate) store_refused: Arc<Notify>,
}
