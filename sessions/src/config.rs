//! How the host paces itself.

use std::time::Duration;

/// How the host paces itself.
#[derive(Clone, Debug)]
pub struct HostConfig {
    /// Connects per second, all tenants together.
    pub connects_per_second: u32,
    /// Connects that may come at once before the rate holds.
    pub connect_burst: u32,
    /// Logins under way at a time.
    pub logins_in_flight: usize,
    /// The first wait after a connection broke.
    pub first_retry: Duration,
    /// The longest wait between two attempts.
    pub longest_retry: Duration,
    /// How long to wait before looking again whether a store can be written, or a lease is free.
    pub look_again: Duration,
    /// How long a session rests after defects of ours ended it several times in a row.
    pub rest_after_defects: Duration,
    /// How often the reconciler looks by itself; entry points wake a tenant at once.
    pub sweep_every: Duration,
    /// How often the clock is looked at for what disappears or waits.
    pub look_at_clock_every: Duration,
    /// How long sessions may take to end before they are cut off.
    pub shutdown_deadline: Duration,
}

impl Default for HostConfig {
    fn default() -> Self {
        Self {
            connects_per_second: 25,
            connect_burst: 25,
            logins_in_flight: 50,
            first_retry: Duration::from_secs(1),
            longest_retry: Duration::from_mins(5),
            look_again: Duration::from_secs(15),
            rest_after_defects: Duration::from_mins(10),
            sweep_every: Duration::from_secs(30),
            look_at_clock_every: Duration::from_mins(1),
            shutdown_deadline: Duration::from_secs(10),
        }
    }
}
