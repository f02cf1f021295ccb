//! The passkey that WhatsApp asks some accounts for before it links a device.
//!
//! The key never comes here: a browser or the phone signs WhatsApp's challenge on WhatsApp's own origin, and only the
//! signature is handed on. Then both ends show a code, and whoever sits here says that it is the phone's.

/// What a link with a passkey waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasskeyStep {
    /// The account's passkey.
    Asked {
        /// WhatsApp's `PublicKeyCredentialRequestOptions`, as JSON.
        options: String,
    },
    /// Somebody who says that the phone shows this code, too: `XXXX-XXXX`.
    Compare {
        /// The code.
        code: String,
    },
}

/// What the owner's authenticator said: a `WebAuthn` assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyAnswer {
    /// Names the passkey.
    pub credential_id: Vec<u8>,
    /// What the browser signed for, as JSON.
    pub client_data: Vec<u8>,
    /// What the authenticator says of itself and of the owner.
    pub authenticator_data: Vec<u8>,
    /// Its signature of both.
    pub signature: Vec<u8>,
    /// Whom the passkey is of, where the authenticator says so.
    pub user_handle: Option<Vec<u8>>,
}

/// Why a link with a passkey did not go on.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// Nothing of the kind is asked for just now.
    #[error("no passkey is asked for just now")]
    NotAsked,
    /// WhatsApp did not take it. The session ends, and the next begins with a new code.
    #[error("WhatsApp did not take it")]
    Refused,
}
