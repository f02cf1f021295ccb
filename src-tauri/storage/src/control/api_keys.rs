//! API keys: only the hash of what makes them keys.

use portaria_domain::{ApiKeyId, TenantId, UnixMs};
use rusqlite::{OptionalExtension as _, Row, named_params};

use crate::control::logins::params_of;
use crate::control::{RowName, UnknownWord, readable};
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
    /// To look.
    Read,
    /// To write messages.
    Send,
    /// To pair, start, stop and unlink.
    Control,
    /// To fetch and to hand over files.
    Media,
}

impl KeyScope {
    /// Every scope there is.
    pub const ALL: [Self; 4] = [Self::Read, Self::Send, Self::Control, Self::Media];

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Send => "send",
            Self::Control => "control",
            Self::Media => "media",
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
    /// When it was made.
    pub created_at: UnixMs,
    /// When it was last used.
    pub used_at: Option<UnixMs>,
    /// When it was taken back.
    pub revoked_at: Option<UnixMs>,
}

const COLUMNS: &str = "id, tenant_id, kid, secret_hash, scopes, label, created_at_ms, used_at_ms, revoked_at_ms";

impl Stores {
    /// Keeps a key.
    pub async fn create_api_key(&self, new: NewApiKey, now: UnixMs) -> Result<ApiKeyId, StorageError> {
        let id = ApiKeyId::from_parts(now, rand::random());
        self.control()
            .write(move |transaction| {
                transaction.execute(
                    "INSERT INTO api_keys (id, tenant_id, kid, secret_hash, scopes, label, created_at_ms)
                     VALUES (:id, :tenant, :kid, :hash, :scopes, :label, :now)",
                    named_params! {
                        ":id": id.to_string(),
                        ":tenant": new.owner.tenant(),
                        ":kid": new.kid,
                        ":hash": new.secret_hash,
                        ":scopes": new.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "),
                        ":label": new.label,
                        ":now": now.0,
                    },
                )?;
                Ok(id)
            })
            .await
    }

    /// The key with this public part, revoked or not.
    pub async fn api_key_by_kid(&self, kid: &str) -> Result<Option<ApiKey>, StorageError> {
        let (sql, kid) = (format!("SELECT {COLUMNS} FROM api_keys WHERE kid = ?1"), kid.to_owned());
        self.control().read(move |db| db.prepare_cached(&sql)?.query_row([kid], read).optional()).await
    }

    /// An owner's keys, newest first, as far as they read.
    pub async fn api_keys(&self, owner: KeyOwner) -> Result<Vec<ApiKey>, StorageError> {
        let sql = format!("SELECT {COLUMNS} FROM api_keys WHERE tenant_id IS ?1 ORDER BY id DESC");
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

fn read(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
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
        created_at: UnixMs(row.get("created_at_ms")?),
        used_at: row.get::<_, Option<i64>>("used_at_ms")?.map(UnixMs),
        revoked_at: row.get::<_, Option<i64>>("revoked_at_ms")?.map(UnixMs),
    })
}
