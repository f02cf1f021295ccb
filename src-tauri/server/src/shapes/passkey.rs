//! Links that take the account's passkey.

use portaria_sessions::Passkey;
use portaria_whatsapp::PasskeyStep;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What a link waits for whose account wants its passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Passkey)]
pub(crate) struct PasskeyShape {
    /// What that is.
    step: PasskeyStepWord,
    /// While it is asked for: WhatsApp's `PublicKeyCredentialRequestOptions`, for `rpId` `web.whatsapp.com`.
    #[schema(required, value_type = Option<Object>)]
    options: Option<Value>,
    /// While codes are compared: what the phone shows, too, as `XXXX-XXXX`.
    #[schema(required)]
    code: Option<String>,
    /// Until when it waits, in UTC milliseconds.
    expires_at_ms: i64,
}

/// What a link waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PasskeyStep)]
pub(crate) enum PasskeyStepWord {
    /// The account's passkey.
    Asked,
    /// Somebody who says that the phone shows the same code.
    Compare,
}

impl From<Passkey> for PasskeyShape {
    fn from(Passkey { step, expires_at }: Passkey) -> Self {
        let (step, options, code) = match step {
            PasskeyStep::Asked { options } => (PasskeyStepWord::Asked, serde_json::from_str(&options).ok(), None),
            PasskeyStep::Compare { code } => (PasskeyStepWord::Compare, None, Some(code)),
        };
        Self { step, options, code, expires_at_ms: expires_at.0 }
    }
}
