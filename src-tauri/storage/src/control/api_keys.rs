//! API keys: only the hash of what makes them keys.

use portaria_domain::{ApiKeyId, TenantId, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use crate::control::logins::params_of;
use crate::control::{Issuer, KeyTerms, RowName, readable};
use crate::database::WriteError;
use crate::{StorageError, Stores};

/// Whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOwner {
    /// The provider's.
    Provider,
    /// A tenant's.
    Tenant(TenantId),
}

impl KeyOwner {
    fn tenant(self) -> Option<String> {
        match self {
            Self::Provider => None,
            Self::Tenant(id) => Some(id.to_string()),
        }
    }
}

/// A key to keep.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// Whose.
    pub owner: KeyOwner,
    /// The public part by which it is found.
    pub kid: String,
    /// SHA-256 of the secret part.
    pub secret_hash: [u8; 32],
    /// What it may do, until when, and from where.
    pub terms: KeyTerms,
    /// What its owner calls it.
    pub label: String,
    /// By what it was issued.
    pub issued_by: Issuer,
}

/// A kept key.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Identity.
    pub id: ApiKeyId,
    /// Whose.
    pub owner: KeyOwner,
    /// The public part.
    pub kid: String,
    /// SHA-256 of the secret part.
    pub secret_hash: [u8; 32],
    /// What it may do, until when, and from where.
    pub terms: KeyTerms,
    /// What its owner calls it.
    pub label: String,
    /// By what it was issued; `None` where that was not noted yet.
    pub issued_by: Option<Issuer>,
    /// When it was made.
    pub created_at: UnixMs,
    /// When it was last used.
    pub used_at: Option<UnixMs>,
    /// When it was taken back.
    pub revoked_at: Option<UnixMs>,
}

impl ApiKey {
    /// Whether it opens anything at this moment.
    pub fn stands_at(&self, now: UnixMs) -> bool {
        self.revoked_at.is_none() && self.terms.hold_at(now)
    }
}

pub(super) const COLUMNS: &str = "id, tenant_id, kid, secret_hash, scopes, expires_at_ms, networks, label, issued_by,
    created_at_ms, used_at_ms, revoked_at_ms";
/// The most keys an owner has that were not taken back.
const MOST_KEYS: u32 = 100;
/// A key that opens nothing.
const NO_KEY: &str = "00000000-0000-0000-0000-000000000000";

impl Stores {
    /// Keeps a key, however many its owner has.
    pub async fn create_api_key(&self, new: NewApiKey, now: UnixMs) -> Result<ApiKeyId, StorageError> {
        let id = ApiKeyId::from_parts(now, rand::random());
        self.control().write(move |transaction| insert(transaction, id, &new, now)).await?;
        Ok(id)
    }

    /// Keeps a key, unless its owner has a hundred already that were not taken back.
    pub async fn add_api_key(&self, new: NewApiKey, now: UnixMs) -> Result<Option<ApiKeyId>, StorageError> {
        let id = ApiKeyId::from_parts(now, rand::random());
        let count = "SELECT count(*) FROM api_keys
                     WHERE tenant_id IS ?1 AND revoked_at_ms IS NULL";
        self.control()
            .write(move |transaction| {
                let kept: u32 = transaction.query_row(count, [new.owner.tenant()], |row| row.get(0))?;
                if kept >= MOST_KEYS {
                    return Ok(None);
                }
                insert(transaction, id, &new, now)?;
                Ok(Some(id))
            })
            .await
    }

    /// The key with this public part, revoked or not. Where there is none, one that opens nothing is read instead, so that
    /// nobody learns by the time which there are.
    pub async fn api_key_by_kid(&self, kid: &str) -> Result<Option<ApiKey>, StorageError> {
        let kid = kid.to_owned();
        self.control()
            .read(move |db| {
                let found = db.prepare_cached(&by_kid())?.query_row([&kid, NO_KEY], read).optional()?;
                Ok(found.filter(|key| key.kid == kid))
            })
            .await
    }

    /// An owner's keys, newest first, as far as they read.
    pub async fn api_keys(&self, owner: KeyOwner) -> Result<Vec<ApiKey>, StorageError> {
        let sql = format!("SELECT {COLUMNS} FROM api_keys WHERE tenant_id IS ?1 AND id <> '{NO_KEY}' ORDER BY id DESC");
        self.control().read(move |db| readable(db.prepare_cached(&sql)?.query_map([owner.tenant()], read)?)).await
    }

    /// Notes that a key was used.
    pub async fn touch_api_key(&self, id: ApiKeyId, now: UnixMs) -> Result<(), StorageError> {
        self.change("UPDATE api_keys SET used_at_ms = ?2 WHERE id = ?1", params_of([id.to_string()], [now.0])).await
    }

    /// Takes a key back.
    pub async fn revoke_api_key(&self, id: ApiKeyId, now: UnixMs) -> Result<(), StorageError> {
        let revoke = "UPDATE api_keys SET revoked_at_ms = coalesce(revoked_at_ms, ?2) WHERE id = ?1";
        self.change(revoke, params_of([id.to_string()], [now.0])).await
    }
}

fn insert(db: &Connection, id: ApiKeyId, new: &NewApiKey, now: UnixMs) -> Result<(), WriteError> {
    db.execute(
        "INSERT INTO api_keys
           (id, tenant_id, kid, secret_hash, scopes, expires_at_ms, networks, label, issued_by, created_at_ms)
         VALUES (:id, :tenant, :kid, :hash, :scopes, :expires_at, :networks, :label, :issued_by, :now)",
        named_params! {
            ":id": id.to_string(),
            ":tenant": new.owner.tenant(),
            ":kid": new.kid,
            ":hash": new.secret_hash,
            ":scopes": new.terms.scopes_text(),
            ":expires_at": new.terms.expires_at.map(|at| at.0),
            ":networks": new.terms.networks_text(),
            ":label": new.label,
            ":issued_by": new.issued_by.to_text(),
            ":now": now.0,
        },
    )?;
    Ok(())
}

fn by_kid() -> String {
    format!("SELECT {COLUMNS} FROM api_keys WHERE id = coalesce((SELECT id FROM api_keys WHERE kid = ?1), ?2)")
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    let id: String = row.get("id")?;
    let name = RowName { table: "api_keys", row: &id };
    Ok(ApiKey {
        id: id.parse().map_err(|error| name.unreadable("id", error))?,
        owner: match row.get::<_, Option<String>>("tenant_id")? {
            None => KeyOwner::Provider,
            Some(tenant) => KeyOwner::Tenant(tenant.parse().map_err(|error| name.unreadable("tenant_id", error))?),
        },
        kid: row.get("kid")?,
        secret_hash: row.get("secret_hash")?,
        terms: KeyTerms::read(row, name)?,
        label: row.get("label")?,
        issued_by: Issuer::read(row, name)?,
        created_at: UnixMs(row.get("created_at_ms")?),
        used_at: row.get::<_, Option<i64>>("used_at_ms")?.map(UnixMs),
        revoked_at: row.get::<_, Option<i64>>("revoked_at_ms")?.map(UnixMs),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::control::KeyScope;
    use rusqlite::StatementStatus;

    /// How many steps the database takes to look for a key.
    fn steps(db: &Connection, kid: &str) -> i32 {
        let mut statement = db.prepare(&by_kid()).unwrap();
        statement.query_row([kid, NO_KEY], read).unwrap();
        statement.get_status(StatementStatus::VmStep)
    }

    #[test]
    fn a_key_that_is_not_there_takes_as_long_as_one_that_is() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::control::migrations().to_latest(&mut db).unwrap();
        db.execute_batch(
            "INSERT INTO api_keys (id, kid, secret_hash, scopes, label, created_at_ms)
             VALUES ('01890000-0000-7000-8000-000000000000', 'there', zeroblob(32), 'read send', 'x', 1)",
        )
        .unwrap();
        // Of both one row is read; a few steps more than that are nothing that can be measured.
        let (there, not_there) = (steps(&db, "there"), steps(&db, "not there"));
        assert!(there.abs_diff(not_there) <= 4, "{there} and {not_there} steps");
    }

    #[test]
    fn a_key_from_before_keys_had_terms_goes_on_for_ever_and_from_everywhere() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::control::migrations().to_version(&mut db, 10).unwrap();
        db.execute_batch(
            "INSERT INTO api_keys (id, kid, secret_hash, scopes, label, created_at_ms)
             VALUES ('01890000-0000-7000-8000-000000000000', 'old', zeroblob(32), 'read send control media', 'x', 1)",
        )
        .unwrap();
        crate::control::migrations().to_latest(&mut db).unwrap();
        let key = db.query_row(&by_kid(), ["old", NO_KEY], read).unwrap();
        assert_eq!(key.terms, KeyTerms::of(&KeyScope::OF_A_TENANT));
        assert!(key.stands_at(UnixMs::FOREVER) && key.terms.admit(None));
    }
}
