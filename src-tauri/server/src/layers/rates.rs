//! How often a caller may come.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use portaria_domain::TenantId;

use super::failures::Failures;
use super::{Arrival, Caller};
use crate::app::AppState;
use crate::auth::Device;
use crate::config::Limits;
use crate::problem::Problem;

/// All of the house's limiters. None is keyed by what a stranger shares with whom it is meant for: whoever sends the right
/// thing is not kept out by who sends the wrong one.
pub(crate) struct RateLimits {
    clock: DefaultClock,
    requests: DefaultKeyedRateLimiter<Caller>,
    wrong_passwords: Failures<PasswordOf>,
    wrong_links: Failures<Caller>,
    sends: DefaultKeyedRateLimiter<TenantId>,
    pair_codes: DefaultKeyedRateLimiter<TenantId>,
}

/// For whom a password is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PasswordOf {
    /// A browser that logged in before.
    Device(Device),
    /// Anybody else.
    Caller(Caller),
}

impl PasswordOf {
    /// Whether strangers cannot be counted along with it.
    pub(crate) const fn is_known(&self) -> bool {
        matches!(self, Self::Device(_) | Self::Caller(Caller::ThisMachine))
    }
}

impl RateLimits {
    pub(crate) fn new(limits: &Limits) -> Self {
        let four_times = limits.requests_per_second.saturating_mul(NonZeroU32::new(4).expect("not zero"));
        let sends = Quota::per_second(limits.sends_per_second).allow_burst(limits.send_burst);
        Self {
            clock: DefaultClock::default(),
            requests: RateLimiter::keyed(Quota::per_second(limits.requests_per_second).allow_burst(four_times)),
            wrong_passwords: Failures::new(Duration::from_mins(5), limits.admin_login_burst.get()),
            wrong_links: Failures::new(Duration::from_secs(3), limits.link_login_burst.get()),
            sends: RateLimiter::keyed(sends),
            pair_codes: RateLimiter::keyed(one_in(Duration::from_secs(10), limits.pair_code_burst)),
        }
    }

    /// Counts a password as wrong before it is looked at: of many at once only as many are looked at as may be wrong.
    pub(crate) fn password(&self, of: &PasswordOf) -> Result<(), Problem> {
        self.wrong_passwords.charge(of.clone(), Instant::now()).map_err(wait)
    }

    /// Takes that back: it was right, or was not looked at.
    pub(crate) fn password_was_not_wrong(&self, of: &PasswordOf) {
        self.wrong_passwords.refund(of);
    }

    /// Counts a wrong secret of a link. The right one was looked at before: nobody guesses 256 bits.
    pub(crate) fn wrong_link(&self, arrival: &Arrival) -> Result<(), Problem> {
        self.wrong_links.charge(arrival.caller, Instant::now()).map_err(wait)
    }

    /// Counts a message that a tenant hands over.
    pub(crate) fn send(&self, tenant: TenantId) -> Result<(), Problem> {
        self.refuse(self.sends.check_key(&tenant))
    }

    /// Counts a tenant's wish for a pairing code.
    pub(crate) fn pair_code(&self, tenant: TenantId) -> Result<(), Problem> {
        self.refuse(self.pair_codes.check_key(&tenant))
    }

    /// Forgets callers that have not come for a while.
    pub(crate) fn sweep(&self) {
        self.requests.retain_recent();
        self.wrong_passwords.sweep(Instant::now());
        self.wrong_links.sweep(Instant::now());
        self.sends.retain_recent();
        self.pair_codes.retain_recent();
    }

    fn refuse<T>(
        &self,
        decision: Result<T, governor::NotUntil<governor::clock::QuantaInstant>>,
    ) -> Result<(), Problem> {
        match decision {
            Ok(_) => Ok(()),
            Err(not_until) => {
                let wait = not_until.wait_time_from(self.clock.now());
                Err(Problem::rate_limited(wait.as_secs() + 1))
            }
        }
    }
}

/// `burst` at once, and afterwards one in each `period`.
fn one_in(period: Duration, burst: NonZeroU32) -> Quota {
    Quota::with_period(period).expect("the period is not zero").allow_burst(burst)
}

fn wait(time: Duration) -> Problem {
    Problem::rate_limited(time.as_secs() + 1)
}

/// Refuses an address that asks too often, whatever it asks for.
pub(crate) async fn limit_address(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let arrival = request.extensions().get::<Arrival>().copied();
    if let Some(arrival) = arrival.filter(|arrival| !arrival.caller.is_local()) {
        let limited = app.rates.refuse(app.rates.requests.check_key(&arrival.caller));
        if let Err(problem) = limited {
            return problem.into_response();
        }
    }
    next.run(request).await
}
