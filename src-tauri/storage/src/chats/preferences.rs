//! What the tenant chose about being seen.

use portaria_domain::{Event, Preferences, Privacy, UnixMs};
use rusqlite::params;

use crate::StorageError;
use crate::chats::columns::json;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, preference_columns};

impl ChatStore {
    /// What was chosen, and when WhatsApp was asked for its part of it, where it was.
    pub async fn preferences(&self) -> Result<(Preferences, Option<UnixMs>), StorageError> {
        self.database.read(preference_columns::find_with_age).await
    }

    /// Says whether the account is shown as online while somebody looks.
    pub async fn set_shows_online(&self, shows: bool, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let set = "UPDATE owner SET shows_online = ?1 WHERE shows_online IS NOT ?1";
                if transaction.execute(set, [shows])? > 0 {
                    recorder.preferences_changed();
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// WhatsApp says how the paired account's settings are.
    pub async fn set_privacy(&self, privacy: Privacy, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let before = preference_columns::find(transaction)?.privacy;
                let set = "UPDATE accounts SET privacy = ?1, privacy_asked_at_ms = ?2
                           WHERE account = (SELECT account FROM owner)";
                transaction.execute(set, params![json(&privacy), now.0])?;
                if before != privacy {
                    recorder.preferences_changed();
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}
