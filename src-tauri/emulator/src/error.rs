//! Every refusal of the network, in words a person at a phone would understand.

mod codes;

/// What went wrong, named by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmulatorError {
    /// The network keeps to loopback, so that no real account is ever near it.
    #[error("the emulator listens on loopback only, and {0} is not loopback")]
    NotLoopback(std::net::SocketAddr),
    /// The port is taken or not ours to take.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address asked for.
        address: std::net::SocketAddr,
        /// Why the system refused.
        source: std::io::Error,
    },
    /// The file of an earlier run cannot be read or written.
    #[error("cannot keep the network in {}", path.display())]
    Keep {
        /// The file.
        path: std::path::PathBuf,
        /// Why the system refused.
        source: std::io::Error,
    },
    /// The file of an earlier run is not what this version writes.
    #[error("{} does not hold a network: move it away to start a new one", path.display())]
    Damaged {
        /// The file.
        path: std::path::PathBuf,
    },
    /// A number is 8 to 15 digits with the country code.
    #[error("{0:?} is not a phone number: write 8 to 15 digits, country code first")]
    NotANumber(String),
    /// The number already has an account.
    #[error("{0} already has an account")]
    NumberTaken(String),
    /// No account has this number.
    #[error("no account has the number {0}")]
    NoSuchNumber(String),
    /// The text is not what a linked-device QR code holds.
    #[error("this is not a QR code for linking a device: {0}")]
    NotAQr(String),
    /// The picture shows no QR code that can be read.
    #[error("no QR code could be read in the picture")]
    NoQrInPicture,
    /// What should be a picture is none.
    #[error("this is not a picture: PNG and JPEG are understood")]
    NotAPicture,
    /// The code is old, used, or from another network.
    #[error("this QR code is no longer valid: ask for a new one on the other device")]
    QrExpired,
    /// The keys in the QR code are not those of the connection that showed it.
    #[error("the keys in the QR code are not those of the device that shows it")]
    WrongKeys,
    /// Nobody asked for a pairing code for this number.
    #[error("no device asked for a pairing code for this number")]
    NoCodeAsked,
    /// The phone is in airplane mode.
    #[error("this phone is in airplane mode: bring it back first")]
    AirplaneMode,
    /// The typed code does not open the device's keys.
    #[error("wrong code: check it and try again")]
    WrongCode,
    /// The account has as many companions as WhatsApp allows.
    #[error("this account already has {0} linked devices: unlink one first")]
    TooManyDevices(usize),
    /// The other device stopped answering in the middle of pairing.
    #[error("the other device did not finish linking")]
    PairingAbandoned,
    /// The account links devices with a passkey only, and the device was asked for it: go on at the device.
    #[error("the device was asked for this account's passkey")]
    PasskeyAsked,
    /// The account has no passkey.
    #[error("this account has no passkey")]
    NoPasskey,
    /// No device shows a code to compare for this account.
    #[error("no device waits for this account's owner to compare a code")]
    NoPasskeyAsked,
    /// The options are not a request for a passkey.
    #[error("this is not a request for a passkey")]
    NotAPasskeyRequest,
    /// The account has no such companion.
    #[error("no linked device has the id {0}")]
    NoSuchDevice(u16),
    /// The file is larger than the network's media limits allow.
    #[error("a file of {bytes} bytes is too large: the limit is {limit_bytes}")]
    MediaTooLarge {
        /// Bytes of the file.
        bytes: u64,
        /// Bytes that are allowed.
        limit_bytes: u64,
    },
    /// No file is there: it never was, or it had to make room.
    #[error("no file is there")]
    NoSuchMedia,
    /// The path to the file has expired; its sender may upload it again.
    #[error("the path to the file has expired")]
    MediaExpired,
    /// The file is not what its message says.
    #[error("the file is damaged: {0} does not match")]
    MediaDamaged(&'static str),
    /// It can be opened once, by who got it.
    #[error("this can be opened once only, by who got it, and not again")]
    OpensOnce,
    /// The chat has no such message, or has it no more.
    #[error("this chat has no message {0}")]
    NoSuchMessage(String),
    /// The bytes are not a protobuf of the expected kind.
    #[error("these bytes are not {0}")]
    NotProtobuf(&'static str),
    /// The message is not of the kind that this can be done with.
    #[error("the message cannot {0}")]
    Unfit(&'static str),
    /// A group does not let the account do that.
    #[error(transparent)]
    Group(#[from] crate::groups::GroupRefusal),
    /// There is no such call, or it does not concern this account.
    #[error("no call has the id {0}")]
    NoSuchCall(String),
    /// The call was answered, refused or given up before.
    #[error("the call {0} is over, or not this far yet")]
    CallOver(String),
    /// A past has at most 2,000 chats and 200,000 messages, and a message for each chat.
    #[error("a history has 1 to 2000 chats, a message for each and at most 200000, and 1 to 3650 days")]
    UnfitHistory,
    /// The number is not in the phone's address book.
    #[error("{0} is not in the address book")]
    NoSuchContact(String),
    /// The privacy setting takes no such value.
    #[error("{category} cannot be {value}")]
    NotASetting {
        /// What the setting is about.
        category: String,
        /// The value.
        value: String,
    },
    /// The account has no such label.
    #[error("no label has the id {0}")]
    NoSuchLabel(String),
    /// The account keeps no such text ready.
    #[error("no quick reply has the id {0}")]
    NoSuchQuickReply(String),
    /// A fault, or a script of them, that makes no sense.
    #[error("this is not a fault: {0}")]
    NotAFault(String),
    /// The fault was never injected, or was taken back.
    #[error("no fault has the number {0}")]
    NoSuchFault(u64),
    /// A newsletter does not let the account do that.
    #[error(transparent)]
    Newsletter(#[from] crate::newsletters::NewsletterRefusal),
    /// What was waited for did not come in time.
    #[error("{what} did not come within {waited_ms} ms")]
    TimedOut {
        /// What was waited for.
        what: String,
        /// How long, in milliseconds.
        waited_ms: u128,
    },
}

/// The result of everything that a phone or the network can be asked for.
pub type Result<T, E = EmulatorError> = std::result::Result<T, E>;
