//! Looks by itself whether the public address leads here, and tells the provider when it no longer does, or does again.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::UnixMs;
use portaria_reach::{CheckFailure, Checker, PublicUrl};
use tokio_util::sync::CancellationToken;

use crate::access::Checked;
use crate::app::App;
use crate::shapes::Reach;
use crate::socket;

/// How often, while all is well.
const USUALLY: Duration = Duration::from_mins(5);
/// How often, while something is in the way.
const IN_TROUBLE: Duration = Duration::from_secs(20);
/// A way in that was opened just now may take a moment, and a whole run of changes is one.
const SETTLING: Duration = Duration::from_millis(500);

/// Checks now and then, and whenever somebody asks, until `stopping`.
pub(crate) async fn check_again_and_again(app: Arc<App>, stopping: CancellationToken) {
    let Ok(checker) = tokio::task::spawn_blocking(Checker::new).await else { return };
    let mut asked = app.access.follow_checks();
    loop {
        asked.borrow_and_update();
        let is_well = tokio::select! {
            () = stopping.cancelled() => return,
            is_well = check_all(&app, &checker) => is_well,
        };
        let wait = if is_well { USUALLY } else { IN_TROUBLE };
        tokio::select! {
            () = stopping.cancelled() => return,
            changed = asked.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(wait) => {}
        }
        tokio::time::sleep(SETTLING).await;
    }
}

/// Checks every address that links may carry, beside this machine's own; tells whether all lead here.
async fn check_all(app: &App, checker: &Checker) -> bool {
    let bases = addresses(app);
    if bases.is_empty() {
        if app.access.note(|status| status.checks.clear()) {
            socket::show_access(app);
        }
        return true;
    }
    app.access.note(|status| status.is_checking = true);
    socket::show_access(app);
    let mut found = Vec::with_capacity(bases.len());
    for url in bases {
        let proof = app.access.proofs.begin();
        let failure = checker.check(&url, &proof).await.err();
        found.push((url.to_string(), failure));
    }
    let now = app.now();
    let mut is_well = true;
    app.access.note(|status| {
        let before = std::mem::take(&mut status.checks);
        status.is_checking = false;
        for (url, failure) in found {
            let known = before.get(&url);
            let checked = checked(known, failure, now);
            if !status.is_inconclusive(&url, &checked) {
                is_well &= failure.is_none();
                tell_of_change(&url, known, failure);
            }
            status.checks.insert(url, checked);
        }
    });
    socket::show_access(app);
    is_well
}

/// Names that only the network knows are left out: servers often don't ask it, and its phones do.
fn addresses(app: &App) -> Vec<PublicUrl> {
    let of_network = app.addresses.reached().name.clone();
    let bases = app.addresses.link_bases().into_iter().filter(|(_, reach)| *reach != Reach::ThisMachine);
    let urls = bases.filter_map(|(base, _)| base.parse::<PublicUrl>().ok());
    urls.filter(|url| of_network.as_deref() != Some(url.host())).collect()
}

fn checked(before: Option<&Checked>, failure: Option<CheckFailure>, now: UnixMs) -> Checked {
    let since =
        before.filter(|before| before.failure.is_some() == failure.is_some()).map_or(now, |before| before.since);
    let has_worked = failure.is_none() || before.is_some_and(|before| before.has_worked);
    Checked { at: now, failure, since, has_worked }
}

fn tell_of_change(url: &str, before: Option<&Checked>, failure: Option<CheckFailure>) {
    match (before.and_then(|before| before.failure), failure) {
        (None, Some(failure)) => tracing::warn!(url, %failure, "the address doesn't lead here"),
        (Some(_), None) => tracing::info!(url, "the address leads here again"),
        _ => {}
    }
}
