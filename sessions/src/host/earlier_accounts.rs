//! The chats of numbers that were linked before.

use portaria_domain::{AccountId, EarlierAccount, EarlierChats, TenantId};

use super::Host;
use crate::continuing;
use crate::error::HostError;

impl Host {
    /// Decides about the chats of a number that was linked before: they go on from the linked one, or are kept apart. What
    /// goes on already can't be kept apart any more. It goes on by itself, also after a restart.
    pub async fn decide_about_chats(
        &self,
        tenant: TenantId,
        id: AccountId,
        continues: bool,
    ) -> Result<EarlierAccount, HostError> {
        self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.shared.stores.chats(tenant).await?;
        let decided = chats.decide_about_chats(id, continues, self.shared.clock.now()).await;
        let (account, events) = self.heed(tenant, decided)?.ok_or(HostError::UnknownAccount)?;
        self.shared.board.publish(tenant, events);
        match account.state {
            EarlierChats::Continuing if continues => continuing::begin(&self.shared, tenant),
            EarlierChats::Continuing | EarlierChats::Continued if !continues => return Err(HostError::ChatsContinued),
            _ => {}
        }
        Ok(account)
    }
}
