//! How much waits, for the figures of who runs the program.

use std::sync::PoisonError;

use crate::chats::ChatStore;

/// What waits, of one tenant or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Messages and marks that wait, or wait for their hour.
    pub waiting: i64,
    /// Those that will not leave by themselves.
    pub failed: i64,
    /// Deliveries that wait for webhooks.
    pub deliveries: i64,
}

impl std::ops::AddAssign for Backlog {
    fn add_assign(&mut self, more: Self) {
        self.waiting += more.waiting;
        self.failed += more.failed;
        self.deliveries += more.deliveries;
    }
}

impl ChatStore {
    /// How much waits. A file that rests is left alone: nothing has changed since it was counted.
    pub(crate) async fn backlog(&self) -> Backlog {
        let find = "SELECT (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'scheduled')),
                           (SELECT count(*) FROM outbox WHERE state = 'dead'),
                           (SELECT count(*) FROM webhook_deliveries WHERE state = 'waiting')";
        let counted = self.database.read_in_passing(move |db| {
            db.prepare_cached(find)?
                .query_row([], |row| Ok(Backlog { waiting: row.get(0)?, failed: row.get(1)?, deliveries: row.get(2)? }))
        });
        let counted = counted.await.transpose().unwrap_or_else(|error| {
            tracing::debug!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "what waits could not be counted");
            None
        });
        let mut known = self.backlog.lock().unwrap_or_else(PoisonError::into_inner);
        *known = counted.unwrap_or(*known);
        *known
    }
}
