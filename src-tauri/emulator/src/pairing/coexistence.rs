//! An account that also uses Meta's own API.

use serde::Deserialize;

/// How an account that also uses Meta's own API tells a new companion of itself: both parts should say the same, and
/// reports show that they do not. Each is signed by what it says itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Coexistence {
    /// The envelope, which the code's secret seals, says "hosted" in place of "end-to-end encrypted".
    pub hosted_envelope: bool,
    /// The details, which the phone signs, say so.
    pub hosted_details: bool,
}
