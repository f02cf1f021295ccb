//! What the provider said of itself: the name of the service, its language, how far its first run is.

use std::error::Error;
use std::iter;
use std::str::FromStr;

use portaria_domain::{FirstRun, Language, ProviderName};
use rusqlite::{Connection, OptionalExtension as _, Transaction};

use crate::control::{RowName, readable};
use crate::database::WriteError;
use crate::{StorageError, Stores};

const NAME: &str = "provider.name";
const LANGUAGE: &str = "provider.language";
const FIRST_RUN: &str = "provider.first_run";

/// What the provider said of itself; `None` where nothing was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderSettings {
    /// The name of the service.
    pub name: Option<ProviderName>,
    /// The language that the provider is spoken to in.
    pub language: Option<Language>,
    /// How far the first run has come.
    pub first_run: Option<FirstRun>,
}

impl Stores {
    /// What the provider said of itself. A value that this version cannot read is left out, and the log
    /// names it.
    pub async fn provider_settings(&self) -> Result<ProviderSettings, StorageError> {
        self.control()
            .read(|db| {
                Ok(ProviderSettings {
                    name: read(db, NAME)?,
                    language: read(db, LANGUAGE)?,
                    first_run: read(db, FIRST_RUN)?,
                })
            })
            .await
    }

    /// Keeps what is said now; what is `None` stays as it is.
    pub async fn change_provider_settings(&self, change: ProviderSettings) -> Result<(), StorageError> {
        self.control()
            .write(move |transaction| {
                keep(transaction, NAME, change.name.as_ref().map(ProviderName::as_str))?;
                keep(transaction, LANGUAGE, change.language.map(Language::as_str))?;
                keep(transaction, FIRST_RUN, change.first_run.map(FirstRun::as_str))
            })
            .await
    }
}

fn read<T: FromStr<Err: Error + Send + Sync + 'static>>(
    db: &Connection,
    name: &'static str,
) -> rusqlite::Result<Option<T>> {
    let find = "SELECT value FROM settings WHERE name = ?1";
    let text: Option<String> = db.prepare_cached(find)?.query_row([name], |row| row.get(0)).optional()?;
    let value = text.as_deref().map(str::parse).transpose();
    let value = value.map_err(|error| RowName { table: "settings", row: name }.unreadable("value", error));
    Ok(readable(iter::once(value))?.pop().flatten())
}

fn keep(transaction: &Transaction<'_>, name: &str, value: Option<&str>) -> Result<(), WriteError> {
    let Some(value) = value else { return Ok(()) };
    let keep = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
    transaction.execute(keep, [name, value])?;
    Ok(())
}
