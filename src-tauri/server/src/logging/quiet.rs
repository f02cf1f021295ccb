//! Lines of the library that say again, and worse, what the log says already.

use std::fmt::{Debug, Write as _};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

/// How these lines begin. Each connection attempt that fails is an error to the library, which names no tenant;
/// "session status changed" stands beside it with the tenant and the cause.
const SAID_ALREADY: [&str; 1] = ["Failed to connect: "];

/// Drops those lines; it is left out where somebody looks closer.
pub(super) struct Quiet;

impl<S: Subscriber> Layer<S> for Quiet {
    fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
        if event.metadata().target().starts_with("portaria") {
            return true;
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        !SAID_ALREADY.iter().any(|start| message.0.starts_with(start))
    }
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            write!(self.0, "{value:?}").expect("writing to a String cannot fail");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::{Arc, Mutex};
    use tracing_subscriber::layer::SubscriberExt as _;

    /// Keeps the messages that get through.
    struct Heard(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Heard {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            let mut message = Message(String::new());
            event.record(&mut message);
            self.0.lock().unwrap().push(message.0);
        }
    }

    #[test]
    fn an_attempt_that_fails_is_said_once() {
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let log = tracing_subscriber::registry().with(Quiet).with(Heard(Arc::clone(&heard)));
        tracing::subscriber::with_default(log, || {
            tracing::error!(target: "whatsapp_rust::client", "Failed to connect: refused. Will retry...");
            tracing::error!(target: "whatsapp_rust::client", "Failed to flush device state");
            tracing::error!(target: "portaria_sessions", "Failed to connect: ours");
        });
        assert_eq!(*heard.lock().unwrap(), ["Failed to flush device state", "Failed to connect: ours"]);
    }
}
