//! Whether there is a newer version, and what becomes of it.
//!
//! The feed is asked for here, by the guarded way to other people's servers, because the headless server tells of new
//! versions too. Fetching one, checking its signature and putting it in place is the desktop app's part; it's told by
//! [`Updater`]. Deliberately absent: replacing the headless server, which belongs to the system's administrator.

mod address;
mod check;
mod choice;
mod feed;
mod follower;
mod installation;
mod source;
mod trial;

use std::path::Path;

use portaria_domain::UnixMs;
use portaria_storage::{StorageError, Stores};
use semver::Version;
use tokio::sync::{Mutex, watch};

use crate::config::ServerConfig;
use crate::egress::Egress;

pub(crate) use check::{check_daily, look_once};
pub(crate) use choice::{Channel, Postponed, SETTING, UpdateChoice};
pub use feed::{Offer, Release};
pub use follower::Updater;
pub use installation::Installation;
pub use source::UpdateSource;
pub use trial::{Begun, Outcome, Trial, TrialError, remove_app, replace_app};

/// Why nothing came of a check or of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The feed's server can't be reached.
    Offline,
    /// It answers, and has no feed there.
    NoFeed,
    /// What it has is no feed.
    UnreadableFeed,
    /// The download ended before its end.
    DownloadCut,
    /// What came isn't what we signed.
    BadSignature,
    /// What came is signed, but as another version than the one that was announced.
    OtherVersion,
    /// There's no room for it on the disk.
    NoRoom,
    /// The place of the app can't be written.
    ReadOnly,
    /// Something else; the log has it.
    Other,
}

/// How far an installation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing is installed.
    Idle,
    /// The package comes: so many bytes, of so many where that is known.
    Downloading { received: u64, total: Option<u64> },
    /// Sessions come to rest, and the new version starts.
    Installing,
}

/// A trouble, when it came and with which version.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Troubled {
    pub why: Trouble,
    pub at: UnixMs,
    /// The version that was not installed; none where it was only looked.
    pub version: Option<String>,
}

/// How it stands.
#[derive(Clone, Debug)]
pub(crate) struct UpdateState {
    pub choice: UpdateChoice,
    pub installation: Installation,
    /// When it was looked last, with success or without.
    pub checked_at: Option<UnixMs>,
    /// What was found last.
    pub offer: Option<Offer>,
    pub trouble: Option<Troubled>,
    pub step: Step,
    /// What became of the last installation.
    pub tried: Option<Trial>,
}

/// Whether there is a newer version, and what becomes of it.
pub(crate) struct Updates {
    /// The version that runs.
    pub running: Version,
    pub source: UpdateSource,
    egress: Egress,
    state: watch::Sender<UpdateState>,
    /// The version that somebody wants installed.
    wanted: watch::Sender<Option<Box<Release>>>,
    /// Held while it's looked: who asks meanwhile has the same answer.
    looking: Mutex<()>,
    /// Held while a choice is stored.
    choosing: Mutex<()>,
}

/// Why a version isn't installed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotNow {
    /// This installation doesn't replace itself.
    NotByItself,
    /// That version isn't offered (any more).
    NotOffered,
    /// One is being installed.
    UnderWay,
}

impl Updates {
    pub(crate) async fn load(config: &ServerConfig, stores: &Stores) -> Result<Self, StorageError> {
        let state = UpdateState {
            choice: UpdateChoice::load(stores).await?,
            installation: Installation::Server,
            checked_at: None,
            offer: None,
            trouble: None,
            step: Step::Idle,
            tried: Trial::read(&config.data_dir),
        };
        Ok(Self {
            running: running_version(),
            source: config.updates.clone(),
            egress: Egress::new(),
            state: watch::Sender::new(state),
            wanted: watch::Sender::new(None),
            looking: Mutex::new(()),
            choosing: Mutex::new(()),
        })
    }

    /// Takes up what became of the last installation.
    pub(crate) fn note_trial(&self, folder: &Path) {
        self.state.send_modify(|state| state.tried = Trial::read(folder));
    }

    /// Whether the feed is asked just now.
    pub(crate) fn is_checking(&self) -> bool {
        self.looking.try_lock().is_err()
    }

    /// How it stands.
    pub(crate) fn state(&self) -> UpdateState {
        self.state.borrow().clone()
    }

    /// Stores a choice. Another channel has other versions: what was found is forgotten.
    pub(crate) async fn choose(
        &self,
        stores: &Stores,
        change: impl FnOnce(&mut UpdateChoice),
    ) -> Result<(), StorageError> {
        let _choosing = self.choosing.lock().await;
        let mut choice = self.state().choice;
        let channel = choice.channel;
        change(&mut choice);
        choice.store(stores).await?;
        self.state.send_modify(|state| {
            if choice.channel != channel {
                (state.offer, state.checked_at, state.trouble) = (None, None, None);
            }
            state.choice = choice;
        });
        Ok(())
    }

    /// Has a version installed.
    pub(crate) fn want(&self, version: &str) -> Result<(), NotNow> {
        let state = self.state();
        if !self.can_install(&state) {
            return Err(NotNow::NotByItself);
        }
        let Some(Offer::Newer(release)) = state.offer else { return Err(NotNow::NotOffered) };
        if release.version.to_string() != version || release.package(state.installation).is_none() {
            return Err(NotNow::NotOffered);
        }
        let begins = self.state.send_if_modified(|state| {
            let is_idle = state.step == Step::Idle;
            if is_idle {
                (state.step, state.trouble) = (Step::Downloading { received: 0, total: None }, None);
            }
            is_idle
        });
        if !begins {
            return Err(NotNow::UnderWay);
        }
        self.wanted.send_replace(Some(release));
        Ok(())
    }

    /// Whether this program puts newer versions in its place, which takes a key to check them by.
    pub(crate) fn can_install(&self, state: &UpdateState) -> bool {
        self.source.feed.is_some() && self.source.key.is_some() && state.installation.replaces_itself()
    }
}

/// The version that runs.
pub(crate) fn running_version() -> Version {
    env!("CARGO_PKG_VERSION").parse().expect("cargo takes no other versions")
}
