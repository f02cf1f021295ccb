//! What each tenant's session is, in the order in which somebody should look at them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Cause, SessionState, SessionStatus, TenantId, UnixMs};
use portaria_sessions::{Notice, NoticeBody};
use portaria_storage::{StorageError, TenantQuery};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::app::AppState;

/// The shortest time between two lists.
const PACE: Duration = Duration::from_secs(1);

/// One tenant's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Whose it is.
    pub id: TenantId,
    /// The tenant's name.
    pub name: Arc<str>,
    /// Where the session stands.
    pub status: SessionStatus,
    /// Since when.
    pub since: UnixMs,
    /// Why.
    pub cause: Cause,
    /// Whether a phone is linked.
    pub is_linked: bool,
}

/// All sessions, first who needs somebody, last who rests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstanceList {
    /// Each tenant's session.
    pub items: Vec<Instance>,
}

impl InstanceList {
    /// How many stand there.
    pub fn count(&self, is_meant: impl Fn(SessionStatus) -> bool) -> usize {
        self.items.iter().filter(|item| is_meant(item.status)).count()
    }

    /// The status that needs somebody most; `None` when there is no tenant.
    pub fn worst(&self) -> Option<SessionStatus> {
        self.items.first().map(|item| item.status)
    }
}

/// One list after another, each with something new in it, at most one a second.
pub struct InstanceLists {
    app: AppState,
    stopping: CancellationToken,
    notices: broadcast::Receiver<Notice>,
    /// The tenants' names; none where they are to be read anew.
    names: Option<HashMap<TenantId, Arc<str>>>,
    shown: Option<Arc<InstanceList>>,
    shown_at: Option<Instant>,
}

impl InstanceLists {
    pub(super) fn new(app: AppState, stopping: CancellationToken) -> Self {
        let notices = app.host.notices();
        Self { app, stopping, notices, names: None, shown: None, shown_at: None }
    }

    /// The next list: the first one at once. `None`: the server goes down.
    pub async fn next(&mut self) -> Option<Arc<InstanceList>> {
        let stopping = self.stopping.clone();
        loop {
            if self.shown.is_some() {
                stopping.run_until_cancelled(self.wait_for_change()).await??;
            }
            match stopping.run_until_cancelled(self.read()).await? {
                Ok(list) if self.shown.as_deref() != Some(&list) => {
                    let list = Arc::new(list);
                    self.shown = Some(Arc::clone(&list));
                    self.shown_at = Some(Instant::now());
                    return Some(list);
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "the tenants' names could not be read");
                    stopping.run_until_cancelled(tokio::time::sleep(PACE)).await?;
                }
            }
        }
    }

    /// Waits until there may be something new, and until a list is due. `None`: the sessions are gone.
    async fn wait_for_change(&mut self) -> Option<()> {
        loop {
            let notice = self.notices.recv().await;
            if matches!(notice, Err(RecvError::Closed)) {
                return None;
            }
            if self.note(notice.ok()) {
                break;
            }
        }
        if let Some(at) = self.shown_at {
            tokio::time::sleep_until(at + PACE).await;
        }
        // What came meanwhile is in the next list, too.
        loop {
            match self.notices.try_recv() {
                Ok(notice) => self.note(Some(notice)),
                Err(TryRecvError::Lagged(_)) => self.note(None),
                Err(TryRecvError::Empty | TryRecvError::Closed) => return Some(()),
            };
        }
    }

    /// Whether a notice may change the list; nothing stands for notices that were missed.
    fn note(&mut self, notice: Option<Notice>) -> bool {
        let body = notice.map(|notice| notice.body);
        if matches!(body, None | Some(NoticeBody::TenantChanged)) {
            self.names = None;
        }
        matches!(body, None | Some(NoticeBody::TenantChanged | NoticeBody::Status(_)))
    }

    async fn read(&mut self) -> Result<InstanceList, StorageError> {
        if self.names.is_none() {
            let all = self.app.stores.tenants(TenantQuery { limit: usize::MAX, ..TenantQuery::default() }).await?;
            let names = all.tenants.into_iter().map(|tenant| (tenant.id, Arc::from(tenant.name.as_str())));
            self.names = Some(names.collect());
        }
        let names = self.names.as_ref();
        let of = |(id, state): (TenantId, SessionState)| Instance {
            id,
            // A tenant whose row does not read has failed, and that must be seen.
            name: names.and_then(|names| names.get(&id).cloned()).unwrap_or_else(|| id.to_string().into()),
            status: state.status,
            since: state.since,
            cause: state.cause,
            is_linked: self.app.host.account(id).is_some(),
        };
        let mut items: Vec<_> = self.app.host.statuses().into_iter().map(of).collect();
        items.sort_by_cached_key(|item| (item.status.urgency(), item.name.to_lowercase(), item.id));
        Ok(InstanceList { items })
    }
}
