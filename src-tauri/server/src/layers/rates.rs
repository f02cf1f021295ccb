//! How often a caller may come.

use std::hash::{BuildHasher as _, Hash, Hasher as _, RandomState};
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use portaria_domain::TenantId;

use super::allowance::Allowance;
use super::failures::Failures;
use super::{Arrival, Caller};
use crate::app::AppState;
use crate::auth::Device;
use crate::config::Limits;
use crate::problem::Problem;

/// A limiter that tells what it leaves.
type Limiter<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// All of the house's limiters. None is keyed by what a stranger shares with whom it is meant for: whoever sends the right
/// thing is not kept out by who sends the wrong one.
pub(crate) struct RateLimits {
    clock: DefaultClock,
    requests: Limiter<(Caller, u64)>,
    requests_of_address: Limiter<Caller>,
    /// Makes numbers of what callers prove themselves by; others at every start.
    hasher: RandomState,
    wrong_passwords: Failures<PasswordOf>,
    /// Of all that are not known: who has the password guesses no code by coming from many addresses.
    wrong_codes_of_strangers: Failures<()>,
    wrong_links: Failures<Caller>,
    sends: Limiter<TenantId>,
    pair_codes: Limiter<TenantId>,
}

/// How many wrong codes strangers may send at once; afterwards one in a quarter of an hour. At three in a million each,
/// who has the password finds one in years.
const STRANGERS_CODES: u32 = 20;

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
        let four_at_once = |rate: NonZeroU32| Quota::per_second(rate).allow_burst(times(rate, 4));
        let sends = Quota::per_second(limits.sends_per_second).allow_burst(limits.send_burst);
        Self {
            clock: DefaultClock::default(),
            requests: limiter(four_at_once(limits.requests_per_second)),
            requests_of_address: limiter(four_at_once(times(limits.requests_per_second, 10))),
            hasher: RandomState::new(),
            wrong_passwords: Failures::new(Duration::from_mins(5), limits.admin_login_burst.get()),
            wrong_codes_of_strangers: Failures::new(Duration::from_mins(15), STRANGERS_CODES),
            wrong_links: Failures::new(Duration::from_secs(3), limits.link_login_burst.get()),
            sends: limiter(sends),
            pair_codes: limiter(one_in(Duration::from_secs(10), limits.pair_code_burst)),
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

    /// Counts a code that follows a right password as wrong before it is looked at: for who sent it, like a password, and
    /// for all strangers together.
    pub(crate) fn code(&self, of: &PasswordOf) -> Result<(), Problem> {
        self.password(of)?;
        if of.is_known() {
            return Ok(());
        }
        self.wrong_codes_of_strangers.charge((), Instant::now()).map_err(|time| {
            self.password_was_not_wrong(of);
            wait(time)
        })
    }

    /// Takes that back.
    pub(crate) fn code_was_not_wrong(&self, of: &PasswordOf) {
        self.password_was_not_wrong(of);
        if !of.is_known() {
            self.wrong_codes_of_strangers.refund(&());
        }
    }

    /// Counts a wrong secret of a link. The right one was looked at before: nobody guesses 256 bits.
    pub(crate) fn wrong_link(&self, arrival: &Arrival) -> Result<(), Problem> {
        self.wrong_links.charge(arrival.caller, Instant::now()).map_err(wait)
    }

    /// Counts a message that a tenant hands over.
    pub(crate) fn send(&self, tenant: TenantId) -> (Allowance, Result<(), Problem>) {
        self.count("sends", &self.sends, &tenant)
    }

    /// Counts a tenant's wish for a pairing code.
    pub(crate) fn pair_code(&self, tenant: TenantId) -> Result<(), Problem> {
        self.count("pair-codes", &self.pair_codes, &tenant).1
    }

    /// Counts a request: first for what it's to be proved by, which is not looked at yet, and then for its address, which
    /// may be that of a whole office. What is left to others there is nobody's business: of what is shared, only a refusal
    /// is told.
    fn request(&self, caller: Caller, headers: &HeaderMap) -> (Option<Allowance>, Result<(), Problem>) {
        let mut claimed = self.hasher.build_hasher();
        let mut is_shared = true;
        for value in [header::AUTHORIZATION, header::COOKIE].iter().flat_map(|name| headers.get_all(name)) {
            claimed.write(value.as_bytes());
            is_shared = false;
        }
        let (own, admitted) = self.count("requests", &self.requests, &(caller, claimed.finish()));
        if admitted.is_err() {
            return (Some(own), admitted);
        }
        let (of_address, admitted) = self.count("address", &self.requests_of_address, &caller);
        if admitted.is_err() {
            return (Some(of_address), admitted);
        }
        ((!is_shared).then_some(own), admitted)
    }

    /// Forgets callers that have not come for a while.
    pub(crate) fn sweep(&self) {
        self.requests.retain_recent();
        self.requests_of_address.retain_recent();
        self.wrong_passwords.sweep(Instant::now());
        self.wrong_codes_of_strangers.sweep(Instant::now());
        self.wrong_links.sweep(Instant::now());
        self.sends.retain_recent();
        self.pair_codes.retain_recent();
    }

    /// Counts for a key of a limiter. What is left is told on the answer, however it turns out.
    fn count<K: Clone + Hash + Eq>(
        &self,
        limit: &'static str,
        limiter: &Limiter<K>,
        key: &K,
    ) -> (Allowance, Result<(), Problem>) {
        let decision = limiter.check_key(key);
        let allowance = Allowance::after(limit, &decision, self.clock.now());
        let admitted = decision.map(drop).map_err(|_| Problem::rate_limited(allowance.more_in_s));
        (allowance, admitted)
    }
}

fn limiter<K: Clone + Hash + Eq>(quota: Quota) -> Limiter<K> {
    RateLimiter::keyed(quota).with_middleware()
}

fn times(rate: NonZeroU32, factor: u32) -> NonZeroU32 {
    rate.saturating_mul(NonZeroU32::new(factor).expect("not zero"))
}

/// `burst` at once, and afterwards one in each `period`.
fn one_in(period: Duration, burst: NonZeroU32) -> Quota {
    Quota::with_period(period).expect("the period is not zero").allow_burst(burst)
}

fn wait(time: Duration) -> Problem {
    Problem::rate_limited(time.as_secs() + 1)
}

/// Refuses who asks too often, whatever they ask for, and tells the API's callers what is left to them.
pub(crate) async fn limit_address(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let arrival = request.extensions().get::<Arrival>();
    let Some(caller) = arrival.map(|arrival| arrival.caller).filter(|caller| !caller.is_local()) else {
        return next.run(request).await;
    };
    let is_api = request.uri().path().starts_with("/api/");
    let (allowance, admitted) = app.rates.request(caller, request.headers());
    let response = match admitted {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    (allowance.filter(|_| is_api), response).into_response()
}
