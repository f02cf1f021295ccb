//! WhatsApp's word on what it does not take or answer, in ours.

use whatsapp_rust::{ClientError, IqError, SendError as WireSendError};

use crate::SendError;

/// WhatsApp's codes for a message to somebody whom the account may not write to just now: it knows no token of theirs, or
/// has begun as many chats as it may.
const RESTRICTED: [u16; 2] = [463, 475];
/// The code for what was not written as WhatsApp has it, here or elsewhere.
pub(super) const UNREADABLE: u16 = 400;

/// WhatsApp's word on a message it did not take.
pub(super) fn refused(code: u16) -> SendError {
    match code {
        code if RESTRICTED.contains(&code) => SendError::Restricted,
        // The server's own trouble: the same message may go through in a while.
        500..=599 => SendError::TimedOut,
        code => SendError::Rejected(code),
    }
}

/// Why WhatsApp's server did not answer a question.
pub(super) fn unanswered(error: &IqError) -> SendError {
    match error {
        IqError::Timeout => SendError::TimedOut,
        IqError::ServerError { code, .. } => refused(*code),
        _ => SendError::NotConnected,
    }
}

/// Why the library did not say that a message is on the wire.
pub(super) fn unsent(error: &WireSendError) -> SendError {
    match error {
        WireSendError::Client(ClientError::Iq(error)) | WireSendError::Iq(error) => unanswered(error),
        WireSendError::InvalidRequest(_) => SendError::Rejected(UNREADABLE),
        WireSendError::NotLoggedIn | WireSendError::Client(ClientError::NotLoggedIn | ClientError::NotConnected) => {
            SendError::NotConnected
        }
        // A socket that fails while it is written to may have written everything before.
        WireSendError::Client(ClientError::Socket(_) | ClientError::EncryptSend(_)) => SendError::CutOff,
        // It could not be sealed, say: that is the business of this message, and holds up no other chat.
        _ => SendError::TimedOut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_whether_trying_again_helps() {
        assert!(matches!((refused(463), refused(475)), (SendError::Restricted, SendError::Restricted)));
        assert!(matches!(refused(479), SendError::Rejected(479)));
        assert!(matches!(refused(503), SendError::TimedOut));
    }
}
