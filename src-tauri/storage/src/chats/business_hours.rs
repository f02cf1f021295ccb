//! When the tenant answers.

use portaria_domain::{BusinessHours, Event, UnixMs};
use rusqlite::params;

use crate::StorageError;
use crate::chats::columns::json;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, hours_rows};

/// Hours that are changed again within this time never held: somebody is still choosing them. It also bounds how many are kept.
const SETTLED_MS: i64 = 3_600_000;

impl ChatStore {
    /// The hours; `None`: there are none.
    pub async fn business_hours(&self) -> Result<Option<BusinessHours>, StorageError> {
        self.database.read(hours_rows::current).await
    }

    /// From now on these hours hold, or none.
    pub async fn set_business_hours(
        &self,
        hours: Option<BusinessHours>,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                if hours_rows::current(transaction)? == hours {
                    return Ok(Vec::new());
                }
                let since = "SELECT ifnull(max(since_ms), ?1) FROM business_hours WHERE since_ms > ?2";
                let since: i64 = transaction.query_row(since, [now.0, (now - SETTLED_MS).0], |row| row.get(0))?;
                let set = "INSERT INTO business_hours (since_ms, tenant_id, hours) VALUES (?1, ?2, ?3)
                           ON CONFLICT (since_ms) DO UPDATE SET hours = excluded.hours";
                transaction.execute(set, params![since, tenant, hours.as_ref().map(json)])?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.business_hours_changed();
                Ok(recorder.finish()?)
            })
            .await
    }
}
