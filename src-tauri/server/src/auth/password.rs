//! The admin password: Argon2id, a few checks at a time.

use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use portaria_domain::Secret;
use tokio::sync::Semaphore;

/// What the check costs: OWASP's 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The shortest password, in characters, and the longest, in bytes.
const SHORTEST: usize = 10;
const LONGEST: usize = 1024;

/// Why a password can't be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPassword {
    /// Too short to be safe.
    #[error("a password has {SHORTEST} characters at least")]
    Short,
    /// Too long to be checked.
    #[error("a password has {LONGEST} bytes at most")]
    Long,
}

/// Whether this may be set as a password.
pub(crate) fn check_password(password: &Secret<String>) -> Result<(), InvalidPassword> {
    if password.expose().chars().count() < SHORTEST {
        return Err(InvalidPassword::Short);
    }
    if password.expose().len() > LONGEST { Err(InvalidPassword::Long) } else { Ok(()) }
}

/// How long a caller waits for a turn.
const PATIENCE: Duration = Duration::from_secs(1);

/// Checks passwords two at a time, 38 MiB at the most, however many callers come. One of the two places is not for
/// strangers: they cannot keep out who sits at this machine or logged in before.
pub(crate) struct PasswordCheck {
    of_known: Semaphore,
    of_strangers: Semaphore,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It is the password.
    Right,
    /// It is not.
    Wrong,
    /// Too many are asking: come again.
    Busy,
}

impl PasswordCheck {
    pub(crate) const fn new() -> Self {
        Self { of_known: Semaphore::const_new(1), of_strangers: Semaphore::const_new(1) }
    }

    /// Compares a password with a PHC string.
    pub(crate) async fn check(&self, password: Secret<String>, phc: String, is_known: bool) -> Checked {
        let turns = if is_known { &self.of_known } else { &self.of_strangers };
        let Ok(Ok(_turn)) = tokio::time::timeout(PATIENCE, turns.acquire()).await else { return Checked::Busy };
        let right = tokio::task::spawn_blocking(move || {
            let hash = PasswordHash::new(&phc);
            hash.is_ok_and(|hash| argon2().verify_password(password.expose().as_bytes(), &hash).is_ok())
        });
        if right.await.unwrap_or(false) { Checked::Right } else { Checked::Wrong }
    }
}

/// Makes the PHC string that is kept of a password. Takes about 50 ms of a core.
pub(crate) fn hash_password(password: &Secret<String>) -> String {
    let hash = argon2().hash_password(password.expose().as_bytes());
    hash.expect("the parameters are valid and the salt is random").to_string()
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_recognised_and_another_is_not() {
        let phc = hash_password(&Secret::new("correct horse".to_owned()));
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        let check = PasswordCheck::new();
        assert_eq!(check.check(Secret::new("correct horse".to_owned()), phc.clone(), true).await, Checked::Right);
        assert_eq!(check.check(Secret::new("correct horsf".to_owned()), phc, false).await, Checked::Wrong);
        assert_eq!(check.check(Secret::new(String::new()), "not a hash".to_owned(), true).await, Checked::Wrong);
    }
}
