//! How often a caller may come.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::state::{InMemoryState, NotKeyed};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use portaria_domain::TenantId;

use super::Arrival;
use crate::app::AppState;
use crate::config::Limits;
use crate::problem::Problem;

/// All of the house's limiters.
pub(crate) struct RateLimits {
    clock: DefaultClock,
    requests: DefaultKeyedRateLimiter<IpAddr>,
    admin_logins: DefaultKeyedRateLimiter<IpAddr>,
    all_admin_logins: RateLimiter<NotKeyed, InMemoryState, DefaultClock>,
    link_logins: DefaultKeyedRateLimiter<IpAddr>,
    link_logins_by_id: DefaultKeyedRateLimiter<String>,
    pair_codes: DefaultKeyedRateLimiter<TenantId>,
}

impl RateLimits {
    pub(crate) fn new(limits: &Limits) -> Self {
        let four_times = limits.requests_per_second.saturating_mul(NonZeroU32::new(4).expect("not zero"));
        Self {
            clock: DefaultClock::default(),
            requests: RateLimiter::keyed(Quota::per_second(limits.requests_per_second).allow_burst(four_times)),
            admin_logins: RateLimiter::keyed(one_in(Duration::from_mins(5), limits.admin_login_burst)),
            all_admin_logins: RateLimiter::direct(one_in(Duration::from_secs(6), limits.admin_login_burst)),
            link_logins: RateLimiter::keyed(one_in(Duration::from_secs(3), limits.link_login_burst)),
            link_logins_by_id: RateLimiter::keyed(one_in(Duration::from_secs(3), limits.link_login_burst)),
            pair_codes: RateLimiter::keyed(one_in(Duration::from_secs(10), limits.pair_code_burst)),
        }
    }

    /// Counts a try of the admin password: of one address, and of all together.
    pub(crate) fn admin_login(&self, arrival: &Arrival) -> Result<(), Problem> {
        self.refuse(self.admin_logins.check_key(&network_of(arrival)))?;
        self.refuse(self.all_admin_logins.check())
    }

    /// Counts a try of a link: of one address, and of one link from wherever.
    pub(crate) fn link_login(&self, arrival: &Arrival, public_id: &str) -> Result<(), Problem> {
        if !is_loopback(arrival) {
            self.refuse(self.link_logins.check_key(&network_of(arrival)))?;
        }
        self.refuse(self.link_logins_by_id.check_key(&public_id.to_owned()))
    }

    /// Counts a tenant's wish for a pairing code.
    pub(crate) fn pair_code(&self, tenant: TenantId) -> Result<(), Problem> {
        self.refuse(self.pair_codes.check_key(&tenant))
    }

    /// Forgets callers that have not come for a while.
    pub(crate) fn sweep(&self) {
        self.requests.retain_recent();
        self.admin_logins.retain_recent();
        self.link_logins.retain_recent();
        self.link_logins_by_id.retain_recent();
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

fn is_loopback(arrival: &Arrival) -> bool {
    arrival.peer.remote.ip().to_canonical().is_loopback()
}

/// Whom to count: an IPv4 address, or the /64 that one IPv6 customer commands.
fn network_of(arrival: &Arrival) -> IpAddr {
    match arrival.peer.remote.ip().to_canonical() {
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & (!0 << 64))),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Refuses an address that asks too often, whatever it asks for.
pub(crate) async fn limit_address(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let arrival = request.extensions().get::<Arrival>().copied();
    if let Some(arrival) = arrival.filter(|arrival| !is_loopback(arrival)) {
        let limited = app.rates.refuse(app.rates.requests.check_key(&network_of(&arrival)));
        if let Err(problem) = limited {
            return problem.into_response();
        }
    }
    next.run(request).await
}
