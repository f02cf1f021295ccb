//! Browsers that are told of messages while their panel is closed, and the key that this installation proves itself by.

use std::collections::HashSet;

use portaria_domain::{Language, LoginId, PublicId, Secret, TenantId, UnixMs};
use rusqlite::{OptionalExtension as _, Row, named_params, params};

use crate::control::{RowName, readable, unreadable};
use crate::{StorageError, Stores};

/// Where the key stands among the settings, in hexadecimal.
const KEY: &str = "push.vapid_key";

/// How many of a tenant's browsers are told at the most: the one that asked longest ago goes for a new one.
const OF_A_TENANT: u32 = 100;

/// A browser that is told of messages while its panel is closed.
#[derive(Clone, Debug)]
pub struct PushDevice {
    /// The login of the panel there.
    pub login: LoginId,
    /// Whose messages.
    pub tenant: TenantId,
    /// The address at the browser's push service that stands for it.
    pub endpoint: Secret<String>,
    /// The browser's public key: a point of P-256, uncompressed (RFC 8291).
    pub public_key: [u8; 65],
    /// What the browser shares with who writes to it (RFC 8291).
    pub auth_secret: Secret<[u8; 16]>,
    /// In which language it is spoken to.
    pub language: Language,
    /// Whether it is told what was written, or only by whom.
    pub shows_text: bool,
    /// Since when its push service takes nothing.
    pub failing_since: Option<UnixMs>,
}

impl Stores {
    /// The key that this installation proves itself by to push services (RFC 8292): the one that is kept, or this one from
    /// now on.
    pub async fn push_key(&self, new: &Secret<[u8; 32]>) -> Result<Secret<[u8; 32]>, StorageError> {
        let new = hex::encode(new.expose());
        self.control()
            .write(move |transaction| {
                let keep = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING";
                transaction.execute(keep, params![KEY, new])?;
                let find = "SELECT value FROM settings WHERE name = ?1";
                let kept: String = transaction.query_row(find, [KEY], |row| row.get(0))?;
                let mut bytes = [0; 32];
                let name = RowName { table: "settings", row: KEY };
                hex::decode_to_slice(kept, &mut bytes).map_err(|error| name.unreadable("value", error))?;
                Ok(Secret::new(bytes))
            })
            .await
    }

    /// Has a browser told; what was kept of its login, or of its address by an earlier login, is replaced.
    pub async fn keep_push_device(&self, device: PushDevice, now: UnixMs) -> Result<(), StorageError> {
        self.control()
            .write(move |transaction| {
                let tenant = device.tenant.to_string();
                transaction.execute(
                    "DELETE FROM push_devices WHERE login_id = ?1 OR (tenant_id = ?2 AND endpoint = ?3)",
                    params![device.login.to_string(), tenant, device.endpoint.expose()],
                )?;
                // Nothing is kept for a login that ended meanwhile.
                transaction.execute(
                    "INSERT INTO push_devices (login_id, tenant_id, endpoint, public_key, auth_secret, language, shows_text,
                                               made_at_ms)
                     SELECT id, tenant_id, :endpoint, :public_key, :auth_secret, :language, :shows_text, :now
                     FROM logins WHERE id = :login AND tenant_id = :tenant",
                    named_params! {
                        ":login": device.login.to_string(),
                        ":tenant": tenant,
                        ":endpoint": device.endpoint.expose(),
                        ":public_key": device.public_key,
                        ":auth_secret": device.auth_secret.expose(),
                        ":language": device.language.as_str(),
                        ":shows_text": device.shows_text,
                        ":now": now.0,
                    },
                )?;
                transaction.execute(
                    "DELETE FROM push_devices WHERE tenant_id = ?1 AND made_at_ms < (
                       SELECT made_at_ms FROM push_devices WHERE tenant_id = ?1 ORDER BY made_at_ms DESC LIMIT 1 OFFSET ?2)",
                    params![tenant, OF_A_TENANT - 1],
                )?;
                Ok(())
            })
            .await
    }

    /// Tells a browser nothing any more; tells whether it was told.
    pub async fn forget_push_device(&self, login: LoginId) -> Result<bool, StorageError> {
        self.control()
            .write(move |transaction| {
                Ok(transaction.execute("DELETE FROM push_devices WHERE login_id = ?1", [login.to_string()])? > 0)
            })
            .await
    }

    /// Forgets a browser whose push service knows its address no longer, unless it has another one by now.
    pub async fn forget_push_endpoint(&self, login: LoginId, endpoint: &Secret<String>) -> Result<(), StorageError> {
        let endpoint = endpoint.expose().clone();
        self.control()
            .write(move |transaction| {
                let delete = "DELETE FROM push_devices WHERE login_id = ?1 AND endpoint = ?2";
                transaction.execute(delete, params![login.to_string(), endpoint])?;
                Ok(())
            })
            .await
    }

    /// Keeps since when a browser's push service takes nothing, or that it does.
    pub async fn note_push_failing(&self, login: LoginId, since: Option<UnixMs>) -> Result<(), StorageError> {
        self.control()
            .write(move |transaction| {
                let note = "UPDATE push_devices SET failing_since_ms = ?2 WHERE login_id = ?1";
                transaction.execute(note, params![login.to_string(), since.map(|since| since.0)])?;
                Ok(())
            })
            .await
    }

    /// A browser that is told, with the address of its portal, as long as its login opens that portal.
    pub async fn push_device(
        &self,
        login: LoginId,
        now: UnixMs,
    ) -> Result<Option<(PushDevice, PublicId)>, StorageError> {
        self.control()
            .read(move |db| db.prepare_cached(BY_LOGIN)?.query_row(params![login.to_string(), now.0], read).optional())
            .await
    }

    /// The logins of a tenant whose browsers are told.
    pub async fn pushed_logins(&self, tenant: TenantId) -> Result<HashSet<LoginId>, StorageError> {
        self.control()
            .read(move |db| {
                let mut find = db.prepare_cached("SELECT login_id FROM push_devices WHERE tenant_id = ?1")?;
                let rows = find.query_map([tenant.to_string()], |row| {
                    row.get_ref(0)?.as_str()?.parse().map_err(|error| unreadable("login_id", error))
                })?;
                Ok(readable(rows)?.into_iter().collect())
            })
            .await
    }

    /// Every login whose browser is told, with its tenant.
    pub async fn all_pushed_logins(&self) -> Result<Vec<(TenantId, LoginId)>, StorageError> {
        self.control()
            .read(|db| {
                let mut find =
                    db.prepare("SELECT tenant_id, login_id FROM push_devices ORDER BY tenant_id, login_id")?;
                let rows = find.query_map([], |row| {
                    let tenant = row.get_ref(0)?.as_str()?.parse().map_err(|error| unreadable("tenant_id", error))?;
                    let login = row.get_ref(1)?.as_str()?.parse().map_err(|error| unreadable("login_id", error))?;
                    Ok((tenant, login))
                })?;
                readable(rows)
            })
            .await
    }
}

const BY_LOGIN: &str =
    "SELECT device.login_id, device.tenant_id, device.endpoint, device.public_key, device.auth_secret,
      device.language, device.shows_text, device.failing_since_ms, link.public_id
    FROM push_devices AS device
    JOIN logins AS login ON login.id = device.login_id AND login.expires_at_ms > ?2
    JOIN links AS link ON link.tenant_id = device.tenant_id AND link.epoch = login.link_epoch
      AND link.revoked_at_ms IS NULL AND (link.expires_at_ms IS NULL OR link.expires_at_ms > ?2)
    WHERE device.login_id = ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<(PushDevice, PublicId)> {
    let login: String = row.get("login_id")?;
    let name = RowName { table: "push_devices", row: &login };
    let text = |column: &'static str| row.get::<_, String>(column);
    let device = PushDevice {
        login: login.parse().map_err(|error| name.unreadable("login_id", error))?,
        tenant: text("tenant_id")?.parse().map_err(|error| name.unreadable("tenant_id", error))?,
        endpoint: Secret::new(text("endpoint")?),
        public_key: row.get("public_key")?,
        auth_secret: Secret::new(row.get("auth_secret")?),
        language: text("language")?.parse().map_err(|error| name.unreadable("language", error))?,
        shows_text: row.get("shows_text")?,
        failing_since: row.get::<_, Option<i64>>("failing_since_ms")?.map(UnixMs),
    };
    let portal = text("public_id")?.parse().map_err(|error| name.unreadable("public_id", error))?;
    Ok((device, portal))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_browser_is_found_without_walking_others() {
        let mut db = rusqlite::Connection::open_in_memory().unwrap();
        super::super::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, BY_LOGIN);
        assert!(!plan.contains("SCAN"), "{plan}");
        let plan = crate::database::plan(&db, "SELECT login_id FROM push_devices WHERE tenant_id = 'a'");
        assert!(!plan.contains("SCAN"), "{plan}");
    }
}
