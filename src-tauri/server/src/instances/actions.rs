//! Starting, stopping, and the link to pass on.

use futures_util::{StreamExt as _, stream};
use portaria_domain::{LinkState, SessionStatus, TenantId};
use portaria_sessions::{Asker, HostError};
use portaria_storage::StorageError;

use super::Instances;

/// As whom the audit knows who acts here.
const ACTOR: &str = "desktop";
/// How many sessions are started or stopped at a time where all are.
const AT_A_TIME: usize = 32;

/// What is done with several sessions.
#[derive(Clone, Copy)]
enum Act {
    Start,
    Stop,
}

/// Why an action came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    /// The provider took the link back, or its time is over: make a new one in the panel.
    #[error("the link opens nothing any more")]
    LinkClosed,
    /// There is no such tenant any more.
    #[error("there is no such tenant")]
    UnknownTenant,
    /// The session cannot do that as it stands.
    #[error(transparent)]
    Refused(HostError),
    /// The data cannot be read or written.
    #[error(transparent)]
    Storage(StorageError),
}

impl From<HostError> for InstanceError {
    fn from(error: HostError) -> Self {
        match error {
            HostError::UnknownTenant => Self::UnknownTenant,
            HostError::Storage(error) => Self::Storage(error),
            error => Self::Refused(error),
        }
    }
}

impl From<StorageError> for InstanceError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl Instances {
    /// Starts a session, also out of a pause.
    pub async fn start(&self, tenant: TenantId) -> Result<(), InstanceError> {
        self.app.host.start_session(tenant, Asker::Provider).await?;
        self.app.audit(ACTOR, "session.started", Some(tenant)).await;
        Ok(())
    }

    /// Rests a session until somebody starts it. Refused while the provider pauses it.
    pub async fn stop(&self, tenant: TenantId) -> Result<(), InstanceError> {
        self.app.host.stop_session(tenant).await?;
        self.app.audit(ACTOR, "session.stopped", Some(tenant)).await;
        Ok(())
    }

    /// Ends a session and brings it up again.
    pub async fn restart(&self, tenant: TenantId) -> Result<(), InstanceError> {
        self.stop(tenant).await?;
        self.start(tenant).await
    }

    /// Starts every linked session that rests or failed; gives back how many. Those that the provider paused, that
    /// WhatsApp banned or that were opened elsewhere are left: each of them is a decision of its own.
    pub async fn start_all(&self) -> usize {
        let rests = |status| matches!(status, SessionStatus::Stopped | SessionStatus::Failed);
        let chosen = self.standing(rests).into_iter().filter(|id| self.app.host.account(*id).is_some()).collect();
        self.all(chosen, Act::Start).await
    }

    /// Rests every session that is up or on its way; gives back how many.
    pub async fn stop_all(&self) -> usize {
        let is_up = |status: SessionStatus| status.is_live() || status == SessionStatus::Restricted;
        self.all(self.standing(is_up), Act::Stop).await
    }

    /// The machine woke up, or its network is another: lost connections are tried again now, and the others looked at.
    pub fn wake(&self) {
        self.app.host.wake();
    }

    /// The address of a tenant's link, with its secret.
    pub async fn link(&self, tenant: TenantId) -> Result<String, InstanceError> {
        let link = self.app.stores.link_of(tenant).await?.ok_or(InstanceError::UnknownTenant)?;
        if link.state(self.app.now()) != LinkState::Active {
            return Err(InstanceError::LinkClosed);
        }
        self.app.audit(ACTOR, "link.copied", Some(tenant)).await;
        Ok(self.app.link_shape(&link).url)
    }

    fn standing(&self, is_meant: impl Fn(SessionStatus) -> bool) -> Vec<TenantId> {
        let statuses = self.app.host.statuses().into_iter();
        statuses.filter(|(_, state)| is_meant(state.status)).map(|(id, _)| id).collect()
    }

    /// Does the same with several, and goes on past those with which it cannot be done; gives back with how many it was.
    async fn all(&self, chosen: Vec<TenantId>, act: Act) -> usize {
        // Each future owns what it needs, so that who awaits this may be sent between threads.
        let acting: Vec<_> = chosen.into_iter().map(|tenant| self.clone().carry_out(act, tenant)).collect();
        stream::iter(acting).buffer_unordered(AT_A_TIME).filter(|is_done| std::future::ready(*is_done)).count().await
    }

    async fn carry_out(self, act: Act, tenant: TenantId) -> bool {
        let done = match act {
            Act::Start => self.start(tenant).await,
            Act::Stop => self.stop(tenant).await,
        };
        if let Err(error) = &done {
            tracing::warn!(tenant.id = %tenant, error = error as &dyn std::error::Error, "a session was left as it is");
        }
        done.is_ok()
    }
}
