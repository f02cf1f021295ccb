//! The second step of the provider's login by password: codes of an authenticator app (RFC 6238), and recovery codes.
//!
//! A code is good once, and half a minute before and after its time: clocks differ. Which were used the store knows.

use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_domain::{ProviderName, Secret, UnixMs};
use portaria_storage::{StorageError, Stores, TOTP_SECRET_BYTES};
use sha2::Sha256;
use totp_rs::{Builder, Totp};

/// What an app and the server share.
pub(crate) type TotpSecret = Secret<[u8; TOTP_SECRET_BYTES]>;

/// Who made the codes, as apps list it.
const ISSUER: &str = "Portaria";
/// For how many steps of half a minute around a code it's remembered that it was used: an hour, so that a clock that is
/// put right makes none good again.
const REMEMBERED_STEPS: u64 = 120;

/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// How many characters one has, of five bits each.
const RECOVERY_LENGTH: usize = 12;
/// Crockford's: nothing in it looks like something else.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// By what a code was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProvedBy {
    /// By the app.
    App,
    /// By a recovery code, of which there is one less now.
    RecoveryCode,
}

/// A secret of chance.
pub(crate) fn fresh_secret() -> TotpSecret {
    Secret::new(rand::random())
}

/// The secret as it's typed into an app (base 32).
pub(crate) fn written(secret: &TotpSecret) -> String {
    codes(secret, None).secret().to_base32()
}

/// The address that an app reads from a QR code.
pub(crate) fn address(secret: &TotpSecret, service: &ProviderName) -> String {
    codes(secret, Some(service)).to_url().expect("the account has a name without a colon")
}

/// The step whose code this is, near this moment.
pub(crate) fn step_of(secret: &TotpSecret, code: &Secret<String>, now: UnixMs) -> Option<u64> {
    let digits: String = code.expose().chars().filter(|c| !c.is_whitespace()).collect();
    codes(secret, None).check(&digits, u64::try_from(now.0 / 1000).unwrap_or_default())
}

/// Uses a code: one of the app, or a recovery code. `None` where it's wrong, or was used before.
pub(crate) async fn prove(
    stores: &Stores,
    secret: &TotpSecret,
    code: &Secret<String>,
    now: UnixMs,
) -> Result<Option<ProvedBy>, StorageError> {
    if let Some(step) = step_of(secret, code, now) {
        let is_used = stores.use_totp_step(secret, step, REMEMBERED_STEPS).await?;
        return Ok(is_used.then_some(ProvedBy::App));
    }
    let Some(code) = read_recovery(code.expose()) else { return Ok(None) };
    let is_used = stores.use_recovery_code(hash_recovery(stores, &code)).await?;
    Ok(is_used.then_some(ProvedBy::RecoveryCode))
}

/// New recovery codes, as they're shown this once, and what is kept of each.
pub(crate) fn fresh_recovery_codes(stores: &Stores) -> (Vec<String>, Vec<[u8; 32]>) {
    let fresh = || {
        let random: [u8; RECOVERY_LENGTH] = rand::random();
        random.map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
    };
    let codes = (0..RECOVERY_CODES).map(|_| fresh());
    let shown = |code: &[char; RECOVERY_LENGTH]| {
        code.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    };
    codes.map(|code| (shown(&code), hash_recovery(stores, &code.iter().collect::<String>()))).unzip()
}

fn codes(secret: &TotpSecret, service: Option<&ProviderName>) -> Totp {
    let builder = Builder::new().with_secret(secret.expose().to_vec()).with_issuer(Some(ISSUER));
    let account = service.map_or_else(|| ISSUER.to_owned(), |name| name.as_str().replace(':', " "));
    builder.with_account_name(account).build().expect("the secret is long enough, and neither name holds a colon")
}

/// A recovery code as it's typed: case, spaces and dashes don't matter, nor what looks alike.
fn read_recovery(text: &str) -> Option<String> {
    let read = |c: char| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        c => c,
    };
    let code: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(read).collect();
    let is_one = code.len() == RECOVERY_LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    is_one.then_some(code)
}

/// Under a key of this server: who has the hash alone can try nothing against it.
fn hash_recovery(stores: &Stores, code: &str) -> [u8; 32] {
    let key = stores.signing_key("recovery code");
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes a key of any length");
    mac.update(code.as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, of which the last six digits are shown.
        let secret = Secret::new(*b"12345678901234567890");
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            let found = step_of(&secret, &Secret::new(code.to_owned()), UnixMs(seconds * 1000));
            assert_eq!(found, Some(u64::try_from(seconds).unwrap() / 30), "{code}");
            let late = step_of(&secret, &Secret::new(code.to_owned()), UnixMs((seconds + 90) * 1000));
            assert_eq!(late, None, "a minute and a half later");
        }
        assert_eq!(written(&secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn an_app_is_told_whose_codes_they_are() {
        let secret = Secret::new([7; 20]);
        let address = address(&secret, &"Zap: fácil".parse().unwrap());
        let begins = "otpauth://totp/Portaria:Zap%20%20f%C3%A1cil?secret=";
        assert!(address.starts_with(begins) && address.ends_with("&issuer=Portaria"), "{address}");
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        assert_eq!(read_recovery(" ABCD-efgh 01O1 "), Some("abcdefgh0101".to_owned()));
        assert_eq!(read_recovery("iLoO-0000-0000"), Some("110000000000".to_owned()));
        for bad in ["", "123456", "abcd-efgh-ijk", "abcd-efgh-uuuu", "abcd-efgh-éééé"] {
            assert_eq!(read_recovery(bad), None, "{bad:?}");
        }
    }
}
