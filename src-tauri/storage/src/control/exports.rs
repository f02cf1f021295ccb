//! Which exports of tenants are being made, and whose archives are kept until when.

use portaria_domain::{ExportId, TenantId, UnixMs};
use rusqlite::params;

use crate::control::{readable, unreadable};
use crate::{StorageError, Stores};

impl Stores {
    /// Exports that are not over, of every tenant: `None`, they are being made; else until when their archives are kept.
    pub async fn exports_kept(&self) -> Result<Vec<(TenantId, ExportId, Option<UnixMs>)>, StorageError> {
        self.control()
            .read(|db| {
                let mut find =
                    db.prepare("SELECT tenant_id, export_id, kept_until_ms FROM exports_kept ORDER BY export_id")?;
                let rows = find.query_map([], |row| {
                    let tenant = row.get_ref(0)?.as_str()?.parse().map_err(|error| unreadable("tenant_id", error))?;
                    let id = row.get_ref(1)?.as_str()?.parse().map_err(|error| unreadable("export_id", error))?;
                    Ok((tenant, id, row.get::<_, Option<i64>>(2)?.map(UnixMs)))
                })?;
                readable(rows)
            })
            .await
    }

    /// `None`, it is being made: that takes back no moment that was noted before.
    pub(crate) async fn note_export(
        &self,
        tenant: TenantId,
        id: ExportId,
        kept_until: Option<UnixMs>,
    ) -> Result<(), StorageError> {
        let note = "INSERT INTO exports_kept (export_id, tenant_id, kept_until_ms) VALUES (?1, ?2, ?3)
                    ON CONFLICT (export_id) DO UPDATE SET kept_until_ms = coalesce(excluded.kept_until_ms, kept_until_ms)";
        let kept_until = kept_until.map(|until| until.0);
        self.control()
            .write(move |transaction| {
                Ok(transaction.execute(note, params![id.to_string(), tenant.to_string(), kept_until])?)
            })
            .await
            .map(drop)
    }

    pub(crate) async fn forget_export(&self, id: ExportId) -> Result<(), StorageError> {
        let forget = "DELETE FROM exports_kept WHERE export_id = ?1";
        self.control().write(move |transaction| Ok(transaction.execute(forget, [id.to_string()])?)).await.map(drop)
    }
}
