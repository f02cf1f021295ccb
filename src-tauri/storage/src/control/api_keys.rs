//! API keys: only the hash of what makes them keys.

use portaria_domain::{ApiKeyId, TenantId, UnixMs};
use rusqlite::{OptionalExtension as _, Row, named_params};

use crate::control::logins::params_of;
use crate::control::{Issuer, RowName, UnknownWord, readable};
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

/// Something that a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyScope {
    /// To look; and with [`Self::Control`] to have webhooks told what happens.
    Read,
    /// To write messages.
    Send,
    /// To pair, start, stop and unlink.
    Control,
    /// To fetch and to hand over files.
    Media,
    /// Of the provider: to make tenants with their links and keys, and to be shown what is secret of these.
    Secrets,
}

impl KeyScope {
    /// Every scope there is.
    pub const ALL: [Self; 5] = [Self::Read, Self::Send, Self::Control, Self::Media, Self::Secrets];

    /// What a tenant's key may do.
    pub const OF_A_TENANT: [Self; 4] = [Self::Read, Self::Send, Self::Control, Self::Media];

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Send => "send",
            Self::Control => "control",
            Self::Media => "media",
            Self::Secrets => "secrets",
        }
    }

    fn parse(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word).ok_or_else(|| UnknownWord(word.to_owned()))
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
    /// What it may do.
    pub scopes: Vec<KeyScope>,
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
    /// What it may do.
    pub scopes: Vec<KeyScope>,
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

pub(super) const COLUMNS: &str =
    "id, tenant_id, kid, secret_hash, scopes, label, issued_by, created_at_ms, used_at_ms, revoked_at_ms";
/// A key that opens nothing.
const NO_KEY: &str = "00000000-0000-0000-0000-000000000000";

impl Stores {
    /// Keeps a key.
    pub async fn create_api_key(&self, new: NewApiKey, now: UnixMs) -> Result<ApiKeyId, StorageError> {
        let id = ApiKeyId::from_parts(now, rand::random());
        self.control()
            .write(move |transaction| {
                transaction.execute(
                    "INSERT INTO api_keys (id, tenant_id, kid, secret_hash, scopes, label, issued_by, created_at_ms)
                     VALUES (:id, :tenant, :kid, :hash, :scopes, :label, :issued_by, :now)",
                    named_params! {
                        ":id": id.to_string(),
                        ":tenant": new.owner.tenant(),
                        ":kid": new.kid,
                        ":hash": new.secret_hash,
                        ":scopes": new.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "),
                        ":label": new.label,
                        ":issued_by": new.issued_by.to_text(),
                        ":now": now.0,
                    },
                )?;
                Ok(id)
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

fn by_kid() -> String {
    format!("SELECT {COLUMNS} FROM api_keys WHERE id = coalesce((SELECT id FROM api_keys WHERE kid = ?1), ?2)")
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    let id: String = row.get("id")?;
    let name = RowName { table: "api_keys", row: &id };
    let scopes: String = row.get("scopes")?;
    Ok(ApiKey {
        id: id.parse().map_err(|error| name.unreadable("id", error))?,
        owner: match row.get::<_, Option<String>>("tenant_id")? {
            None => KeyOwner::Provider,
            Some(tenant) => KeyOwner::Tenant(tenant.parse().map_err(|error| name.unreadable("tenant_id", error))?),
        },
        kid: row.get("kid")?,
        secret_hash: row.get("secret_hash")?,
        scopes: scopes
            .split_ascii_whitespace()
            .map(KeyScope::parse)
            .collect::<Result<_, _>>()
            .map_err(|error| name.unreadable("scopes", error))?,
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
    use rusqlite::{Connection, StatementStatus};

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
}
