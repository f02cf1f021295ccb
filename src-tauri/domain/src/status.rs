//! The status of a session: a machine without I/O.
//!
//! [`SessionState::after`] is the only way from one status to the next. It never refuses a fact: what
//! WhatsApp says happened has happened, so a fact that changes nothing gives the status back as it was.

use serde::{Deserialize, Serialize};

use crate::{HistoryProgress, UnixMs};

/// Where a session stands. The same thirteen words in code, API and screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// At rest.
    Stopped,
    /// On its way to WhatsApp.
    Starting,
    /// A QR code or a phone code waits for the phone.
    Pairing,
    /// The phone has scanned and WhatsApp is binding it.
    Confirming,
    /// Logged in, and chats are arriving.
    Syncing,
    /// In use.
    Connected,
    /// Cut off, and trying again by itself.
    Reconnecting,
    /// At rest by the provider's word.
    Paused,
    /// WhatsApp limits the account for a time: it turns it away, or takes nothing from it to people whom it does not
    /// know ([`Cause::NewChatsRestricted`]).
    Restricted,
    /// The phone unlinked this device.
    LoggedOut,
    /// The same device connected from somewhere else.
    Replaced,
    /// WhatsApp has blocked the account.
    Banned,
    /// Something that a retry does not mend.
    Failed,
}

impl SessionStatus {
    /// Every status there is.
    pub const ALL: [Self; 13] = [
        Self::Stopped,
        Self::Starting,
        Self::Pairing,
        Self::Confirming,
        Self::Syncing,
        Self::Connected,
        Self::Reconnecting,
        Self::Paused,
        Self::Restricted,
        Self::LoggedOut,
        Self::Replaced,
        Self::Banned,
        Self::Failed,
    ];

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Starting => "starting",
            Self::Pairing => "pairing",
            Self::Confirming => "confirming",
            Self::Syncing => "syncing",
            Self::Connected => "connected",
            Self::Reconnecting => "reconnecting",
            Self::Paused => "paused",
            Self::Restricted => "restricted",
            Self::LoggedOut => "logged_out",
            Self::Replaced => "replaced",
            Self::Banned => "banned",
            Self::Failed => "failed",
        }
    }

    /// How soon somebody should look at a session in this status: 0 first, 12 last.
    pub const fn urgency(self) -> u8 {
        match self {
            Self::Failed => 0,
            Self::Banned => 1,
            Self::LoggedOut => 2,
            Self::Replaced => 3,
            Self::Restricted => 4,
            Self::Reconnecting => 5,
            Self::Pairing => 6,
            Self::Confirming => 7,
            Self::Starting => 8,
            Self::Syncing => 9,
            Self::Connected => 10,
            Self::Paused => 11,
            Self::Stopped => 12,
        }
    }

    /// Whether a session in this status holds a connection or is after one.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            Self::Starting | Self::Pairing | Self::Confirming | Self::Syncing | Self::Connected | Self::Reconnecting
        )
    }
}

/// Why a session stands where it stands. Screens have a sentence for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The tenant is new: no phone was ever linked.
    NeverPaired,
    /// Somebody asked for it.
    Requested,
    /// The provider paused it.
    PausedByProvider,
    /// Portaria was started and brings its sessions back.
    Boot,
    /// A code waits to be scanned or typed.
    CodeShown,
    /// Nobody scanned in time.
    QrExpired,
    /// The phone has scanned.
    Scanned,
    /// WhatsApp has accepted the login.
    LoggedIn,
    /// The connection broke.
    ConnectionLost,
    /// WhatsApp's server could not be reached.
    ServerUnreachable,
    /// WhatsApp's server is there and turned us away for now.
    ServerBusy,
    /// The server's certificate is not WhatsApp's.
    CertificateRejected,
    /// The phone took this device off its list.
    UnlinkedOnPhone,
    /// WhatsApp lets the device in and says then that it is not linked, which it also says by mistake.
    LinkDenied,
    /// The tenant unlinked the phone here.
    UnlinkedHere,
    /// The same device connected from somewhere else.
    OpenedElsewhere,
    /// WhatsApp blocked the account.
    AccountBanned,
    /// WhatsApp limits the account for a time.
    AccountRestricted,
    /// WhatsApp lets the account begin no chats for a time. It is connected, and answers go on.
    NewChatsRestricted,
    /// WhatsApp refused the login.
    LoginRefused,
    /// WhatsApp no longer talks to this version.
    ClientOutdated,
    /// The phone has scanned, and WhatsApp wants the account's passkey before it links the device.
    PasskeyAsked,
    /// The passkey was good: the phone and the screen show a code, and somebody has to say that both are the same.
    PasskeyCompare,
    /// WhatsApp did not take the passkey, or somebody at the phone refused the link.
    PasskeyRefused,
    /// Nobody proved in time that the account is theirs. Versions without passkeys wrote it as `passkey_required`.
    #[serde(alias = "passkey_required")]
    PasskeyExpired,
    /// The phone refused the link, or its answer did not check out.
    PairingRefused,
    /// The phone that scanned does not have the number that the provider expects: somebody has to say whether it is right.
    UnexpectedNumber,
    /// The account also uses WhatsApp's official API (coexistence), which such a link does not fit yet.
    CoexistenceRefused,
    /// A file of the session is damaged.
    StoreDamaged,
    /// A file of the session cannot be written: disk full or no permission.
    StoreUnwritable,
    /// Another process runs this session.
    LeaseHeld,
    /// A defect of ours ended the session's task.
    InternalError,
}

/// What happens next by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Nothing: it stays so until somebody acts.
    Nothing,
    /// It connects.
    Connect,
    /// A fresh code replaces this one.
    NewCode,
    /// WhatsApp finishes the link.
    FinishLink,
    /// Chats go on arriving.
    Sync,
    /// Another attempt.
    Retry,
    /// The limit ends.
    LimitEnds,
}

/// What the person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Nothing is needed.
    None,
    /// Scan the code, or type it on the phone.
    Scan,
    /// Ask for a new code.
    NewCode,
    /// Start the session.
    Start,
    /// Connect here instead of elsewhere.
    TakeOver,
    /// Look at the phone: WhatsApp says there what it wants.
    SeePhone,
    /// Prove with the account's passkey that it is theirs.
    Passkey,
    /// Compare the code on the screen with the phone's.
    Compare,
    /// Say whether the phone that scanned is the right one.
    ConfirmNumber,
    /// Ask the provider.
    AskProvider,
    /// Update Portaria.
    Update,
    /// Check the machine's network.
    CheckNetwork,
}

/// Where a session stands, since when, why, and what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    /// Where it stands.
    pub status: SessionStatus,
    /// Since when it stands there.
    pub since: UnixMs,
    /// Why.
    pub cause: Cause,
    /// What happens next by itself.
    pub next: Next,
    /// When that happens, where it is known.
    pub next_at: Option<UnixMs>,
    /// What the person can do.
    pub action: Action,
    /// How far the phone's past has come, while it comes: also when the session is in use already.
    #[serde(default)]
    pub history: Option<HistoryProgress>,
}

/// Something that happened to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The host began to bring the session up.
    Started(Cause),
    /// A code to scan or type is there; a fresh one replaces it at the given moment.
    CodeShown(UnixMs),
    /// The codes ran out and nobody scanned.
    CodesRanOut,
    /// The phone scanned or typed the code.
    Scanned,
    /// WhatsApp wants the account's passkey.
    PasskeyAsked,
    /// WhatsApp took the passkey, and both ends show a code.
    PasskeyTaken,
    /// The phone that scanned does not have the expected number: the session rests until somebody says whether it is right.
    UnexpectedNumber,
    /// WhatsApp accepted the login.
    LoggedIn,
    /// A part of the phone's past arrived.
    Progress(HistoryProgress),
    /// The session can send and receive.
    Ready,
    /// The connection is gone and comes back by itself at the given moment.
    Lost(Cause, UnixMs),
    /// WhatsApp turns the account away until the given moment.
    Limited(UnixMs),
    /// WhatsApp lets the account begin no chats until the given moment.
    NewChatsLimited(UnixMs),
    /// WhatsApp lets the account begin chats again.
    NewChatsFree,
    /// The phone, or the tenant here, unlinked the device; its keys are gone.
    Unlinked(Cause),
    /// The same device connected elsewhere.
    ReplacedElsewhere,
    /// WhatsApp blocked the account.
    BannedByWhatsapp,
    /// A retry does not mend it.
    Broke(Cause),
    /// It failed several times in a row, and rests until the given moment.
    Exhausted(Cause, UnixMs),
    /// The session is at rest, as somebody asked.
    Stopped,
    /// The session is at rest, as the provider asked.
    Paused,
}

impl SessionState {
    /// The status of a tenant whose phone was never linked.
    pub const fn new(now: UnixMs) -> Self {
        Self::of(SessionStatus::Stopped, now, Cause::NeverPaired, Next::Nothing, Action::Scan)
    }

    const fn of(status: SessionStatus, since: UnixMs, cause: Cause, next: Next, action: Action) -> Self {
        Self { status, since, cause, next, next_at: None, action, history: None }
    }

    const fn at(mut self, moment: UnixMs) -> Self {
        self.next_at = Some(moment);
        self
    }

    /// Whether the session is in use and WhatsApp lets it begin no chats.
    pub const fn limits_new_chats(&self) -> bool {
        matches!((self.status, self.cause), (SessionStatus::Restricted, Cause::NewChatsRestricted))
    }

    /// Whether WhatsApp has the session logged in: it is in use, or its chats arrive.
    pub const fn is_connected(&self) -> bool {
        matches!(self.status, SessionStatus::Syncing) || self.is_in_use()
    }

    /// Whether the link waits for the account's passkey, or for somebody to compare the codes.
    pub const fn awaits_passkey(&self) -> bool {
        matches!(self.cause, Cause::PasskeyAsked | Cause::PasskeyCompare)
    }

    const fn is_in_use(&self) -> bool {
        matches!(self.status, SessionStatus::Connected) || self.limits_new_chats()
    }

    /// The status after `fact`, which happened at `now`.
    ///
    /// `since` stays while the word stays, so that a third retry does not look like a fresh fall.
    #[must_use]
    pub fn after(self, fact: Fact, now: UnixMs) -> Self {
        use SessionStatus as S;
        let mut next = match fact {
            Fact::Started(cause) => Self::of(S::Starting, now, cause, Next::Connect, Action::None),
            Fact::CodeShown(until) => {
                Self::of(S::Pairing, now, Cause::CodeShown, Next::NewCode, Action::Scan).at(until)
            }
            Fact::CodesRanOut => {
                let cause = if self.awaits_passkey() { Cause::PasskeyExpired } else { Cause::QrExpired };
                Self::of(S::Stopped, now, cause, Next::Nothing, Action::NewCode)
            }
            Fact::Scanned => Self::of(S::Confirming, now, Cause::Scanned, Next::FinishLink, Action::None),
            Fact::PasskeyAsked => Self::of(S::Confirming, now, Cause::PasskeyAsked, Next::Nothing, Action::Passkey),
            Fact::PasskeyTaken => Self::of(S::Confirming, now, Cause::PasskeyCompare, Next::Nothing, Action::Compare),
            Fact::UnexpectedNumber => {
                Self::of(S::Failed, now, Cause::UnexpectedNumber, Next::Nothing, Action::ConfirmNumber)
            }
            Fact::LoggedIn => Self::of(S::Syncing, now, Cause::LoggedIn, Next::Sync, Action::None),
            // History keeps arriving in the background long after the session is in use.
            Fact::Progress(progress) if self.status == S::Syncing || self.is_in_use() => {
                let percent = progress.percent.map(|percent| percent.min(100));
                let history = (percent != Some(100)).then_some(HistoryProgress { percent, ..progress });
                return Self { history, ..self };
            }
            Fact::Ready => {
                let ready = Self::of(S::Connected, now, Cause::LoggedIn, Next::Nothing, Action::None);
                Self { history: self.history, ..ready }
            }
            // WhatsApp ends the connection that carried the approval: the first loss after it belongs to the link.
            Fact::Lost(cause @ (Cause::ConnectionLost | Cause::LinkDenied), retry_at)
                if (self.status, self.cause) == (S::Confirming, Cause::Scanned) =>
            {
                Self::of(S::Confirming, now, cause, Next::FinishLink, Action::None).at(retry_at)
            }
            Fact::Lost(cause, retry_at) => {
                Self::of(S::Reconnecting, now, cause, Next::Retry, lost_action(cause)).at(retry_at)
            }
            Fact::Limited(until) => {
                Self::of(S::Restricted, now, Cause::AccountRestricted, Next::LimitEnds, Action::SeePhone).at(until)
            }
            Fact::NewChatsLimited(until) if self.is_in_use() => {
                let limited =
                    Self::of(S::Restricted, now, Cause::NewChatsRestricted, Next::LimitEnds, Action::SeePhone);
                Self { history: self.history, ..limited.at(until) }
            }
            Fact::NewChatsFree if self.limits_new_chats() => {
                let ready = Self::of(S::Connected, now, Cause::LoggedIn, Next::Nothing, Action::None);
                Self { history: self.history, ..ready }
            }
            // Of a session that is not in use they say nothing: the next login says it anew.
            Fact::Progress(_) | Fact::NewChatsLimited(_) | Fact::NewChatsFree => return self,
            Fact::Unlinked(cause) => Self::of(S::LoggedOut, now, cause, Next::Nothing, Action::NewCode),
            Fact::ReplacedElsewhere => {
                Self::of(S::Replaced, now, Cause::OpenedElsewhere, Next::Nothing, Action::TakeOver)
            }
            Fact::BannedByWhatsapp => Self::of(S::Banned, now, Cause::AccountBanned, Next::Nothing, Action::SeePhone),
            Fact::Broke(cause) => Self::of(S::Failed, now, cause, Next::Nothing, broken_action(cause)),
            Fact::Exhausted(cause, until) => {
                Self::of(S::Failed, now, cause, Next::Retry, broken_action(cause)).at(until)
            }
            Fact::Stopped => return self.at_rest(S::Stopped, Cause::Requested, Action::Start, now),
            Fact::Paused => return self.at_rest(S::Paused, Cause::PausedByProvider, Action::AskProvider, now),
        };
        if next.status == self.status {
            next.since = self.since;
        }
        next
    }

    /// A stop says nothing new about a session that already rests for a reason of its own.
    fn at_rest(self, status: SessionStatus, cause: Cause, action: Action, now: UnixMs) -> Self {
        let says_more = matches!(
            self.status,
            SessionStatus::LoggedOut | SessionStatus::Banned | SessionStatus::Replaced | SessionStatus::Failed
        ) && self.next == Next::Nothing;
        let never_ran = self.status == SessionStatus::Stopped && status == SessionStatus::Stopped;
        if self.status == status || never_ran || (says_more && status == SessionStatus::Stopped) {
            self
        } else {
            Self::of(status, now, cause, Next::Nothing, action)
        }
    }
}

const fn lost_action(cause: Cause) -> Action {
    match cause {
        Cause::ServerUnreachable => Action::CheckNetwork,
        Cause::CertificateRejected | Cause::StoreUnwritable => Action::AskProvider,
        _ => Action::None,
    }
}

const fn broken_action(cause: Cause) -> Action {
    match cause {
        Cause::ClientOutdated => Action::Update,
        Cause::PairingRefused => Action::SeePhone,
        Cause::LoginRefused | Cause::CoexistenceRefused | Cause::PasskeyRefused | Cause::PasskeyExpired => {
            Action::NewCode
        }
        Cause::InternalError => Action::Start,
        _ => Action::AskProvider,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn causes() -> impl Strategy<Value = Cause> {
        prop_oneof![
            Just(Cause::Boot),
            Just(Cause::Requested),
            Just(Cause::ConnectionLost),
            Just(Cause::ServerUnreachable),
            Just(Cause::CertificateRejected),
            Just(Cause::UnlinkedOnPhone),
            Just(Cause::StoreDamaged),
            Just(Cause::LeaseHeld),
            Just(Cause::InternalError),
        ]
    }

    fn progress(messages: u64, percent: u8) -> Fact {
        Fact::Progress(HistoryProgress { messages, percent: Some(percent) })
    }

    fn facts() -> impl Strategy<Value = Fact> {
        prop_oneof![
            causes().prop_map(Fact::Started),
            (0_i64..9).prop_map(|ms| Fact::CodeShown(UnixMs(ms))),
            Just(Fact::CodesRanOut),
            Just(Fact::Scanned),
            Just(Fact::PasskeyAsked),
            Just(Fact::PasskeyTaken),
            Just(Fact::UnexpectedNumber),
            Just(Fact::LoggedIn),
            (any::<u32>(), any::<u8>()).prop_map(|(messages, percent)| progress(messages.into(), percent)),
            Just(Fact::Ready),
            (causes(), 0_i64..9).prop_map(|(cause, ms)| Fact::Lost(cause, UnixMs(ms))),
            (0_i64..9).prop_map(|ms| Fact::Limited(UnixMs(ms))),
            (0_i64..9).prop_map(|ms| Fact::NewChatsLimited(UnixMs(ms))),
            Just(Fact::NewChatsFree),
            causes().prop_map(Fact::Unlinked),
            Just(Fact::ReplacedElsewhere),
            Just(Fact::BannedByWhatsapp),
            causes().prop_map(Fact::Broke),
            (causes(), 0_i64..9).prop_map(|(cause, ms)| Fact::Exhausted(cause, UnixMs(ms))),
            Just(Fact::Stopped),
            Just(Fact::Paused),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_the_status_explains_itself(row in prop::collection::vec(facts(), 0..40)) {
            let mut status = SessionState::new(UnixMs(0));
            for (index, fact) in row.into_iter().enumerate() {
                let now = UnixMs(i64::try_from(index).expect("forty facts") + 1);
                let before = status;
                status = status.after(fact, now);
                prop_assert!(status.since <= now && status.since >= before.since, "since never lies ahead or falls back");
                prop_assert_eq!(status.status == before.status, status.since == before.since, "since moves with the word");
                if status.next == Next::Nothing && status.status != SessionStatus::Connected {
                    prop_assert_ne!(status.action, Action::None, "nothing happens by itself and nobody is told what to do");
                }
                if matches!(status.status, SessionStatus::Reconnecting | SessionStatus::Restricted) {
                    prop_assert!(status.next_at.is_some(), "a wait without an end");
                }
                if let Some(history) = status.history {
                    prop_assert!(history.percent.is_none_or(|percent| percent < 100), "what is over is not shown");
                    prop_assert!(status.status == SessionStatus::Syncing || status.is_in_use());
                }
            }
        }
    }

    #[test]
    fn the_main_job_goes_through_its_words() {
        use SessionStatus as S;
        let mut status = SessionState::new(UnixMs(0));
        let mut words = vec![status.status];
        for (fact, now) in [
            (Fact::Started(Cause::Requested), 1),
            (Fact::CodeShown(UnixMs(60_000)), 2),
            (Fact::Scanned, 3),
            (Fact::LoggedIn, 4),
            (progress(0, 40), 5),
            (Fact::Ready, 6),
        ] {
            status = status.after(fact, UnixMs(now));
            words.push(status.status);
        }
        assert_eq!(words, [S::Stopped, S::Starting, S::Pairing, S::Confirming, S::Syncing, S::Syncing, S::Connected]);
    }

    #[test]
    fn a_limit_on_new_chats_is_of_a_session_in_use_and_ends_in_it() {
        use SessionStatus as S;
        let ready = SessionState::new(UnixMs(0)).after(Fact::Ready, UnixMs(1));
        let limited = ready.after(Fact::NewChatsLimited(UnixMs(9)), UnixMs(2));
        assert_eq!((limited.status, limited.cause), (S::Restricted, Cause::NewChatsRestricted));
        assert_eq!((limited.next, limited.next_at), (Next::LimitEnds, Some(UnixMs(9))));
        let longer = limited.after(Fact::NewChatsLimited(UnixMs(99)), UnixMs(3));
        assert_eq!((longer.since, longer.next_at), (UnixMs(2), Some(UnixMs(99))));
        assert_eq!(longer.after(Fact::NewChatsFree, UnixMs(4)).status, S::Connected);
        let turned_away = ready.after(Fact::Limited(UnixMs(9)), UnixMs(2));
        for fact in [Fact::NewChatsFree, Fact::NewChatsLimited(UnixMs(99))] {
            assert_eq!(turned_away.after(fact, UnixMs(3)), turned_away, "who is turned away is not in use");
        }
    }

    #[test]
    fn a_qr_that_ran_out_is_no_failure() {
        let status = SessionState::new(UnixMs(0)).after(Fact::CodesRanOut, UnixMs(1));
        assert_eq!((status.cause, status.action), (Cause::QrExpired, Action::NewCode));
        assert_ne!(status.status, SessionStatus::Failed);
    }

    #[test]
    fn stopping_an_unlinked_session_does_not_hide_that_it_was_unlinked() {
        let unlinked = SessionState::new(UnixMs(0)).after(Fact::Unlinked(Cause::UnlinkedOnPhone), UnixMs(1));
        assert_eq!(unlinked.after(Fact::Stopped, UnixMs(2)), unlinked);
    }

    #[test]
    fn the_restart_after_the_scan_is_part_of_the_link() {
        use SessionStatus as S;
        let scanned = SessionState::new(UnixMs(0)).after(Fact::Scanned, UnixMs(1));
        let restarting = scanned.after(Fact::Lost(Cause::ConnectionLost, UnixMs(3)), UnixMs(2));
        assert_eq!(
            (restarting.status, restarting.since, restarting.next_at),
            (S::Confirming, UnixMs(1), Some(UnixMs(3)))
        );
        let fallen = restarting.after(Fact::Lost(Cause::ConnectionLost, UnixMs(9)), UnixMs(4));
        assert_eq!(fallen.status, S::Reconnecting, "a second loss is a loss");
        let offline = scanned.after(Fact::Lost(Cause::ServerUnreachable, UnixMs(9)), UnixMs(2));
        assert_eq!(offline.status, S::Reconnecting, "a server out of reach is no part of linking");
    }

    #[test]
    fn what_is_exhausted_says_when_it_comes_back() {
        let tired = SessionState::new(UnixMs(0)).after(Fact::Exhausted(Cause::InternalError, UnixMs(9)), UnixMs(1));
        assert_eq!((tired.status, tired.next, tired.next_at), (SessionStatus::Failed, Next::Retry, Some(UnixMs(9))));
        let stopped = tired.after(Fact::Stopped, UnixMs(2));
        assert_eq!((stopped.status, stopped.next), (SessionStatus::Stopped, Next::Nothing), "a stop ends that, too");
    }

    #[test]
    fn a_third_retry_keeps_the_moment_of_the_fall() {
        let fallen = SessionState::new(UnixMs(0)).after(Fact::Lost(Cause::ConnectionLost, UnixMs(9)), UnixMs(5));
        let again = fallen.after(Fact::Lost(Cause::ServerUnreachable, UnixMs(30)), UnixMs(9));
        assert_eq!((again.since, again.next_at), (UnixMs(5), Some(UnixMs(30))));
    }

    #[test]
    fn history_that_trickles_in_later_does_not_take_connected_back() {
        let syncing =
            SessionState::new(UnixMs(0)).after(Fact::LoggedIn, UnixMs(1)).after(progress(12_400, 15), UnixMs(2));
        let ready = syncing.after(Fact::Ready, UnixMs(3));
        assert_eq!((ready.status, ready.history), (SessionStatus::Connected, syncing.history));
        let later = ready.after(progress(70_000, 80), UnixMs(4));
        let known = HistoryProgress { messages: 70_000, percent: Some(80) };
        assert_eq!((later.status, later.since, later.history), (SessionStatus::Connected, UnixMs(3), Some(known)));
        assert_eq!(later.after(progress(80_000, 100), UnixMs(5)).history, None, "and then it is all here");
    }
}
