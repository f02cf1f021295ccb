//! What a limiter leaves to whom it counts for, as answers tell it: the `RateLimit` headers of
//! draft-ietf-httpapi-ratelimit-headers-10.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};
use governor::clock::Reference;
use governor::middleware::StateSnapshot;
use governor::{NotUntil, Quota};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");

/// What is left of a limit after something was counted. As a part of an answer it adds itself to the headers.
#[derive(Clone, Debug)]
pub(crate) struct Allowance {
    /// What the limit is called.
    limit: &'static str,
    quota: Quota,
    /// How many more would be taken at this moment.
    remaining: u32,
    /// Seconds until one more is; unless something was refused, the limiter knows only how long that takes at most.
    pub(super) more_in_s: u64,
}

impl Allowance {
    /// Reads what a limiter decided at about `now`.
    pub(super) fn after<P: Reference>(
        limit: &'static str,
        decision: &Result<StateSnapshot, NotUntil<P>>,
        now: P,
    ) -> Self {
        let (quota, remaining, wait) = match decision {
            Ok(state) => (state.quota(), state.remaining_burst_capacity(), state.quota().replenish_interval()),
            Err(not_until) => (not_until.quota(), 0, not_until.wait_time_from(now)),
        };
        Self { limit, quota, remaining, more_in_s: seconds(wait) }
    }

    /// Adds both headers; behind what another limit wrote there.
    fn write(&self, headers: &mut HeaderMap) {
        let Self { limit, quota, remaining, more_in_s } = self;
        let (burst, window_s) = (quota.burst_size(), seconds(quota.burst_size_replenished_in()));
        for (name, item) in [
            (POLICY, format!("\"{limit}\";q={burst};w={window_s}")),
            (STATE, format!("\"{limit}\";r={remaining};t={more_in_s}")),
        ] {
            let before = headers.get(&name).and_then(|list| list.to_str().ok());
            let list = before.map_or_else(|| item.clone(), |before| format!("{before}, {item}"));
            headers.insert(name, HeaderValue::try_from(list).expect("names and numbers are visible ASCII"));
        }
    }
}

impl IntoResponseParts for Allowance {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        self.write(parts.headers_mut());
        Ok(parts)
    }
}

/// Whole seconds, after which it is over for sure; at least one.
fn seconds(time: Duration) -> u64 {
    (time.as_secs() + u64::from(time.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::num::NonZeroU32;

    use governor::RateLimiter;
    use governor::clock::{Clock as _, FakeRelativeClock};
    use governor::middleware::StateInformationMiddleware;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever came before: so many as an answer says are taken and no more, and one more after as long as it says.
        #[test]
        fn what_is_told_holds(
            per_second in 1_u32..60,
            burst in 1_u32..60,
            waits_ms in proptest::collection::vec(0_u64..300, 0..40),
        ) {
            let [rate, burst] = [per_second, burst].map(|number| NonZeroU32::new(number).unwrap());
            let quota = Quota::per_second(rate).allow_burst(burst);
            let clock = FakeRelativeClock::default();
            let limiter = RateLimiter::direct_with_clock(quota, clock.clone())
                .with_middleware::<StateInformationMiddleware>();
            let count = || {
                let decision = limiter.check();
                (decision.is_ok(), Allowance::after("requests", &decision, clock.now()))
            };
            for ms in waits_ms {
                count();
                clock.advance(Duration::from_millis(ms));
            }
            let (was_taken, told) = count();
            clock.advance(Duration::from_secs(told.more_in_s));
            let (is_taken, next) = count();
            prop_assert!(is_taken, "nothing is taken after {:?}", told);
            prop_assert!(!was_taken || next.remaining >= told.remaining, "nothing came back: {:?}, {:?}", told, next);

            let more = std::iter::repeat_with(count).take_while(|(is_taken, _)| *is_taken).count();
            prop_assert_eq!(more, next.remaining as usize);
            let (is_taken, refused) = count();
            prop_assert!(!is_taken && refused.remaining == 0);
            // The window that the policy names brings all of it back.
            clock.advance(Duration::from_secs(seconds(quota.burst_size_replenished_in())));
            prop_assert_eq!(count().1.remaining, burst.get() - 1);
        }
    }

    #[test]
    fn two_limits_stand_in_one_list() {
        let mut headers = HeaderMap::new();
        let allowance = |limit, rate, burst, remaining| {
            let [rate, burst] = [rate, burst].map(|number| NonZeroU32::new(number).unwrap());
            Allowance { limit, quota: Quota::per_second(rate).allow_burst(burst), remaining, more_in_s: 1 }
        };
        allowance("sends", 50, 2_000, 7).write(&mut headers);
        allowance("requests", 100, 400, 0).write(&mut headers);
        assert_eq!(headers[POLICY], "\"sends\";q=2000;w=40, \"requests\";q=400;w=4");
        assert_eq!(headers[STATE], "\"sends\";r=7;t=1, \"requests\";r=0;t=1");
    }
}
