//! Whether the links that are passed on open where they should.

use std::sync::Arc;
use std::time::Duration;

use portaria_reach::CheckFailure;

use super::Instances;
use crate::shapes::Reach;

/// How long a check may take: each of a few addresses may need its whole patience.
const DEADLINE: Duration = Duration::from_mins(2);

/// What a check of the links found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkCheck {
    /// Links open on this computer only, as the provider chose.
    OnlyHere,
    /// Every address leads here; how many there are.
    Opens(usize),
    /// An address does not lead here.
    Fails {
        /// The address.
        url: String,
        /// What is in the way.
        failure: CheckFailure,
    },
    /// It was not found out in time.
    Unfinished,
}

impl Instances {
    /// Has every address checked now, as a browser elsewhere would, and waits for what is found.
    pub async fn check_link(&self) -> LinkCheck {
        let is_here = |reach: &Reach| *reach == Reach::ThisMachine;
        if self.app.addresses.link_bases().iter().all(|(_, reach)| is_here(reach)) {
            return LinkCheck::OnlyHere;
        }
        let mut status = self.app.access.follow_status();
        self.app.access.ask_for_check();
        let checked = async {
            status.wait_for(|status| status.is_checking).await.ok()?;
            let done = status.wait_for(|status| !status.is_checking).await.ok()?;
            Some(Arc::clone(&done))
        };
        let checked = tokio::time::timeout(DEADLINE, self.stopping.run_until_cancelled(checked)).await;
        let Ok(Some(Some(found))) = checked else { return LinkCheck::Unfinished };
        let failing = found.checks.iter().find_map(|(url, checked)| {
            let failure = checked.failure.filter(|_| !found.is_inconclusive(url, checked))?;
            Some((url.clone(), failure))
        });
        match failing {
            Some((url, failure)) => LinkCheck::Fails { url, failure },
            None => LinkCheck::Opens(found.checks.len()),
        }
    }
}
