//! The control plane, one file a table.

mod api_keys;
mod audit;
mod links;
mod logins;
mod settings;
mod sorting;
mod tenants;

use rusqlite_migration::{M, Migrations};

pub use api_keys::{ApiKey, KeyOwner, NewApiKey};
pub use audit::AuditEntry;
pub use logins::{Login, NewLogin, Who};
pub use sorting::TenantKey;
pub use tenants::{NewTenant, TenantPage, TenantQuery};

/// Numbered, applied together with their bookkeeping, never edited after a release.
pub(crate) fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("../../migrations/control/0001_control_plane.sql")),
        M::up(include_str!("../../migrations/control/0002_search.sql")),
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
