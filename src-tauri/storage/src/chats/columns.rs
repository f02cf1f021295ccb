//! Values as they stand in columns.

use portaria_domain::{Address, Jid};
use rusqlite::Row;
use serde::de::DeserializeOwned;

use crate::control::unreadable;

/// A word that this version does not know.
#[derive(Debug, thiserror::Error)]
#[error("an unknown word: {0}")]
pub(super) struct UnknownWord(pub(super) String);

pub(super) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("domain values have only plain fields")
}

pub(super) fn text(row: &Row<'_>, column: &str) -> rusqlite::Result<String> {
    row.get(column)
}

/// A column of JSON.
pub(super) fn parsed<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(|error| unreadable(column, error))
}

/// A column of JSON that may be empty.
pub(super) fn optional<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let text = row.get_ref(column)?.as_str_or_null()?;
    text.map(|text| serde_json::from_str(text).map_err(|error| unreadable(column, error))).transpose()
}

/// A party by two columns.
pub(super) fn address(row: &Row<'_>, pn: &str, lid: &str) -> rusqlite::Result<Address> {
    let jid = |column: &str| -> rusqlite::Result<Option<Jid>> {
        let text = row.get_ref(column)?.as_str_or_null()?;
        text.map(|text| text.parse().map_err(|error| unreadable(column, error))).transpose()
    };
    Ok(Address { pn: jid(pn)?, lid: jid(lid)? })
}
