//! One call on its way through the file: what is to be done, and who waits for what came of it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rusqlite::{Connection, Transaction};
use tokio::sync::oneshot;

use super::write_error::WriteError;
use crate::StorageError;

/// What came of a call: its result, or the panic that it ended in.
type Outcome<T> = Result<Result<T, StorageError>, Box<dyn Any + Send>>;

/// A call that waits for its turn.
pub(super) enum Job {
    /// Reads what is committed.
    Read(Box<dyn Alone>),
    /// Writes, in one transaction with others that wait.
    Write(Box<dyn Write>),
    /// Has the connection to itself.
    Alone(Box<dyn Alone>),
}

impl Job {
    /// Whether nobody waits for it any more.
    pub(super) fn is_abandoned(&self) -> bool {
        match self {
            Self::Read(job) | Self::Alone(job) => job.is_abandoned(),
            Self::Write(job) => job.is_abandoned(),
        }
    }
}

/// A call that does not share a transaction.
pub(super) trait Alone: Send {
    fn is_abandoned(&self) -> bool;
    fn run(&mut self, connection: &mut Connection, path: &Path);
    /// Makes a failure of it: the file could not be opened.
    fn fail(&mut self, error: StorageError);
    fn answer(self: Box<Self>);
}

/// A call that shares a transaction.
pub(super) trait Write: Send {
    fn is_abandoned(&self) -> bool;
    /// Does it. False: it failed, and nothing that it did may stay.
    fn run(&mut self, transaction: &Transaction<'_>, path: &Path) -> bool;
    /// Makes a failure of it, unless it is one already: the transaction was not kept, or never begun.
    fn fail(&mut self, error: StorageError);
    fn answer(self: Box<Self>);
}

/// The caller's end of a job.
pub(super) struct Waiting<T>(oneshot::Receiver<Outcome<T>>);

impl<T> Waiting<T> {
    /// Waits for what came of it. `None`: it was never done, because the runtime is shutting down. A panic in the job
    /// goes on in whoever waits for it.
    pub(super) async fn outcome(self) -> Option<Result<T, StorageError>> {
        match self.0.await {
            Ok(Ok(result)) => Some(result),
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_never_done) => None,
        }
    }
}

/// What is to be done and for whom.
struct Task<T, F> {
    work: Option<F>,
    outcome: Option<Outcome<T>>,
    reply: oneshot::Sender<Outcome<T>>,
}

impl<T, F> Task<T, F> {
    fn new(work: F) -> (Box<Self>, Waiting<T>) {
        let (reply, waiting) = oneshot::channel();
        (Box::new(Self { work: Some(work), outcome: None, reply }), Waiting(waiting))
    }

    fn run(&mut self, call: impl FnOnce(F) -> Result<T, StorageError>) -> bool {
        let Some(work) = self.work.take() else { return false };
        // Whatever it was in the midst of is rolled back, and the panic goes on in its caller.
        let outcome = catch_unwind(AssertUnwindSafe(|| call(work)));
        let is_done = matches!(outcome, Ok(Ok(_)));
        self.outcome = Some(outcome);
        is_done
    }

    fn fail(&mut self, error: StorageError) {
        self.work = None;
        if matches!(self.outcome, None | Some(Ok(Ok(_)))) {
            self.outcome = Some(Ok(Err(error)));
        }
    }

    fn answer(self) {
        if let Some(outcome) = self.outcome {
            let _nobody_waits = self.reply.send(outcome);
        }
    }
}

/// A job that reads.
pub(super) fn read<T, F>(work: F) -> (Job, Waiting<T>)
where
    T: Send + 'static,
    F: FnOnce(&mut Connection, &Path) -> Result<T, StorageError> + Send + 'static,
{
    let (task, waiting) = Task::new(work);
    (Job::Read(task), waiting)
}

/// A job that has the connection to itself.
pub(super) fn alone<T, F>(work: F) -> (Job, Waiting<T>)
where
    T: Send + 'static,
    F: FnOnce(&mut Connection, &Path) -> Result<T, StorageError> + Send + 'static,
{
    let (task, waiting) = Task::new(work);
    (Job::Alone(task), waiting)
}

/// A job that writes.
pub(super) fn write<T, F>(work: F) -> (Job, Waiting<T>)
where
    T: Send + 'static,
    F: FnOnce(&Transaction<'_>) -> Result<T, WriteError> + Send + 'static,
{
    let (task, waiting) = Task::new(work);
    (Job::Write(task), waiting)
}

impl<T, F> Alone for Task<T, F>
where
    T: Send,
    F: FnOnce(&mut Connection, &Path) -> Result<T, StorageError> + Send,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(&mut self, connection: &mut Connection, path: &Path) {
        Self::run(self, |work| work(connection, path));
    }

    fn fail(&mut self, error: StorageError) {
        Self::fail(self, error);
    }

    fn answer(self: Box<Self>) {
        Self::answer(*self);
    }
}

impl<T, F> Write for Task<T, F>
where
    T: Send,
    F: FnOnce(&Transaction<'_>) -> Result<T, WriteError> + Send,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(&mut self, transaction: &Transaction<'_>, path: &Path) -> bool {
        Self::run(self, |work| work(transaction).map_err(|error| error.on(path)))
    }

    fn fail(&mut self, error: StorageError) {
        Self::fail(self, error);
    }

    fn answer(self: Box<Self>) {
        Self::answer(*self);
    }
}
