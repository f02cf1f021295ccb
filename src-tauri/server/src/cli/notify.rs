//! What systemd is told: that the server is ready, how it stands, that it lives, that it stops.
//!
//! Where nobody listens (`NOTIFY_SOCKET` is not set), nothing is told and nothing fails.

#[cfg(unix)]
pub(crate) use told::{keep_telling, ready, reloading, stopping};
#[cfg(not(unix))]
pub(crate) use untold::{keep_telling, ready, reloading, stopping};

#[cfg(unix)]
mod told {
    use std::time::Duration;

    use portaria_server::Running;
    use sd_notify::NotifyState;

    /// How often the counts are looked at.
    const LOOKING: Duration = Duration::from_secs(5);

    /// It serves; also the end of what [`reloading`] began.
    pub(crate) fn ready(running: &Running) {
        tell(&[NotifyState::Ready, NotifyState::Status(&running.standing().to_string())]);
    }

    /// It reads anew what it was told to.
    pub(crate) fn reloading() {
        match NotifyState::monotonic_usec_now() {
            Ok(now) => tell(&[NotifyState::Reloading, now]),
            Err(_) => tell(&[NotifyState::Reloading]),
        }
    }

    /// It stops.
    pub(crate) fn stopping() {
        tell(&[NotifyState::Stopping, NotifyState::Status("sessions are brought to rest")]);
    }

    /// Tells how the server stands whenever that changes, and that it lives as often as systemd wants to hear it. A
    /// server whose work no longer goes on says nothing more, and systemd starts another one.
    pub(crate) async fn keep_telling(running: &Running) -> ! {
        // Twice as often as it would be missed.
        let watchdog = sd_notify::watchdog_enabled().map(|within| within / 2);
        let mut looks = tokio::time::interval(watchdog.map_or(LOOKING, |within| within.min(LOOKING)));
        let mut told = String::new();
        loop {
            looks.tick().await;
            let standing = running.standing().to_string();
            if standing != told {
                tell(&[NotifyState::Status(&standing)]);
                told = standing;
            }
            if watchdog.is_some() && running.is_alive().await {
                tell(&[NotifyState::Watchdog]);
            }
        }
    }

    fn tell(states: &[NotifyState<'_>]) {
        if let Err(error) = sd_notify::notify(states) {
            tracing::debug!(%error, "systemd could not be told");
        }
    }
}

#[cfg(not(unix))]
mod untold {
    use portaria_server::Running;

    pub(crate) fn ready(_running: &Running) {}

    pub(crate) fn reloading() {}

    pub(crate) fn stopping() {}

    pub(crate) async fn keep_telling(_running: &Running) -> ! {
        std::future::pending().await
    }
}
