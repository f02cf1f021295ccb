//! What a tenant's days look like in figures.

use portaria_domain::TenantId;
use portaria_storage::{Figures, Hours};

use super::Host;
use crate::error::HostError;

impl Host {
    /// The figures of some hours.
    pub async fn figures(&self, tenant: TenantId, hours: Hours) -> Result<Figures, HostError> {
        let status = self.known_status(tenant)?;
        let chats = self.shared.stores.chats(tenant).await?;
        Ok(chats.figures(hours, self.shared.clock.now(), status.is_connected()).await?)
    }
}
