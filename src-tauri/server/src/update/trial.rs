//! A new version on trial: `update.json` in the data folder.
//!
//! The version before puts the new one in its place, keeps itself beside it, starts it and waits until it confirms. The new one
//! does so once everything is there, before it lets anybody in and before a session begins. So nothing was received
//! by then that only the new version could read, and going back loses nothing: the app is the one before again, and of
//! the databases `portaria.db` alone may have been migrated, of which a copy is kept. `whatsapp.db` and what belongs to a
//! tenant are never touched.
//!
//! A new version that nobody waits for (the power failed, or an installer has taken the place of the one before) counts
//! its starts, and puts the one before back itself.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant, SystemTime};

use portaria_domain::UnixMs;
use portaria_storage::{StorageError, put_back_control};
use serde::{Deserialize, Serialize};

use crate::lock::{DataDirLock, LockError};

/// How often a new version may begin to start without getting through.
const MOST_STARTS: u32 = 2;
/// How often it's looked whether the new version has confirmed.
const LOOK: Duration = Duration::from_millis(200);
/// By how much the times of files may lie before ours, in milliseconds.
const FILE_TIME_MS: i64 = 2_000;

/// A new version on trial, or what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// The version before.
    pub from: String,
    /// The new one.
    pub to: String,
    /// Where the app is.
    pub app: PathBuf,
    /// Where the version before is kept meanwhile.
    pub previous: PathBuf,
    /// When the new one was put in its place, in UTC milliseconds.
    pub begun_at_ms: i64,
    /// How it stands.
    pub outcome: Outcome,
    /// How often the new one has begun to start.
    #[serde(default)]
    starts: u32,
}

/// How it stands with a new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It has not started yet.
    Trying,
    /// It started, and stays.
    Kept,
    /// It did not start; the version before is back.
    PutBack,
}

/// What a start is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// One like any other.
    Usual,
    /// That of a new version, which has to confirm.
    OnTrial(Trial),
    /// That of a new version which didn't get through before: the version before is back and is to be started instead.
    PutBack(Trial),
}

/// Why the version before could not be put back.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// Another process works on the data.
    #[error("another process works on the data folder")]
    InUse,
    /// A file could not be written or moved.
    #[error("{} could not be written or moved", .path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The database could not be put back.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl TrialError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

impl Trial {
    /// Notes that a new version was put in the place of this one.
    pub fn begin(
        folder: &Path,
        [from, to]: [String; 2],
        app: PathBuf,
        previous: PathBuf,
        now: UnixMs,
    ) -> Result<Self, TrialError> {
        let trial = Self { from, to, app, previous, begun_at_ms: now.0, outcome: Outcome::Trying, starts: 0 };
        trial.write(folder)?;
        Ok(trial)
    }

    /// What is known of the last new version. A file that doesn't read is none: it's for the start of a version alone.
    pub fn read(folder: &Path) -> Option<Self> {
        let bytes = fs::read(file_in(folder)).ok()?;
        let read = serde_json::from_slice(&bytes);
        read.inspect_err(|error| tracing::warn!(%error, "what became of the last update does not read")).ok()
    }

    /// Notes that this program starts, and says what that start is.
    pub fn start(folder: &Path) -> Result<Begun, TrialError> {
        let Some(mut trial) = Self::read(folder).filter(|trial| trial.outcome == Outcome::Trying) else {
            return Ok(Begun::Usual);
        };
        // Putting back was under way: the app is the one before, and the rest is to be done.
        let is_back = !trial.previous.exists();
        if is_back || trial.starts >= MOST_STARTS {
            let trial = trial.put_back(folder)?;
            return Ok(if is_back { Begun::Usual } else { Begun::PutBack(trial) });
        }
        trial.starts += 1;
        trial.write(folder)?;
        Ok(Begun::OnTrial(trial))
    }

    /// Confirms that the new version is up. The version before is removed.
    pub fn confirm(mut self, folder: &Path, running: &str) -> Result<(), TrialError> {
        if cfg!(windows) && running == self.from {
            // The installer was cancelled: nothing is new.
            self.discard_previous();
            return fs::remove_file(file_in(folder)).map_err(TrialError::io(&file_in(folder)));
        }
        self.outcome = Outcome::Kept;
        self.write(folder)?;
        self.discard_previous();
        Ok(())
    }

    fn discard_previous(&self) {
        if let Err(error) = remove_app(&self.previous) {
            tracing::warn!(%error, file = %self.previous.display(), "the version before could not be removed");
        }
    }

    /// A start that something other than the version hindered does not count.
    pub fn uncount(mut self, folder: &Path) -> Result<(), TrialError> {
        self.starts = self.starts.saturating_sub(1);
        self.write(folder)
    }

    /// Waits until the new version confirms; one that doesn't in time is ended.
    pub async fn watch(&self, folder: &Path, new: &mut Child, patience: Duration) -> Outcome {
        let began = Instant::now();
        loop {
            let has_ended = new.try_wait().is_ok_and(|status| status.is_some());
            if Self::read(folder).is_some_and(|trial| trial.outcome == Outcome::Kept) {
                return Outcome::Kept;
            }
            if has_ended || began.elapsed() > patience {
                end(new);
                return Outcome::Trying;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Makes the version before the app again, and its database what it was.
    pub fn put_back(mut self, folder: &Path) -> Result<Self, TrialError> {
        let _alone = DataDirLock::acquire(folder).map_err(|error| match error {
            LockError::Held { .. } => TrialError::InUse,
            LockError::Unwritable(source) => TrialError::Io { path: folder.to_owned(), source },
        })?;
        if self.previous.exists() {
            replace_app(&self.previous, &self.app).map_err(TrialError::io(&self.app))?;
        }
        let since = u64::try_from(self.begun_at_ms - FILE_TIME_MS).unwrap_or(0);
        put_back_control(folder, SystemTime::UNIX_EPOCH + Duration::from_millis(since))?;
        self.outcome = Outcome::PutBack;
        self.write(folder)?;
        Ok(self)
    }

    /// Writes it beside and gives it its name: there is never half of it.
    fn write(&self, folder: &Path) -> Result<(), TrialError> {
        let (file, draft) = (file_in(folder), folder.join("update.json.new"));
        let json = serde_json::to_vec_pretty(self).expect("words, paths and numbers become JSON");
        let write = || {
            let mut written = File::create(&draft)?;
            written.write_all(&json)?;
            written.sync_all()?;
            fs::rename(&draft, &file)
        };
        write().map_err(TrialError::io(&file))
    }
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join("update.json")
}

/// Ends a new version with what it has started.
fn end(new: &mut Child) {
    #[cfg(unix)]
    {
        // It was started as the first of its group; one that has ended may have left others.
        let group = rustix::process::Pid::from_child(new);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    if let Err(error) = new.kill().and_then(|()| new.wait()) {
        tracing::warn!(%error, "the new version could not be ended");
    }
}

/// Puts an app in the place of another: a file or a folder.
pub fn replace_app(from: &Path, to: &Path) -> io::Result<()> {
    if cfg!(unix) && !to.is_dir() {
        return move_to(from, to);
    }
    // A folder, or a program that runs on Windows, can't be written over, but goes out of the way.
    let mut aside = to.as_os_str().to_owned();
    aside.push(".tried");
    let aside = PathBuf::from(aside);
    remove_app(&aside)?;
    let was_there = to.exists();
    if was_there {
        fs::rename(to, &aside)?;
    }
    move_to(from, to).inspect_err(|_| {
        if was_there && let Err(error) = fs::rename(&aside, to) {
            tracing::error!(%error, at = %aside.display(), "the app is not in its place");
        }
    })?;
    if let Err(error) = remove_app(&aside) {
        tracing::warn!(%error, at = %aside.display(), "the version that did not start could not be removed");
    }
    Ok(())
}

fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices && from.is_file() => {
            fs::copy(from, to)?;
            fs::remove_file(from)
        }
        done => done,
    }
}

/// Removes an app, which is a file, or a folder on a Mac; that there is none is fine.
pub fn remove_app(path: &Path) -> io::Result<()> {
    let done = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests;
