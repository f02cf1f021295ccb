//! Where the log goes: to standard error, so that standard output stays for answers. Phone numbers are masked on the way.

mod contents;
mod masked;
mod quiet;

use std::io::IsTerminal;

use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::{ServerConfig, USUAL_LOG};
use contents::WithoutContents;
use masked::Masked;
use quiet::Quiet;

/// Starts logging, once a process. A filter that cannot be read is replaced by the usual one, and that is said.
pub fn start_logging(config: &ServerConfig) {
    let (filter, wrong) = match log_filter(&config.log) {
        Ok(filter) => (filter, None),
        Err(error) => (log_filter(USUAL_LOG).expect("the usual filter is one"), Some(error)),
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(Masked(std::io::stderr));
    let looks_closer = filter.max_level_hint() >= Some(LevelFilter::DEBUG);
    let log = tracing_subscriber::registry().with(filter).with((!looks_closer).then_some(Quiet));
    let started =
        if config.log_json { log.with(lines.json()).try_init() } else { log.with(lines.with_target(false)).try_init() };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
    if let Some(error) = wrong {
        tracing::warn!(%error, "the setting `log` cannot be read; logging as usual");
    }
}

/// What of a log is written, by the setting `log`: never what libraries carry for others.
///
/// # Errors
///
/// [`ParseError`] for a text that is no filter.
pub fn log_filter<S: Subscriber>(log: &str) -> Result<impl Layer<S>, ParseError> {
    Ok(Layer::<S>::and_then(EnvFilter::try_new(log)?, WithoutContents))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::{Arc, Mutex};
    use tracing_subscriber::layer::Context;

    /// Keeps whose lines get through.
    struct Heard(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Heard {
        fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
            self.0.lock().unwrap().push(event.metadata().target().to_owned());
        }
    }

    #[test]
    fn what_is_carried_for_others_is_not_written_however_exact_the_setting() {
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let filter = log_filter("debug,tungstenite::protocol=trace,engineioxide=trace,[{name}]=trace").unwrap();
        let log = tracing_subscriber::registry().with(filter).with(Heard(Arc::clone(&heard)));
        tracing::subscriber::with_default(log, || {
            tracing::trace!(target: "tungstenite::protocol", "Received message: a ticket");
            tracing::debug!(target: "engineioxide", "a packet");
            tracing::warn!(target: "tungstenite::protocol", "a connection broke off");
            tracing::debug!(target: "tungstenite_of_ours", "another library");
            tracing::debug!(target: "portaria_server", "ours");
        });
        assert_eq!(*heard.lock().unwrap(), ["tungstenite::protocol", "tungstenite_of_ours", "portaria_server"]);
    }
}
