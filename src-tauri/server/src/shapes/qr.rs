//! QR codes of a pairing.

use portaria_sessions::Qr;
use serde::Serialize;
use utoipa::ToSchema;

/// A QR code that waits for a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Qr)]
pub(crate) struct QrShape {
    /// What the picture says.
    pub text: String,
    /// When a fresh one replaces it, in UTC milliseconds.
    pub expires_at_ms: i64,
    /// The attempt number: which code of this pairing it is, from 1.
    pub attempt: u32,
}

impl From<Qr> for QrShape {
    fn from(qr: Qr) -> Self {
        Self { text: qr.text, expires_at_ms: qr.expires_at.0, attempt: qr.attempt }
    }
}
