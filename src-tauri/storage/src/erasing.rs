//! Everything of one person is erased at their wish (LGPD, art. 18, VI).
//!
//! What is erased is written down in the tenant's file, and that it goes on in the control plane: it does not need the
//! tenant's session. The proof names nobody; its hash is made under the tenant's key, for of a number alone anybody
//! could try all that there are.

use portaria_domain::{ContactId, ErasureId, Event, Jid, TenantId, UnixMs};

use crate::database::{blocking, forget_copies};
use crate::keys::derive;
use crate::{StorageError, Stores};

impl Stores {
    /// Begins to erase a person of the paired account; one that goes on is not begun again. `None`: there is no such person.
    pub async fn begin_erasure(
        &self,
        tenant: TenantId,
        contact: ContactId,
        now: UnixMs,
    ) -> Result<Option<ErasureId>, StorageError> {
        let id = ErasureId::from_parts(now, rand::random());
        let key = self.tenant_key(tenant).await?;
        let hash = move |address: &Jid| {
            hex::encode(derive(&key, &[b"erased person", address.to_string().as_bytes()]).expose())
        };
        let chats = self.chats(tenant).await?;
        // Noted first: what was not begun after all is found to be nothing.
        self.note_erasure(tenant, id).await?;
        let begun = chats.begin_erasure(id, contact, hash, now).await?;
        if begun != Some(id) {
            self.forget_erasure(id).await?;
        }
        Ok(begun)
    }

    /// Erases a piece of what is left; gives the events of it, and whether no row names the person any more.
    pub async fn erase_some(
        &self,
        tenant: TenantId,
        id: ErasureId,
        now: UnixMs,
    ) -> Result<(Vec<Event>, bool), StorageError> {
        self.chats(tenant).await?.erase_some(id, now).await
    }

    /// Removes what rows named that are gone: files, archives in which they are, the log, and copies of the file from
    /// before a change of version. Gives the events of the archives.
    pub async fn finish_erasure(
        &self,
        tenant: TenantId,
        id: ErasureId,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let chats = self.chats(tenant).await?;
        let (outdated, events) = chats.outdate_exports(now).await?;
        for export in outdated {
            self.forget_export(export).await?;
        }
        let files = u64::try_from(chats.collect_media(now).await?).unwrap_or(u64::MAX);
        let path = self.tenant_folder(tenant).join("chats.db");
        blocking(move || forget_copies(&path)).await?;
        chats.end_erasure(id, files, now).await?;
        chats.database().fold_log().await?;
        self.forget_erasure(id).await?;
        Ok(events)
    }
}
