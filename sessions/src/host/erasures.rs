//! Erasing one person.

use portaria_domain::{ContactId, Erasure, TenantId};

use super::Host;
use crate::erasing;
use crate::error::HostError;

impl Host {
    /// Begins to erase everything of a person of the paired account. It goes on by itself, also after a restart.
    pub async fn erase_person(&self, tenant: TenantId, contact: ContactId) -> Result<Erasure, HostError> {
        let begun = self.shared.stores.begin_erasure(tenant, contact, self.shared.clock.now()).await;
        let id = self.heed(tenant, begun)?.ok_or(HostError::UnknownContact)?;
        erasing::begin(&self.shared, tenant, id);
        let chats = self.shared.stores.chats(tenant).await?;
        chats.erasure(id).await?.ok_or(HostError::UnknownContact)
    }
}
