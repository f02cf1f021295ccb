//! What came of attempts to tell webhooks what happened.

use portaria_domain::AfterAttempt;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use super::labels::Counters;

/// Counts attempts.
pub(crate) struct Webhooks {
    attempts: Counters,
}

impl Webhooks {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let new = Self { attempts: Family::default() };
        let attempts = "Attempts of webhooks' deliveries, by what follows: delivered, tried again, or failed for good";
        registry.register("webhook_attempts", attempts, new.attempts.clone());
        new
    }

    /// A delivery was tried.
    pub(crate) fn tried(&self, follows: AfterAttempt) {
        let outcome = match follows {
            AfterAttempt::Delivered => "delivered",
            AfterAttempt::Again(_) => "again",
            AfterAttempt::GivenUp(_) | AfterAttempt::Gone => "failed",
        };
        self.attempts.get_or_create(&[("outcome", outcome)]).inc();
    }
}
