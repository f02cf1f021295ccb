//! What the rooms above may ask of WhatsApp, and what WhatsApp may tell them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use portaria_domain::{
    Account, AccountChange, Activity, Address, Cause, ChatChange, Content, Context, Draft, GroupInfo, Jid, Label,
    LinkPreview, Mark, MarkKind, MessageId, MessageKey, PhoneNumber, Privacy, PrivacyChange, Profile, Raw, Receipt,
    Secret, TenantId, UnixMs,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::group_admin::GroupAdmin;
use crate::inbox::Inbox;
use crate::media::{FetchError, MediaSink, MediaSource, UploadError};
use crate::passkey::{PasskeyAnswer, PasskeyError, PasskeyStep};
use crate::send_error::SendError;

/// Opens sessions on WhatsApp. The live one speaks to WhatsApp; the fake one stays in the process.
#[async_trait]
pub trait Gateway: Send + Sync + 'static {
    /// Opens one session and starts connecting in the background.
    ///
    /// Returns once the session's database is open. Everything later arrives as [`Signal`]s; the
    /// row of signals ends with [`Signal::Ended`], and a session that ended is opened anew.
    async fn open(&self, opening: Opening, inbox: Arc<dyn Inbox>) -> Result<Opened, OpenError>;

    /// Whether a session's folder holds keys. A linked phone without them has lost them.
    async fn has_keys(&self, folder: &std::path::Path) -> bool;

    /// Removes the keys of a session that is not open: the next opening starts with pairing.
    async fn forget(&self, folder: &std::path::Path) -> std::io::Result<()>;

    /// What reads and writes WhatsApp's protobufs.
    fn codec(&self) -> Arc<dyn Codec>;
}

/// Reads and writes WhatsApp's protobufs, the only form of a message that lasts. Pure: no session, no network.
pub trait Codec: Send + Sync + 'static {
    /// Writes a draft. What it gives is stored before anything leaves, and leaves as it is, however often it is sent.
    fn compose(&self, draft: &Draft, around: Around<'_>) -> Result<Composed, ComposeError>;

    /// Writes the message that an edit is about with the edit's words: for one that has not left, of which nobody need
    /// know that it said something else. `None`: it has no words that could be changed.
    fn reword(&self, edit: &Draft, around: Around<'_>) -> Option<Reworded>;

    /// Reads a raw again. `None`: nothing that stands in a chat.
    fn project(&self, raw: &Raw) -> Option<Projected>;

    /// Opens a mark that only the secret of its message opens: a vote, an answer, an edit. `author` wrote the message.
    /// `None`: the secret does not fit, or there is none.
    fn open(&self, mark: &Mark, message: &Raw, author: &Address, own: &Address) -> Option<OpenedMark>;

    /// The small picture that a message brings along, as a JPEG or PNG.
    fn thumbnail(&self, raw: &Raw) -> Option<Vec<u8>>;

    /// Whether a message was composed here with a file that is not with WhatsApp yet: it goes through
    /// [`Connection::upload_media`] before it is sent.
    fn needs_upload(&self, raw: &Raw) -> bool;
}

/// What composing needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The account that sends.
    pub own: &'a Address,
    /// Where it goes.
    pub to: &'a Jid,
    /// The message that the draft answers, is about, or sends on.
    pub target: Option<&'a Raw>,
    /// After how many seconds messages of the chat disappear.
    pub expires_after_s: Option<u32>,
    /// What is behind the link of a text that shows it.
    pub link: Option<&'a LinkPreview>,
    /// A small JPEG of the draft's file, for where the file itself is not loaded yet, or of what the link leads to.
    pub thumbnail: Option<&'a [u8]>,
    /// When it is written.
    pub now: UnixMs,
}

/// A draft as WhatsApp will carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The protobuf.
    pub raw: Raw,
    /// What stands in the chat, or what is said about a message that does.
    pub says: Said,
}

/// A message with other words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reworded {
    /// The protobuf.
    pub raw: Raw,
    /// What it says.
    pub says: Projected,
}

/// What a sealed mark turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedMark {
    /// What it says.
    pub kind: MarkKind,
    /// When it was made: some say it only inside.
    pub at: UnixMs,
}

/// What a draft becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A message.
    Message(Box<Projected>),
    /// A mark on another message.
    Mark(MarkKind),
}

/// What a raw says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projected {
    /// What stands in the chat.
    pub content: Content,
    /// What else belongs to it.
    pub context: Context,
}

/// Why a draft cannot be written. The caller has to change it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ComposeError {
    /// The message that it is about is not here, or its raw is not.
    #[error("the message that it is about is not here")]
    NoTarget,
    /// The message that it is about is of a kind for which this cannot be done.
    #[error("this cannot be done with that message")]
    UnfitTarget,
    /// An option that the poll does not have.
    #[error("the poll has no such option")]
    UnknownOption,
    /// More options than the poll lets one person choose.
    #[error("the poll allows fewer options")]
    TooManyOptions,
    /// A file of its kind has no words with it, or cannot be opened once only.
    #[error("this cannot be done with a file of that kind")]
    UnfitFile,
    /// The draft does not say the file's hash or size, without which nobody can check what they got.
    #[error("the hash or the size of the file is missing")]
    UnknownFile,
}

/// What it takes to open a session.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Whose session it is; for logs.
    pub tenant: TenantId,
    /// The session's own folder; the gateway keeps `whatsapp.db` in it and touches nothing else.
    pub folder: PathBuf,
    /// The raw SQLCipher key of that database.
    pub key: Secret<[u8; 32]>,
    /// Of how many days before it the phone is asked for its past when it is paired; `None`: of as many as it likes.
    pub history_days: Option<u32>,
}

/// An open session: somebody to talk to, and what it says.
pub struct Opened {
    /// The way out.
    pub connection: Arc<dyn Connection>,
    /// The way in. Bounded; the gateway waits when nobody reads.
    pub signals: mpsc::Receiver<Signal>,
}

/// The way out of an open session.
#[async_trait]
pub trait Connection: GroupAdmin + Send + Sync + 'static {
    /// Asks WhatsApp for a code to type on the phone with this number, in place of a QR code.
    /// The code comes as the result; it lives about three minutes.
    async fn pair_by_code(&self, phone: &PhoneNumber) -> Result<PairCode, PairCodeError>;

    /// Answers [`PasskeyStep::Asked`]. What comes of it is a signal: the codes to compare, or the end.
    async fn answer_passkey(&self, answer: PasskeyAnswer) -> Result<(), PasskeyError>;

    /// Says that the codes of [`PasskeyStep::Compare`] are the same. The link is finished once the phone says so, too.
    async fn confirm_passkey(&self) -> Result<(), PasskeyError>;

    /// Sends a message under an id chosen beforehand. `Ok` means that WhatsApp's server has taken it.
    /// Sending the same id again is harmless: receivers keep one.
    async fn send(&self, message: &Outgoing) -> Result<(), SendError>;

    /// Asks WhatsApp which address a number has. `None`: the number has no WhatsApp.
    /// Brazil's ninth digit is settled here, by WhatsApp's answer.
    async fn resolve(&self, phone: &PhoneNumber) -> Result<Option<Address>, SendError>;

    /// Tells who wrote these messages that they were read, and the account's other devices. `sender` is who wrote them,
    /// in a chat of many.
    async fn mark_read(&self, chat: &Jid, sender: Option<&Jid>, ids: &[MessageId]) -> Result<(), SendError>;

    /// Fetches the file of a message and opens it into `into`; after `Ok` that holds what the sender sealed, and after
    /// an error nothing to be used. What WhatsApp has no longer is asked of the sender's phone once; `key` says of which
    /// message. Whoever drops the future gets the sink dropped, too.
    async fn fetch_media(&self, key: &MessageKey, raw: &Raw, into: Box<dyn MediaSink>) -> Result<(), FetchError>;

    /// Uploads the file of a composed message, and gives the message as it can be sent: with the address of its file.
    /// Doing it again is harmless: what WhatsApp has already it gets no second time. Also gives a message a fresh address
    /// whose old one may have run out.
    async fn upload_media(&self, raw: &Raw, file: Arc<dyn MediaSource>) -> Result<Raw, UploadError>;

    /// Asks WhatsApp what somebody, a group or the account itself shows of itself.
    async fn profile(&self, of: &Jid) -> Result<Profile, SendError>;

    /// Changes what the account shows of itself. Doing it again is harmless.
    async fn set_profile(&self, change: &ProfileChange) -> Result<(), SendError>;

    /// Asks how WhatsApp's own settings of the account are.
    async fn privacy(&self) -> Result<Privacy, SendError>;

    /// Changes one of WhatsApp's own settings of the account. Doing it again is harmless.
    async fn set_privacy(&self, change: PrivacyChange) -> Result<(), SendError>;

    /// Shows the account as online, or no longer. A session begins out of sight, for the phone notifies of nothing while
    /// one of its devices is online.
    async fn set_online(&self, is_online: bool) -> Result<(), SendError>;

    /// Fetches the picture of somebody, a group or the account itself into `into`; gives WhatsApp's id of it. `None`:
    /// there is none to be seen, and nothing was written.
    async fn fetch_picture(&self, of: &Jid, into: Box<dyn MediaSink>) -> Result<Option<String>, FetchError>;

    /// Tells WhatsApp, and so all devices of the account, of something that was changed here. Telling it again is
    /// harmless.
    async fn tell_change(&self, change: &AccountChange) -> Result<(), SendError>;

    /// Asks WhatsApp for groups as they are now; each comes as [`Signal::Group`], in its time.
    async fn describe_groups(&self, groups: &[Jid]);

    /// Tells the other side of a chat what somebody does here.
    async fn set_activity(&self, chat: &Jid, activity: Activity) -> Result<(), SendError>;

    /// Finds out whether the connection still carries anything, after the machine slept or changed its network: one on
    /// which no answer comes within seconds ends as lost, long before its keep-alive would notice. For a session in use.
    async fn verify(&self);

    /// Unlinks the phone: asks WhatsApp to take this device off the account, then ends.
    async fn log_out(&self);

    /// Ends without unlinking: flushes what is pending and closes. The last signal is [`Signal::Ended`].
    async fn close(&self);
}

/// Something that the account shows of itself is to be another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileChange {
    /// What it is called.
    Name(String),
    /// What it says about itself.
    About(String),
    /// Its picture, a square JPEG; `None`: it shows none any more.
    Picture(Option<Vec<u8>>),
}

/// A code to type on the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairCode {
    /// Eight letters and digits.
    pub code: String,
    /// How long WhatsApp accepts it.
    pub lives_for: Duration,
}

/// One message on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The id it has and keeps.
    pub id: MessageId,
    /// Where it goes.
    pub to: Jid,
    /// What it says, as it was composed.
    pub raw: Raw,
}

/// Whether everything is stored that a session said before.
#[derive(Clone, Debug, Default)]
pub struct StoredYet(CancellationToken);

impl StoredYet {
    /// It is: the answer of whoever stores what a session says.
    pub fn answer(&self) {
        self.0.cancel();
    }

    /// Waits for the answer. There may be none.
    pub async fn answered(&self) {
        self.0.cancelled().await;
    }
}

impl PartialEq for StoredYet {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What a session says about itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal {
    /// A QR code to show until it is replaced.
    Qr {
        /// What the picture says.
        text: String,
        /// How long it is good for.
        lives_for: Duration,
    },
    /// The phone has scanned, and the account wants more than that. QR codes that still come link nothing any more.
    Passkey {
        /// What the link waits for.
        step: PasskeyStep,
        /// How long it waits.
        lives_for: Duration,
    },
    /// The phone accepted the link; WhatsApp now asks us to log in with it.
    Paired(Account),
    /// WhatsApp accepted the login; the backlog follows.
    LoggedIn,
    /// The session can send and receive. The name may still be empty.
    Ready(Account),
    /// The account's own name became known or changed.
    PushName(String),
    /// A part of the phone's history: 0 to 100.
    Progress(u8),
    /// Messages of ours came further with somebody.
    Receipt(Receipt),
    /// We read messages of a chat on another of the account's devices.
    ReadElsewhere {
        /// The conversation.
        chat: Address,
        /// Which messages.
        ids: Vec<MessageId>,
    },
    /// What the other side of a chat does.
    Activity {
        /// The conversation.
        chat: Address,
        /// What somebody does there.
        activity: Activity,
    },
    /// A name for a party: from the phone's address book, or the one they gave themselves.
    Name {
        /// Who.
        party: Address,
        /// The name.
        name: String,
        /// Whether it stands in the phone's address book, which beats what people call themselves.
        from_address_book: bool,
    },
    /// A party is in the phone's address book no longer.
    NameRemoved(Address),
    /// By which name a party can be found, without its `@`; empty: by none any more.
    UserName {
        /// Who.
        party: Address,
        /// The name.
        name: String,
    },
    /// Somebody, a group or the account itself has another picture, or none any more.
    Picture {
        /// Whose.
        party: Address,
        /// WhatsApp's id of the picture.
        picture: Option<String>,
    },
    /// Somebody says something else about themselves.
    About {
        /// Who.
        party: Address,
        /// What; empty where they say nothing any more.
        about: String,
    },
    /// What a business is called, by WhatsApp's word.
    Business {
        /// Who.
        party: Address,
        /// The name; empty where they are no business any more.
        name: String,
        /// Whether WhatsApp vouches for it, where it says so.
        is_verified: Option<bool>,
    },
    /// A chat was changed on another device of the account.
    Chat {
        /// The conversation.
        chat: Address,
        /// What changed.
        change: ChatChange,
    },
    /// Everybody whom the account blocks, as it is now.
    Blocked(Vec<Address>),
    /// A label is new on another device of the account, or is another one there.
    Label(Label),
    /// A label is gone on another device of the account.
    LabelRemoved(String),
    /// A chat has a label on another device of the account, or has it no longer.
    LabelOnChat {
        /// The label's id.
        label: String,
        /// The conversation.
        chat: Address,
        /// Whether it has it.
        is_on: bool,
    },
    /// Until when WhatsApp lets the account begin no chats; `None`: it may. Answers go on meanwhile.
    NewChatsLimited(Option<UnixMs>),
    /// Something of a group changed; how it is now follows. Who ends in between asks with
    /// [`Connection::describe_groups`].
    GroupChanged(Address),
    /// A group as it is now.
    Group(Box<GroupInfo>),
    /// The account left a group, or was taken out of it.
    GroupLeft(Address),
    /// A question: whether everything that was told before is stored.
    Stored(StoredYet),
    /// The session is over. Always the last signal.
    Ended(Ending),
}

/// How a session came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// [`Connection::close`] was called.
    Closed,
    /// The connection broke or never came up; opening again may help.
    Lost(Cause),
    /// The codes ran out and nobody scanned.
    QrRanOut,
    /// The device is off the account's list: [`Gateway::forget`] the keys before opening again.
    Unlinked(Cause),
    /// The same device connected elsewhere.
    Replaced,
    /// WhatsApp limits the account until the given moment.
    Limited(UnixMs),
    /// WhatsApp blocked the account.
    Banned,
    /// Opening again does not help.
    Broken(Cause),
}

/// Why a session did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is not one that this build may talk to.
    #[error("this build may only talk to an emulator on loopback, not to {0}")]
    NotLoopback(String),
    /// The session's database is damaged or has another key.
    #[error("the session's database is damaged")]
    Damaged(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The session's database cannot be written.
    #[error("the session's database cannot be opened or written")]
    Unwritable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why no pairing code was given.
#[derive(Debug, thiserror::Error)]
pub enum PairCodeError {
    /// WhatsApp gives no code for this number just now.
    #[error("WhatsApp gave no code: {0}")]
    Refused(PairCodeRefusal),
    /// The connection is not up yet, or no longer.
    #[error("not connected to WhatsApp")]
    NotConnected,
    /// The session is linked already.
    #[error("a phone is linked already")]
    AlreadyPaired,
}

/// Why WhatsApp gives no pairing code, by what the asker can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PairCodeRefusal {
    /// Check the number. WhatsApp says the same of a number that asked too often, so waiting can help, too.
    #[error("it knows no such number, or codes for it were asked for too often")]
    UnknownNumber,
    /// Wait: codes were asked for too often.
    #[error("codes were asked for too often")]
    TooOften {
        /// How long, where WhatsApp says it.
        wait: Option<Duration>,
    },
    /// Scan a QR code: this account cannot be linked by its number.
    #[error("this account is linked by QR code only")]
    QrOnly,
    /// Try again later: the failure is WhatsApp's own.
    #[error("it failed itself")]
    Failed,
}
