//! All data of a tenant in one archive, at their wish (LGPD, art. 18, V).
//!
//! What is in it stands in the tenant's file, and that it is being made or kept in the control plane: it does not need the
//! tenant's session, and nobody else's file has to be looked into.

use portaria_domain::{EXPORT_KEPT_MS, Event, Export, ExportFailure, ExportId, Language, TenantId, UnixMs};

use crate::chats::{ExportEntry, ExportKept};
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
        Ok((export, events))
    }

    /// Puts the last of it into an archive: it is there from now on, until its time is over.
    pub async fn finish_export(
        &self,
        tenant: TenantId,
        id: ExportId,
        last: ExportEntry,
        now: UnixMs,
    ) -> Result<ExportKept, StorageError> {
        let kept = self.chats(tenant).await?.keep_export_entry(id, last, 0, None, now).await?;
        if matches!(kept, ExportKept::Kept(_)) {
            // A kill in between leaves it noted as being made; who goes on with it finds it there.
            self.note_export(tenant, id, Some(now + EXPORT_KEPT_MS)).await?;
        }
        Ok(kept)
    }

    /// Settles how an export is noted that has nothing left to do; gives until when its archive is kept.
    pub async fn settle_export(&self, tenant: TenantId, id: ExportId) -> Result<Option<UnixMs>, StorageError> {
        let export = self.chats(tenant).await?.export(id).await?;
        let kept_until = export.filter(|export| export.size_bytes.is_some()).and_then(|export| export.kept_until);
        match kept_until {
            Some(until) => self.note_export(tenant, id, Some(until)).await?,
            None => self.forget_export(id).await?,
        }
        Ok(kept_until)
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
        self.forget_export(id).await?;
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
