//! Groups, as far as they are WhatsApp's to change: at once, or not at all.

use portaria_domain::{ChatId, ChatKind, TenantId};
use portaria_whatsapp::SendError;

use super::Host;
use super::messages::current_chat;
use crate::error::HostError;

impl Host {
    /// The link by which people join a group; with `renews` a fresh one, and the one before opens nothing any more.
    pub async fn invite_link(&self, tenant: TenantId, chat: ChatId, renews: bool) -> Result<String, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let known = current_chat(&chats, chat).await?;
        let jid = known.address.primary().cloned().ok_or(HostError::UnknownChat)?;
        if !matches!(known.kind, ChatKind::Group | ChatKind::Community) {
            return Err(HostError::NotAGroup);
        }
        let connection = self.connection(tenant).ok_or(HostError::NotConnected)?;
        connection.invite_link(&jid, renews).await.map_err(|error| match error {
            SendError::Rejected(_) | SendError::Restricted | SendError::NotOnWhatsapp => HostError::NotAnAdmin,
            SendError::NotConnected | SendError::CutOff | SendError::TimedOut => HostError::NotConnected,
        })
    }
}
