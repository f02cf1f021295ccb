//! What the tenant chose about being seen: here, and by WhatsApp's own settings of the account.

use serde::{Deserialize, Serialize};

/// Whom WhatsApp lets see or do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    Everyone,
    /// Who is in the phone's address book.
    Contacts,
    /// Who is in the phone's address book, save some, whom only the phone lists.
    ContactsExcept,
    /// Nobody.
    Nobody,
}

/// WhatsApp's own settings of the account. `None`: not known yet, or said in a word that this version does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Privacy {
    /// Whether others are told that their messages were read, and the account that its own were. Groups always are.
    pub read_receipts: Option<bool>,
    /// Who sees when the account was last there.
    pub last_seen: Option<Audience>,
    /// Who sees its picture.
    pub picture: Option<Audience>,
    /// Who sees what it says about itself.
    pub about: Option<Audience>,
    /// Who may add it to groups.
    pub group_adds: Option<Audience>,
}

/// One of WhatsApp's settings is to be another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivacyChange {
    /// Whether others are told that their messages were read.
    ReadReceipts(bool),
    /// Who sees when the account was last there.
    LastSeen(Audience),
    /// Who sees its picture.
    Picture(Audience),
    /// Who sees what it says about itself.
    About(Audience),
    /// Who may add it to groups.
    GroupAdds(Audience),
}

impl Privacy {
    /// With one setting changed.
    #[must_use]
    pub const fn with(mut self, change: PrivacyChange) -> Self {
        match change {
            PrivacyChange::ReadReceipts(is_on) => self.read_receipts = Some(is_on),
            PrivacyChange::LastSeen(audience) => self.last_seen = Some(audience),
            PrivacyChange::Picture(audience) => self.picture = Some(audience),
            PrivacyChange::About(audience) => self.about = Some(audience),
            PrivacyChange::GroupAdds(audience) => self.group_adds = Some(audience),
        }
        self
    }
}

/// What the tenant chose about being seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Whether the account is shown as online while somebody looks at the panel. The phone notifies of nothing then.
    pub shows_online: bool,
    /// WhatsApp's own settings of the paired account.
    pub privacy: Privacy,
}
