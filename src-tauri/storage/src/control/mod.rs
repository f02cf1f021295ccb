//! The control plane, one file a table.

mod api_keys;
mod audit;
mod desired;
mod erasures;
mod exports;
mod issued;
mod issuers;
mod key_terms;
mod links;
mod logins;
mod placements;
mod provider;
mod push_devices;
mod settings;
mod sorting;
mod tenants;
mod totp;
mod webhook_tenants;

use rusqlite_migration::{M, Migrations};

use crate::error::UnreadableValue;

pub use api_keys::{ApiKey, KeyOwner, NewApiKey};
pub use audit::AuditEntry;
pub use issuers::Issuer;
pub use key_terms::{KeyScope, KeyTerms};
pub use logins::{Login, NewLogin, Who};
pub use placements::{Placement, Unplaced};
pub use provider::ProviderSettings;
pub use push_devices::PushDevice;
pub use sorting::SortableTenant;
pub use tenants::{NewTenant, TenantPage, TenantQuery};
pub use totp::{TOTP_SECRET_BYTES, Totp};

/// Numbered, applied together with their bookkeeping, never edited after a release.
pub(crate) fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("../../migrations/control/0001_control_plane.sql")),
        M::up(include_str!("../../migrations/control/0002_search.sql")),
        M::up(include_str!("../../migrations/control/0003_last_activity.sql")),
        M::up(include_str!("../../migrations/control/0005_delegation.sql")),
        M::up(include_str!("../../migrations/control/0006_browsers.sql")),
        M::up(include_str!("../../migrations/control/0007_erasures.sql")),
        M::up(include_str!("../../migrations/control/0008_webhook_tenants.sql")),
        M::up(include_str!("../../migrations/control/0009_exports.sql")),
        M::up(include_str!("../../migrations/control/0010_unexpected_account.sql")),
        M::up(include_str!("../../migrations/control/0011_push_devices.sql")),
        M::up(include_str!("../../migrations/control/0012_key_terms.sql")),
    ])
}

/// A column that we wrote and cannot read back.
pub(crate) fn unreadable<E>(column: &str, error: E) -> rusqlite::Error
where
    E: std::error::Error + Send + Sync + 'static,
{
    tracing::error!(column, %error, "a stored value does not read back");
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

/// The row that is being read; an error names it.
#[derive(Clone, Copy)]
struct RowName<'a> {
    table: &'static str,
    row: &'a str,
}

impl RowName<'_> {
    /// What stands in a column is nothing that this version knows.
    fn unreadable<E>(self, column: &'static str, source: E) -> rusqlite::Error
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        let value = UnreadableValue { table: self.table, row: self.row.to_owned(), column, source: Box::new(source) };
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(value))
    }
}

/// A word that this version does not know: never taken for another.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no word that this version knows")]
struct UnknownWord(String);

/// The rows that read. Of the others the log tells: one bad row takes no list with it.
fn readable<T>(rows: impl Iterator<Item = rusqlite::Result<T>>) -> rusqlite::Result<Vec<T>> {
    let mut found = Vec::new();
    for row in rows {
        match row {
            Ok(value) => found.push(value),
            Err(rusqlite::Error::FromSqlConversionFailure(_, _, error)) => {
                tracing::error!(error = &*error as &dyn std::error::Error, "a row does not read and is left out");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}
