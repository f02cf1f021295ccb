//! What happened in the sessions, as their notices tell it.

use portaria_domain::{Cause, Content, Event, EventBody, SessionState, SessionStatus, UnixMs};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::labels::Counters;

/// Up to how many seconds after it happened an event was told.
const SECONDS: [f64; 8] = [0.001, 0.005, 0.025, 0.1, 0.5, 1.0, 5.0, 30.0];

/// Counts what the sessions tell.
pub(crate) struct Events {
    messages: Counters,
    undecryptable: Counter,
    session_changes: Counters,
    interruptions: Counters,
    missed: Counter,
    delay: Histogram,
}

impl Events {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let new = Self {
            messages: Family::default(),
            undecryptable: Counter::default(),
            session_changes: Family::default(),
            interruptions: Family::default(),
            missed: Counter::default(),
            delay: Histogram::new(SECONDS),
        };
        let steps = "Messages, by what became of them: received from others; created here or on the phone; and how far \
            the account's own came";
        registry.register("messages", steps, new.messages.clone());
        let undecryptable = "Messages that could not be decrypted when they came";
        registry.register("messages_undecryptable", undecryptable, new.undecryptable.clone());
        let changes = "Changes of sessions, by the status that came of them; each attempt to reconnect is one";
        registry.register("session_changes", changes, new.session_changes.clone());
        let interruptions = "Attempts to reconnect, by what made them necessary";
        registry.register("session_reconnects", interruptions, new.interruptions.clone());
        let missed = "Notices that sockets were too slow for; their clients were sent to read the events";
        registry.register("notices_missed", missed, new.missed.clone());
        let delay = "Time from an event to its telling to sockets";
        registry.register_with_unit("event_delay", delay, Unit::Seconds, new.delay.clone());
        new
    }

    /// An event is told to sockets at `now`.
    pub(crate) fn told(&self, event: &Event, now: UnixMs) {
        let milliseconds = u32::try_from(now.0.saturating_sub(event.at.0).max(0)).unwrap_or(u32::MAX);
        self.delay.observe(f64::from(milliseconds) / 1_000.0);
        match &event.body {
            EventBody::MessageReceived { message, .. } => {
                self.message("received");
                if message.content == Content::Undecryptable {
                    self.undecryptable.inc();
                }
            }
            EventBody::MessageCreated { .. } => self.message("created"),
            EventBody::MessageStatusChanged { status, .. } => self.message(status.as_str()),
            _ => {}
        }
    }

    /// A session's status changed.
    pub(crate) fn changed(&self, status: &SessionState) {
        self.session_changes.get_or_create(&[("status", status.status.as_str())]).inc();
        if status.status == SessionStatus::Reconnecting {
            self.interruptions.get_or_create(&[("cause", cause(status.cause))]).inc();
        }
    }

    /// Sockets missed so many notices.
    pub(crate) fn missed(&self, notices: u64) {
        self.missed.inc_by(notices);
    }

    fn message(&self, step: &'static str) {
        self.messages.get_or_create(&[("step", step)]).inc();
    }
}

/// Causes of an interruption; one that does not interrupt is `other`.
const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::ConnectionLost => "connection_lost",
        Cause::ServerUnreachable => "server_unreachable",
        Cause::ServerBusy => "server_busy",
        Cause::LinkDenied => "link_denied",
        Cause::CertificateRejected => "certificate_rejected",
        Cause::StoreUnwritable => "store_unwritable",
        Cause::StoreDamaged => "store_damaged",
        Cause::LeaseHeld => "lease_held",
        Cause::InternalError => "internal_error",
        _ => "other",
    }
}
