//! The desktop app's side of what was chosen of it.

use std::sync::atomic::Ordering;

use tokio::sync::watch;

use super::choice::DesktopSettings;
use crate::app::AppState;

/// Before the name of something that is told once.
const TOLD: &str = "desktop.told.";

/// The settings as the desktop app takes them. Cheap to clone.
#[derive(Clone)]
pub struct Desktop {
    app: AppState,
}

impl Desktop {
    /// From now on the panel shows the settings.
    pub(crate) fn attach(app: AppState) -> Self {
        app.desktop.is_around.store(true, Ordering::Release);
        Self { app }
    }

    /// What was chosen.
    pub fn settings(&self) -> DesktopSettings {
        self.app.desktop.settings()
    }

    /// Hears of every other choice.
    pub fn follow(&self) -> watch::Receiver<DesktopSettings> {
        self.app.desktop.settings.subscribe()
    }

    /// Takes up whether the system starts the app: there it can be changed, too.
    pub async fn note_autostart(&self, is_on: bool) {
        let chosen = DesktopSettings { starts_with_system: is_on, ..self.settings() };
        if chosen != self.settings()
            && let Err(error) = self.app.desktop.set(&self.app.stores, chosen).await
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "a setting of the desktop app was not stored");
        }
    }

    /// Whether something that is said once was not said yet; from now on it was. A store that cannot tell says it again.
    pub async fn is_first_time(&self, what: &str) -> bool {
        let name = format!("{TOLD}{what}");
        let is_first = !matches!(self.app.stores.setting(&name).await, Ok(Some(_)));
        if is_first && let Err(error) = self.app.stores.set_setting(&name, "yes").await {
            tracing::warn!(error = &error as &dyn std::error::Error, "that something was said could not be stored");
        }
        is_first
    }
}
