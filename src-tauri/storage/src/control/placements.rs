//! What is wanted of each tenant's session, and what was last known of it.

use portaria_domain::{Account, Desired, SessionState, TenantId, UnixMs};
use rusqlite::{Row, params};

use crate::control::{desired, tenants};
use crate::database::WriteError;
use crate::{StorageError, Stores};

/// One tenant's session, as it is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Whose.
    pub tenant: TenantId,
    /// What is wanted.
    pub desired: Desired,
    /// The account that is linked.
    pub account: Option<Account>,
    /// The account that scanned and does not have the expected number, until somebody says whether it is right.
    pub unexpected_account: Option<Account>,
    /// Where the session stood when somebody last wrote it down.
    pub last_status: Option<SessionState>,
    /// When its newest message came or left, as far as somebody wrote it down.
    pub last_activity: Option<UnixMs>,
}

/// A tenant whose row does not read. Nothing is run on a guess.
#[derive(Debug)]
pub struct Unplaced {
    /// Whose.
    pub tenant: TenantId,
    /// What does not read.
    pub error: StorageError,
}

impl Stores {
    /// Every tenant's session, oldest first. A row that does not read hides no other.
    pub async fn placements(&self) -> Result<Vec<Result<Placement, Unplaced>>, StorageError> {
        let find =
            "SELECT id, desired, account, unexpected_account, status, last_activity_at_ms FROM tenants ORDER BY id";
        let path = self.data_dir().join("portaria.db");
        self.control()
            .read(move |db| {
                let mut find = db.prepare(find)?;
                let rows = find.query_map([], |row| Ok((tenants::id(row), read(row))))?;
                let mut placements = Vec::new();
                for row in rows {
                    match row? {
                        (Ok(_), Ok(placement)) => placements.push(Ok(placement)),
                        (Ok(tenant), Err(error)) => {
                            placements.push(Err(Unplaced { tenant, error: StorageError::sql(&path, error) }));
                        }
                        (Err(error), _) => {
                            let error = StorageError::sql(&path, error);
                            tracing::error!(error = &error as &dyn std::error::Error, "a tenant without an identity");
                        }
                    }
                }
                Ok(placements)
            })
            .await
    }

    /// What is wanted of a tenant's session from now on.
    pub async fn set_desired(&self, id: TenantId, desired: Desired) -> Result<(), StorageError> {
        self.update("UPDATE tenants SET desired = ?2 WHERE id = ?1", id, desired::word(desired).to_owned()).await
    }

    /// The status that a restart shows until the session is up.
    pub async fn set_last_status(&self, id: TenantId, status: &SessionState) -> Result<(), StorageError> {
        let json = serde_json::to_string(status).expect("a status has only plain fields");
        self.update("UPDATE tenants SET status = ?2 WHERE id = ?1", id, json).await
    }

    /// When the newest messages of these tenants came or left. Who is gone meanwhile is passed over.
    pub async fn set_last_activity(&self, tenants: Vec<(TenantId, UnixMs)>) -> Result<(), StorageError> {
        self.control()
            .write(move |transaction| {
                let mut set =
                    transaction.prepare_cached("UPDATE tenants SET last_activity_at_ms = ?2 WHERE id = ?1")?;
                for (tenant, at) in tenants {
                    set.execute(params![tenant.to_string(), at.0])?;
                }
                Ok(())
            })
            .await
    }

    async fn update(&self, sql: &'static str, id: TenantId, value: String) -> Result<(), StorageError> {
        self.control()
            .write(move |transaction| match transaction.execute(sql, params![id.to_string(), value])? {
                0 => Err(WriteError::Rule(StorageError::UnknownTenant)),
                _ => Ok(()),
            })
            .await
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Placement> {
    let status: Option<String> = row.get("status")?;
    Ok(Placement {
        tenant: tenants::id(row)?,
        desired: desired::parse(&row.get::<_, String>("desired")?)
            .map_err(|error| tenants::unreadable(row, "desired", error))?,
        account: tenants::account(row)?,
        unexpected_account: tenants::unexpected_account(row)?,
        last_status: status
            .as_deref()
            .map(serde_json::from_str)
            .transpose()
            .map_err(|error| tenants::unreadable(row, "status", error))?,
        last_activity: row.get::<_, Option<i64>>("last_activity_at_ms")?.map(UnixMs),
    })
}
