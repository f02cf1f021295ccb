//! `GET` and `POST /api/whatsapp/{tenantId}/passkey`, and `POST …/passkey/confirm`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portaria_whatsapp::PasskeyAnswer;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Control, Read, TenantCtx};
use crate::input::{Form, Input, of_objects};
use crate::problem::{Code, FieldError, Problem, ProblemBody};
use crate::shapes::PasskeyShape;

/// The longest part of an assertion, in base64url characters: browsers' are some hundred.
const LONGEST_PART: usize = 8_192;

/// What the owner's authenticator said: a `WebAuthn` assertion, as a browser writes it (`PublicKeyCredential.toJSON()`).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PasskeyBody {
    /// Names the passkey, in base64url.
    id: String,
    /// The same.
    raw_id: String,
    /// `public-key`.
    r#type: String,
    /// What was signed, and the signature.
    response: AssertionBody,
}

/// What was signed, and the signature; each in base64url.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", remote = "Self")]
pub(crate) struct AssertionBody {
    /// What the browser signed for.
    #[serde(rename = "clientDataJSON")]
    client_data_json: String,
    /// What the authenticator says of itself and of the owner.
    authenticator_data: String,
    /// Its signature of both.
    signature: String,
    /// Whom the passkey is of, where the authenticator says so.
    #[serde(default)]
    user_handle: Option<String>,
}
of_objects!(AssertionBody);

impl Form for PasskeyBody {
    type Value = PasskeyAnswer;

    fn read(self) -> Result<PasskeyAnswer, Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.r#type != "public-key" {
            errors.push(FieldError::new("type", "invalid", "`public-key`."));
        }
        let mut part = |field: &str, text: &str, may_be_empty: bool| {
            let text = text.trim_end_matches('=');
            let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
            if text.len() > LONGEST_PART || (bytes.is_empty() && !(may_be_empty && text.is_empty())) {
                errors.push(FieldError::new(field, "invalid", "Base64url, of at most 8,192 characters."));
            }
            bytes
        };
        let named = part("id", &self.id, false);
        let credential_id = part("rawId", &self.raw_id, false);
        let answer = PasskeyAnswer {
            client_data: part("response.clientDataJSON", &self.response.client_data_json, false),
            authenticator_data: part("response.authenticatorData", &self.response.authenticator_data, false),
            signature: part("response.signature", &self.response.signature, false),
            user_handle: self.response.user_handle.map(|handle| part("response.userHandle", &handle, true)),
            credential_id,
        };
        if errors.is_empty() && named != answer.credential_id {
            errors.push(FieldError::new("rawId", "invalid", "The same as `id`."));
        }
        if errors.is_empty() { Ok(answer) } else { Err(errors) }
    }
}

/// Shows what a link waits for whose account wants its passkey.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/passkey", operation_id = "tenant_passkey", tag = "tenant", params(("tenantId" = String, Path)),
    responses(
        (status = 200, body = PasskeyShape),
        (status = 409, description = "`no_passkey`: none is asked for.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn passkey(ctx: TenantCtx<Read>, State(app): State<AppState>) -> Result<Json<PasskeyShape>, Problem> {
    match app.host.passkey(ctx.tenant()) {
        Some(passkey) => Ok(Json(passkey.into())),
        None => Err(Problem::new(Code::NoPasskey, "No passkey is asked for just now.")),
    }
}

/// Proves with the account's passkey that it is theirs. The answer is signed on WhatsApp's own origin, in a browser or
/// by the phone; the key itself never comes here. Afterwards both ends show a code to compare.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/passkey", operation_id = "tenant_answer_passkey", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = PasskeyBody,
    responses(
        (status = 204, description = "WhatsApp took it."),
        (status = 409, description = "`passkey_refused`: WhatsApp did not take it, and the link begins anew; `no_passkey`: none is asked for.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn answer_passkey(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Input(answer): Input<PasskeyBody>,
) -> Result<StatusCode, Problem> {
    app.host.answer_passkey(ctx.tenant(), answer).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that the phone shows the same code. The link is finished once the phone's owner says so there, too.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/passkey/confirm", operation_id = "tenant_confirm_passkey", tag = "tenant", params(("tenantId" = String, Path)),
    responses(
        (status = 204, description = "Said."),
        (status = 409, description = "`passkey_refused`: the phone's owner said no; `no_passkey`: no codes are compared.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn confirm_passkey(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
) -> Result<StatusCode, Problem> {
    app.host.confirm_passkey(ctx.tenant()).await?;
    Ok(StatusCode::NO_CONTENT)
}
