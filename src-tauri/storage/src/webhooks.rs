//! Webhooks stand in their tenant's file, and that there are any in the control plane.

use portaria_domain::{TenantId, UnixMs, WebhookId};

use crate::chats::{NewWebhook, SavedWebhook};
use crate::{StorageError, Stores};

impl Stores {
    /// Makes a webhook of a tenant.
    pub async fn add_webhook(
        &self,
        tenant: TenantId,
        new: NewWebhook,
        now: UnixMs,
    ) -> Result<SavedWebhook, StorageError> {
        let chats = self.chats(tenant).await?;
        // Noted first: a kill in between leaves a note of nothing. And once more, where somebody took the last one away.
        self.note_webhook_tenant(tenant).await?;
        let saved = chats.add_webhook(new, now).await?;
        self.note_webhook_tenant(tenant).await?;
        Ok(saved)
    }

    /// Takes a webhook of a tenant away, with everything that waits for it; tells whether there was one.
    pub async fn remove_webhook(&self, tenant: TenantId, id: WebhookId) -> Result<bool, StorageError> {
        let chats = self.chats(tenant).await?;
        let (removed, are_left) = chats.remove_webhook(id).await?;
        if !are_left {
            self.forget_webhook_tenant(tenant).await?;
            // Somebody may have made one meanwhile.
            if !chats.webhooks().await?.is_empty() {
                self.note_webhook_tenant(tenant).await?;
            }
        }
        Ok(removed)
    }
}
