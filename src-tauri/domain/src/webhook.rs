//! Webhooks: which events they take, when a delivery is tried again, and when one is given up.
//!
//! Pure: the moment and the chance are passed in.

use serde::{Deserialize, Serialize};

use crate::{EventBody, Secret, UnixMs, WebhookId, WebhookState};

/// The largest file that a webhook may ask to be sent along, in bytes: it is held in memory while a receiver takes its time.
pub const LARGEST_INLINE_MEDIA_BYTES: u32 = 512 * 1024;
/// How many webhooks a tenant may have.
pub const MOST_WEBHOOKS: usize = 10;
/// For how long a webhook may fail, or be paused, until it is disabled and what waits for it is let go, and for how long a
/// delivery may wait, in milliseconds.
pub const WEBHOOK_PATIENCE_MS: i64 = 5 * DAY_MS;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// How long each attempt waits after the one before it; the first goes at once.
const WAITS_MS: [i64; 10] = [
    0,
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
];
/// How much longer than its wait an attempt may be put off by chance, so that not all of them come together.
const JITTER: f64 = 0.2;
/// For how long a delivery is put off at most, in milliseconds.
pub const LONGEST_WEBHOOK_WAIT_MS: i64 = 30 * HOUR_MS;
/// The longest that a receiver's `Retry-After` is followed.
const LONGEST_RETRY_AFTER_MS: i64 = DAY_MS;

/// One subscription of a tenant: where its events go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Identity.
    pub id: WebhookId,
    /// Where to: an `http` or `https` URL.
    pub url: String,
    /// Which events.
    pub events: EventFilter,
    /// What is sent along with each of them.
    pub headers: Vec<WebhookHeader>,
    /// Files of messages up to so many bytes are sent along; 0: none is.
    pub inline_media_bytes: u32,
    /// What they are signed with.
    pub secrets: WebhookSecrets,
    /// Whether they are sent.
    pub state: WebhookState,
    /// Since when that is so.
    pub state_since: UnixMs,
    /// Since when no attempt has succeeded; nothing where the last one did, or nothing waits any more.
    pub failing_since: Option<UnixMs>,
    /// When it was made.
    pub created_at: UnixMs,
}

/// A header of the owner's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookHeader {
    /// Its name, in lower case.
    pub name: String,
    /// Its value: as often as not a password.
    pub value: Secret<String>,
}

/// What a webhook's deliveries are signed with: `whsec_` and 32 bytes in base64. After a change both hold for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookSecrets {
    /// The one that stays.
    pub current: Secret<String>,
    /// The one before, and until when it holds.
    pub earlier: Option<(Secret<String>, UnixMs)>,
}

impl WebhookSecrets {
    /// Those that hold at a moment, the newest first.
    pub fn valid(&self, now: UnixMs) -> impl Iterator<Item = &Secret<String>> {
        let earlier = self.earlier.iter().filter(move |(_, until)| now < *until).map(|(secret, _)| secret);
        std::iter::once(&self.current).chain(earlier)
    }
}

impl Webhook {
    /// Whether a webhook that has failed since a moment is given up.
    pub fn has_failed_too_long(failing_since: UnixMs, now: UnixMs) -> bool {
        now.since_ms(failing_since) >= WEBHOOK_PATIENCE_MS
    }
}

/// Which events a webhook takes, by their names; without names all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventFilter(Vec<String>);

/// No event is called that.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no event is called {0:?}")]
pub struct UnknownEvent(pub String);

impl EventFilter {
    /// Takes names of events; a name that stands there twice counts once.
    pub fn new(mut names: Vec<String>) -> Result<Self, UnknownEvent> {
        names.sort_unstable();
        names.dedup();
        match names.iter().find(|name| !EventBody::NAMES.contains(&name.as_str())) {
            Some(unknown) => Err(UnknownEvent(unknown.clone())),
            None => Ok(Self(names)),
        }
    }

    /// Whether events of a name are taken.
    pub fn takes(&self, name: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|taken| taken == name)
    }

    /// The names; none: all events.
    pub fn names(&self) -> &[String] {
        &self.0
    }
}

/// How far a delivery, one event for one webhook, has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is to be tried, or to be tried again.
    Waiting,
    /// The receiver took it.
    Delivered,
    /// It is tried no more by itself.
    Failed,
}

/// Why a delivery is tried no more by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryFailure {
    /// It was tried as often as it may.
    TriedOut,
    /// It waited for five days, or stood behind one of its chat that did.
    WaitedTooLong,
    /// Its webhook was disabled.
    WebhookDisabled,
}

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptFailure {
    /// The receiver answered with something else than success; a redirect is none.
    Refused,
    /// The receiver did not answer in time.
    TooSlow,
    /// No connection: no such name, nobody listens there, or its certificate does not hold.
    Unreachable,
    /// The address is not of the public Internet.
    Forbidden,
}

/// One HTTP request for a delivery, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it began.
    pub at: UnixMs,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
    /// The HTTP status, where the receiver answered.
    pub status: Option<u16>,
    /// Why it failed; nothing: it succeeded.
    pub failure: Option<AttemptFailure>,
    /// How the receiver's answer begins.
    pub answer: String,
}

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterAttempt {
    /// The delivery is over: the receiver took it.
    Delivered,
    /// It is tried again, not before this moment.
    Again(UnixMs),
    /// It is tried no more.
    GivenUp(DeliveryFailure),
    /// The receiver wants nothing any more: the webhook is disabled.
    Gone,
}

/// How far a delivery had come when it was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// Which attempt it was, from 1.
    pub number: u32,
    /// Since when the delivery waits.
    pub waits_since: UnixMs,
}

impl Attempt {
    /// What follows. `retry_after_ms` is what the receiver asks for; `chance` lies from 0 to 1. However long a delivery has
    /// waited, it is tried once more: this computer may have been off.
    pub fn what_follows(&self, tries: Tries, retry_after_ms: Option<i64>, now: UnixMs, chance: f64) -> AfterAttempt {
        match (self.failure, self.status) {
            (None, _) => return AfterAttempt::Delivered,
            (Some(AttemptFailure::Refused), Some(410)) => return AfterAttempt::Gone,
            _ => {}
        }
        let left_ms = WEBHOOK_PATIENCE_MS - now.since_ms(tries.waits_since);
        if left_ms <= 0 {
            return AfterAttempt::GivenUp(DeliveryFailure::WaitedTooLong);
        }
        match usize::try_from(tries.number).ok().and_then(|number| WAITS_MS.get(number)) {
            None => AfterAttempt::GivenUp(DeliveryFailure::TriedOut),
            Some(wait) => {
                let asked = retry_after_ms.unwrap_or(0).clamp(0, LONGEST_RETRY_AFTER_MS);
                AfterAttempt::Again(now + jittered(*wait, chance).min(left_ms).max(asked))
            }
        }
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "at most a day and a fifth of it")]
fn jittered(wait_ms: i64, chance: f64) -> i64 {
    wait_ms + (wait_ms as f64 * JITTER * chance.clamp(0.0, 1.0)) as i64
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NOW: UnixMs = UnixMs(1_000_000);

    fn refused(status: u16) -> Attempt {
        let failure = Some(AttemptFailure::Refused);
        Attempt { at: NOW, took_ms: 1, status: Some(status), failure, answer: String::new() }
    }

    /// The first attempt, and so on, of a delivery that is new.
    fn tries(number: u32) -> Tries {
        Tries { number, waits_since: NOW }
    }

    #[test]
    fn an_attempt_is_repeated_after_longer_and_longer_waits_and_then_no_more() {
        let waits: Vec<i64> = (1..10)
            .map(|number| match refused(500).what_follows(tries(number), None, NOW, 0.0) {
                AfterAttempt::Again(at) => at.since_ms(NOW) / SECOND_MS,
                other => panic!("{number}: {other:?}"),
            })
            .collect();
        assert_eq!(waits, [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
        let last = refused(500).what_follows(tries(10), None, NOW, 0.0);
        assert_eq!(last, AfterAttempt::GivenUp(DeliveryFailure::TriedOut));
        let latest = refused(500).what_follows(tries(1), None, NOW, 1.0);
        assert_eq!(latest, AfterAttempt::Again(NOW + 6_000), "chance puts it off by a fifth at most");
    }

    #[test]
    fn what_waited_for_five_days_is_tried_no_more() {
        let follows = |after_ms, asked_ms| refused(500).what_follows(tries(9), asked_ms, NOW + after_ms, 0.0);
        let end = NOW + WEBHOOK_PATIENCE_MS;
        assert_eq!(follows(WEBHOOK_PATIENCE_MS - HOUR_MS, None), AfterAttempt::Again(end), "not after the end");
        let asked = follows(WEBHOOK_PATIENCE_MS - HOUR_MS, Some(2 * HOUR_MS));
        assert_eq!(asked, AfterAttempt::Again(end + HOUR_MS), "unless the receiver asks for that");
        let over = AfterAttempt::GivenUp(DeliveryFailure::WaitedTooLong);
        assert_eq!((follows(WEBHOOK_PATIENCE_MS, None), follows(WEBHOOK_PATIENCE_MS, Some(1))), (over, over));
        let taken = Attempt { failure: None, ..refused(204) };
        assert_eq!(taken.what_follows(tries(1), None, end + DAY_MS, 0.0), AfterAttempt::Delivered);
    }

    #[test]
    fn what_the_receiver_says_decides() {
        for status in [400, 401, 404, 429, 500, 301] {
            let follows = refused(status).what_follows(tries(1), None, NOW, 0.0);
            assert!(matches!(follows, AfterAttempt::Again(_)), "{status}");
        }
        assert_eq!(refused(410).what_follows(tries(1), None, NOW, 0.0), AfterAttempt::Gone);
        let taken = Attempt { failure: None, ..refused(204) };
        assert_eq!(taken.what_follows(tries(1), Some(5), NOW, 0.0), AfterAttempt::Delivered);
        for (asked_ms, waited_ms) in [(60_000, 60_000), (1, 5_000), (-1, 5_000), (i64::MAX, DAY_MS)] {
            let follows = refused(429).what_follows(tries(1), Some(asked_ms), NOW, 0.0);
            assert_eq!(follows, AfterAttempt::Again(NOW + waited_ms), "asked for {asked_ms} ms");
        }
    }

    #[test]
    fn a_filter_knows_the_names_of_events() {
        let names = vec!["message.received".to_owned(), "chat.updated".to_owned(), "message.received".to_owned()];
        let filter = EventFilter::new(names).unwrap();
        assert_eq!(filter.names(), ["chat.updated", "message.received"]);
        assert!(filter.takes("message.received") && !filter.takes("message.created"));
        assert!(EventFilter::default().takes("message.created"), "without names it takes all");
        assert_eq!(EventFilter::new(vec!["MESSAGE".into()]), Err(UnknownEvent("MESSAGE".into())));
    }

    #[test]
    fn an_earlier_secret_holds_until_its_end() {
        let secret = |text: &str| Secret::new(text.to_owned());
        let secrets = WebhookSecrets { current: secret("b"), earlier: Some((secret("a"), UnixMs(10))) };
        let valid = |now| secrets.valid(UnixMs(now)).map(|secret| secret.expose().as_str()).collect::<Vec<_>>();
        assert_eq!((valid(9), valid(10)), (vec!["b", "a"], vec!["b"]));
    }
}
