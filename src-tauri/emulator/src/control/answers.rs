//! How what is asked is read, and what is refused is said.

use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::error::EmulatorError;

pub(super) fn refusal(status: StatusCode, detail: &str) -> Response {
    (status, Json(json!({ "detail": detail }))).into_response()
}

/// A JSON body; one that does not fit is refused in the same shape as everything else.
pub(crate) struct Asked<T>(pub(super) T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> FromRequest<S> for Asked<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match Json::from_request(request, state).await {
            Ok(Json(asked)) => Ok(Self(asked)),
            Err(unfit) => Err(refusal(unfit.status(), &unfit.body_text())),
        }
    }
}

/// A refusal of the network as HTTP says it.
pub(crate) struct Refused(EmulatorError);

impl From<EmulatorError> for Refused {
    fn from(error: EmulatorError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self.0 {
            EmulatorError::Newsletter(refused) => StatusCode::from_u16(refused.code()).unwrap_or(StatusCode::CONFLICT),
            EmulatorError::Group(refused) => StatusCode::from_u16(refused.code()).unwrap_or(StatusCode::CONFLICT),
            EmulatorError::NoSuchNumber(_)
            | EmulatorError::NoSuchDevice(_)
            | EmulatorError::NoSuchCall(_)
            | EmulatorError::NoSuchMedia
            | EmulatorError::NoSuchMessage(_)
            | EmulatorError::NoSuchContact(_)
            | EmulatorError::NoSuchLabel(_)
            | EmulatorError::NoSuchQuickReply(_)
            | EmulatorError::NoSuchFault(_) => StatusCode::NOT_FOUND,
            EmulatorError::NotANumber(_)
            | EmulatorError::NotAQr(_)
            | EmulatorError::NotASetting { .. }
            | EmulatorError::NoQrInPicture
            | EmulatorError::NotProtobuf(_)
            | EmulatorError::NotAPicture
            | EmulatorError::UnfitHistory
            | EmulatorError::NotAFault(_) => StatusCode::UNPROCESSABLE_ENTITY,
            EmulatorError::MediaTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            EmulatorError::MediaExpired => StatusCode::GONE,
            EmulatorError::PairingAbandoned | EmulatorError::TimedOut { .. } => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::CONFLICT,
        };
        (status, Json(json!({ "code": self.0.code(), "detail": self.0.to_string() }))).into_response()
    }
}
