//! What the tenant chose about being seen.

use portaria_domain::{Event, Preferences, Privacy, PrivacyChange, UnixMs};
use rusqlite::{Transaction, params};

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

    /// WhatsApp said how the paired account's settings are when it was asked. Unless they were asked for, or changed, since
    /// they were last asked for at `asked_before`: then that is newer.
    pub async fn set_privacy(
        &self,
        privacy: Privacy,
        asked_before: Option<UnixMs>,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let set = "UPDATE accounts SET privacy = ?1, privacy_asked_at_ms = ?2
                   WHERE account = (SELECT account FROM owner) AND privacy_asked_at_ms IS ?3";
        self.write_privacy(now, move |transaction, _| {
            transaction.execute(set, params![json(&privacy), now.0, asked_before.map(|at| at.0)])
        })
        .await
    }

    /// One of the paired account's settings was changed at WhatsApp. The next who looks asks for all of them.
    pub async fn change_privacy(&self, change: PrivacyChange, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let set = "UPDATE accounts SET privacy = ?1, privacy_asked_at_ms = NULL
                   WHERE account = (SELECT account FROM owner)";
        self.write_privacy(now, move |transaction, known| transaction.execute(set, [json(&known.with(change))])).await
    }

    async fn write_privacy(
        &self,
        now: UnixMs,
        write: impl FnOnce(&Transaction<'_>, Privacy) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let before = preference_columns::find(transaction)?.privacy;
                write(transaction, before)?;
                if before != preference_columns::find(transaction)?.privacy {
                    recorder.preferences_changed();
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}
