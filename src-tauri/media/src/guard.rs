//! A decoder that panics on a hostile file costs that file and nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `read` gives; `None` also where it panics.
///
/// Whatever `read` had in hand is thrown away afterwards, so that nothing half-done is seen.
pub(crate) fn guarded<T>(read: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}
