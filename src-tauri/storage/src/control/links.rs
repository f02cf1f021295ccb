//! Links: one a tenant, with an epoch that ends what was opened by an older secret.

use portaria_domain::{Link, PublicId, TenantId, UnixMs};
use rusqlite::{OptionalExtension as _, Row, Transaction, named_params, params};
use sha2::{Digest as _, Sha256};

use crate::control::RowName;
use crate::database::WriteError;
use crate::{StorageError, Stores};

const COLUMNS: &str = "public_id, tenant_id, epoch, secret_hash, revoked_at_ms, expires_at_ms";

/// A link of the given epoch, active and without an end.
pub(super) fn fresh(stores: &Stores, public_id: &PublicId, tenant: TenantId, epoch: u32) -> Link {
    let secret_hash = Sha256::digest(stores.link_secret(public_id, epoch).expose()).into();
    Link { public_id: public_id.clone(), tenant, epoch, secret_hash, revoked_at: None, expires_at: None }
}

/// Writes a link over the one before it.
pub(super) fn insert(transaction: &Transaction<'_>, link: &Link) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT OR REPLACE INTO links (public_id, tenant_id, epoch, secret_hash, revoked_at_ms, expires_at_ms)
         VALUES (:public_id, :tenant_id, :epoch, :secret_hash, :revoked_at, :expires_at)",
        named_params! {
            ":public_id": link.public_id.as_str(),
            ":tenant_id": link.tenant.to_string(),
            ":epoch": link.epoch,
            ":secret_hash": link.secret_hash,
            ":revoked_at": link.revoked_at.map(|at| at.0),
            ":expires_at": link.expires_at.map(|at| at.0),
        },
    )?;
    Ok(())
}

impl Stores {
    /// The link with this public id. Where there is none, another one is read instead, so that nobody learns by the time
    /// which there are.
    pub async fn link_by_public_id(&self, public_id: &PublicId) -> Result<Option<Link>, StorageError> {
        let public_id = public_id.clone();
        self.control()
            .read(move |db| {
                let found = db.prepare_cached(&by_public_id())?.query_row([public_id.as_str()], read).optional()?;
                Ok(found.filter(|link| link.public_id == public_id))
            })
            .await
    }

    /// A tenant's link.
    pub async fn link_of(&self, tenant: TenantId) -> Result<Option<Link>, StorageError> {
        let sql = format!("SELECT {COLUMNS} FROM links WHERE tenant_id = ?1");
        self.control().read(move |db| db.prepare_cached(&sql)?.query_row([tenant.to_string()], read).optional()).await
    }

    /// A new secret under the same public id; what the old one opened is over, a revocation too.
    /// An end that lies ahead stays; one that has passed would end the new link at once.
    pub async fn rotate_link(&self, tenant: TenantId, now: UnixMs) -> Result<Link, StorageError> {
        self.replace_link(tenant, move |stores, old| Link {
            expires_at: old.expires_at.filter(|end| *end > now),
            ..fresh(stores, &old.public_id, tenant, old.epoch + 1)
        })
        .await
    }

    /// Takes the link back; what it opened is over.
    pub async fn revoke_link(&self, tenant: TenantId, now: UnixMs) -> Result<Link, StorageError> {
        self.replace_link(tenant, move |stores, old| Link {
            revoked_at: Some(now),
            ..fresh(stores, &old.public_id, tenant, old.epoch + 1)
        })
        .await
    }

    /// When the link stops by itself, or that it does not.
    pub async fn set_link_expiry(&self, tenant: TenantId, expires_at: Option<UnixMs>) -> Result<Link, StorageError> {
        self.replace_link(tenant, move |_, old| Link { expires_at, ..old.clone() }).await
    }

    /// Writes a changed link, and ends the logins of an older epoch with it.
    async fn replace_link<F>(&self, tenant: TenantId, change: F) -> Result<Link, StorageError>
    where
        F: FnOnce(&Self, &Link) -> Link + Send + 'static,
    {
        let this = self.clone();
        self.control()
            .write(move |transaction| {
                let sql = format!("SELECT {COLUMNS} FROM links WHERE tenant_id = ?1");
                let old = transaction.query_row(&sql, [tenant.to_string()], read).optional()?;
                let old = old.ok_or(WriteError::Rule(StorageError::UnknownTenant))?;
                let link = change(&this, &old);
                insert(transaction, &link)?;
                transaction.execute(
                    "DELETE FROM logins WHERE tenant_id = ?1 AND link_epoch < ?2",
                    params![tenant.to_string(), link.epoch],
                )?;
                Ok(link)
            })
            .await
    }
}

/// The link with a public id, or the first of all: no row opens nothing here, as each belongs to a tenant.
fn by_public_id() -> String {
    format!(
        "SELECT {COLUMNS} FROM links WHERE public_id = coalesce(
           (SELECT public_id FROM links WHERE public_id = ?1), (SELECT public_id FROM links ORDER BY public_id LIMIT 1))"
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<Link> {
    let tenant: String = row.get("tenant_id")?;
    // By its tenant, for the public id is what opens it.
    let name = RowName { table: "links", row: &tenant };
    Ok(Link {
        public_id: row.get::<_, String>("public_id")?.parse().map_err(|error| name.unreadable("public_id", error))?,
        tenant: tenant.parse().map_err(|error| name.unreadable("tenant_id", error))?,
        epoch: row.get("epoch")?,
        secret_hash: row.get("secret_hash")?,
        revoked_at: row.get::<_, Option<i64>>("revoked_at_ms")?.map(UnixMs),
        expires_at: row.get::<_, Option<i64>>("expires_at_ms")?.map(UnixMs),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rusqlite::{Connection, StatementStatus};

    #[test]
    fn a_link_that_is_not_there_takes_as_long_as_one_that_is() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::control::migrations().to_latest(&mut db).unwrap();
        // Tenants are no matter here.
        db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let ids = [5, 10, 15].map(|byte| PublicId::from_random([byte; 16]));
        for (number, id) in ids.iter().enumerate() {
            let tenant = TenantId::from_parts(UnixMs(1), [u8::try_from(number).unwrap(); 10]).to_string();
            db.execute("INSERT INTO links VALUES (?1, ?2, 1, zeroblob(32), NULL, NULL)", [id.as_str(), &tenant])
                .unwrap();
        }
        let steps = |id: &PublicId| {
            let mut statement = db.prepare(&by_public_id()).unwrap();
            let found = statement.query_row([id.as_str()], read).unwrap();
            (found.public_id, statement.get_status(StatementStatus::VmStep))
        };
        for id in &ids {
            let ((found, there), (other, not_there)) = (steps(id), steps(&PublicId::from_random([12; 16])));
            assert!(found == *id && ids.contains(&other), "of both one row is read");
            assert!(there.abs_diff(not_there) <= 12, "{there} and {not_there} steps");
        }
    }
}
