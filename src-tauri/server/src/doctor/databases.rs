//! Keys and databases, opened for reading only.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::StreamExt as _;
use portaria_domain::TenantId;
use portaria_reach::AccessSettings;
use portaria_storage::{Inspection, StorageError, Written};

use super::place::Place;
use super::report::Findings;
use super::words::Check;
use crate::access::SETTING as ACCESS;
use crate::offline::KEY_BACKUP;
use crate::update::SETTING as UPDATES;

/// How many tenants are looked at at a time.
const AT_ONCE: usize = 4;
/// So many tenants are named; the rest is counted.
const NAMED: usize = 5;

/// What was read that others need.
#[derive(Default)]
pub(super) struct Stored {
    /// From where the server is to be reached.
    pub(super) access: Option<AccessSettings>,
    /// What was chosen of updates, as JSON.
    pub(super) updates: Option<String>,
    /// Whether the panel has a password; `None` where that cannot be told.
    pub(super) has_password: Option<bool>,
}

pub(super) async fn look(place: &Place, found: &mut Findings, progress: impl Fn(usize, usize) + Sync) -> Stored {
    let inspection = match Inspection::begin(&place.folder, place.is_shared()).await {
        Ok(Some(inspection)) => inspection,
        Ok(None) => {
            for check in [Check::MasterKey, Check::MasterKeyBackup, Check::ControlDatabase] {
                found.skipped(check, "the first start makes it");
            }
            return Stored { has_password: Some(false), ..Stored::default() };
        }
        Err(error) => {
            found.failed(Check::MasterKey, error.to_string());
            return Stored::default();
        }
    };
    found.well(Check::MasterKey, "");
    let mut steps = match inspection.control().await {
        Ok(written) => {
            found.well(Check::ControlDatabase, "");
            Steps::default().and(written)
        }
        Err(error @ StorageError::Newer { .. }) => {
            found.failed(Check::Schema, error.to_string());
            found.skipped(Check::ControlDatabase, "a newer version wrote it");
            return Stored::default();
        }
        Err(error) => {
            found.failed(Check::ControlDatabase, error.to_string());
            return Stored::default();
        }
    };
    let stored = settings(&inspection, found).await;
    match inspection.tenants().await {
        Ok(tenants) => {
            let (done, all) = (AtomicUsize::new(0), tenants.len());
            let looks = futures_util::stream::iter(tenants).map(|tenant| {
                let (inspection, done, progress) = (&inspection, &done, &progress);
                async move {
                    let id = tenant.id;
                    let looked = inspection.tenant(tenant).await;
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1, all);
                    (id, looked)
                }
            });
            let looked: Vec<_> = looks.buffer_unordered(AT_ONCE).collect().await;
            steps = judge(looked, steps, found);
        }
        Err(error) => found.failed(Check::TenantDatabases, error.to_string()),
    }
    match steps {
        Steps { newer: Some(error), .. } => found.failed(Check::Schema, error),
        Steps { older: 0, .. } => found.well(Check::Schema, ""),
        Steps { older, .. } => found.warned(Check::Schema, format!("{older} databases are of an older version")),
    }
    stored
}

/// How the databases' versions stand.
#[derive(Default)]
struct Steps {
    older: usize,
    newer: Option<String>,
}

impl Steps {
    fn and(mut self, written: Written) -> Self {
        self.older += usize::from(written != Written::Now);
        self
    }
}

fn judge(looked: Vec<(TenantId, Result<Written, StorageError>)>, mut steps: Steps, found: &mut Findings) -> Steps {
    let all = looked.len();
    let mut damaged = Vec::new();
    for (tenant, looked) in looked {
        match looked {
            Ok(written) => steps = steps.and(written),
            Err(error @ StorageError::Newer { .. }) => steps.newer = Some(error.to_string()),
            Err(error) => damaged.push(format!("{tenant}: {error}")),
        }
    }
    if damaged.is_empty() {
        found.well(Check::TenantDatabases, format!("{all} tenants"));
        return steps;
    }
    damaged.sort_unstable();
    let rest = damaged.len().saturating_sub(NAMED);
    damaged.truncate(NAMED);
    let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
    found.failed(Check::TenantDatabases, format!("{}{more}", damaged.join("; ")));
    steps
}

async fn settings(inspection: &Inspection, found: &mut Findings) -> Stored {
    match inspection.setting(KEY_BACKUP).await {
        Ok(Some(note)) if note.starts_with(&inspection.key_fingerprint()) => found.well(Check::MasterKeyBackup, ""),
        Ok(Some(_)) => found.warned(Check::MasterKeyBackup, "the backup that was noted is of another key"),
        Ok(None) => found.warned(Check::MasterKeyBackup, "none was noted"),
        Err(error) => found.skipped(Check::MasterKeyBackup, error.to_string()),
    }
    let access = inspection.setting(ACCESS).await.ok().flatten();
    let password = inspection.setting("admin.password_hash").await;
    Stored {
        access: access.and_then(|json| serde_json::from_str(&json).ok()),
        updates: inspection.setting(UPDATES).await.ok().flatten(),
        has_password: password.ok().map(|hash| hash.is_some()),
    }
}
