//! Which erasures of tenants are not over.

use portaria_domain::{ErasureId, TenantId};
use rusqlite::params;

use crate::control::{readable, unreadable};
use crate::{StorageError, Stores};

impl Stores {
    /// Erasures that are not over, of every tenant, the oldest first.
    pub async fn erasures_underway(&self) -> Result<Vec<(TenantId, ErasureId)>, StorageError> {
        self.control()
            .read(|db| {
                let mut find = db.prepare("SELECT tenant_id, erasure_id FROM erasures_underway ORDER BY erasure_id")?;
                let rows = find.query_map([], |row| {
                    let tenant = row.get_ref(0)?.as_str()?.parse().map_err(|error| unreadable("tenant_id", error))?;
                    let id = row.get_ref(1)?.as_str()?.parse().map_err(|error| unreadable("erasure_id", error))?;
                    Ok((tenant, id))
                })?;
                readable(rows)
            })
            .await
    }

    pub(crate) async fn note_erasure(&self, tenant: TenantId, id: ErasureId) -> Result<(), StorageError> {
        let note = "INSERT OR IGNORE INTO erasures_underway (erasure_id, tenant_id) VALUES (?1, ?2)";
        self.control()
            .write(move |transaction| Ok(transaction.execute(note, params![id.to_string(), tenant.to_string()])?))
            .await
            .map(drop)
    }

    pub(crate) async fn forget_erasure(&self, id: ErasureId) -> Result<(), StorageError> {
        let forget = "DELETE FROM erasures_underway WHERE erasure_id = ?1";
        self.control().write(move |transaction| Ok(transaction.execute(forget, [id.to_string()])?)).await.map(drop)
    }
}
