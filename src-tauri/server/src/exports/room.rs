//! Whether there is room on the disk for an archive.

use std::path::Path;

use portaria_domain::TenantId;
use portaria_storage::StorageError;

use crate::app::App;

/// What is left free on the disk, in bytes: the sessions have to go on.
const LEFT_FREE: u64 = 256 * 1024 * 1024;

/// Whether there is room for the texts of a tenant's archive; messages' own files take none. Where the system does not say
/// how much is free, there is.
pub(super) async fn is_left(app: &App, tenant: TenantId) -> Result<bool, StorageError> {
    let messages_bytes = app.stores.room_taken(tenant).await?.messages_bytes;
    let folder = app.stores.data_dir().to_owned();
    let look = tokio::task::spawn_blocking(move || free(&folder).is_none_or(|free| suffices(free, messages_bytes)));
    Ok(look.await.unwrap_or(true))
}

/// Texts are deflated, and beside them the store has an index of words and what WhatsApp sent: half of it is plenty.
const fn suffices(free_bytes: u64, messages_bytes: u64) -> bool {
    free_bytes >= LEFT_FREE.saturating_add(messages_bytes / 2)
}

/// How much is free, in bytes.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_folder: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_keep_what_they_need() {
        let gib = 1024 * 1024 * 1024;
        assert!(suffices(gib, gib));
        assert!(!suffices(gib, 2 * gib));
        assert!(!suffices(LEFT_FREE - 1, 0));
        assert!(suffices(LEFT_FREE, 0));
    }
}
