//! `POST /api/whatsapp/{tenantId}/profile`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{MediaId, deceives, is_blank};
use portaria_sessions::{NewProfile, Whose};
use serde::Deserialize;
use utoipa::ToSchema;

use super::profile::Profile;
use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// The longest name that WhatsApp takes, in characters.
const LONGEST_NAME: usize = 25;
/// The longest text about oneself that WhatsApp takes, in characters.
const LONGEST_ABOUT: usize = 139;

/// What is to be another one; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ProfileBody {
    /// What the account is called: 1 to 25 characters.
    name: Option<String>,
    /// What it says about itself: at most 139 characters.
    about: Option<String>,
    /// The id of an uploaded picture: its middle is shown, as a square. An empty text takes the picture away.
    picture_media_id: Option<String>,
}

impl Form for ProfileBody {
    type Value = NewProfile;

    fn read(self) -> Result<NewProfile, Vec<FieldError>> {
        let name = self.name.map(|name| name.trim().to_owned());
        let mut errors = Vec::new();
        if name.as_ref().is_some_and(|name| is_blank(name) || name.chars().count() > LONGEST_NAME || deceives(name)) {
            errors.push(FieldError::new("name", "invalid", "1 to 25 characters."));
        }
        if self.about.as_ref().is_some_and(|about| about.chars().count() > LONGEST_ABOUT) {
            errors.push(FieldError::new("about", "too_long", "At most 139 characters."));
        }
        let picture = match self.picture_media_id.as_deref().map(|id| (id, id.parse::<MediaId>())) {
            None => None,
            Some(("", _)) => Some(None),
            Some((_, Ok(id))) => Some(Some(id)),
            Some((_, Err(_))) => {
                errors.push(FieldError::new("pictureMediaId", "invalid", "The id of an uploaded file."));
                None
            }
        };
        if errors.is_empty() { Ok(NewProfile { name, about: self.about, picture }) } else { Err(errors) }
    }
}

/// Changes what the account shows of itself: its name, what it says, its picture. Needs a connection.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/profile", operation_id = "tenant_change_own_profile", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = ProfileBody,
    responses((status = 200, body = Profile), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn change_own_profile(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Input(new): Input<ProfileBody>,
) -> Result<Json<Profile>, Problem> {
    app.host.change_profile(ctx.tenant(), new).await?;
    Ok(Json(app.host.profile(ctx.tenant(), Whose::Own).await?.into()))
}
