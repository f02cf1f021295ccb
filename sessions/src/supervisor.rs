//! One tenant's session, opened again for as long as that helps.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use portaria_domain::{Cause, Fact, TenantId, UnixMs};
use portaria_whatsapp::Ending;
use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::host::Shared;
use crate::lease::{Lease, LeaseError};
use crate::reconcile::Line;
use crate::session::{Command, Outcome, Session};

/// A session that was up for this long starts its waits anew.
const STEADY_AFTER: Duration = Duration::from_mins(1);
/// After so many defects of ours in a row the session stays down.
const MOST_DEFECTS: u32 = 5;

/// Runs one tenant's session.
pub(crate) struct Supervisor {
    pub(crate) shared: Arc<Shared>,
    pub(crate) tenant: TenantId,
    /// The other end is held by the reconciler, for the doors.
    pub(crate) commands: mpsc::Receiver<Command>,
    /// Rung when something waits in the outbox.
    pub(crate) bell: Arc<Notify>,
    /// Rung when somebody does not want to wait for the next attempt.
    pub(crate) retry: Arc<Notify>,
    pub(crate) line: Line,
    pub(crate) cancel: CancellationToken,
}

/// What follows an ending.
enum Then {
    Rest(Fact),
    Forget(Cause),
    Retry(Fact, Duration),
}

impl Supervisor {
    /// Runs until the session rests: stopped, unlinked, replaced, banned or broken.
    pub(crate) async fn run(mut self) {
        let last = self.keep_up().await;
        // From here on a door that wants the session up waits for a fresh supervisor.
        self.cancel.cancel();
        if matches!(last, Fact::Unlinked(_)) {
            self.forget_phone().await;
        }
        // A host that goes down says nothing about what its tenants want.
        if !self.shared.stopping.is_cancelled() {
            self.shared.tell(self.tenant, last).await;
        }
    }

    /// Opens the session again and again; gives back the fact in which it came to rest.
    async fn keep_up(&mut self) -> Fact {
        let folder = match self.shared.stores.prepare_tenant_folder(self.tenant).await {
            Ok(folder) => folder,
            Err(error) => {
                tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "the session's folder cannot be made");
                return Fact::Broke(Cause::StoreUnwritable);
            }
        };
        let lease = match Lease::acquire(&folder) {
            Ok(lease) => lease,
            Err(error) => {
                tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "the session has no lease");
                return Fact::Broke(match error {
                    LeaseError::Held => Cause::LeaseHeld,
                    LeaseError::Unwritable(_) => Cause::StoreUnwritable,
                });
            }
        };
        tracing::debug!(tenant.id = %self.tenant, lease.epoch = lease.epoch(), "session leased");
        let mut backoff = Backoff::new(self.shared.config.first_retry, self.shared.config.longest_retry);
        loop {
            let began = Instant::now();
            let outcome = match AssertUnwindSafe(self.once()).catch_unwind().await {
                Ok(outcome) => outcome,
                Err(_panic) => Outcome { ending: Ending::Lost(Cause::InternalError), was_ready: false },
            };
            if outcome.was_ready && began.elapsed() >= STEADY_AFTER {
                backoff.reset();
            }
            match self.follow(outcome.ending, &mut backoff) {
                Then::Rest(fact) => return fact,
                Then::Forget(cause) => return Fact::Unlinked(cause),
                Then::Retry(fact, wait) => {
                    self.shared.tell(self.tenant, fact).await;
                    if let Some(fact) = self.wait(wait).await {
                        return fact;
                    }
                }
            }
        }
    }

    /// Opens the session once and runs it to its end.
    async fn once(&mut self) -> Outcome {
        let never_ready = |ending| Outcome { ending, was_ready: false };
        let pass = tokio::select! {
            () = self.cancel.cancelled() => return never_ready(Ending::Closed),
            pass = self.shared.gate.pass() => pass,
        };
        match Session::open(Arc::clone(&self.shared), self.tenant, Arc::clone(&self.bell), self.line.clone(), pass)
            .await
        {
            Ok(session) => session.run(&mut self.commands, &self.cancel).await,
            Err(error) => {
                tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "the session did not open");
                let cause = error.cause();
                never_ready(if cause == Cause::StoreUnwritable { Ending::Lost(cause) } else { Ending::Broken(cause) })
            }
        }
    }

    fn follow(&self, ending: Ending, backoff: &mut Backoff) -> Then {
        match ending {
            Ending::Closed => Then::Rest(Fact::Stopped),
            Ending::QrRanOut => Then::Rest(Fact::CodesRanOut),
            Ending::Replaced => Then::Rest(Fact::ReplacedElsewhere),
            Ending::Banned => Then::Rest(Fact::BannedByWhatsapp),
            Ending::Broken(cause) => Then::Rest(Fact::Broke(cause)),
            Ending::Unlinked(cause) => Then::Forget(cause),
            Ending::Lost(_) if self.cancel.is_cancelled() => Then::Rest(Fact::Stopped),
            Ending::Lost(Cause::InternalError) if backoff.failures() >= MOST_DEFECTS => {
                Then::Rest(Fact::Broke(Cause::InternalError))
            }
            Ending::Lost(cause) => {
                let wait = backoff.next(rand::random());
                Then::Retry(Fact::Lost(cause, self.moment_after(wait)), wait)
            }
            Ending::Limited(until) => {
                let left_ms = until.since_ms(self.shared.clock.now());
                Then::Retry(Fact::Limited(until), Duration::from_millis(u64::try_from(left_ms).unwrap_or(0)))
            }
        }
    }

    fn moment_after(&self, wait: Duration) -> UnixMs {
        self.shared.clock.now() + i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)
    }

    /// Waits before the next attempt. A fact means that there will be none.
    async fn wait(&mut self, wait: Duration) -> Option<Fact> {
        let over = tokio::time::sleep(wait);
        tokio::pin!(over);
        loop {
            tokio::select! {
                () = self.cancel.cancelled() => return Some(Fact::Stopped),
                () = &mut over => return None,
                () = self.retry.notified() => return None,
                Some(command) = self.commands.recv() => match command {
                    Command::LogOut => return Some(Fact::Unlinked(Cause::UnlinkedHere)),
                    // Dropping the reply tells the asker that there is no connection.
                    Command::PairByCode(..) => {}
                },
            }
        }
    }

    /// Wipes the keys of an unlinked phone, and what was still to be sent in its name.
    async fn forget_phone(&self) {
        let Self { shared, tenant, .. } = self;
        if let Err(error) = shared.forget_phone(*tenant).await {
            tracing::error!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "an unlinked session could not be wiped");
        }
    }
}
