//! What the provider set, by name.

use rusqlite::OptionalExtension as _;

use crate::control::logins::params_of;
use crate::{StorageError, Stores};

const ADMIN_PASSWORD: &str = "admin.password_hash";

impl Stores {
    /// A setting.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StorageError> {
        let name = name.to_owned();
        let find = "SELECT value FROM settings WHERE name = ?1";
        self.control().read(move |db| db.prepare_cached(find)?.query_row([name], |row| row.get(0)).optional()).await
    }

    /// Keeps a setting.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StorageError> {
        let keep = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
        self.change(keep, params_of([name.to_owned(), value.to_owned()], [])).await
    }

    /// The provider's password as a PHC string, once it was set.
    pub async fn admin_password_hash(&self) -> Result<Option<String>, StorageError> {
        self.setting(ADMIN_PASSWORD).await
    }

    /// Keeps the provider's password as a PHC string.
    pub async fn set_admin_password_hash(&self, phc: &str) -> Result<(), StorageError> {
        self.set_setting(ADMIN_PASSWORD, phc).await
    }
}
