//! A session's status.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

/// Mirrors an enum of plain words, under the same name for the reader of the API. The `match` is exhaustive, so a new word of the domain does not compile until it is here.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident of domain::$source:ident $words:tt) => {
        crate::shapes::status::words! { @ $(#[$doc])* $name, portaria_domain::$source, $source $words }
    };
    ($(#[$doc:meta])* $name:ident of $source:ident $words:tt) => {
        crate::shapes::status::words! { @ $(#[$doc])* $name, $source, $source $words }
    };
    (@ $(#[$doc:meta])* $name:ident, $path:path, $schema:ident { $($word:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $schema)]
        #[allow(missing_docs, reason = "the domain documents its words")]
        pub(crate) enum $name { $($word),+ }

        impl From<$path> for $name {
            fn from(word: $path) -> Self {
                type Source = $path;
                match word { $(Source::$word => Self::$word),+ }
            }
        }
    };
}
pub(crate) use words;

words!(
    /// Where a session stands.
    SessionStatusWord of domain::SessionStatus {
        Stopped, Starting, Pairing, Confirming, Syncing, Connected, Reconnecting, Paused, Restricted, LoggedOut,
        Replaced, Banned, Failed,
    }
);

words!(
    /// Why a session stands where it stands.
    CauseWord of domain::Cause {
        NeverPaired, Requested, PausedByProvider, Boot, CodeShown, QrExpired, Scanned, LoggedIn, ConnectionLost,
        ServerUnreachable, ServerBusy, CertificateRejected, UnlinkedOnPhone, LinkDenied, UnlinkedHere, OpenedElsewhere,
        AccountBanned, AccountRestricted, NewChatsRestricted, LoginRefused, ClientOutdated, PasskeyAsked,
        PasskeyCompare, PasskeyRefused, PasskeyExpired, PairingRefused, UnexpectedNumber, CoexistenceRefused, StoreDamaged, StoreUnwritable, LeaseHeld, InternalError,
    }
);

words!(
    /// What happens next by itself.
    NextWord of domain::Next { Nothing, Connect, NewCode, FinishLink, Sync, Retry, LimitEnds }
);

words!(
    /// What the person can do.
    ActionWord of domain::Action {
        None, Scan, NewCode, Start, TakeOver, SeePhone, Passkey, Compare, ConfirmNumber, AskProvider, Update, CheckNetwork,
    }
);

/// Where a session stands, since when, why, what happens next and what the person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SessionState)]
pub(crate) struct SessionShape {
    /// Where it stands.
    pub status: SessionStatusWord,
    /// Since when, in UTC milliseconds.
    pub since_ms: i64,
    /// Why.
    pub cause: CauseWord,
    /// What happens next by itself.
    pub next: NextWord,
    /// When that happens, in UTC milliseconds, where it is known.
    #[schema(required)]
    pub next_at_ms: Option<i64>,
    /// What the person can do.
    pub action: ActionWord,
    /// How far the phone's past has come, while it comes: also when the session is in use already.
    #[schema(required)]
    pub history: Option<HistoryProgressShape>,
}

/// How far the past has come that a phone hands over. The phone tells a part of the whole, and never how many messages
/// that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = HistoryProgress)]
pub(crate) struct HistoryProgressShape {
    /// How many messages of it were kept so far.
    pub messages: u64,
    /// How much of it has come, 0 to 100, where the phone has said so.
    #[schema(required)]
    pub percent: Option<u8>,
}

impl From<domain::SessionState> for SessionShape {
    fn from(status: domain::SessionState) -> Self {
        Self {
            status: status.status.into(),
            since_ms: status.since.0,
            cause: status.cause.into(),
            next: status.next.into(),
            next_at_ms: status.next_at.map(|at| at.0),
            action: status.action.into(),
            history: status
                .history
                .map(|domain::HistoryProgress { messages, percent }| HistoryProgressShape { messages, percent }),
        }
    }
}
