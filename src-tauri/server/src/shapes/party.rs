//! Addresses and accounts.

use portaria_domain::{Account, Address};
use serde::Serialize;
use utoipa::ToSchema;

/// One party by every address that is known for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Party)]
pub(crate) struct PartyShape {
    /// The phone number's address (`5511900000001@s.whatsapp.net`), or a group's (`…@g.us`).
    #[schema(required)]
    pub pn: Option<String>,
    /// The privacy id's address (`…@lid`).
    #[schema(required)]
    pub lid: Option<String>,
}

impl From<Address> for PartyShape {
    fn from(address: Address) -> Self {
        Self { pn: address.pn.map(|jid| jid.to_string()), lid: address.lid.map(|jid| jid.to_string()) }
    }
}

/// The WhatsApp account that is linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Account)]
pub(crate) struct AccountShape {
    /// The phone number's address (`5511900000001@s.whatsapp.net`).
    #[schema(required)]
    pub pn: Option<String>,
    /// The privacy id's address (`…@lid`).
    #[schema(required)]
    pub lid: Option<String>,
    /// The name the account shows to others; empty until WhatsApp has told it.
    pub push_name: String,
    /// Whether another tenant of this provider has linked the same account. Messages then arrive at both.
    pub is_shared: bool,
}

impl AccountShape {
    pub(crate) fn new(account: Account, is_shared: bool) -> Self {
        let PartyShape { pn, lid } = account.address.into();
        Self { pn, lid, push_name: account.push_name, is_shared }
    }
}
