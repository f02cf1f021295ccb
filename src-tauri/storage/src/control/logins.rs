//! Web logins of the provider and of tenants.

use portaria_domain::{LoginId, TenantId, UnixMs};
use rusqlite::{OptionalExtension as _, Row, named_params, params};

use crate::control::{Issuer, RowName, UnknownWord, unreadable};
use crate::{StorageError, Stores};

/// Who is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The provider.
    Provider,
    /// A tenant, through its link.
    Tenant {
        /// Which.
        id: TenantId,
        /// The link's epoch at the time; a newer one ends the login.
        link_epoch: u32,
    },
}

/// A login to keep.
#[derive(Clone, Debug)]
pub struct NewLogin {
    /// Whose.
    pub who: Who,
    /// SHA-256 of the cookie's secret.
    pub secret_hash: [u8; 32],
    /// When it ends by itself.
    pub expires_at: UnixMs,
    /// By what it was issued.
    pub issued_by: Issuer,
    /// What the browser and its system call themselves; empty where that is not known.
    pub browser: String,
}

/// A kept login.
#[derive(Clone, Debug)]
pub struct Login {
    /// Identity.
    pub id: LoginId,
    /// Whose.
    pub who: Who,
    /// SHA-256 of the cookie's secret.
    pub secret_hash: [u8; 32],
    /// When it was made.
    pub created_at: UnixMs,
    /// When it ends by itself.
    pub expires_at: UnixMs,
    /// By what it was issued; `None` where that was not noted yet.
    pub issued_by: Option<Issuer>,
    /// What the browser and its system call themselves; empty where that was not noted.
    pub browser: String,
}

/// How many logins a tenant has at the most: the oldest goes for a new one.
const OF_A_TENANT: u32 = 500;
/// A login that opens nothing.
const NO_LOGIN: &str = "00000000-0000-0000-0000-000000000000";

impl Stores {
    /// Keeps a login.
    pub async fn create_login(&self, new: NewLogin, now: UnixMs) -> Result<LoginId, StorageError> {
        let id = LoginId::from_parts(now, rand::random());
        let (tenant, epoch) = match new.who {
            Who::Provider => (None, None),
            Who::Tenant { id, link_epoch } => (Some(id.to_string()), Some(link_epoch)),
        };
        self.control()
            .write(move |transaction| {
                transaction.execute(
                    "INSERT INTO logins (id, tenant_id, link_epoch, secret_hash, created_at_ms, seen_at_ms, expires_at_ms, issued_by,
                                         browser)
                     VALUES (:id, :tenant, :epoch, :hash, :now, :now, :expires_at, :issued_by, :browser)",
                    named_params! {
                        ":id": id.to_string(),
                        ":tenant": tenant,
                        ":epoch": epoch,
                        ":hash": new.secret_hash,
                        ":now": now.0,
                        ":expires_at": new.expires_at.0,
                        ":issued_by": new.issued_by.to_text(),
                        ":browser": new.browser,
                    },
                )?;
                transaction.execute(
                    "DELETE FROM logins WHERE tenant_id = ?1 AND id <= (
                       SELECT id FROM logins WHERE tenant_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                    params![tenant, OF_A_TENANT],
                )?;
                Ok(id)
            })
            .await
    }

    /// A login, expired or not. Where there is none, one that opens nothing is read instead, so that nobody learns by the
    /// time which there are.
    pub async fn login(&self, id: LoginId) -> Result<Option<Login>, StorageError> {
        self.control()
            .read(move |db| {
                let found = db.prepare_cached(BY_ID)?.query_row([&id.to_string(), NO_LOGIN], read).optional()?;
                Ok(found.filter(|login| login.id == id))
            })
            .await
    }

    /// The logins of a tenant that open its panel now, the newest first.
    pub async fn logins_of_tenant(&self, id: TenantId, now: UnixMs) -> Result<Vec<Login>, StorageError> {
        self.control()
            .read(move |db| {
                let find =
                    "SELECT id, tenant_id, link_epoch, secret_hash, created_at_ms, expires_at_ms, issued_by, browser
                            FROM logins WHERE tenant_id = ?1 AND expires_at_ms > ?2
                              AND link_epoch = (SELECT epoch FROM links WHERE tenant_id = ?1) ORDER BY id DESC";
                let mut find = db.prepare_cached(find)?;
                find.query_map(params![id.to_string(), now.0], read)?.collect()
            })
            .await
    }

    /// Ends a login, if it is this tenant's; tells whether it was.
    pub async fn delete_login_of_tenant(&self, tenant: TenantId, id: LoginId) -> Result<bool, StorageError> {
        self.control()
            .write(move |transaction| {
                let delete = "DELETE FROM logins WHERE id = ?1 AND tenant_id = ?2";
                Ok(transaction.execute(delete, [id.to_string(), tenant.to_string()])? > 0)
            })
            .await
    }

    /// Ends every login of a tenant but one; tells which were ended.
    pub async fn delete_other_logins(
        &self,
        tenant: TenantId,
        stays: Option<LoginId>,
    ) -> Result<Vec<LoginId>, StorageError> {
        self.control()
            .write(move |transaction| {
                let delete = "DELETE FROM logins WHERE tenant_id = ?1 AND id IS NOT ?2 RETURNING id";
                let mut delete = transaction.prepare_cached(delete)?;
                let id = |row: &Row<'_>| row.get::<_, String>(0);
                let ended = delete.query_map(params![tenant.to_string(), stays.map(|id| id.to_string())], id)?;
                let ended: Vec<String> = ended.collect::<Result<_, _>>()?;
                let read = |id: &String| id.parse().map_err(|error| unreadable("id", error));
                Ok(ended.iter().map(read).collect::<Result<_, _>>()?)
            })
            .await
    }

    /// Ends a login.
    pub async fn delete_login(&self, id: LoginId) -> Result<(), StorageError> {
        self.change("DELETE FROM logins WHERE id = ?1", params_of([id.to_string()], [])).await
    }

    /// Ends every login of a tenant.
    pub async fn delete_logins_of_tenant(&self, id: TenantId) -> Result<(), StorageError> {
        self.change("DELETE FROM logins WHERE tenant_id = ?1", params_of([id.to_string()], [])).await
    }

    /// Ends every login of the provider, as a new password does.
    pub async fn delete_provider_logins(&self) -> Result<(), StorageError> {
        self.change("DELETE FROM logins WHERE tenant_id IS NULL AND expires_at_ms > 0", Vec::new()).await
    }

    /// Forgets logins that ended by themselves.
    pub async fn purge_expired_logins(&self, now: UnixMs) -> Result<(), StorageError> {
        self.change("DELETE FROM logins WHERE expires_at_ms <= ?1 AND expires_at_ms > 0", params_of([], [now.0])).await
    }

    /// One statement in a transaction of its own.
    pub(super) async fn change(
        &self,
        sql: &'static str,
        values: Vec<rusqlite::types::Value>,
    ) -> Result<(), StorageError> {
        self.control()
            .write(move |transaction| {
                transaction.execute(sql, rusqlite::params_from_iter(values))?;
                Ok(())
            })
            .await
    }
}

/// Texts first, numbers after them.
pub(super) fn params_of<const T: usize, const N: usize>(
    texts: [String; T],
    numbers: [i64; N],
) -> Vec<rusqlite::types::Value> {
    texts.into_iter().map(Into::into).chain(numbers.into_iter().map(Into::into)).collect()
}

const BY_ID: &str = "SELECT id, tenant_id, link_epoch, secret_hash, created_at_ms, expires_at_ms, issued_by, browser
    FROM logins WHERE id = coalesce((SELECT id FROM logins WHERE id = ?1), ?2)";

fn read(row: &Row<'_>) -> rusqlite::Result<Login> {
    let id: String = row.get("id")?;
    let name = RowName { table: "logins", row: &id };
    let (tenant, epoch): (Option<String>, Option<u32>) = (row.get("tenant_id")?, row.get("link_epoch")?);
    let who = match (tenant, epoch) {
        (None, None) => Who::Provider,
        (Some(tenant), Some(link_epoch)) => {
            Who::Tenant { id: tenant.parse().map_err(|error| name.unreadable("tenant_id", error))?, link_epoch }
        }
        // Half a tenant is not the provider.
        (None, Some(epoch)) => return Err(name.unreadable("tenant_id", UnknownWord(format!("null, epoch {epoch}")))),
        (Some(_), None) => return Err(name.unreadable("link_epoch", UnknownWord("null".to_owned()))),
    };
    Ok(Login {
        id: id.parse().map_err(|error| name.unreadable("id", error))?,
        who,
        secret_hash: row.get("secret_hash")?,
        created_at: UnixMs(row.get("created_at_ms")?),
        expires_at: UnixMs(row.get("expires_at_ms")?),
        issued_by: Issuer::read(row, name)?,
        browser: row.get("browser")?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rusqlite::{Connection, StatementStatus};

    #[test]
    fn a_login_that_is_not_there_takes_as_long_as_one_that_is() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::control::migrations().to_latest(&mut db).unwrap();
        let (there, not_there) = ("01890000-0000-7000-8000-000000000000", "01890000-0000-7000-8000-000000000001");
        let insert = "INSERT INTO logins (id, secret_hash, created_at_ms, seen_at_ms, expires_at_ms)
                      VALUES (?1, zeroblob(32), 1, 1, 2)";
        db.execute(insert, [there]).unwrap();
        let steps = |id: &str| {
            let mut statement = db.prepare(BY_ID).unwrap();
            statement.query_row([id, NO_LOGIN], read).unwrap();
            statement.get_status(StatementStatus::VmStep)
        };
        let (there, not_there) = (steps(there), steps(not_there));
        assert!(there.abs_diff(not_there) <= 4, "{there} and {not_there} steps");
    }
}
