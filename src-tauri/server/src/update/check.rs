//! Asks the feed: when somebody wants it, and once a day.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use portaria_domain::UnixMs;
use semver::Version;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::address::may_fetch;
use super::choice::{Channel, UpdateChoice};
use super::feed::{Offer, Release};
use super::{Trouble, Troubled, UpdateSource, Updates, running_version};
use crate::app::App;
use crate::egress::{Egress, EgressError, Fetched};

/// How often the feed may say that it's elsewhere: hosts of releases do, once or twice.
const MOST_REDIRECTS: usize = 5;
/// The largest feed, in bytes.
const FEED_BYTES: usize = 1024 * 1024;
/// How often it's seen to whether a day has passed; a computer that slept looks soon after.
const LOOK: Duration = Duration::from_mins(10);
/// How long after the start it's looked first: starting has other things to do.
const FIRST_LOOK: Duration = Duration::from_mins(1);
/// How long between two looks, in milliseconds.
const DAILY_MS: i64 = 24 * 3_600_000;
/// How long after one that came to nothing, in milliseconds.
const AFTER_A_FAILURE_MS: i64 = 3_600_000;

impl Updates {
    /// Asks the feed. Who asks while it's asked waits for that answer.
    pub(super) async fn look(&self, now: UnixMs) {
        let Some(feed) = self.source.feed.clone() else { return };
        let Ok(_looking) = self.looking.try_lock() else {
            drop(self.looking.lock().await);
            return;
        };
        let channel = self.state().choice.channel;
        let found = ask(&self.egress, &feed, channel).await;
        self.state.send_modify(|state| {
            if state.choice.channel != channel {
                return;
            }
            state.checked_at = Some(now);
            match found {
                Ok(release) => {
                    let offer = release.offer(&self.running);
                    state.offer = Some(offer);
                    // Why an installation failed stands until the next one.
                    state.trouble.take_if(|trouble| trouble.version.is_none());
                }
                Err(why) => state.trouble = Some(Troubled { why, at: now, version: None }),
            }
        });
    }
}

impl App {
    /// Looks whether there is a newer version, now.
    pub(crate) async fn check_for_updates(&self) {
        self.updates.look(self.now()).await;
    }
}

/// Looks once a day, as long as the provider wants it.
pub(crate) async fn check_daily(app: Arc<App>, stopping: CancellationToken) {
    let mut wait = FIRST_LOOK;
    while stopping.run_until_cancelled(tokio::time::sleep(wait)).await.is_some() {
        wait = LOOK;
        let state = app.updates.state();
        // A look that failed is no look: the network may have come up after the start.
        let failed = state.trouble.as_ref().is_some_and(|trouble| trouble.version.is_none());
        let again_after_ms = if failed { AFTER_A_FAILURE_MS } else { DAILY_MS };
        // A look in the future was noted by a clock that has been set back since.
        let is_fresh = |at: UnixMs| (0..again_after_ms).contains(&app.now().since_ms(at));
        let is_due = !state.checked_at.is_some_and(is_fresh);
        if state.choice.checks_daily && is_due {
            stopping.run_until_cancelled(app.check_for_updates()).await;
        }
    }
}

/// Asks without a server around, as the doctor does; `stored` is what the provider chose, as JSON.
pub(crate) async fn look_once(source: &UpdateSource, stored: Option<&str>) -> Option<Result<Offer, Trouble>> {
    let feed = source.feed.as_deref()?;
    let channel = UpdateChoice::of_json(stored).channel;
    let running: Version = running_version();
    Some(ask(&Egress::new(), feed, channel).await.map(|release| release.offer(&running)))
}

async fn ask(egress: &Egress, feed: &str, channel: Channel) -> Result<Release, Trouble> {
    let mut url: Url = feed.replace("{channel}", channel.word()).parse().map_err(|_| Trouble::NoFeed)?;
    for _ in 0..=MOST_REDIRECTS {
        if !may_fetch(&url) {
            return Err(Trouble::NoFeed);
        }
        match egress.get(&url, FEED_BYTES).await {
            Ok(Fetched::Body { bytes, .. }) => return read(&bytes),
            Ok(Fetched::Elsewhere(to)) => url = to,
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "it isn't known whether there is a newer version"
                );
                return Err(match error {
                    EgressError::Refused(_) | EgressError::Forbidden => Trouble::NoFeed,
                    EgressError::TooSlow | EgressError::Failed(_) => Trouble::Offline,
                });
            }
        }
    }
    Err(Trouble::NoFeed)
}

fn read(bytes: &Bytes) -> Result<Release, Trouble> {
    Release::read(bytes).ok_or(Trouble::UnreadableFeed)
}
