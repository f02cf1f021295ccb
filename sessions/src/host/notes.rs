//! Notes on chats, and who answers. WhatsApp is told of none of it.

use portaria_domain::{Attendant, AttendantId, ChatId, NoteId, TenantId};
use portaria_storage::{Assigned, SavedAttendant, SavedNote};

use super::Host;
use crate::error::HostError;

impl Host {
    /// Writes a note on a chat in the name of who answers by a credential, and tells everybody who looks at this tenant.
    pub async fn add_note(
        &self,
        tenant: TenantId,
        id: NoteId,
        chat: ChatId,
        text: String,
        credential: String,
    ) -> Result<SavedNote, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let saved = chats.add_note(id, chat, text, credential, self.shared.clock.now()).await;
        Ok(self.note_told(tenant, self.heed(tenant, saved)?))
    }

    /// Lets a note say something else.
    pub async fn change_note(
        &self,
        tenant: TenantId,
        id: NoteId,
        chat: ChatId,
        text: String,
        credential: String,
    ) -> Result<SavedNote, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let saved = chats.change_note(id, chat, text, credential, self.shared.clock.now()).await;
        Ok(self.note_told(tenant, self.heed(tenant, saved)?))
    }

    /// Deletes a note.
    pub async fn remove_note(&self, tenant: TenantId, id: NoteId, chat: ChatId) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let removed = chats.remove_note(id, chat, self.shared.clock.now()).await;
        let events = self.heed(tenant, removed)?.ok_or(HostError::UnknownNote)?;
        self.shared.board.publish(tenant, events);
        Ok(())
    }

    /// Keeps a new attendant.
    pub async fn add_attendant(&self, tenant: TenantId, attendant: Attendant) -> Result<SavedAttendant, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let saved = chats.add_attendant(attendant, self.shared.clock.now()).await;
        Ok(self.attendant_told(tenant, self.heed(tenant, saved)?))
    }

    /// Gives an attendant another name.
    pub async fn rename_attendant(&self, tenant: TenantId, attendant: Attendant) -> Result<SavedAttendant, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let saved = chats.rename_attendant(attendant, self.shared.clock.now()).await;
        Ok(self.attendant_told(tenant, self.heed(tenant, saved)?))
    }

    /// Somebody says what they are called who answers by a credential.
    pub async fn name_credential(
        &self,
        tenant: TenantId,
        credential: String,
        given: Attendant,
    ) -> Result<SavedAttendant, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let saved = chats.name_credential(credential, given, self.shared.clock.now()).await;
        Ok(self.attendant_told(tenant, self.heed(tenant, saved)?))
    }

    /// Takes an attendant away.
    pub async fn remove_attendant(&self, tenant: TenantId, id: AttendantId) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let removed = chats.remove_attendant(id, self.shared.clock.now()).await;
        let events = self.heed(tenant, removed)?.ok_or(HostError::UnknownAttendant)?;
        self.shared.board.publish(tenant, events);
        Ok(())
    }

    /// Gives a chat to an attendant, or to nobody. `false`: there is no such attendant.
    pub async fn assign_chat(
        &self,
        tenant: TenantId,
        chat: ChatId,
        to: Option<AttendantId>,
    ) -> Result<bool, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        match self.heed(tenant, chats.assign_chat(chat, to, self.shared.clock.now()).await)? {
            Assigned::Done(events) => {
                self.shared.board.publish(tenant, events);
                Ok(true)
            }
            Assigned::UnknownChat => Err(HostError::UnknownChat),
            Assigned::UnknownAttendant => Ok(false),
        }
    }

    fn note_told(&self, tenant: TenantId, saved: SavedNote) -> SavedNote {
        if let SavedNote::Saved(_, events) = &saved {
            self.shared.board.publish(tenant, events.clone());
        }
        saved
    }

    fn attendant_told(&self, tenant: TenantId, saved: SavedAttendant) -> SavedAttendant {
        if let SavedAttendant::Saved(_, events) = &saved {
            self.shared.board.publish(tenant, events.clone());
        }
        saved
    }
}
