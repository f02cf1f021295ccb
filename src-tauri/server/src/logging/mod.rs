//! Where the log goes: to standard error, so that standard output stays for answers. Phone numbers are masked on the way.

mod masked;
mod quiet;

use std::io::IsTerminal;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{ServerConfig, USUAL_LOG};
use masked::Masked;
use quiet::Quiet;

/// Starts logging, once a process. A filter that cannot be read is replaced by the usual one, and that is said.
pub fn start_logging(config: &ServerConfig) {
    let (filter, wrong) = match EnvFilter::try_new(&config.log) {
        Ok(filter) => (filter, None),
        Err(error) => (EnvFilter::new(USUAL_LOG), Some(error)),
    };
    let filter = without_contents(filter);
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

/// Libraries that write out what they carry, tickets and messages among it, at their finer levels.
const WRITING_CONTENTS: [&str; 4] = ["tungstenite", "tokio_tungstenite", "engineioxide", "socketioxide"];

/// Keeps those to their coarser levels, whatever was set.
fn without_contents(filter: EnvFilter) -> EnvFilter {
    WRITING_CONTENTS.iter().fold(filter, |filter, library| {
        let directive = format!("{library}=info").parse().expect("a target and a level");
        filter.add_directive(directive)
    })
}
