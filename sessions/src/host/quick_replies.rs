//! Texts that a tenant keeps ready to answer with.

use portaria_domain::{QuickReply, QuickReplyId, TenantId};
use portaria_storage::{ReplyIs, SavedReply};

use super::Host;
use crate::error::HostError;

impl Host {
    /// Keeps a quick reply, and tells everybody who looks at this tenant.
    pub async fn save_quick_reply(
        &self,
        tenant: TenantId,
        reply: QuickReply,
        is: ReplyIs,
    ) -> Result<SavedReply, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let saved = self.heed(tenant, chats.save_quick_reply(reply, is, self.shared.clock.now()).await)?;
        if let SavedReply::Saved(events) = &saved {
            self.shared.board.publish(tenant, events.clone());
        }
        Ok(saved)
    }

    /// Takes a quick reply away.
    pub async fn remove_quick_reply(&self, tenant: TenantId, id: QuickReplyId) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let removed = chats.remove_quick_reply(id, self.shared.clock.now()).await;
        let events = self.heed(tenant, removed)?.ok_or(HostError::UnknownQuickReply)?;
        self.shared.board.publish(tenant, events);
        Ok(())
    }
}
