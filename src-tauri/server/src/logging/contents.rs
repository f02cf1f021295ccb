//! Lines of libraries that write out what they carry.

use tracing::subscriber::Interest;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

/// Libraries that write out what they carry, tickets and messages among it, at their finer levels, and the finest at which
/// they don't. rmcp also writes several lines for each request.
const WRITING_CONTENTS: [(&str, Level); 5] = [
    ("tungstenite", Level::INFO),
    ("tokio_tungstenite", Level::INFO),
    ("engineioxide", Level::INFO),
    ("socketioxide", Level::INFO),
    ("rmcp", Level::WARN),
];

/// Keeps those to their coarser levels, whatever was set: a filter's more exact words do not reach past it.
#[derive(Clone, Copy, Debug)]
pub(super) struct WithoutContents;

impl<S: Subscriber> Layer<S> for WithoutContents {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if writes_contents(metadata) { Interest::never() } else { Interest::always() }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        !writes_contents(metadata)
    }
}

fn writes_contents(metadata: &Metadata<'_>) -> bool {
    let library = metadata.target().split("::").next().unwrap_or_default();
    WRITING_CONTENTS.iter().any(|(writing, finest)| *writing == library && metadata.level() > finest)
}
