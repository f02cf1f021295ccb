//! One tenant's session, opened again for as long as that helps.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use portaria_domain::{Cause, Desired, Fact, TenantId, UnixMs};
use portaria_storage::StorageError;
use portaria_whatsapp::Ending;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::session::{Session, SessionEnd};
use crate::backoff::Backoff;
use crate::command::{Command, SessionAccess};
use crate::lease::{Lease, LeaseError};
use crate::shared::Shared;

/// A session that was up for this long starts its waits anew.
const STEADY_AFTER: Duration = Duration::from_mins(1);
/// After so many defects of ours in a row the session rests.
const MOST_DEFECTS: u32 = 5;
/// That a link is gone is believed once WhatsApp has denied it so many times in a row, over so long at least. An unlinked
/// device is told otherwise, and to believe a mistake costs the tenant a new scan; if WhatsApp makes it for an hour, it
/// costs every tenant one.
const DENIALS: u32 = 10;
const DENIED_FOR_MS: i64 = 3 * 60 * 60 * 1000;

/// Runs one tenant's session.
pub(crate) struct Supervisor {
    shared: Arc<Shared>,
    tenant: TenantId,
    /// The other end is held by the fleet, for the entry points.
    commands: mpsc::Receiver<Command>,
    access: SessionAccess,
    cancel: CancellationToken,
    /// Held from before the first opening until the keys of an unlinked phone are wiped.
    lease: Option<Box<dyn Lease>>,
    backoff: Backoff,
    /// Hears when the machine woke up or changed its network.
    woken: watch::Receiver<u64>,
    /// Endings by a defect of ours, one after another.
    defects: u32,
    /// Logins after which WhatsApp denied the link, since the connection was steady for the last time.
    denials: Denials,
}

#[derive(Default)]
struct Denials {
    count: u32,
    /// When the first was.
    since: Option<UnixMs>,
}

impl Denials {
    /// One more; whether they are to be believed.
    fn add(&mut self, now: UnixMs) -> bool {
        self.count += 1;
        let since = *self.since.get_or_insert(now);
        self.count >= DENIALS && now.since_ms(since) >= DENIED_FOR_MS
    }
}

/// Whether somebody begins to watch over the connection, or ends.
#[derive(Clone, Copy)]
enum Watching {
    Begins,
    Ends,
}

/// What follows an ending.
enum Then {
    Rest(Fact),
    Retry(Fact, Duration),
}

impl Supervisor {
    pub(crate) fn new(
        shared: Arc<Shared>,
        tenant: TenantId,
        commands: mpsc::Receiver<Command>,
        access: SessionAccess,
        cancel: CancellationToken,
    ) -> Self {
        let backoff = Backoff::new(shared.config.first_retry, shared.config.longest_retry);
        let woken = shared.woken.subscribe();
        let denials = Denials::default();
        Self { shared, tenant, commands, access, cancel, lease: None, backoff, woken, defects: 0, denials }
    }

    /// Runs until the session rests: stopped, unlinked, replaced, banned or broken.
    pub(crate) async fn run(mut self) {
        let last = match self.take_lease().await {
            Ok(()) => {
                self.note_watching(Watching::Begins).await;
                self.keep_up().await
            }
            Err(last) => last,
        };
        // From here on an entry point that wants the session up waits for a fresh supervisor.
        self.cancel.cancel();
        if matches!(last, Fact::Unlinked(_)) {
            self.forget_phone().await;
        }
        // A host that goes down says nothing about what its tenants want.
        if !self.shared.stopping.is_cancelled() {
            self.shared.tell(self.tenant, last).await;
        } else if self.lease.is_some() {
            self.note_watching(Watching::Ends).await;
        }
    }

    /// Writes down that the connection is watched over, for its figures. Without that nothing else is missing.
    async fn note_watching(&self, watching: Watching) {
        let Self { shared, tenant, .. } = self;
        let now = shared.clock.now();
        let noted = match (shared.stores.chats(*tenant).await, watching) {
            (Ok(chats), Watching::Begins) => chats.begin_watching(now).await,
            (Ok(chats), Watching::Ends) => chats.keep_watching(now).await,
            (Err(error), _) => Err(error),
        };
        if let Err(error) = noted {
            tracing::debug!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "for how long there is a connection could not be noted");
        }
    }

    /// Takes the tenant's lease, and waits for one that is held elsewhere. A fact means that there is none to take.
    async fn take_lease(&mut self) -> Result<(), Fact> {
        loop {
            let cause = match self.try_lease().await {
                Ok(lease) => {
                    tracing::debug!(tenant.id = %self.tenant, lease.epoch = lease.epoch(), "session leased");
                    self.lease = Some(lease);
                    return Ok(());
                }
                Err(cause) => cause,
            };
            let wait = self.shared.config.look_again;
            self.shared.tell(self.tenant, Fact::Lost(cause, self.shared.moment_after(wait))).await;
            if let Some(fact) = self.wait(wait, false).await {
                return Err(fact);
            }
        }
    }

    /// Tries once; an error is logged when it is news, for the next try is soon.
    async fn try_lease(&self) -> Result<Box<dyn Lease>, Cause> {
        let Self { shared, tenant, .. } = self;
        let (cause, error): (_, Box<dyn std::error::Error + Send + Sync>) =
            match shared.stores.prepare_tenant_folder(*tenant).await {
                Ok(folder) => match shared.leases.acquire(*tenant, &folder).await {
                    Ok(lease) => return Ok(lease),
                    Err(error @ LeaseError::Held) => (Cause::LeaseHeld, error.into()),
                    Err(error @ LeaseError::Unwritable(_)) => (Cause::StoreUnwritable, error.into()),
                },
                Err(error) => (Cause::StoreUnwritable, error.into()),
            };
        if shared.board.status(*tenant).is_none_or(|status| status.cause != cause) {
            tracing::warn!(tenant.id = %tenant, error = &*error as &dyn std::error::Error, "the session has no lease; trying again");
        }
        Err(cause)
    }

    /// Opens the session again and again; gives back the fact in which it came to rest.
    async fn keep_up(&mut self) -> Fact {
        loop {
            let began = Instant::now();
            let end = match AssertUnwindSafe(self.once()).catch_unwind().await {
                Ok(end) => end,
                Err(_panic) => SessionEnd { ending: Ending::Lost(Cause::InternalError), was_ready: false },
            };
            let was_steady = end.was_ready && began.elapsed() >= STEADY_AFTER;
            // What was lost because the machine slept says nothing about the next attempt.
            let has_woken = self.woken.has_changed().unwrap_or(false);
            if has_woken || was_steady {
                self.backoff.reset();
            }
            if was_steady {
                self.denials = Denials::default();
            }
            self.woken.mark_unchanged();
            match self.follow(end.ending) {
                Then::Rest(fact) => return fact,
                Then::Retry(fact, wait) => {
                    self.shared.tell(self.tenant, fact).await;
                    if let Some(fact) = self.wait_and_look(fact, wait).await {
                        return fact;
                    }
                }
            }
        }
    }

    /// Opens the session once and runs it to its end.
    async fn once(&mut self) -> SessionEnd {
        let never_ready = |ending| SessionEnd { ending, was_ready: false };
        let pass = tokio::select! {
            () = self.cancel.cancelled() => return never_ready(Ending::Closed),
            pass = self.shared.gate.pass() => pass,
        };
        match Session::open(Arc::clone(&self.shared), self.tenant, self.access.clone(), pass).await {
            Ok(session) => session.run(&mut self.commands, &self.cancel).await,
            Err(error) => {
                tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "the session did not open");
                let cause = error.cause();
                never_ready(if cause == Cause::StoreUnwritable { Ending::Lost(cause) } else { Ending::Broken(cause) })
            }
        }
    }

    fn follow(&mut self, ending: Ending) -> Then {
        let is_defect = ending == Ending::Lost(Cause::InternalError);
        self.defects = if is_defect { self.defects + 1 } else { 0 };
        match ending {
            Ending::Closed => Then::Rest(self.rest_as_wanted()),
            Ending::QrRanOut => Then::Rest(Fact::CodesRanOut),
            Ending::Replaced => Then::Rest(Fact::ReplacedElsewhere),
            Ending::Banned => Then::Rest(Fact::BannedByWhatsapp),
            Ending::Broken(cause) => Then::Rest(Fact::Broke(cause)),
            Ending::Unlinked(cause) => Then::Rest(Fact::Unlinked(cause)),
            Ending::Lost(_) if self.cancel.is_cancelled() => Then::Rest(self.rest_as_wanted()),
            Ending::Lost(cause @ Cause::LinkDenied) if self.denials.add(self.shared.clock.now()) => {
                Then::Rest(Fact::Unlinked(cause))
            }
            Ending::Lost(cause) if self.defects > MOST_DEFECTS => {
                Then::Rest(Fact::Exhausted(cause, self.shared.moment_after(self.shared.config.rest_after_defects)))
            }
            Ending::Lost(cause) => {
                // A store is looked at steadily: how long it stays full says nothing about the next moment.
                let wait = if cause == Cause::StoreUnwritable {
                    self.shared.config.look_again
                } else {
                    self.backoff.next(rand::random())
                };
                Then::Retry(Fact::Lost(cause, self.shared.moment_after(wait)), wait)
            }
            Ending::Limited(until) => {
                let left_ms = until.since_ms(self.shared.clock.now());
                Then::Retry(Fact::Limited(until), Duration::from_millis(u64::try_from(left_ms).unwrap_or(0)))
            }
        }
    }

    /// At rest as somebody asked, or until somebody answers; a pause is recorded as one, and not as a stop before.
    fn rest_as_wanted(&self) -> Fact {
        match self.shared.board.desired(self.tenant) {
            Some(Desired::Pause) => Fact::Paused,
            _ if self.shared.board.unexpected_account(self.tenant).is_some() => Fact::UnexpectedNumber,
            _ => Fact::Stopped,
        }
    }

    /// Waits before the next attempt, and where the store refused a write, until it takes one again:
    /// a login that can store nothing would only fetch what it cannot keep. A fact means that there is no next attempt.
    async fn wait_and_look(&mut self, lost: Fact, wait: Duration) -> Option<Fact> {
        loop {
            if let Some(fact) = self.wait(wait, is_of_the_network(lost)).await {
                return Some(fact);
            }
            // Anything else that is wrong with the store, the next opening says.
            let refused = matches!(lost, Fact::Lost(Cause::StoreUnwritable, _))
                && matches!(self.shared.stores.check_writable(self.tenant).await, Err(StorageError::Unwritable { .. }));
            if !refused {
                return None;
            }
            self.shared.tell(self.tenant, Fact::Lost(Cause::StoreUnwritable, self.shared.moment_after(wait))).await;
        }
    }

    /// Waits before the next attempt, where `wakes` only until the machine's network is another. A fact means that there
    /// will be none.
    async fn wait(&mut self, wait: Duration, wakes: bool) -> Option<Fact> {
        let over = tokio::time::sleep(wait);
        tokio::pin!(over);
        loop {
            tokio::select! {
                () = self.cancel.cancelled() => return Some(self.rest_as_wanted()),
                () = &mut over => return None,
                () = self.access.retry_now.notified() => return None,
                Ok(()) = self.woken.changed(), if wakes => {
                    self.backoff.reset();
                    return None;
                }
                Some(command) = self.commands.recv() => match command {
                    Command::LogOut if self.lease.is_some() => return Some(Fact::Unlinked(Cause::UnlinkedHere)),
                    // Whoever holds the lease may be using the keys: the asker looks for itself.
                    Command::LogOut => return Some(self.rest_as_wanted()),
                    // Dropping the reply tells the asker that there is no connection.
                    Command::PairByCode(..) | Command::AnswerPasskey(..) | Command::ConfirmPasskey(_) => {}
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

/// Whether another network, or the same one after a sleep, may mend it. WhatsApp's own word stands whatever the network.
const fn is_of_the_network(lost: Fact) -> bool {
    matches!(lost, Fact::Lost(Cause::ConnectionLost | Cause::ServerUnreachable | Cause::CertificateRejected, _))
}
