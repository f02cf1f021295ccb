//! Time as rooms pass it around.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMs(pub i64);

impl UnixMs {
    /// No end: the largest moment there is.
    pub const FOREVER: Self = Self(i64::MAX);

    /// How many milliseconds `self` lies after `earlier`; negative when it lies before.
    pub fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Whether something that holds until this moment, and for `longest_ms` at most, holds at `now`. What would hold for
    /// more than twice as long was noted by a clock that has been set back since, and is over.
    pub fn holds_at(self, now: Self, longest_ms: i64) -> bool {
        let left_ms = self.since_ms(now);
        left_ms > 0 && left_ms <= longest_ms.saturating_mul(2)
    }
}

/// Moves a moment by milliseconds.
impl Add<i64> for UnixMs {
    type Output = Self;
    fn add(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

/// Moves a moment back by milliseconds.
impl Sub<i64> for UnixMs {
    type Output = Self;
    fn sub(self, ms: i64) -> Self {
        Self(self.0.saturating_sub(ms))
    }
}

impl fmt::Display for UnixMs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where rooms get the time from, so that a test can hold it.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> UnixMs;
}
