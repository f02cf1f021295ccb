//! What an entry point answers when it cannot do what was asked.

use portaria_domain::{Refusal, SessionState};
use portaria_storage::StorageError;
use portaria_whatsapp::{PairCodeRefusal, PasskeyError};

/// Why an entry point did not do what was asked. Nothing has changed then, except where it is said.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// There is no such tenant.
    #[error("no such tenant")]
    UnknownTenant,
    /// No phone is linked.
    #[error("no phone is linked yet")]
    NotLinked,
    /// A phone is linked already.
    #[error("a phone is linked already")]
    AlreadyLinked,
    /// The phone that scanned does not have the expected number, and nobody has said yet whether it is right.
    #[error("the phone that scanned does not have the expected number")]
    UnexpectedNumber,
    /// Nobody is asked about a number.
    #[error("no number waits for an answer")]
    NoNumber,
    /// The provider paused the tenant.
    #[error("the provider paused this session")]
    Paused,
    /// The session is not connected just now.
    #[error("not connected to WhatsApp just now")]
    NotConnected,
    /// WhatsApp was asked and has not answered: it may be done.
    #[error("WhatsApp has not answered")]
    Unanswered,
    /// Another process runs the session.
    #[error("another process runs this session")]
    HeldElsewhere,
    /// What is wanted of the session does not read. The provider can say it again.
    #[error("what is wanted of this session does not read")]
    Unreadable,
    /// WhatsApp gives no code for this number.
    #[error("WhatsApp gave no pairing code: {0}")]
    PairingRefused(PairCodeRefusal),
    /// No passkey is asked for just now.
    #[error("no passkey is asked for just now")]
    NoPasskey,
    /// WhatsApp did not take the passkey; the link begins anew.
    #[error("WhatsApp did not take the passkey")]
    PasskeyRefused,
    /// There is no such person of the paired account.
    #[error("no such person")]
    UnknownContact,
    /// There is no such chat.
    #[error("no such chat")]
    UnknownChat,
    /// The chat belongs to an account that was paired before.
    #[error("the chat belongs to an account that is not paired any more")]
    OtherAccount,
    /// A number exchanged the message that was linked before: nobody on WhatsApp would know what is meant.
    #[error("a number exchanged the message that is not paired any more")]
    EarlierMessage,
    /// No such number was linked before.
    #[error("no such number was linked before")]
    UnknownAccount,
    /// The chats go on from the linked number, for good.
    #[error("the chats go on from the linked number already")]
    ChatsContinued,
    /// This account blocks whom it was to go to.
    #[error("this account blocks that contact")]
    Blocked,
    /// The chat is no group.
    #[error("the chat is no group")]
    NotAGroup,
    /// WhatsApp refused it.
    #[error("WhatsApp refused it")]
    Refused(#[source] Refusal),
    /// The account has as many labels as it may have.
    #[error("the account has as many labels as it may have")]
    TooManyLabels,
    /// WhatsApp is to be asked about as many numbers as it may be.
    #[error("too many numbers wait to be asked about")]
    TooManyNumbers,
    /// There is no such file of people, or it is one of an account that was paired before.
    #[error("no such file of people")]
    UnknownImport,
    /// There is no such label.
    #[error("no such label")]
    UnknownLabel,
    /// There is no such quick reply.
    #[error("no such quick reply")]
    UnknownQuickReply,
    /// There is no such note on the chat.
    #[error("no such note")]
    UnknownNote,
    /// There is no such attendant.
    #[error("no such attendant")]
    UnknownAttendant,
    /// There is no such message.
    #[error("no such message")]
    UnknownMessage,
    /// What something is to be a part of is no own album of that chat.
    #[error("there is no such album in that chat")]
    UnknownAlbum,
    /// The message is on its way, or may have left before.
    #[error("the message may have left already")]
    MayHaveLeft,
    /// This cannot be done with that message.
    #[error("this cannot be done with that message")]
    UnfitMessage,
    /// The poll has no such options, or allows fewer.
    #[error("the poll has no such options, or allows fewer")]
    UnfitOptions,
    /// There is no such file.
    #[error("no such file")]
    UnknownMedia,
    /// The file is not here: it can be asked for.
    #[error("the file is not here")]
    MediaNotHere,
    /// The file cannot go as what was asked for.
    #[error("the file cannot be sent as that: {0}")]
    UnfitFile(String),
    /// The file is larger than WhatsApp takes files of its kind.
    #[error("the file is larger than WhatsApp takes files of its kind")]
    FileTooLarge,
    /// The number has no WhatsApp.
    #[error("the number has no WhatsApp")]
    NotOnWhatsapp,
    /// WhatsApp lets the account begin no chats for a time, and this would be one.
    #[error("WhatsApp lets this account begin no chats just now")]
    NewChatsRestricted(SessionState),
    /// WhatsApp has blocked the account.
    #[error("WhatsApp has blocked this account")]
    Banned(SessionState),
    /// The idempotency key was used for another message.
    #[error("the idempotency key was used for another message")]
    IdempotencyConflict,
    /// The store failed.
    #[error("the store failed")]
    Storage(#[source] StorageError),
}

impl From<PasskeyError> for HostError {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::NotAsked => Self::NoPasskey,
            PasskeyError::Refused => Self::PasskeyRefused,
        }
    }
}

impl From<StorageError> for HostError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::IdempotencyConflict => Self::IdempotencyConflict,
            StorageError::NeverSent => Self::UnfitMessage,
            error => Self::Storage(error),
        }
    }
}
