//! Who looks at files and makes them ready: a few at a time, whoever asks, for one picture may take 256 MB of memory.

use tokio::sync::Semaphore;
use tokio::task::JoinError;

/// How many files are worked on at a time, all tenants together.
const AT_A_TIME: usize = 2;

/// A few places to work on files.
pub(crate) struct Workers(Semaphore);

impl Default for Workers {
    fn default() -> Self {
        Self(Semaphore::new(AT_A_TIME))
    }
}

impl Workers {
    /// Does work that blocks and takes memory, once there is a place for it. An error: it panicked.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, JoinError>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let _place = self.0.acquire().await.expect("nobody closes the places");
        tokio::task::spawn_blocking(work).await
    }
}
