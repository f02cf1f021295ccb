//! WhatsApp, the clock, and the public address.

use std::time::Duration;

use chrono::DateTime;
use portaria_domain::Clock as _;
use portaria_reach::{CheckFailure, Checker, InternetSettings, PublicUrl};
use portaria_sessions::SystemClock;

use super::databases::Stored;
use super::report::{Findings, Verdict};
use super::words::Check;
use crate::config::ServerConfig;
use crate::update::{Installation, Offer, Trouble, look_once, running_version};

/// Where WhatsApp's own clients connect to.
const WHATSAPP: &str = "https://web.whatsapp.com";
/// How long a certificate has to be good for.
const TWO_WEEKS: Duration = Duration::from_hours(14 * 24);

pub(super) async fn look(config: &ServerConfig, stored: &Stored, found: &mut Findings) {
    let Ok((now, later)) = tokio::task::spawn_blocking(|| (Checker::new(), Checker::later(TWO_WEEKS))).await else {
        return;
    };
    whatsapp(config, &now, found).await;
    version(config, stored, found).await;
    let stored = stored.access.as_ref().and_then(|access| match &access.internet {
        InternetSettings::Proxy { public_url, .. } => Some(public_url.clone()),
        InternetSettings::Tunnel(tunnel) => tunnel.public_url.clone(),
        InternetSettings::Domain(domain) => Some(domain.public_url()),
        InternetSettings::Closed => None,
    });
    match config.public_url.clone().or(stored) {
        Some(url) => public(&url, &now, &later, found).await,
        None => {
            for check in [Check::PublicName, Check::PublicAddress, Check::PublicCertificate] {
                found.skipped(check, "there is no public address that is known beforehand");
            }
        }
    }
}

async fn whatsapp(config: &ServerConfig, checker: &Checker, found: &mut Findings) {
    // A network for tests speaks HTTP at the same port.
    let url = match &config.whatsapp_url {
        Some(url) => url.parse::<url::Url>().ok().map(|url| format!("http://{}", url.authority())),
        None => Some(WHATSAPP.to_owned()),
    };
    let Some(url) = url.and_then(|url| url.parse::<PublicUrl>().ok()) else {
        return found.failed(Check::Whatsapp, "whatsapp_url is no address");
    };
    let date = match checker.date(&url).await {
        Ok(date) => date,
        Err(failure) => {
            found.skipped(Check::Clock, "nobody could be asked for the time");
            return found.failed(Check::Whatsapp, format!("{}: {failure}", url.host()));
        }
    };
    found.well(Check::Whatsapp, url.host().to_owned());
    match date.as_deref().map(DateTime::parse_from_rfc2822) {
        Some(Ok(there)) => found.judged(Check::Clock, clock(SystemClock.now().0 - there.timestamp_millis())),
        _ => found.skipped(Check::Clock, "nobody could be asked for the time"),
    }
}

/// Whether there is a newer version, which the headless server never installs by itself.
async fn version(config: &ServerConfig, stored: &Stored, found: &mut Findings) {
    let running = running_version();
    match look_once(&config.updates, stored.updates.as_deref()).await {
        None => found.skipped(Check::Version, "this build does not know where newer versions are told of"),
        Some(Err(why)) => {
            let because = match why {
                Trouble::Offline => "their server could not be reached",
                _ => "their server told nothing that reads",
            };
            found.skipped(Check::Version, because);
        }
        Some(Ok(Offer::Same | Offer::Older(_))) => found.well(Check::Version, running.to_string()),
        Some(Ok(Offer::Newer(release))) => {
            let package = release.package(Installation::Server);
            let at = package.map(|(_, url)| format!(": {url}")).unwrap_or_default();
            found.warned(Check::Version, format!("{} is there, and this is {running}{at}", release.version));
        }
    }
}

/// By how many milliseconds this clock is ahead.
fn clock(ahead_ms: i64) -> (Verdict, String) {
    let (seconds, word) = (ahead_ms.unsigned_abs() / 1_000, if ahead_ms < 0 { "behind" } else { "ahead" });
    match seconds {
        // The answer has its time in whole seconds, and was on its way for some.
        0..=10 => (Verdict::Well, String::new()),
        11..=120 => (Verdict::Warning, format!("it is {seconds} s {word}")),
        _ => (Verdict::Failure, format!("it is {seconds} s {word}")),
    }
}

async fn public(url: &PublicUrl, now: &Checker, later: &Checker, found: &mut Findings) {
    let shown = url.to_string();
    let failure = now.connect(url).await.err();
    match failure {
        Some(failure @ (CheckFailure::NameUnknown | CheckFailure::NamesSilent | CheckFailure::NamePrivate)) => {
            return found.failed(Check::PublicName, format!("{shown}: {failure}"));
        }
        _ => found.well(Check::PublicName, shown.clone()),
    }
    match failure {
        Some(failure @ (CheckFailure::Refused | CheckFailure::ConnectTimedOut | CheckFailure::Unreachable)) => {
            return found.failed(Check::PublicAddress, format!("{shown}: {failure}"));
        }
        _ => found.well(Check::PublicAddress, ""),
    }
    match failure {
        Some(failure) => found.failed(Check::PublicCertificate, format!("{shown}: {failure}")),
        None if !url.is_https() => found.warned(Check::PublicCertificate, "the address is http: nothing is encrypted"),
        None => match later.connect(url).await {
            Err(CheckFailure::CertificateExpired) => {
                found.warned(Check::PublicCertificate, "it ends within two weeks");
            }
            _ => found.well(Check::PublicCertificate, ""),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_judged_to_both_sides() {
        for (ahead_ms, verdict) in [
            (0, Verdict::Well),
            (-10_000, Verdict::Well),
            (60_000, Verdict::Warning),
            (-60_000, Verdict::Warning),
            (3_600_000, Verdict::Failure),
            (-3_600_000, Verdict::Failure),
        ] {
            assert_eq!(clock(ahead_ms).0, verdict, "{ahead_ms}");
        }
        assert_eq!(clock(-60_000).1, "it is 60 s behind");
    }
}
