//! All data of a tenant in one archive, at their wish (LGPD, art. 18, V).
//!
//! What is in it stands in the tenant's file, and that it is being made or kept in the control plane: it does not need the
//! tenant's session, and nobody else's file has to be looked into.

use portaria_domain::{Event, Export, ExportFailure, ExportId, ExportState, Language, TenantId, UnixMs};

use crate::{StorageError, Stores};

impl Stores {
    /// Begins to put all data of a tenant into one archive, and gives it with its events; one that is being made is not
    /// begun again.
    pub async fn begin_export(
        &self,
        tenant: TenantId,
        has_media: bool,
        language: Language,
        now: UnixMs,
    ) -> Result<(Export, Vec<Event>), StorageError> {
        let id = ExportId::from_parts(now, rand::random());
        let chats = self.chats(tenant).await?;
        // Noted first: what was not begun after all is found to be nothing.
        self.note_export(tenant, id, None).await?;
        let (export, events) = chats.begin_export(id, has_media, language, now).await?;
        if export.id != id {
            self.forget_export(id).await?;
        }
        // Whoever looked in between found nothing of it, and forgot it.
        self.note_export(tenant, export.id, None).await?;
        Ok((export, events))
    }

    /// Settles how an export is noted that has nothing left to do; gives until when its archive is kept. Until then it is
    /// noted as being made, also after a kill, and who goes on with it settles it.
    pub async fn settle_export(&self, tenant: TenantId, id: ExportId) -> Result<Option<UnixMs>, StorageError> {
        let export = self.chats(tenant).await?.export(id).await?;
        let (state, kept_until) = export.map(|export| (export.state, export.kept_until)).unzip();
        match (state, kept_until.flatten()) {
            (Some(ExportState::Ready), Some(until)) => {
                self.note_export(tenant, id, Some(until)).await?;
                return Ok(Some(until));
            }
            (Some(ExportState::Making), _) => {} // it was begun since
            _ => self.forget_export(id).await?,
        }
        Ok(None)
    }

    /// Gives an export up. What was made of it goes.
    pub async fn fail_export(
        &self,
        tenant: TenantId,
        id: ExportId,
        failure: ExportFailure,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let events = self.chats(tenant).await?.fail_export(id, failure, now).await?;
        // Without events it had ended before: its archive may be there, and whoever looks next settles how it is noted.
        if !events.is_empty() {
            self.forget_export(id).await?;
        }
        Ok(events)
    }

    /// Takes the archive of an export away whose time is over.
    pub async fn expire_export(&self, tenant: TenantId, id: ExportId, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let events = self.chats(tenant).await?.expire_export(id, now).await?;
        self.forget_export(id).await?;
        Ok(events)
    }

    /// Takes an export away, whatever became of it so far. No events: there was none.
    pub async fn remove_export(&self, tenant: TenantId, id: ExportId, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let events = self.chats(tenant).await?.remove_export(id, now).await?;
        if !events.is_empty() {
            self.forget_export(id).await?;
        }
        Ok(events)
    }
}
