//! Where the log goes: to standard error, so that standard output stays for answers.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::{ServerConfig, USUAL_LOG};

/// Starts logging, once a process. A filter that cannot be read is replaced by the usual one, and that is said.
pub fn start_logging(config: &ServerConfig) {
    let (filter, wrong) = match EnvFilter::try_new(&config.log) {
        Ok(filter) => (filter, None),
        Err(error) => (EnvFilter::new(USUAL_LOG), Some(error)),
    };
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started = if config.log_json { log.json().try_init() } else { log.with_target(false).try_init() };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
    if let Some(error) = wrong {
        tracing::warn!(%error, "the setting `log` cannot be read; logging as usual");
    }
}
