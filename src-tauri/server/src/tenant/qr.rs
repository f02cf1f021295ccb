//! `GET /api/whatsapp/{tenantId}/qr`.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use portaria_domain::SessionStatus;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::picture::{self, Wanted};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::QrShape;

/// Shows the QR code that waits for the phone: as JSON, or as a picture when `Accept` asks for one.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/qr", operation_id = "tenant_qr", tag = "tenant", params(("tenantId" = String, Path)),
    responses(
        (status = 200, content(
            (QrShape = "application/json"),
            (String = "image/svg+xml"),
            (String = "image/png")
        )),
        (status = 409, description = "`no_qr`: there is none; `session` says why.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn qr(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(qr) = app.host.qr(ctx.tenant()) else {
        let status = app.status(ctx.tenant());
        return Err(Problem::no_qr(status.into(), why_none(status.status)));
    };
    match picture::wanted(&headers) {
        Wanted::Json => Ok(Json(QrShape::from(qr)).into_response()),
        Wanted::Svg => picture::svg(&qr.text).map_err(|error| Problem::internal(&error)),
        Wanted::Png => picture::png(&qr.text).map_err(|error| Problem::internal(&error)),
    }
}

const fn why_none(status: SessionStatus) -> &'static str {
    use SessionStatus as S;
    match status {
        S::Stopped | S::LoggedOut => "No pairing is under way. POST to pair begins one.",
        S::Starting | S::Pairing => "The code is not there yet. Ask again in a moment.",
        S::Confirming | S::Syncing => "The phone has scanned; the link is being finished.",
        S::Connected | S::Reconnecting | S::Restricted => "A phone is linked already.",
        S::Paused => "The provider paused this session.",
        S::Replaced => "The session was opened elsewhere. POST to start takes it back.",
        S::Banned => "WhatsApp blocked the account.",
        S::Failed => "The session failed; its status says why.",
    }
}
