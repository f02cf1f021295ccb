//! Tells a program around the server in which language it is to speak.

use portaria_domain::Language;
use portaria_storage::ProviderSettings;
use tokio::sync::watch;

use crate::app::AppState;

/// Tells the language that the provider is spoken to in, for as long as the server is at work.
pub struct Languages {
    app: AppState,
    said: watch::Receiver<ProviderSettings>,
    told: Option<Language>,
}

impl Languages {
    pub(crate) fn new(app: AppState) -> Self {
        let said = app.settings.follow();
        Self { app, said, told: None }
    }

    /// The present one at first, and then each other one as it's chosen; `None` when the server is gone.
    pub async fn next(&mut self) -> Option<Language> {
        loop {
            let language = self.app.settings.language();
            if self.told.replace(language) != Some(language) {
                return Some(language);
            }
            tokio::select! {
                () = self.app.stopping.cancelled() => return None,
                changed = self.said.changed() => changed.ok()?,
            }
        }
    }
}
