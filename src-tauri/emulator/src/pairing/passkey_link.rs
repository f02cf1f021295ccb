//! How far a device has come on its way to be linked with a passkey.

use wacore_libsignal::protocol::KeyPair;
use waproto::whatsapp::device_props::PlatformType;

use crate::network::Number;

/// A device on its way to be linked with a passkey.
pub(crate) struct PasskeyLink {
    pub(super) number: Number,
    pub(super) challenge: [u8; 32],
    pub(super) reference: String,
    pub(super) step: Step,
}

pub(super) enum Step {
    /// The passkey is asked for.
    Asked,
    /// The passkey was good; the phone's owner is asked whether to go on.
    Proven(Committed),
    /// The phone answered; the companion has still to open what it committed itself to.
    Committed { companion: Committed, ephemeral: Box<KeyPair>, nonce: [u8; 32] },
    /// Both sides show this code.
    Compared { companion: Committed, ephemeral: Box<KeyPair>, code: String, accepted: bool, sealed: Option<Vec<u8>> },
    /// The owner said no, or a check failed.
    Refused,
}

/// What the companion said before it knew anything.
pub(super) struct Committed {
    pub(super) identity: Vec<u8>,
    pub(super) hash: Vec<u8>,
    pub(super) key: [u8; 32],
    pub(super) platform: PlatformType,
}
