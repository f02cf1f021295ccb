//! What the provider chose of the desktop app.

use std::sync::atomic::{AtomicBool, Ordering};

use portaria_storage::{StorageError, Stores};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Under which name the settings are stored, as JSON.
const SETTING: &str = "desktop";

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
    pub(super) settings: watch::Sender<DesktopSettings>,
    pub(super) is_around: AtomicBool,
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
