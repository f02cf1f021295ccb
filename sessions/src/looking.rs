//! Who looks at a tenant's panel just now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_domain::UnixMs;
use tokio::sync::Notify;

/// For how long somebody counts as looking who does not say so again, in milliseconds.
pub(crate) const LOOKS_FOR_MS: i64 = 60 * 1_000;

/// Who looks at a tenant's panel, and whether that is to be seen. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Lookers {
    inner: Arc<Mutex<Inner>>,
    changed: Arc<Notify>,
}

#[derive(Default)]
struct Inner {
    shows: bool,
    /// Each by its credential, and until when it counts.
    until: HashMap<String, UnixMs>,
}

impl Lookers {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody looks until a moment, or (`None`) no longer.
    pub(crate) fn note(&self, who: String, until: Option<UnixMs>, now: UnixMs) {
        let mut inner = self.inner();
        inner.until.retain(|_, until| until.holds_at(now, LOOKS_FOR_MS));
        match until {
            Some(until) => inner.until.insert(who, until),
            None => inner.until.remove(&who),
        };
        self.changed.notify_one();
    }

    /// Whether it is to be seen that somebody looks.
    pub(crate) fn set_shows(&self, shows: bool) {
        self.inner().shows = shows;
        self.changed.notify_one();
    }

    /// Waits until something of that is another.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// How much longer the account is to be shown as online, in milliseconds; `None`: it is not.
    pub(crate) fn left_ms(&self, now: UnixMs) -> Option<u64> {
        let inner = self.inner();
        let last = inner.until.values().filter(|until| until.holds_at(now, LOOKS_FOR_MS)).max()?;
        u64::try_from(last.since_ms(now)).ok().filter(|_| inner.shows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_shown_as_long_as_one_of_them_looks_and_only_where_that_was_chosen() {
        let (lookers, now) = (Lookers::default(), UnixMs(1_000));
        lookers.note("ana".to_owned(), Some(UnixMs(5_000)), now);
        assert_eq!(lookers.left_ms(now), None, "nobody chose it");
        lookers.set_shows(true);
        lookers.note("rui".to_owned(), Some(UnixMs(3_000)), now);
        assert_eq!(lookers.left_ms(now), Some(4_000));
        lookers.note("ana".to_owned(), None, now);
        assert_eq!(lookers.left_ms(now), Some(2_000));
        assert_eq!(lookers.left_ms(UnixMs(3_000)), None);
        assert_eq!(lookers.left_ms(UnixMs(-10_800_000)), None, "not for hours where the clock is set back by hours");
    }
}
