//! `GET` and `POST /api/whatsapp/{tenantId}/preferences`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{Audience, PrivacyChange};
use portaria_sessions::NewPreferences;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Control, Read, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::{AudienceWord, PreferencesShape};

/// What is to be chosen otherwise; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PreferencesBody {
    /// Whether the account is shown as online while somebody looks at the panel; the phone notifies of nothing then.
    shows_online: Option<bool>,
    /// Whether others are told that their messages were read, and the account that its own were.
    read_receipts: Option<bool>,
    /// Who sees when the account was last there.
    last_seen: Option<AudienceWord>,
    /// Who sees its picture.
    picture: Option<AudienceWord>,
    /// Who sees what it says about itself.
    about: Option<AudienceWord>,
    /// Who may add it to groups.
    group_adds: Option<AudienceWord>,
}

impl Form for PreferencesBody {
    type Value = NewPreferences;

    fn read(self) -> Result<NewPreferences, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut privacy: Vec<PrivacyChange> = self.read_receipts.map(PrivacyChange::ReadReceipts).into_iter().collect();
        let mut choose = |field, word: Option<AudienceWord>, change: fn(Audience) -> PrivacyChange| match word {
            None => {}
            Some(AudienceWord::Everyone) => privacy.push(change(Audience::Everyone)),
            Some(AudienceWord::Contacts) => privacy.push(change(Audience::Contacts)),
            Some(AudienceWord::Nobody) => privacy.push(change(Audience::Nobody)),
            Some(AudienceWord::ContactsExcept) => {
                errors.push(FieldError::new(field, "invalid", "Choose it on the phone, which has the list."));
            }
        };
        choose("lastSeen", self.last_seen, PrivacyChange::LastSeen);
        choose("picture", self.picture, PrivacyChange::Picture);
        choose("about", self.about, PrivacyChange::About);
        choose("groupAdds", self.group_adds, PrivacyChange::GroupAdds);
        if errors.is_empty() { Ok(NewPreferences { shows_online: self.shows_online, privacy }) } else { Err(errors) }
    }
}

/// Shows what was chosen about being seen. Asks WhatsApp for its part, where that is longer ago than a minute; without a
/// connection it shows what is known.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/preferences", operation_id = "tenant_show_preferences", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = PreferencesShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_preferences(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<PreferencesShape>, Problem> {
    Ok(Json(app.host.preferences(ctx.tenant()).await?.into()))
}

/// Chooses otherwise. Whatever but `showsOnline` is WhatsApp's to hold: it needs a connection, and holds on every device.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/preferences", operation_id = "tenant_set_preferences", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = PreferencesBody,
    responses((status = 200, body = PreferencesShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn set_preferences(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Input(new): Input<PreferencesBody>,
) -> Result<Json<PreferencesShape>, Problem> {
    Ok(Json(app.host.set_preferences(ctx.tenant(), new).await?.into()))
}
