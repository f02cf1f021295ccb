//! The desktop app's side of updates.

use std::path::Path;

use tokio::sync::watch;

use super::feed::Release;
use super::{Installation, Step, Trouble, Troubled};
use crate::app::AppState;

/// What the desktop app is asked to install, and what it tells of that.
pub struct Updater {
    app: AppState,
    wanted: watch::Receiver<Option<Box<Release>>>,
}

impl Updater {
    /// From now on the panel offers what this installation can do.
    pub(crate) fn attach(app: AppState, installation: Installation) -> Self {
        app.updates.state.send_modify(|state| state.installation = installation);
        let wanted = app.updates.wanted.subscribe();
        Self { app, wanted }
    }

    /// Waits until somebody wants a version installed; `None` once the server is down.
    pub async fn next(&mut self) -> Option<Box<Release>> {
        let stopping = self.app.stopping.clone();
        loop {
            stopping.run_until_cancelled(self.wanted.changed()).await?.ok()?;
            let wanted = self.wanted.borrow_and_update().clone();
            if wanted.is_some() {
                return wanted;
            }
        }
    }

    /// The public key that the package is checked by.
    pub fn key(&self) -> Option<&str> {
        self.app.updates.source.key.as_deref()
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.app.config.data_dir
    }

    /// The version that runs.
    pub fn running(&self) -> String {
        self.app.updates.running.to_string()
    }

    /// So many bytes of the package have come, of so many where that is known.
    pub fn downloading(&self, received: u64, total: Option<u64>) {
        self.step(Step::Downloading { received, total });
    }

    /// The package is here and was checked; from now on nobody is asked any more.
    pub fn installing(&self) {
        self.step(Step::Installing);
    }

    /// Nothing came of it.
    pub fn failed(&self, release: &Release, why: Trouble) {
        let trouble = Troubled { why, at: self.app.now(), version: Some(release.version.to_string()) };
        self.app.updates.state.send_modify(|state| {
            (state.step, state.trouble) = (Step::Idle, Some(trouble));
        });
    }

    fn step(&self, step: Step) {
        self.app.updates.state.send_modify(|state| state.step = step);
    }
}
