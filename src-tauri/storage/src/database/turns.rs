//! Whose turn it is on the one connection of a file. Calls wait without a thread; whoever comes first has one started,
//! which goes on for as long as somebody waits. A file that nobody uses is closed, and opened by the next call: what
//! SQLite keeps for an open one is most of what an idle tenant would cost.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::job::{Alone, Job, Write};
use super::together;
use crate::StorageError;

/// So many writes are committed together, at most: the first of them waits for the last.
const MOST_TOGETHER: usize = 128;

/// The connection and the calls that wait for it.
pub(super) struct Turns {
    path: PathBuf,
    /// Opens the file.
    open: Box<Open>,
    state: Mutex<State>,
}

/// Opens a file for whoever calls next.
pub(super) type Open = dyn Fn() -> Result<Connection, StorageError> + Send + Sync;

struct State {
    connection: Held,
    waiting: VecDeque<Job>,
    use_of_it: Use,
    /// How many jobs were taken, without those in passing.
    uses: u64,
    #[cfg(feature = "faults")]
    stays_open: bool,
}

/// Where the connection is.
enum Held {
    /// Nobody has it.
    Here(Connection),
    /// A worker has it, or opens it.
    Taken,
    /// A worker closes it.
    Closing,
    /// The file is closed.
    Closed,
}

impl From<Option<Connection>> for Held {
    fn from(connection: Option<Connection>) -> Self {
        connection.map_or(Self::Closed, Self::Here)
    }
}

/// Whether anybody uses the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Somebody called since the last look.
    Busy,
    /// Nobody did.
    Quiet,
    /// Nobody did between two looks, and the file was closed.
    Resting,
}

impl Turns {
    pub(super) fn new(path: &Path, open: Box<Open>) -> Result<Arc<Self>, StorageError> {
        let state = State {
            connection: Held::Here(open()?),
            waiting: VecDeque::new(),
            use_of_it: Use::Busy,
            uses: 0,
            #[cfg(feature = "faults")]
            stays_open: false,
        };
        Ok(Arc::new(Self { path: path.to_owned(), open, state: Mutex::new(state) }))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Lets a job wait for its turn; tells how many were taken with it.
    pub(super) fn take(self: &Arc<Self>, job: Job) -> u64 {
        let mut state = self.lock();
        state.use_of_it = Use::Busy;
        state.uses += 1;
        let uses = state.uses;
        self.start(state, job);
        uses
    }

    /// How many jobs were taken so far.
    pub(super) fn uses(&self) -> u64 {
        self.lock().uses
    }

    /// The same of a job that is no use of the file. False: the file is closed or being closed, and that does not change it.
    pub(super) fn take_in_passing(self: &Arc<Self>, job: Job) -> bool {
        let state = self.lock();
        let is_open = !matches!(state.connection, Held::Closed | Held::Closing);
        if is_open {
            self.start(state, job);
        }
        is_open
    }

    fn start(self: &Arc<Self>, mut state: MutexGuard<'_, State>, job: Job) {
        state.waiting.push_back(job);
        let connection = match std::mem::replace(&mut state.connection, Held::Taken) {
            Held::Here(connection) => Some(connection),
            Held::Closed => None,
            // Its worker looks who waits before it leaves.
            Held::Taken | Held::Closing => return,
        };
        drop(state);
        let worker = Worker { turns: Some(Arc::clone(self)), connection };
        drop(tokio::task::spawn_blocking(move || worker.run()));
    }

    /// Closes the file where nobody called since the look before the last one, once in a time of rest. Whether it was
    /// closed.
    pub(super) async fn rest(self: &Arc<Self>) -> bool {
        let Some(connection) = self.unused() else { return false };
        let worker = Worker { turns: Some(Arc::clone(self)), connection: Some(connection) };
        // It only fails where the runtime ends.
        tokio::task::spawn_blocking(move || worker.close_and_run()).await.is_ok()
    }

    /// The connection that is to be closed, if it is.
    fn unused(&self) -> Option<Connection> {
        let mut state = self.lock();
        #[cfg(feature = "faults")]
        if state.stays_open {
            return None;
        }
        match state.use_of_it {
            Use::Busy => state.use_of_it = Use::Quiet,
            Use::Resting => {}
            Use::Quiet => match std::mem::replace(&mut state.connection, Held::Closing) {
                Held::Here(connection) => {
                    state.use_of_it = Use::Resting;
                    return Some(connection);
                }
                // Something takes long, or asks in passing: the next look finds it.
                other => state.connection = other,
            },
        }
        None
    }

    /// Whether the file is closed once nobody calls.
    #[cfg(feature = "faults")]
    pub(super) fn stay_open(&self, stays_open: bool) {
        self.lock().stays_open = stays_open;
    }

    /// Whether the file is open.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.lock().connection, Held::Closed)
    }

    /// Nothing under this lock can stop half-way.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Has the connection while somebody waits for it.
struct Worker {
    /// Nobody's once the connection is where the next one finds it.
    turns: Option<Arc<Turns>>,
    connection: Option<Connection>,
}

/// Jobs that are done and not answered yet.
#[derive(Default)]
struct Done {
    writes: Vec<Box<dyn Write>>,
    others: Vec<Box<dyn Alone>>,
}

impl Done {
    /// The one job for which the file could not be opened.
    fn failed(jobs: Vec<Job>, error: StorageError) -> Self {
        let mut done = Self::default();
        if let Some(job) = jobs.into_iter().next() {
            match job {
                Job::Write(mut job) => {
                    job.fail(error);
                    done.writes.push(job);
                }
                Job::Read(mut job) | Job::Alone(mut job) => {
                    job.fail(error);
                    done.others.push(job);
                }
            }
        }
        done
    }

    fn answer(self) {
        for job in self.writes {
            job.answer();
        }
        for job in self.others {
            job.answer();
        }
    }
}

impl Worker {
    /// Folds the log into the file, and closes it; then serves who came meanwhile.
    fn close_and_run(mut self) {
        // What could not be folded in is found by the next opening.
        drop(self.connection.take());
        self.run();
    }

    fn run(mut self) {
        let mut done = Done::default();
        while let Some(jobs) = self.next() {
            done.answer();
            done = self.serve(jobs);
        }
        // Who hears of its end can close the file: nothing of it is held here any more.
        drop(self);
        done.answer();
    }

    /// The jobs that wait; `None` when there are none, and the connection is where the next one finds it.
    fn next(&mut self) -> Option<Vec<Job>> {
        let turns = self.turns.clone()?;
        let mut state = turns.lock();
        // One that nobody waits for any more need not begin.
        while state.waiting.front().is_some_and(Job::is_abandoned) {
            state.waiting.pop_front();
        }
        if state.waiting.is_empty() {
            state.connection = self.connection.take().into();
            self.turns = None;
            return None;
        }
        // Where the file must be opened first, that may fail for one and work for the next.
        let most = if self.connection.is_some() { MOST_TOGETHER } else { 1 };
        let count = state.waiting.len().min(most);
        let alone = state.waiting.iter().take(count).position(|job| matches!(job, Job::Alone(_)));
        let count = alone.map_or(count, |place| place.max(1));
        Some(state.waiting.drain(..count).collect())
    }

    /// Reads that wait first are done first; those behind a write see it.
    fn serve(&mut self, jobs: Vec<Job>) -> Done {
        let Some(turns) = &self.turns else { return Done::default() };
        let mut done = Done::default();
        let connection = match &mut self.connection {
            Some(connection) => connection,
            closed => match (turns.open)() {
                Ok(connection) => closed.insert(connection),
                Err(error) => return Done::failed(jobs, error),
            },
        };
        let mut later = Vec::new();
        for job in jobs.into_iter().filter(|job| !job.is_abandoned()) {
            match job {
                Job::Write(job) => done.writes.push(job),
                Job::Read(mut job) | Job::Alone(mut job) if done.writes.is_empty() => {
                    job.run(connection, &turns.path);
                    done.others.push(job);
                }
                Job::Read(job) | Job::Alone(job) => later.push(job),
            }
        }
        if done.writes.is_empty() {
            return done;
        }
        std::mem::take(&mut done.others).into_iter().for_each(Alone::answer);
        together::run(connection, &turns.path, &mut done.writes);
        for mut job in later {
            job.run(connection, &turns.path);
            done.others.push(job);
        }
        done
    }
}

impl Drop for Worker {
    /// The runtime ended before this began: who waits learns it, and who comes later finds the connection.
    fn drop(&mut self) {
        let Some(turns) = self.turns.take() else { return };
        let mut state = turns.lock();
        state.connection = self.connection.take().into();
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        drop(waiting);
    }
}
