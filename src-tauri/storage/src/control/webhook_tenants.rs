//! Which tenants may have webhooks.

use portaria_domain::TenantId;

use crate::control::{readable, unreadable};
use crate::{StorageError, Stores};

impl Stores {
    /// Tenants that may have webhooks: nobody else's file needs to be looked into.
    pub async fn webhook_tenants(&self) -> Result<Vec<TenantId>, StorageError> {
        self.control()
            .read(|db| {
                let mut find = db.prepare("SELECT tenant_id FROM webhook_tenants ORDER BY tenant_id")?;
                let rows = find.query_map([], |row| {
                    row.get_ref(0)?.as_str()?.parse().map_err(|error| unreadable("tenant_id", error))
                })?;
                readable(rows)
            })
            .await
    }

    pub(crate) async fn note_webhook_tenant(&self, tenant: TenantId) -> Result<(), StorageError> {
        let note = "INSERT OR IGNORE INTO webhook_tenants (tenant_id) VALUES (?1)";
        self.control().write(move |transaction| Ok(transaction.execute(note, [tenant.to_string()])?)).await.map(drop)
    }

    pub(crate) async fn forget_webhook_tenant(&self, tenant: TenantId) -> Result<(), StorageError> {
        let forget = "DELETE FROM webhook_tenants WHERE tenant_id = ?1";
        self.control().write(move |transaction| Ok(transaction.execute(forget, [tenant.to_string()])?)).await.map(drop)
    }
}
