//! What the provider chose of updates.

use portaria_domain::UnixMs;
use portaria_storage::{StorageError, Stores};
use serde::{Deserialize, Serialize};

/// Under which name it's stored, as JSON.
pub(crate) const SETTING: &str = "updates";

/// Which versions are offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Channel {
    /// Those that are finished.
    #[default]
    Stable,
    /// Those that are tried out, too.
    Beta,
}

impl Channel {
    /// What stands for it in the address of a feed.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Beta => "beta",
        }
    }
}

/// What the provider chose of updates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct UpdateChoice {
    /// Which versions are offered.
    pub channel: Channel,
    /// Whether it's looked once a day whether there is one.
    pub checks_daily: bool,
    /// The version of which nothing is to be said for now.
    pub postponed: Option<Postponed>,
}

/// A version of which nothing is to be said for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Postponed {
    /// Its version.
    pub version: String,
    /// Until when.
    pub until_ms: i64,
}

impl Default for UpdateChoice {
    fn default() -> Self {
        Self { channel: Channel::Stable, checks_daily: true, postponed: None }
    }
}

impl UpdateChoice {
    pub(super) fn of_json(json: Option<&str>) -> Self {
        let Some(json) = json else { return Self::default() };
        serde_json::from_str(json).unwrap_or_else(|error| {
            tracing::error!(%error, "what was chosen of updates cannot be read: it's as at first");
            Self::default()
        })
    }

    pub(super) async fn load(stores: &Stores) -> Result<Self, StorageError> {
        Ok(Self::of_json(stores.setting(SETTING).await?.as_deref()))
    }

    pub(super) async fn store(&self, stores: &Stores) -> Result<(), StorageError> {
        let json = serde_json::to_string(self).expect("words and numbers become JSON");
        stores.set_setting(SETTING, &json).await
    }

    /// Until when nothing is to be said of a version, where that lies ahead.
    pub(crate) fn postponed_until(&self, version: &str, now: UnixMs) -> Option<UnixMs> {
        let postponed = self.postponed.as_ref().filter(|postponed| postponed.version == version)?;
        Some(UnixMs(postponed.until_ms)).filter(|until| *until > now)
    }
}
