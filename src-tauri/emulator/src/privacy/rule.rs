//! Categories and values of privacy as they are spelled on the wire, and the question that other areas ask.

use serde::{Deserialize, Serialize};

use crate::world::World;

/// What a privacy setting is about; spelled as wacore's `iq/privacy.rs` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PrivacyCategory {
    /// When the account was last there.
    #[serde(rename = "last")]
    LastSeen,
    /// Whether it is there now.
    #[serde(rename = "online")]
    Online,
    /// Its picture.
    #[serde(rename = "profile")]
    ProfilePicture,
    /// Its about text.
    #[serde(rename = "status")]
    About,
    /// Whether it tells that it read, and is told.
    #[serde(rename = "readreceipts")]
    ReadReceipts,
    /// Who may add it to groups.
    #[serde(rename = "groupadd")]
    GroupAdd,
    /// Who may call it.
    #[serde(rename = "calladd")]
    CallAdd,
    /// Who may write to it.
    #[serde(rename = "messages")]
    Messages,
    /// Stricter handling of unknown senders.
    #[serde(rename = "defense")]
    Defense,
}

/// A setting; which category takes which is [`PrivacyCategory::takes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivacyValue {
    /// Everybody.
    All,
    /// Who is in the address book.
    Contacts,
    /// Who is in the address book, save some.
    ContactBlacklist,
    /// Nobody.
    None,
    /// Whoever may see when the account was last there.
    MatchLastSeen,
    /// Who was written to before.
    Known,
    /// Not.
    Off,
    /// In the usual strength.
    OnStandard,
}

impl PrivacyCategory {
    /// Every category, in the order in which the server lists them.
    pub const EVERY: [Self; 9] = [
        Self::ReadReceipts,
        Self::ProfilePicture,
        Self::About,
        Self::Online,
        Self::LastSeen,
        Self::GroupAdd,
        Self::CallAdd,
        Self::Messages,
        Self::Defense,
    ];

    /// Whether the setting may have this value.
    pub fn takes(self, value: PrivacyValue) -> bool {
        use PrivacyValue::{All, ContactBlacklist, Contacts, Known, MatchLastSeen, None, Off, OnStandard};
        match self {
            Self::LastSeen | Self::ProfilePicture | Self::About | Self::GroupAdd => {
                matches!(value, All | Contacts | ContactBlacklist | None)
            }
            Self::Online => matches!(value, All | MatchLastSeen),
            Self::ReadReceipts => matches!(value, All | None),
            Self::CallAdd => matches!(value, All | Known | Contacts),
            Self::Messages => matches!(value, All | Contacts),
            Self::Defense => matches!(value, Off | OnStandard),
        }
    }

    pub(super) fn default(self) -> PrivacyValue {
        if self == Self::Defense { PrivacyValue::Off } else { PrivacyValue::All }
    }

    /// As it is spelled in stanzas.
    pub(crate) fn wire(self) -> String {
        spelled(&self)
    }

    pub(crate) fn of_wire(name: &str) -> Option<Self> {
        read(name)
    }
}

impl PrivacyValue {
    pub(crate) fn wire(self) -> String {
        spelled(&self)
    }

    pub(crate) fn of_wire(name: &str) -> Option<Self> {
        read(name)
    }
}

fn spelled(word: &impl Serialize) -> String {
    let json = serde_json::to_value(word).expect("a name is JSON");
    json.as_str().map(str::to_owned).unwrap_or_default()
}

fn read<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(name)).ok()
}

/// Whether `owner` lets `viewer` see, or do, what the category is about. Who is blocked may nothing.
pub(crate) fn shows(world: &World, owner: &str, viewer: &str, category: PrivacyCategory) -> bool {
    if owner == viewer {
        return true;
    }
    let Some(account) = world.accounts.get(owner) else { return false };
    if account.privacy.blocks(viewer) {
        return false;
    }
    let is_contact = || account.handset.address_book.contains_key(viewer);
    match account.privacy.value(category) {
        PrivacyValue::All | PrivacyValue::Off | PrivacyValue::OnStandard => true,
        PrivacyValue::None => false,
        PrivacyValue::Contacts => is_contact(),
        PrivacyValue::ContactBlacklist => is_contact() && !account.privacy.excludes(category, viewer),
        PrivacyValue::MatchLastSeen => shows(world, owner, viewer, PrivacyCategory::LastSeen),
        PrivacyValue::Known => is_contact() || account.handset.has_chat_with(&viewer.into()),
    }
}

/// Whether `owner` blocked `other`.
pub(crate) fn blocks(world: &World, owner: &str, other: &str) -> bool {
    owner != other && world.accounts.get(owner).is_some_and(|account| account.privacy.blocks(other))
}

/// Whether one of the two blocked the other: neither sees the other live.
pub(crate) fn blocks_either_way(world: &World, one: &str, other: &str) -> bool {
    blocks(world, one, other) || blocks(world, other, one)
}

/// Whether the writer may know that the reader read: who does not tell is not told either. Groups know no such choice.
pub(crate) fn read_ticks(world: &World, reader: &str, writer: &str) -> bool {
    let tells = |number: &str| {
        world
            .accounts
            .get(number)
            .is_none_or(|account| account.privacy.value(PrivacyCategory::ReadReceipts) == PrivacyValue::All)
    };
    tells(reader) && tells(writer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_is_read_as_it_is_spelled_and_takes_its_default() {
        for category in PrivacyCategory::EVERY {
            assert_eq!(PrivacyCategory::of_wire(&category.wire()), Some(category));
            assert!(category.takes(category.default()), "{category:?} does not take its own default");
        }
        assert_eq!(PrivacyValue::ContactBlacklist.wire(), "contact_blacklist");
        assert_eq!(PrivacyValue::of_wire("everyone"), None);
    }
}
