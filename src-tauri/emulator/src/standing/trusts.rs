//! Whom an account trusts. A token holds for four weeks, counted in weeks that begin with the epoch's.

use std::collections::BTreeMap;

use rand::RngExt as _;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use wacore::iq::tctoken::{TC_TOKEN_BUCKET_DURATION, TC_TOKEN_NUM_BUCKETS};

use crate::keeping::Base64;
use crate::network::Number;
use crate::network::stanza::seconds;

const WEEK_S: u64 = TC_TOKEN_BUCKET_DURATION.unsigned_abs();

const WEEKS: u64 = TC_TOKEN_NUM_BUCKETS.unsigned_abs();

/// Whom an account trusts, and the token that it gave each.
#[derive(Default)]
pub(crate) struct Trusts(BTreeMap<Number, Token>);

struct Token {
    bytes: [u8; 16],
    at_s: u64,
}

/// A token as the file keeps it.
#[derive(Serialize, Deserialize)]
pub(crate) struct SavedToken {
    holder: Number,
    bytes: Base64,
    at_s: u64,
}

impl Token {
    fn holds(&self, now_ms: u64) -> bool {
        self.at_s / WEEK_S + WEEKS > seconds(now_ms) / WEEK_S
    }
}

impl Trusts {
    pub(super) fn save(&self) -> Vec<SavedToken> {
        let saved = |(holder, token): (&Number, &Token)| SavedToken {
            holder: Number::clone(holder),
            bytes: Base64::of(token.bytes),
            at_s: token.at_s,
        };
        self.0.iter().map(saved).collect()
    }

    pub(super) fn restore(saved: Vec<SavedToken>) -> Option<Self> {
        let token = |saved: SavedToken| Some((saved.holder, Token { bytes: saved.bytes.array()?, at_s: saved.at_s }));
        saved.into_iter().map(token).collect::<Option<_>>().map(Self)
    }

    /// Whether `shown` is the token that `holder` was given, and still holds.
    pub(super) fn recognises(&self, holder: &Number, shown: &[u8], now_ms: u64) -> bool {
        self.0.get(holder).is_some_and(|token| token.bytes == *shown && token.holds(now_ms))
    }

    pub(super) fn holding(&self, now_ms: u64) -> impl Iterator<Item = &Number> {
        self.0.iter().filter(move |(_, token)| token.holds(now_ms)).map(|(number, _)| number)
    }

    /// A new week brings a new token.
    pub(super) fn is_due(&self, holder: &Number, now_ms: u64) -> bool {
        self.0.get(holder).is_none_or(|token| token.at_s / WEEK_S < seconds(now_ms) / WEEK_S)
    }

    pub(super) fn give(&mut self, holder: &Number, at_s: u64, rng: &mut StdRng) -> [u8; 16] {
        let token = Token { bytes: rng.random(), at_s };
        let bytes = token.bytes;
        self.0.insert(Number::clone(holder), token);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rand::SeedableRng as _;

    use super::*;

    #[test]
    fn a_token_holds_for_four_weeks_and_for_its_holder_alone() {
        let (ana, bia): (Number, Number) = (Arc::from("5511900000011"), Arc::from("5511900000012"));
        let mut trusts = Trusts::default();
        let start_s = 100 * WEEK_S + 5;
        let bytes = trusts.give(&ana, start_s, &mut StdRng::seed_from_u64(1));
        let at = |weeks: u64| (start_s + weeks * WEEK_S) * 1000;
        assert!(trusts.recognises(&ana, &bytes, at(0)) && trusts.recognises(&ana, &bytes, at(3)));
        assert!(!trusts.recognises(&ana, &bytes, at(4)), "four weeks later it is nothing");
        assert!(!trusts.recognises(&bia, &bytes, at(0)), "it was given to somebody else");
        assert!(!trusts.recognises(&ana, &[], at(0)), "nothing shown");
        assert!(!trusts.is_due(&ana, at(0)) && trusts.is_due(&ana, at(1)), "once a week");
    }
}
