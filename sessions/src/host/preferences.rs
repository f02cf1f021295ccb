//! What the tenant chose about being seen. What is WhatsApp's to hold is asked of it and changed there at once.

use portaria_domain::{Preferences, PrivacyChange, Refusal, TenantId};
use portaria_storage::ChatStore;
use portaria_whatsapp::Connection;

use super::Host;
use super::groups::unanswered;
use crate::error::HostError;
use crate::looking::LOOKS_FOR_MS;

/// After this time WhatsApp is asked again: another device may have changed something, and is told of by nobody.
const FRESH_MS: i64 = 60 * 1_000;

/// What is to be chosen otherwise; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPreferences {
    /// Whether the account is shown as online while somebody looks.
    pub shows_online: Option<bool>,
    /// What is to be another one at WhatsApp.
    pub privacy: Vec<PrivacyChange>,
}

impl Host {
    /// What was chosen. Without a connection: WhatsApp's part as far as it is known.
    pub async fn preferences(&self, tenant: TenantId) -> Result<Preferences, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let (known, asked_at) = chats.preferences().await?;
        let now = self.shared.clock.now();
        let is_fresh = asked_at.is_some_and(|asked| (0..FRESH_MS).contains(&now.since_ms(asked)));
        let (Some(connection), false) = (self.connection(tenant), is_fresh) else { return Ok(known) };
        match connection.privacy().await {
            Ok(privacy) => {
                let kept = chats.set_privacy(privacy, asked_at, now).await;
                self.shared.board.publish(tenant, self.heed(tenant, kept)?);
                Ok(chats.preferences().await?.0)
            }
            Err(error) => {
                tracing::debug!(tenant.id = %tenant, %error, "WhatsApp does not say how the account's settings are");
                Ok(known)
            }
        }
    }

    /// Chooses otherwise, one thing after the other. What was done before one is refused stays.
    pub async fn set_preferences(&self, tenant: TenantId, new: NewPreferences) -> Result<Preferences, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        if !new.privacy.is_empty() {
            self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
            let connection = self.connection(tenant).ok_or(HostError::NotConnected)?;
            self.change_privacy(tenant, &chats, &*connection, new.privacy).await?;
        }
        if let Some(shows) = new.shows_online {
            let kept = chats.set_shows_online(shows, self.shared.clock.now()).await;
            self.shared.board.publish(tenant, self.heed(tenant, kept)?);
            if let Some(handle) = self.fleet.running(tenant) {
                handle.access.lookers.set_shows(shows);
            }
        }
        Ok(chats.preferences().await?.0)
    }

    async fn change_privacy(
        &self,
        tenant: TenantId,
        chats: &ChatStore,
        connection: &dyn Connection,
        changes: Vec<PrivacyChange>,
    ) -> Result<(), HostError> {
        for change in changes {
            let changed = connection.set_privacy(change).await;
            changed.map_err(|error| unanswered(&error, Refusal::of_account))?;
            let kept = chats.change_privacy(change, self.shared.clock.now()).await;
            self.shared.board.publish(tenant, self.heed(tenant, kept)?);
        }
        Ok(())
    }

    /// Somebody, by their credential, looks at the panel just now, or no longer. It counts for a minute.
    pub fn note_looking(&self, tenant: TenantId, who: String, is_looking: bool) {
        if let Some(handle) = self.fleet.running(tenant) {
            let now = self.shared.clock.now();
            handle.access.lookers.note(who, is_looking.then(|| now + LOOKS_FOR_MS), now);
        }
    }
}
