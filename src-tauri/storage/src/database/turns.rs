//! Whose turn it is on the one connection of a file. Calls wait without a thread; whoever comes first has one started,
//! which goes on for as long as somebody waits.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::job::{Alone, Job, Write};
use super::together;

/// So many writes are committed together, at most: the first of them waits for the last.
const MOST_TOGETHER: usize = 128;

/// The connection and the calls that wait for it.
pub(super) struct Turns {
    path: PathBuf,
    state: Mutex<State>,
}

struct State {
    /// Here while nobody has it.
    connection: Option<Connection>,
    waiting: VecDeque<Job>,
    use_of_it: Use,
}

/// Whether anybody uses the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Somebody called since the last look.
    Busy,
    /// Nobody did.
    Quiet,
    /// Nobody did, and what was held for the next call is given back.
    Resting,
}

impl Turns {
    pub(super) fn new(path: &Path, connection: Connection) -> Arc<Self> {
        let state = State { connection: Some(connection), waiting: VecDeque::new(), use_of_it: Use::Busy };
        Arc::new(Self { path: path.to_owned(), state: Mutex::new(state) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Lets a job wait for its turn.
    pub(super) fn take(self: &Arc<Self>, job: Job) {
        let mut state = self.lock();
        state.use_of_it = Use::Busy;
        self.start(state, job);
    }

    /// Lets a job wait for its turn where nobody called since the look before the last one; for what is to be done once
    /// in a time of rest.
    pub(super) fn take_at_rest(self: &Arc<Self>, job: Job) {
        let mut state = self.lock();
        match state.use_of_it {
            Use::Busy => state.use_of_it = Use::Quiet,
            Use::Quiet => {
                state.use_of_it = Use::Resting;
                self.start(state, job);
            }
            Use::Resting => {}
        }
    }

    fn start(self: &Arc<Self>, mut state: MutexGuard<'_, State>, job: Job) {
        state.waiting.push_back(job);
        let Some(connection) = state.connection.take() else { return };
        drop(state);
        let worker = Worker { turns: Some(Arc::clone(self)), connection: Some(connection) };
        drop(tokio::task::spawn_blocking(move || worker.run()));
    }

    /// Nothing under this lock can stop half-way.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Has the connection while somebody waits for it.
struct Worker {
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
            state.connection = self.connection.take();
            return None;
        }
        let count = state.waiting.len().min(MOST_TOGETHER);
        let alone = state.waiting.iter().take(count).position(|job| matches!(job, Job::Alone(_)));
        let count = alone.map_or(count, |place| place.max(1));
        Some(state.waiting.drain(..count).collect())
    }

    /// Reads that wait first are done first; those behind a write see it.
    fn serve(&mut self, jobs: Vec<Job>) -> Done {
        let (Some(turns), Some(connection)) = (&self.turns, &mut self.connection) else { return Done::default() };
        let mut done = Done::default();
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
        let (Some(turns), Some(connection)) = (self.turns.take(), self.connection.take()) else { return };
        let mut state = turns.lock();
        state.connection = Some(connection);
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        drop(waiting);
    }
}
