//! Who did what, when.

use portaria_domain::{TenantId, UnixMs};
use rusqlite::named_params;

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
}
