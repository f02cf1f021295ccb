//! What the library says at the end of a session, in our words.

use portaria_domain::{Cause, UnixMs};
use wacore::types::events::{ConnectFailureReason, Event, LoggedOut};

use crate::Ending;

/// How long a limit without an end is taken to last: asking again after it does no harm.
const LIMIT_OF_UNKNOWN_LENGTH_MS: i64 = 60 * 60 * 1000;

/// The ending that an event tells of, at the moment `now`; most events tell of none.
pub(super) fn told_by(event: &Event, now: UnixMs) -> Option<Ending> {
    Some(match event {
        Event::Disconnected(_) => Ending::Lost(Cause::ConnectionLost),
        Event::StreamReplaced(_) => Ending::Replaced,
        Event::LoggedOut(out) if is_bare(out) => Ending::Lost(Cause::LinkDenied),
        Event::LoggedOut(out) => refused(out.reason, now),
        Event::ConnectFailure(failure) => refused(failure.reason, now),
        Event::TemporaryBan(ban) => Ending::Limited(now + ban.expire.num_milliseconds()),
        Event::ClientOutdated(_) => Ending::Broken(Cause::ClientOutdated),
        Event::PairError(failed) => Ending::Broken(pairing_failed(&failed.error)),
        Event::QrScannedWithoutMultidevice(_) => Ending::Broken(Cause::PairingRefused),
        Event::PairPasskeyError(_) => Ending::Broken(Cause::PasskeyRefused),
        Event::PairingQrCodesExhausted(out) if out.disconnected => Ending::QrRanOut,
        _ => return None,
    })
}

/// Whether WhatsApp says that the device is not linked, and not that it was removed.
///
/// It says so also to devices that are linked, right after it has let them in, and the library (0.7.0) takes each for the
/// end of the link. An unlinked device is refused when it logs in. Of other clients, whatsmeow believes no bare 401 ever,
/// and Baileys each.
fn is_bare(out: &LoggedOut) -> bool {
    out.raw.as_ref().is_some_and(|stanza| {
        stanza.tag == "stream:error"
            && stanza.attrs().optional_string("code").as_deref() == Some("401")
            && stanza.get_optional_child("conflict").is_none()
    })
}

/// Why the link failed after the phone approved it, by the library's words.
///
/// A coexistence account's envelope passes the check that only its phone can pass (HMAC), and then its
/// signature does not fit: inside and outside disagree on whether the account is hosted.
fn pairing_failed(words: &str) -> Cause {
    if words.contains(": signature-mismatch ") { Cause::CoexistenceRefused } else { Cause::PairingRefused }
}

/// The ending that a `<failure>` or a `<conflict>` tells of.
fn refused(reason: ConnectFailureReason, now: UnixMs) -> Ending {
    use ConnectFailureReason as R;
    match reason {
        R::LoggedOut => Ending::Unlinked(Cause::UnlinkedOnPhone),
        // WhatsApp Web's own names for 403 and 406 are LOCKED and BANNED.
        R::AccountLocked | R::UnknownLogout => Ending::Banned,
        R::TempBanned => Ending::Limited(now + LIMIT_OF_UNKNOWN_LENGTH_MS),
        R::ClientOutdated | R::BadUserAgent => Ending::Broken(Cause::ClientOutdated),
        R::InternalServerError | R::Experimental | R::ServiceUnavailable => Ending::Lost(Cause::ServerBusy),
        R::Generic | R::CatExpired | R::CatInvalid | R::NotFound | R::ClientUnknown | R::Unknown(_) => {
            Ending::Broken(Cause::LoginRefused)
        }
    }
}

/// The ending that a stream error tells of by its code, where the library keeps it to itself.
pub(super) fn stream_error(code: &str) -> Option<Ending> {
    matches!(code, "429" | "503").then_some(Ending::Lost(Cause::ServerBusy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wacore::pair::PairCryptoError;

    #[test]
    fn each_refusal_says_what_it_means() {
        use ConnectFailureReason as R;
        let now = UnixMs(1_000);
        for (reason, ending) in [
            (R::LoggedOut, Ending::Unlinked(Cause::UnlinkedOnPhone)),
            (R::AccountLocked, Ending::Banned),
            (R::UnknownLogout, Ending::Banned),
            (R::TempBanned, Ending::Limited(UnixMs(3_601_000))),
            (R::ClientOutdated, Ending::Broken(Cause::ClientOutdated)),
            (R::ServiceUnavailable, Ending::Lost(Cause::ServerBusy)),
            (R::Unknown(499), Ending::Broken(Cause::LoginRefused)),
        ] {
            assert_eq!(refused(reason, now), ending, "{reason:?}");
        }
    }

    #[test]
    fn an_account_of_the_official_api_is_told_from_a_forgery() {
        let failed = |text, source| {
            let source = std::io::Error::other(source).into();
            pairing_failed(&PairCryptoError { code: 401, text, source }.to_string())
        };
        let coexistence = failed("signature-mismatch", "libsignal signature verification failed");
        assert_eq!(coexistence, Cause::CoexistenceRefused);
        assert_eq!(failed("hmac-mismatch", "signature-mismatch"), Cause::PairingRefused);
        assert_eq!(failed("invalid-key", "bad key"), Cause::PairingRefused);
    }

    #[test]
    fn only_an_overloaded_server_is_told_by_its_code() {
        assert_eq!(stream_error("503"), Some(Ending::Lost(Cause::ServerBusy)));
        assert_eq!(stream_error("515"), None);
    }
}
