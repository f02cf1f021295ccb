//! People: who is blocked, numbers that WhatsApp is asked about, and files of people for the address book.

use portaria_domain::{Address, ContactImportId, NumberCheckId, PhoneNumber, TenantId};
use portaria_storage::{FiledContact, ImportBegun};

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
        self.wake_checker(tenant);
        Ok(id)
    }

    /// Keeps people of a file to be looked at. Nothing is saved by it.
    pub async fn read_import(&self, tenant: TenantId, people: Vec<FiledContact>) -> Result<ContactImportId, HostError> {
        self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.shared.stores.chats(tenant).await?;
        let now = self.shared.clock.now();
        let id = ContactImportId::from_parts(now, rand::random());
        self.heed(tenant, chats.read_import(id, people, now).await)?;
        Ok(id)
    }

    /// Puts the people of a file into the phone's address book, in the background.
    pub async fn begin_import(&self, tenant: TenantId, id: ContactImportId) -> Result<(), HostError> {
        self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.shared.stores.chats(tenant).await?;
        match self.heed(tenant, chats.begin_import(id, self.shared.clock.now()).await)? {
            ImportBegun::Begun => self.wake_checker(tenant),
            ImportBegun::Unknown => return Err(HostError::UnknownImport),
            ImportBegun::TooMany => return Err(HostError::TooManyNumbers),
        }
        Ok(())
    }

    /// Forgets a file of people, and ends what goes on of it. What was saved stays saved.
    pub async fn forget_import(&self, tenant: TenantId, id: ContactImportId) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let is_known = self.heed(tenant, chats.forget_import(id).await)?;
        if is_known { Ok(()) } else { Err(HostError::UnknownImport) }
    }

    fn wake_checker(&self, tenant: TenantId) {
        if let Some(handle) = self.fleet.running(tenant) {
            handle.access.numbers_waiting.notify_one();
        }
    }
}
