//! Where one session's library tasks run, and where they end with it.
//!
//! The library's rotation of QR codes holds its client, and with it the database, until the last code has run out,
//! minutes after a disconnect. A session that is over must hold nothing.

use std::pin::Pin;
use std::time::Duration;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{Instrument as _, Span};
use wacore::runtime::{AbortHandle, Runtime};
use whatsapp_rust::TokioRuntime;

/// Runs the tasks of one session's client until they end, or until they are cut off.
pub(super) struct SessionRuntime {
    tasks: TaskTracker,
    cut_off: CancellationToken,
    /// Around everything that the library logs: it names no tenant itself.
    span: Span,
}

impl SessionRuntime {
    /// Tasks are counted by `tasks`, dropped when `cut_off` is cancelled, and log within `span`.
    pub(super) const fn new(tasks: TaskTracker, cut_off: CancellationToken, span: Span) -> Self {
        Self { tasks, cut_off, span }
    }
}

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

#[async_trait]
impl Runtime for SessionRuntime {
    fn spawn(&self, task: Task) -> AbortHandle {
        let task = task.instrument(self.span.clone());
        let running = self.tasks.spawn(self.cut_off.clone().run_until_cancelled_owned(task));
        AbortHandle::new(move || running.abort())
    }

    fn spawn_detached(&self, task: Task) {
        let task = task.instrument(self.span.clone());
        self.tasks.spawn(self.cut_off.clone().run_until_cancelled_owned(task));
    }

    fn sleep(&self, duration: Duration) -> Task {
        TokioRuntime.sleep(duration)
    }

    fn spawn_blocking(&self, work: Box<dyn FnOnce() + Send + 'static>) -> Task {
        let span = self.span.clone();
        TokioRuntime.spawn_blocking(Box::new(move || span.in_scope(work)))
    }

    fn yield_now(&self) -> Option<Task> {
        TokioRuntime.yield_now()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn a_task_that_waits_for_minutes_ends_with_its_session() {
        let (tasks, cut_off) = (TaskTracker::new(), CancellationToken::new());
        let runtime = SessionRuntime::new(tasks.clone(), cut_off.clone(), Span::none());
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

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn whatever_the_library_logs_names_the_tenant() {
        let page = Page::default();
        let out = page.clone();
        let log = tracing_subscriber::fmt().with_ansi(false).with_max_level(tracing::Level::WARN);
        let _logging = tracing::subscriber::set_default(log.with_writer(move || out.clone()).finish());
        let tasks = TaskTracker::new();
        let span = tracing::error_span!("session", tenant.id = "0192f3b2");
        let runtime = SessionRuntime::new(tasks.clone(), CancellationToken::new(), span);
        let say = |what: &'static str| Box::pin(async move { tracing::warn!(target: "whatsapp_rust", "{what}") });
        let _running = runtime.spawn(say("said in a task"));
        runtime.spawn_detached(say("said aside"));
        tasks.close();
        tasks.wait().await;
        let text = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines.iter().all(|line| line.contains("tenant.id=\"0192f3b2\"")), "{text}");
    }
}
