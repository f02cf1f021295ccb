//! People: who is blocked, and numbers that WhatsApp is asked about.

use portaria_domain::{Address, NumberCheckId, PhoneNumber, TenantId};

use super::Host;
use crate::error::HostError;

impl Host {
    /// Blocks somebody by either address, or lets them through again.
    pub async fn block_party(&self, tenant: TenantId, party: Address, is_on: bool) -> Result<(), HostError> {
        self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.shared.stores.chats(tenant).await?;
        let events = self.heed(tenant, chats.block_party_here(party, is_on, self.shared.clock.now()).await)?;
        self.changed(tenant, events);
        Ok(())
    }

    /// Asks WhatsApp about numbers, in the background: each as it was pasted, and read where it is a number.
    pub async fn check_numbers(
        &self,
        tenant: TenantId,
        numbers: Vec<(String, Option<PhoneNumber>)>,
    ) -> Result<NumberCheckId, HostError> {
        self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.shared.stores.chats(tenant).await?;
        let now = self.shared.clock.now();
        let id = NumberCheckId::from_parts(now, rand::random());
        if !self.heed(tenant, chats.begin_number_check(id, numbers, now).await)? {
            return Err(HostError::TooManyNumbers);
        }
        if let Some(handle) = self.fleet.running(tenant) {
            handle.access.numbers_waiting.notify_one();
        }
        Ok(id)
    }
}
