//! `GET`, `POST` and `DELETE /api/whatsapp/{tenantId}/push`, and `POST …/push/test`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portaria_domain::{Language, LoginId, Secret};
use portaria_storage::PushDevice;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;
use web_push_native::p256::PublicKey;

use crate::app::AppState;
use crate::auth::{By, Read, TenantCtx};
use crate::egress::may_be_posted_to;
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::push::{self, Taken};
use crate::shapes::LanguageWord;

/// The longest address of a push service, in bytes.
const LONGEST_ENDPOINT: usize = 2_048;

/// Whether the browser that asks is told of messages while its panel is closed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PushState {
    /// The key of this installation, for the browser's `pushManager.subscribe`: base64url.
    public_key: String,
    /// How the browser is told; null where it is not.
    #[schema(required)]
    device: Option<PushDeviceShape>,
}

/// How a browser is told.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PushDeviceShape {
    /// Its address at the browser's push service.
    endpoint: String,
    /// In which language.
    language: LanguageWord,
    /// Whether it is told what was written, or only by whom.
    shows_text: bool,
    /// Since when its push service takes nothing, in UTC milliseconds; null where it does.
    #[schema(required)]
    failing_since_ms: Option<i64>,
}

/// What a browser's `PushSubscription` says, and how it wants to be told.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PushBody {
    /// Its address at the browser's push service: https.
    endpoint: String,
    /// Its public key `p256dh`: base64url.
    p256dh: String,
    /// Its secret `auth`: base64url.
    auth: String,
    /// In which language it is spoken to.
    language: LanguageWord,
    /// Whether it is told what was written, or only by whom.
    shows_text: bool,
}

/// What a [`PushBody`] says, once it is sound.
pub(crate) struct Wanted {
    endpoint: String,
    public_key: [u8; 65],
    auth_secret: [u8; 16],
    language: Language,
    shows_text: bool,
}

impl Form for PushBody {
    type Value = Wanted;

    fn read(self) -> Result<Wanted, Vec<FieldError>> {
        let mut errors = Vec::new();
        if !is_endpoint(&self.endpoint) {
            let detail = "The https address of a push service, up to 2,048 characters.";
            errors.push(FieldError::new("endpoint", "invalid", detail));
        }
        let key = bytes::<65>(&self.p256dh).filter(|key| PublicKey::from_sec1_bytes(key).is_ok());
        if key.is_none() {
            errors.push(FieldError::new("p256dh", "invalid", "A point of P-256 as 65 bytes in base64url."));
        }
        let auth = bytes::<16>(&self.auth);
        if auth.is_none() {
            errors.push(FieldError::new("auth", "invalid", "16 bytes in base64url."));
        }
        match (key, auth) {
            (Some(public_key), Some(auth_secret)) if errors.is_empty() => {
                let Self { endpoint, language, shows_text, .. } = self;
                Ok(Wanted { endpoint, public_key, auth_secret, language: language.into(), shows_text })
            }
            _ => Err(errors),
        }
    }
}

/// Whether a push service may be at an address. Builds for the emulator speak to this machine's, which has no https.
fn is_endpoint(text: &str) -> bool {
    let is_encrypted = |url: &Url| url.scheme() == "https" || cfg!(feature = "emulator");
    text.len() <= LONGEST_ENDPOINT && text.parse().is_ok_and(|url| is_encrypted(&url) && may_be_posted_to(&url))
}

/// Browsers write base64url with or without its padding.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?.try_into().ok()
}

/// What came of a test.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PushTested {
    /// `taken`: the notice is on its way. `gone`: the browser is not told, or its address is not known any more.
    /// `busy`: the push service has no time or did not answer. `refused`: it does not take what comes from here.
    outcome: PushOutcome,
    /// The HTTP status of a refusal; null where there was none.
    #[schema(required)]
    status: Option<u16>,
}

/// What a push service answered.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PushOutcome {
    Taken,
    Gone,
    Busy,
    Refused,
}

/// Shows whether the browser that asks is told of messages while its panel is closed, and the key to ask it by.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/push", operation_id = "tenant_show_push", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = PushState), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []))
)]
pub(crate) async fn show_push(ctx: TenantCtx<Read>, State(app): State<AppState>) -> Result<Json<PushState>, Problem> {
    let device = app.stores.push_device(browser(&ctx)?, app.now()).await?;
    let device = device.map(|(device, _)| PushDeviceShape {
        endpoint: device.endpoint.into_inner(),
        language: device.language.into(),
        shows_text: device.shows_text,
        failing_since_ms: device.failing_since.map(|at| at.0),
    });
    Ok(Json(PushState { public_key: app.push.public_key().to_owned(), device }))
}

/// Has the browser that asks told of messages while its panel is closed, from now on or otherwise than before. It ends with
/// its login, with a change of the link, and where its push service does not know it any more. A tenant has at most 100:
/// the one that asked longest ago goes for a new one. Nothing is promised: push services lose and delay what they like.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/push", operation_id = "tenant_begin_push", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = PushBody,
    responses((status = 204, description = "It is told from now on."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []))
)]
pub(crate) async fn begin_push(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Input(wanted): Input<PushBody>,
) -> Result<StatusCode, Problem> {
    let (tenant, login) = (ctx.tenant(), browser(&ctx)?);
    let Wanted { endpoint, public_key, auth_secret, language, shows_text } = wanted;
    let (endpoint, auth_secret) = (Secret::new(endpoint), Secret::new(auth_secret));
    let device =
        PushDevice { login, tenant, endpoint, public_key, auth_secret, language, shows_text, failing_since: None };
    app.stores.keep_push_device(device, app.now()).await?;
    app.push.begin(tenant, login);
    Ok(StatusCode::NO_CONTENT)
}

/// Tells the browser that asks nothing any more while its panel is closed.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/push", operation_id = "tenant_end_push", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 204, description = "It is told nothing any more."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []))
)]
pub(crate) async fn end_push(ctx: TenantCtx<Read>, State(app): State<AppState>) -> Result<StatusCode, Problem> {
    let login = browser(&ctx)?;
    app.stores.forget_push_device(login).await?;
    app.push.end(ctx.tenant(), login);
    Ok(StatusCode::NO_CONTENT)
}

/// Sends the browser that asks a notice to try whether it works, once, and says what its push service answered.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/push/test", operation_id = "tenant_test_push", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = PushTested), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []))
)]
pub(crate) async fn test_push(ctx: TenantCtx<Read>, State(app): State<AppState>) -> Result<Json<PushTested>, Problem> {
    let taken = push::test(&app, browser(&ctx)?).await?;
    let (outcome, status) = match taken {
        Some(Taken::Yes) => (PushOutcome::Taken, None),
        // That it was known before makes no difference to whoever has to switch it on again.
        None | Some(Taken::Gone) => (PushOutcome::Gone, None),
        Some(Taken::Later(_)) => (PushOutcome::Busy, None),
        Some(Taken::Refused(status)) => (PushOutcome::Refused, status),
    };
    Ok(Json(PushTested { outcome, status }))
}

/// The login of the browser that asks.
fn browser(ctx: &TenantCtx<Read>) -> Result<LoginId, Problem> {
    match ctx.proof().by {
        By::Login(login) => Ok(login),
        By::Key { .. } => Err(Problem::forbidden("Programs are told by webhooks and sockets.")),
    }
}
