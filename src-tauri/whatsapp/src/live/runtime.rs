//! Where one session's library tasks run, and where they end with it.
//!
//! The library's rotation of QR codes holds its client, and with it the database, until the last code has run out,
//! minutes after a disconnect. A session that is over must hold nothing.

use std::pin::Pin;
use std::time::Duration;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wacore::runtime::{AbortHandle, Runtime};
use whatsapp_rust::TokioRuntime;

/// Runs the tasks of one session's client until they end, or until they are cut off.
pub(super) struct SessionRuntime {
    tasks: TaskTracker,
    cut_off: CancellationToken,
}

impl SessionRuntime {
    /// Tasks are counted by `tasks` and dropped when `cut_off` is cancelled.
    pub(super) const fn new(tasks: TaskTracker, cut_off: CancellationToken) -> Self {
        Self { tasks, cut_off }
    }
}

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

#[async_trait]
impl Runtime for SessionRuntime {
    fn spawn(&self, task: Task) -> AbortHandle {
        let running = self.tasks.spawn(self.cut_off.clone().run_until_cancelled_owned(task));
        AbortHandle::new(move || running.abort())
    }

    fn spawn_detached(&self, task: Task) {
        self.tasks.spawn(self.cut_off.clone().run_until_cancelled_owned(task));
    }

    fn sleep(&self, duration: Duration) -> Task {
        TokioRuntime.sleep(duration)
    }

    fn spawn_blocking(&self, work: Box<dyn FnOnce() + Send + 'static>) -> Task {
        TokioRuntime.spawn_blocking(work)
    }

    fn yield_now(&self) -> Option<Task> {
        TokioRuntime.yield_now()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn a_task_that_waits_for_minutes_ends_with_its_session() {
        let (tasks, cut_off) = (TaskTracker::new(), CancellationToken::new());
        let runtime = SessionRuntime::new(tasks.clone(), cut_off.clone());
        let (held, mut released) = mpsc::channel::<()>(1);
        let nap = runtime.sleep(Duration::from_mins(5));
        runtime.spawn_detached(Box::pin(async move {
            nap.await;
            drop(held);
        }));
        cut_off.cancel();
        tasks.close();
        tokio::time::timeout(Duration::from_secs(20), tasks.wait()).await.unwrap();
        assert_eq!(released.recv().await, None, "what the task held is free");
    }
}
