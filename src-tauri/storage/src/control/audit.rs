//! Who did what, when.

use portaria_domain::{TenantId, UnixMs};
use rusqlite::{Row, named_params};

use crate::control::{RowName, readable};
use crate::{StorageError, Stores};

/// One deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: UnixMs,
    /// Who: `provider`, `tenant`, `api_key:<kid>`, `system`.
    pub actor: String,
    /// What, as a verb in the past: `link.rotated`.
    pub action: String,
    /// To whom.
    pub tenant: Option<TenantId>,
    /// More, without secrets.
    pub detail: String,
}

impl Stores {
    /// Notes a deed.
    pub async fn audit(&self, entry: AuditEntry) -> Result<(), StorageError> {
        self.control()
            .write(move |transaction| {
                transaction.execute(
                    "INSERT INTO audit (at_ms, actor, action, tenant_id, detail) VALUES (:at, :actor, :action, :tenant, :detail)",
                    named_params! {
                        ":at": entry.at.0,
                        ":actor": entry.actor,
                        ":action": entry.action,
                        ":tenant": entry.tenant.map(|id| id.to_string()),
                        ":detail": entry.detail,
                    },
                )?;
                Ok(())
            })
            .await
    }

    /// The newest deeds, of one tenant or of all, as far as they read.
    pub async fn audit_entries(&self, tenant: Option<TenantId>, limit: usize) -> Result<Vec<AuditEntry>, StorageError> {
        let find = "SELECT id, at_ms, actor, action, tenant_id, detail FROM audit
                    WHERE ?1 IS NULL OR tenant_id = ?1 ORDER BY id DESC LIMIT ?2";
        let (tenant, limit) = (tenant.map(|id| id.to_string()), i64::try_from(limit).unwrap_or(i64::MAX));
        self.control().read(move |db| readable(db.prepare_cached(find)?.query_map((tenant, limit), read)?)).await
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<AuditEntry> {
    let tenant: Option<String> = row.get("tenant_id")?;
    let number = row.get::<_, i64>("id")?.to_string();
    let name = RowName { table: "audit", row: &number };
    Ok(AuditEntry {
        at: UnixMs(row.get("at_ms")?),
        actor: row.get("actor")?,
        action: row.get("action")?,
        tenant: tenant.map(|id| id.parse().map_err(|error| name.unreadable("tenant_id", error))).transpose()?,
        detail: row.get("detail")?,
    })
}
