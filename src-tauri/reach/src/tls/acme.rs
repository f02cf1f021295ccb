//! A certificate that is ordered from an authority, and again before it ends.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::cache::Cache;
use super::certificate::Certificate;
use super::chosen::Chosen;
use super::order::order;
use super::settings::{AcmeSettings, DomainName};
use super::status::{CertificateCause, CertificateFailure, CertificateState, CertificateStatus, Now, show};

/// The waits after orders that failed. Let's Encrypt takes no more than five failed proofs of a name in an hour.
const WAITS: [Duration; 7] = [
    Duration::from_mins(1),
    Duration::from_mins(4),
    Duration::from_mins(10),
    Duration::from_mins(20),
    Duration::from_mins(30),
    Duration::from_hours(1),
    Duration::from_hours(6),
];
/// Who asks for another try may do so this often.
const ASKED: Duration = Duration::from_secs(10);
/// How often it's looked whether the next one is due: a computer that slept has lost the time.
const LOOK: Duration = Duration::from_mins(1);

/// A certificate of this name, by this authority.
pub(super) struct Acme {
    pub(super) settings: AcmeSettings,
    pub(super) name: DomainName,
    pub(super) cache: Cache,
    pub(super) now: Now,
    pub(super) look: Arc<Notify>,
}

impl Acme {
    /// Orders whenever one is due, until it's to stop.
    pub(super) async fn follow(self, chosen: Chosen, said: watch::Sender<CertificateStatus>, stop: CancellationToken) {
        let mut current = self.kept().await;
        if let Some(certificate) = &current {
            chosen.set(certificate);
        }
        let mut failures = 0;
        loop {
            let now = (self.now)();
            let due_in_ms = current.as_ref().map_or(0, |current| current.renews_at_ms().saturating_sub(now));
            if let Ok(due_in_ms) = u64::try_from(due_in_ms)
                && due_in_ms > 0
            {
                show(&said, status(current.as_ref(), CertificateState::Ready));
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(LOOK.min(Duration::from_millis(due_in_ms))) => continue,
                    // Nothing is in the way: who asks now must not hurry an order that fails later.
                    () = self.look.notified() => continue,
                }
            }
            show(&said, status(current.as_ref(), CertificateState::Working));
            tracing::info!(name = %self.name, directory = self.settings.directory(), "a certificate is ordered");
            let began = Instant::now();
            let outcome = tokio::select! {
                () = stop.cancelled() => return,
                outcome = self.order(&chosen, &mut current) => outcome,
            };
            let Err(failure) = outcome else {
                failures = 0;
                continue;
            };
            let wait = WAITS[failures.min(WAITS.len() - 1)];
            failures += 1;
            tracing::warn!(
                %failure, detail = failure.detail, name = %self.name, again_in_s = wait.as_secs(), "there is no certificate"
            );
            let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
            let again_at_ms = Some((self.now)().saturating_add(wait_ms));
            let failed = CertificateState::Failed(CertificateFailure { again_at_ms, ..failure });
            show(&said, status(current.as_ref(), failed));
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
                () = self.asked(began + ASKED) => {}
            }
        }
    }

    /// What was ordered by an earlier run, if it can be read.
    async fn kept(&self) -> Option<Certificate> {
        let kept = self.cache.kept(self.name.as_str(), self.settings.directory()).await;
        let pem = kept.unwrap_or_else(|error| {
            tracing::warn!(%error, "the certificate that was kept cannot be read");
            None
        })?;
        let read = Certificate::read(&pem, &pem, &self.name);
        read.inspect_err(|failure| tracing::warn!(%failure, "the certificate that was kept is of no use")).ok()
    }

    async fn order(&self, chosen: &Chosen, current: &mut Option<Certificate>) -> Result<(), CertificateFailure> {
        let (ordered, outcome) = order(&self.settings, &self.name, &self.cache, chosen).await;
        if let Some(pem) = ordered {
            let next = Certificate::read(&pem, &pem, &self.name)?;
            if next.renews_at_ms() <= (self.now)() {
                // Otherwise the next one would be ordered at once, and so on.
                return Err(CertificateFailure::new(
                    CertificateCause::Refused,
                    &"it ends too soon, or the clock is wrong",
                ));
            }
            tracing::info!(name = %self.name, "there is a new certificate");
            chosen.set(&next);
            *current = Some(next);
        }
        outcome
    }

    /// Somebody asks for another try, not too soon after the last one.
    async fn asked(&self, earliest: Instant) {
        tokio::time::sleep_until(earliest).await;
        self.look.notified().await;
    }
}

fn status(current: Option<&Certificate>, state: CertificateState) -> CertificateStatus {
    CertificateStatus {
        valid_until_ms: current.map(|current| current.until_ms),
        renews_at_ms: current.map(Certificate::renews_at_ms),
        state,
    }
}
