//! How much, and for how long.

/// What the network's media store allows; [`Default`] is roomy.
#[derive(Clone, Debug)]
pub struct MediaLimits {
    /// The largest file that an upload may bring, in bytes of ciphertext; beyond it 413.
    pub largest_bytes: u64,
    /// How much is held altogether, in bytes; beyond it the oldest files go first.
    pub store_bytes: u64,
    /// How much all phones together keep of what they sent, in bytes; beyond it the oldest files go first, and cannot be
    /// uploaded again.
    pub kept_bytes: u64,
    /// How long a direct path can be fetched, in milliseconds; after it 410.
    pub link_ttl_ms: u64,
    /// How long an upload token from `media_conn` is taken, in seconds; after it 401.
    pub token_ttl_s: u64,
}

impl Default for MediaLimits {
    fn default() -> Self {
        Self {
            largest_bytes: 100 * 1024 * 1024,
            store_bytes: 256 * 1024 * 1024,
            kept_bytes: 64 * 1024 * 1024,
            link_ttl_ms: 14 * 24 * 3_600_000,
            token_ttl_s: 6 * 3600,
        }
    }
}
