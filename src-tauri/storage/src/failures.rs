//! How often stores failed in this process.
//!
//! Counted where an error of a file or of SQLite becomes one of ours. The numbers are the process's and not a store's:
//! who watches a server asks whether its disk fails, not which of its calls noticed.

use std::sync::atomic::{AtomicU64, Ordering};

/// What was wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Damaged,
    Unwritable,
    Unreadable,
    Refused,
}

static COUNTS: [AtomicU64; 4] = [const { AtomicU64::new(0) }; 4];

/// How often stores failed since the process began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageFailures {
    /// Files that are damaged, or were written under another key.
    pub damaged: u64,
    /// Disk full, no permission, or the file is busy.
    pub unwritable: u64,
    /// Values that this version does not know.
    pub unreadable: u64,
    /// Statements that the database refused; defects of ours.
    pub refused: u64,
}

/// How often stores failed since the process began.
pub fn failures() -> StorageFailures {
    let count = |kind: Kind| COUNTS[kind as usize].load(Ordering::Relaxed);
    StorageFailures {
        damaged: count(Kind::Damaged),
        unwritable: count(Kind::Unwritable),
        unreadable: count(Kind::Unreadable),
        refused: count(Kind::Refused),
    }
}

pub(crate) fn count(kind: Kind) {
    COUNTS[kind as usize].fetch_add(1, Ordering::Relaxed);
}
