//! With what Prometheus proves itself.

use portaria_domain::Secret;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Fewer characters could be guessed.
const FEWEST: usize = 32;

/// What who reads the figures has to bring: at least 32 characters without spaces.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct MetricsToken(Secret<String>);

impl MetricsToken {
    /// Whether this is it. How long that takes tells nothing about it.
    pub(crate) fn is(&self, shown: &str) -> bool {
        let [own, shown] = [self.0.expose(), shown].map(Sha256::digest);
        own.as_slice().ct_eq(shown.as_slice()).into()
    }
}

impl TryFrom<String> for MetricsToken {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = text.len() >= FEWEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        let wrong = "it needs at least 32 characters, without spaces: `openssl rand -hex 32` makes one";
        if fits { Ok(Self(Secret::new(text))) } else { Err(wrong) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_the_whole_token_is_it_and_it_is_shown_nowhere() {
        let text = "0123456789abcdef0123456789abcdef";
        let token = MetricsToken::try_from(text.to_owned()).unwrap();
        assert!(token.is(text));
        for other in ["", &text[1..], &format!("{text}0"), &text.to_uppercase()] {
            assert!(!token.is(other), "{other}");
        }
        assert!(!format!("{token:?}").contains("0123"));
    }

    #[test]
    fn a_token_that_could_be_guessed_is_refused() {
        for text in ["", "short", &"x".repeat(31), &format!("{} {}", "x".repeat(20), "y".repeat(20))] {
            assert!(MetricsToken::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
