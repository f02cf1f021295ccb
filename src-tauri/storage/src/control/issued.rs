//! What a key of the provider's made and was shown: what it leaves open when it is taken back.

use portaria_domain::{TenantId, UnixMs};
use rusqlite::{Row, named_params};

use crate::control::api_keys::{self, ApiKey};
use crate::control::{Issuer, RowName, readable};
use crate::{StorageError, Stores};

impl Stores {
    /// The keys that a key issued and that still open something, newest first.
    pub async fn keys_issued_by(&self, kid: &str, now: UnixMs) -> Result<Vec<ApiKey>, StorageError> {
        let columns = api_keys::COLUMNS;
        let sql = format!(
            "SELECT {columns} FROM api_keys WHERE issued_by = :issuer AND revoked_at_ms IS NULL
               AND (expires_at_ms IS NULL OR expires_at_ms > :now) ORDER BY id DESC"
        );
        let issuer = Issuer::Key(kid.to_owned()).to_text();
        self.control()
            .read(move |db| {
                let found = named_params! { ":issuer": issuer, ":now": now.0 };
                readable(db.prepare_cached(&sql)?.query_map(found, api_keys::read)?)
            })
            .await
    }

    /// Notes that a key of the provider's was given the secret of a tenant's link.
    pub async fn note_link_given(
        &self,
        kid: &str,
        tenant: TenantId,
        epoch: u32,
        now: UnixMs,
    ) -> Result<(), StorageError> {
        let kid = kid.to_owned();
        self.control()
            .write(move |transaction| {
                transaction.execute(
                    "INSERT OR IGNORE INTO links_given (kid, tenant_id, epoch, given_at_ms)
                     VALUES (:kid, :tenant, :epoch, :now)",
                    named_params! { ":kid": kid, ":tenant": tenant.to_string(), ":epoch": epoch, ":now": now.0 },
                )?;
                Ok(())
            })
            .await
    }

    /// The tenants whose link, as it opens now, a key was given.
    pub async fn links_given_to(&self, kid: &str) -> Result<Vec<TenantId>, StorageError> {
        let find = "SELECT given.tenant_id FROM links_given AS given
                    JOIN links ON links.tenant_id = given.tenant_id AND links.epoch = given.epoch
                    WHERE given.kid = ?1 AND links.revoked_at_ms IS NULL ORDER BY given.tenant_id DESC";
        let kid = kid.to_owned();
        let read = |row: &Row<'_>| {
            let id: String = row.get(0)?;
            id.parse().map_err(|error| RowName { table: "links_given", row: &id }.unreadable("tenant_id", error))
        };
        self.control().read(move |db| readable(db.prepare_cached(find)?.query_map([kid], read)?)).await
    }
}
