//! Notices that the machine slept, or that its network is another, and has sessions look after their connections at once.
//!
//! A connection that died meanwhile is found out only by a timeout otherwise. It takes no word of the system: a machine
//! that slept is known by the time that is missing, on every system alike.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use portaria_domain::UnixMs;
use portaria_reach::outward_address;
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// How often it's looked.
const LOOK: Duration = Duration::from_secs(2);
/// How late a look is after which the machine must have slept, in milliseconds. A clock that was set looks the same, and
/// looking after connections once too often does no harm.
const SLEPT_MS: i64 = 10_000;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    at: UnixMs,
    /// The address from which this machine speaks to the world; none without a network.
    address: Option<IpAddr>,
}

/// Looks until `stopping`.
pub(crate) async fn watch(app: Arc<App>, stopping: CancellationToken) {
    let look = || Seen { at: app.now(), address: outward_address() };
    let mut before = look();
    while stopping.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_some() {
        let now = look();
        if let Some(why) = woken(before, now) {
            tracing::info!(why, "connections are looked after");
            app.host.wake();
        }
        before = now;
    }
}

/// Why connections may have died between two looks, if they may.
fn woken(before: Seen, now: Seen) -> Option<&'static str> {
    let late_ms = now.at.since_ms(before.at);
    if now.address.is_some() && now.address != before.address {
        Some("the network is another")
    } else if late_ms > SLEPT_MS {
        Some("the machine slept")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(at_ms: i64, last: u8) -> Seen {
        Seen { at: UnixMs(at_ms), address: (last > 0).then(|| IpAddr::from([192, 168, 0, last])) }
    }

    #[test]
    fn a_missing_time_or_another_network_wakes_and_nothing_else_does() {
        for (before, now, expected) in [
            (seen(0, 7), seen(2_000, 7), None),
            (seen(0, 7), seen(3_600_000, 7), Some("the machine slept")),
            (seen(0, 7), seen(2_000, 8), Some("the network is another")),
            (seen(0, 0), seen(2_000, 7), Some("the network is another")),
            // Without a network there is nothing to try.
            (seen(0, 7), seen(2_000, 0), None),
            // A clock that was set back.
            (seen(3_600_000, 7), seen(0, 7), None),
        ] {
            assert_eq!(woken(before, now), expected, "{before:?} {now:?}");
        }
    }
}
