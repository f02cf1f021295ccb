//! What the desktop app does around the server, as the provider chose it.
//!
//! The choice is stored here and shown in the panel; the app follows it. Deliberately absent: how it's carried out.

use std::sync::atomic::{AtomicBool, Ordering};

use portaria_storage::{StorageError, Stores};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::app::AppState;

/// Under which name the settings are stored, as JSON.
const SETTING: &str = "desktop";
/// Before the name of something that is told once.
const TOLD: &str = "desktop.told.";

/// What the desktop app does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DesktopSettings {
    /// Whether the app starts, without a window, when somebody logs in to the computer.
    pub starts_with_system: bool,
    /// Whether the computer does not fall asleep by itself while sessions run.
    pub keeps_awake: bool,
    /// Whether news of the sessions is told.
    pub notifies: bool,
}

impl Default for DesktopSettings {
    fn default() -> Self {
        Self { starts_with_system: false, keeps_awake: true, notifies: true }
    }
}

/// The settings, and whether there is a desktop app to follow them.
pub(crate) struct DesktopChoice {
    settings: watch::Sender<DesktopSettings>,
    is_around: AtomicBool,
}

impl DesktopChoice {
    pub(crate) async fn load(stores: &Stores) -> Result<Self, StorageError> {
        let settings = match stores.setting(SETTING).await? {
            Some(json) => serde_json::from_str(&json).unwrap_or_else(|error| {
                tracing::error!(%error, "the settings of the desktop app cannot be read: they are as at first");
                DesktopSettings::default()
            }),
            None => DesktopSettings::default(),
        };
        Ok(Self { settings: watch::Sender::new(settings), is_around: AtomicBool::new(false) })
    }

    /// What was chosen.
    pub(crate) fn settings(&self) -> DesktopSettings {
        *self.settings.borrow()
    }

    /// Whether this server runs in the desktop app.
    pub(crate) fn is_around(&self) -> bool {
        self.is_around.load(Ordering::Acquire)
    }

    /// Stores a choice; the app follows it.
    pub(crate) async fn set(&self, stores: &Stores, chosen: DesktopSettings) -> Result<(), StorageError> {
        let json = serde_json::to_string(&chosen).expect("settings are truth values");
        stores.set_setting(SETTING, &json).await?;
        self.settings.send_if_modified(|settings| std::mem::replace(settings, chosen) != chosen);
        Ok(())
    }
}

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
