//! Figures about the whole server, for Prometheus.
//!
//! What happens is counted as it happens (`requests`, `events`, `webhooks`); what holds is looked at when somebody asks (`present`).
//! A label is always one of a few words of ours: a status, a code, the template of a route. Never a tenant, a number, a
//! name or an address, so that who may read the figures learns nothing about anybody.
//!
//! Deliberately absent: HTTP, and who may ask (`scrape` has both).

mod events;
mod labels;
mod present;
mod process;
mod requests;
mod webhooks;

use prometheus_client::registry::Registry;

use events::Events;
use present::Shown;
pub(crate) use present::{Connections, Present};
pub(crate) use requests::Answered;
use requests::Requests;
use webhooks::Webhooks;

/// All figures. Each server of a process has its own.
pub(crate) struct Metrics {
    registry: Registry,
    /// What was asked for.
    pub(crate) requests: Requests,
    /// What happened in the sessions.
    pub(crate) events: Events,
    /// What came of telling webhooks.
    pub(crate) webhooks: Webhooks,
    shown: Shown,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("portaria");
        Self {
            requests: Requests::new(&mut registry),
            events: Events::new(&mut registry),
            webhooks: Webhooks::new(&mut registry),
            shown: Shown::new(&mut registry),
            registry,
        }
    }

    /// All of it as text (`OpenMetrics` 1.0), with what holds just now.
    pub(crate) fn text(&self, present: &Present) -> String {
        self.shown.show(present);
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry).expect("a String takes any text");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_of_a_process_has_figures_of_its_own() {
        let (one, other) = (Metrics::new(), Metrics::new());
        one.events.missed(7);
        assert!(one.text(&Present::default()).contains("portaria_notices_missed_total 7\n"));
        assert!(other.text(&Present::default()).contains("portaria_notices_missed_total 0\n"));
    }
}
