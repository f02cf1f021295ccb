//! From when on app state travels as files.

/// How much of app state travels in stanzas. WhatsApp's server hands out files sooner; the defaults spare clients that
/// have no way to them.
#[derive(Clone, Copy, Debug)]
pub struct AppStateLimits {
    /// A companion that starts from nothing gets a snapshot as a file in place of more patches than this.
    pub snapshot_after: usize,
    /// A patch of more mutations than this carries them as a file.
    pub external_after: usize,
}

impl Default for AppStateLimits {
    fn default() -> Self {
        Self { snapshot_after: 256, external_after: 1_000 }
    }
}
