//! Futures that never wait.

use futures_util::FutureExt as _;

/// The outcome of a future over stores in memory.
pub(super) fn at_once<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("stores in memory never wait")
}
