//! The network's time: the machine's.

use std::time::{SystemTime, UNIX_EPOCH};

use portaria_domain::{Clock, UnixMs};

/// The machine's clock.
pub(crate) struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that the rest is given")]
    fn now(&self) -> UnixMs {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
        UnixMs(i64::try_from(since.as_millis()).expect("milliseconds fit for millions of years"))
    }
}
