//! The provider's second step of logging in: what its authenticator app shares with the server, the codes that were used,
//! and recovery codes. It stands in the control plane's sealed file, like the tenants' keys.

use portaria_domain::Secret;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::control::RowName;
use crate::database::WriteError;
use crate::{StorageError, Stores};

/// What holds.
const ON: &str = "admin.totp";
/// What was begun and waits for its first code.
const BEGUN: &str = "admin.totp_begun";

/// How many bytes the shared secret has.
pub const TOTP_SECRET_BYTES: usize = 20;

/// The second step, as it holds.
#[derive(Clone, Debug)]
pub struct Totp {
    /// What the app makes codes of.
    pub secret: Secret<[u8; TOTP_SECRET_BYTES]>,
    /// How many recovery codes are left.
    pub recovery_codes_left: usize,
}

/// The row, as JSON; bytes are written in hexadecimal.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    secret: String,
    /// The steps whose codes were used, as far as those could be used again.
    used_steps: Vec<u64>,
    /// What is kept of recovery codes that were not used.
    recovery: Vec<String>,
}

impl Stores {
    /// The second step; `None` where it is off. What this version cannot read is an error: it is not off.
    pub async fn totp(&self) -> Result<Option<Totp>, StorageError> {
        self.control()
            .read(|db| {
                let Some(kept) = read(db, ON)? else { return Ok(None) };
                Ok(Some(Totp { secret: secret(&kept, ON)?, recovery_codes_left: kept.recovery.len() }))
            })
            .await
    }

    /// Keeps a secret that waits for its first code; one that waited before is forgotten.
    pub async fn begin_totp(&self, secret: &Secret<[u8; TOTP_SECRET_BYTES]>) -> Result<(), StorageError> {
        let kept = Kept { secret: hex::encode(secret.expose()), used_steps: Vec::new(), recovery: Vec::new() };
        self.control().write(move |transaction| keep(transaction, BEGUN, &kept)).await
    }

    /// The secret that waits for its first code.
    pub async fn begun_totp(&self) -> Result<Option<Secret<[u8; TOTP_SECRET_BYTES]>>, StorageError> {
        self.control().read(|db| read(db, BEGUN)?.map(|kept| secret(&kept, BEGUN)).transpose()).await
    }

    /// Switches the second step on by the first code of the secret that waits, which is used by that. `false` where another
    /// secret waits, or none.
    pub async fn confirm_totp(
        &self,
        confirmed: &Secret<[u8; TOTP_SECRET_BYTES]>,
        step: u64,
        recovery: Vec<[u8; 32]>,
    ) -> Result<bool, StorageError> {
        let confirmed = hex::encode(confirmed.expose());
        self.control()
            .write(move |transaction| {
                match read(transaction, BEGUN)? {
                    Some(begun) if begun.secret == confirmed => {}
                    _ => return Ok(false),
                }
                let recovery = recovery.iter().map(hex::encode).collect();
                keep(transaction, ON, &Kept { secret: confirmed, used_steps: vec![step], recovery })?;
                forget(transaction, BEGUN)?;
                Ok(true)
            })
            .await
    }

    /// Uses the code of a step; `false` where it was used before, or the secret is another one now. Steps that are further
    /// than `around` from this one are forgotten: their codes are not taken any more.
    pub async fn use_totp_step(
        &self,
        of: &Secret<[u8; TOTP_SECRET_BYTES]>,
        step: u64,
        around: u64,
    ) -> Result<bool, StorageError> {
        let of = hex::encode(of.expose());
        self.control()
            .write(move |transaction| {
                let Some(mut kept) = read(transaction, ON)?.filter(|kept| kept.secret == of) else { return Ok(false) };
                if kept.used_steps.contains(&step) {
                    return Ok(false);
                }
                kept.used_steps.retain(|used| used.abs_diff(step) <= around);
                kept.used_steps.push(step);
                keep(transaction, ON, &kept)?;
                Ok(true)
            })
            .await
    }

    /// Uses a recovery code, by what is kept of it; `false` where it is none, or was used before.
    pub async fn use_recovery_code(&self, hash: [u8; 32]) -> Result<bool, StorageError> {
        self.control()
            .write(move |transaction| {
                let Some(mut kept) = read(transaction, ON)? else { return Ok(false) };
                let (hash, before) = (hex::encode(hash), kept.recovery.len());
                kept.recovery.retain(|one| *one != hash);
                if kept.recovery.len() == before {
                    return Ok(false);
                }
                keep(transaction, ON, &kept)?;
                Ok(true)
            })
            .await
    }

    /// Replaces the recovery codes, by what is kept of them; `false` where the second step is off.
    pub async fn set_recovery_codes(&self, hashes: Vec<[u8; 32]>) -> Result<bool, StorageError> {
        self.control()
            .write(move |transaction| {
                let Some(kept) = read(transaction, ON)? else { return Ok(false) };
                keep(transaction, ON, &Kept { recovery: hashes.iter().map(hex::encode).collect(), ..kept })?;
                Ok(true)
            })
            .await
    }

    /// Switches the second step off, and forgets what was begun.
    pub async fn remove_totp(&self) -> Result<(), StorageError> {
        self.control()
            .write(|transaction| {
                forget(transaction, ON)?;
                Ok(forget(transaction, BEGUN)?)
            })
            .await
    }
}

fn read(db: &Connection, name: &'static str) -> rusqlite::Result<Option<Kept>> {
    let find = "SELECT value FROM settings WHERE name = ?1";
    let json: Option<String> = db.prepare_cached(find)?.query_row([name], |row| row.get(0)).optional()?;
    let kept = json.as_deref().map(serde_json::from_str).transpose();
    kept.map_err(|error| row(name).unreadable("value", error))
}

fn secret(kept: &Kept, name: &'static str) -> rusqlite::Result<Secret<[u8; TOTP_SECRET_BYTES]>> {
    let mut bytes = [0; TOTP_SECRET_BYTES];
    let read = hex::decode_to_slice(&kept.secret, &mut bytes);
    read.map_err(|error| row(name).unreadable("value", error))?;
    Ok(Secret::new(bytes))
}

fn keep(transaction: &Transaction<'_>, name: &str, kept: &Kept) -> Result<(), WriteError> {
    let json = serde_json::to_string(kept).expect("texts and numbers become JSON");
    let keep = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
    transaction.execute(keep, params![name, json])?;
    Ok(())
}

fn forget(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM settings WHERE name = ?1", [name]).map(drop)
}

const fn row(name: &'static str) -> RowName<'static> {
    RowName { table: "settings", row: name }
}
