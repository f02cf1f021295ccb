//! Numbers that a tenant had linked before.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::PartyShape;
use super::status::words;

words!(
    /// What becomes of the chats of a number that was linked before: `asked` and `kept_apart` can still go on, `continuing`
    /// and `continued` are for good, and `linked` is a number that is linked again.
    EarlierChatsWord of domain::EarlierChats { Asked, KeptApart, Continuing, Continued, Linked }
);

/// A number that was linked before the one that is linked now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EarlierAccount)]
pub(crate) struct EarlierAccountShape {
    /// Identity inside the tenant.
    pub id: String,
    /// The phone number's address (`5511900000001@s.whatsapp.net`).
    #[schema(required)]
    pub pn: Option<String>,
    /// The privacy id's address (`…@lid`).
    #[schema(required)]
    pub lid: Option<String>,
    /// How many of its chats are still its own.
    pub chats: u64,
    /// What becomes of them.
    pub state: EarlierChatsWord,
}

impl From<domain::EarlierAccount> for EarlierAccountShape {
    fn from(account: domain::EarlierAccount) -> Self {
        let PartyShape { pn, lid } = account.address.into();
        Self { id: account.id.to_string(), pn, lid, chats: account.chats, state: account.state.into() }
    }
}
