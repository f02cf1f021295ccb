//! What the provider said of itself: held here, so that every answer has it at once, and stored.

use portaria_domain::{FirstRun, Language, ProviderName};
use portaria_storage::{ProviderSettings, StorageError, Stores};
use tokio::sync::{Mutex, watch};

use crate::config::ServerConfig;

/// What the provider said of itself, and what holds where it said nothing.
pub(crate) struct Settings {
    said: watch::Sender<ProviderSettings>,
    /// Held while something is stored, so that what is held here and what is stored change in one order.
    changing: Mutex<()>,
    /// The name that was given when the server was started; stands above what is stored.
    fixed_name: Option<ProviderName>,
    system_language: Option<Language>,
}

impl Settings {
    /// Takes up what was stored, under what was said when the server was started.
    pub(crate) async fn load(config: &ServerConfig, stores: &Stores) -> Result<Self, StorageError> {
        Ok(Self {
            said: watch::Sender::new(stores.provider_settings().await?),
            changing: Mutex::new(()),
            fixed_name: config.provider_name.clone(),
            system_language: sys_locale::get_locales().find_map(|locale| Language::of_locale(&locale)),
        })
    }

    /// Stores what is said now; what is `None` stays. A name that was given when the server was started stays as it is,
    /// and so does what was stored of it before.
    pub(crate) async fn change(&self, stores: &Stores, mut change: ProviderSettings) -> Result<(), StorageError> {
        if self.is_name_fixed() {
            change.name = None;
        }
        let _changing = self.changing.lock().await;
        stores.change_provider_settings(change.clone()).await?;
        self.said.send_modify(|said| {
            said.name = change.name.or_else(|| said.name.take());
            said.language = change.language.or(said.language);
            said.first_run = change.first_run.or(said.first_run);
        });
        Ok(())
    }

    /// The name of the service.
    pub(crate) fn name(&self) -> ProviderName {
        self.fixed_name.clone().or_else(|| self.said().name).unwrap_or_default()
    }

    /// Whether the name was given when the server was started.
    pub(crate) const fn is_name_fixed(&self) -> bool {
        self.fixed_name.is_some()
    }

    /// Whether the service was given a name at all.
    pub(crate) fn is_name_chosen(&self) -> bool {
        self.is_name_fixed() || self.said().name.is_some()
    }

    /// The language: the chosen one, else the system's, else Portuguese.
    pub(crate) fn language(&self) -> Language {
        self.said().language.or(self.system_language).unwrap_or_default()
    }

    /// Whether the language was chosen.
    pub(crate) fn is_language_chosen(&self) -> bool {
        self.said().language.is_some()
    }

    /// How far the first run has come, of a provider with so many tenants.
    pub(crate) fn first_run(&self, tenants: u32) -> FirstRun {
        FirstRun::now(self.said().first_run, tenants)
    }

    /// Tells when something else is said.
    pub(crate) fn follow(&self) -> watch::Receiver<ProviderSettings> {
        self.said.subscribe()
    }

    fn said(&self) -> ProviderSettings {
        self.said.borrow().clone()
    }
}
