//! What a tenant chose about being seen.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::status::words;

words!(
    /// Whom WhatsApp lets see or do something. `contacts_except`: some are left out, whom only the phone lists.
    AudienceWord of domain::Audience { Everyone, Contacts, ContactsExcept, Nobody }
);

/// What the tenant chose about being seen. What WhatsApp holds of it is null where it was not told yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Preferences)]
pub(crate) struct PreferencesShape {
    /// Whether the account is shown as online while somebody looks at the panel; the phone notifies of nothing then.
    pub shows_online: bool,
    /// Whether others are told that their messages were read, and the account that its own were. Groups always are.
    #[schema(required)]
    pub read_receipts: Option<bool>,
    /// Who sees when the account was last there.
    #[schema(required)]
    pub last_seen: Option<AudienceWord>,
    /// Who sees its picture.
    #[schema(required)]
    pub picture: Option<AudienceWord>,
    /// Who sees what it says about itself.
    #[schema(required)]
    pub about: Option<AudienceWord>,
    /// Who may add it to groups.
    #[schema(required)]
    pub group_adds: Option<AudienceWord>,
}

impl From<domain::Preferences> for PreferencesShape {
    fn from(preferences: domain::Preferences) -> Self {
        let domain::Preferences { shows_online, privacy } = preferences;
        Self {
            shows_online,
            read_receipts: privacy.read_receipts,
            last_seen: privacy.last_seen.map(Into::into),
            picture: privacy.picture.map(Into::into),
            about: privacy.about.map(Into::into),
            group_adds: privacy.group_adds.map(Into::into),
        }
    }
}
