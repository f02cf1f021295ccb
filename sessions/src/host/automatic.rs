//! When a tenant answers, and what is sent without anybody.

use portaria_domain::{AutomaticMessages, BusinessHours, TenantId};

use super::Host;
use crate::error::HostError;

impl Host {
    /// From now on these hours hold, or none; tells everybody who looks at this tenant.
    pub async fn set_business_hours(&self, tenant: TenantId, hours: Option<BusinessHours>) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let set = chats.set_business_hours(hours, self.shared.clock.now()).await;
        self.shared.board.publish(tenant, self.heed(tenant, set)?);
        Ok(())
    }

    /// From now on this is sent without anybody; tells everybody who looks at this tenant.
    pub async fn set_automatic_messages(&self, tenant: TenantId, messages: AutomaticMessages) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let set = chats.set_automatic_messages(messages, self.shared.clock.now()).await;
        self.shared.board.publish(tenant, self.heed(tenant, set)?);
        Ok(())
    }
}
