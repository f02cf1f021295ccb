//! The file's content. Keys and ciphertexts are base64.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Base64;
use crate::app_state::{SavedCollection, SavedKey, Settings};
use crate::calls::Calls;
use crate::config::Addressing;
use crate::contacts::Script;
use crate::devices::About;
use crate::groups::Group;
use crate::history::{HistoryPlan, Syncing};
use crate::media::SavedFile;
use crate::network::{ChatId, Number};
use crate::newsletters::Newsletter;
use crate::phone::Missed;
use crate::phone::{ChatMarks, Disappearing, PhoneMessage, SavedSignal};
use crate::privacy::Privacy;
use crate::profile::Profile;
use crate::standing::SavedStanding;

/// Changes that were gathered: a line of the file.
#[derive(Serialize, Deserialize)]
pub(super) struct Burst {
    /// Seeds what comes after a restart, so that no id or key comes twice.
    pub(super) seed: Base64,
    pub(super) next_stanza: u64,
    /// Accounts as they are now; those that are not named are as they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) accounts: Vec<SavedAccount>,
    /// Everything else; as it was when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rest: Option<SavedRest>,
}

impl Burst {
    /// The same in pieces of one account each, so that no line is as long as the world.
    pub(super) fn by_account(self) -> impl Iterator<Item = Self> {
        let (seed, next_stanza) = (self.seed, self.next_stanza);
        let rest = Self { seed: seed.clone(), next_stanza, accounts: Vec::new(), rest: self.rest };
        let each = move |account| Self { seed: seed.clone(), next_stanza, accounts: vec![account], rest: None };
        std::iter::once(rest).chain(self.accounts.into_iter().map(each))
    }
}

/// The world beside its accounts.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct SavedRest {
    pub(super) pictures: Vec<SavedPicture>,
    pub(super) media: Vec<SavedFile>,
    pub(super) groups: Vec<Group>,
    /// Phones in airplane mode, and what waits for them.
    pub(super) airplane: BTreeMap<Number, Missed>,
    /// Accounts that let nobody add them to a group.
    pub(super) private: BTreeSet<Number>,
    pub(super) newsletters: Vec<Newsletter>,
    pub(super) calls: Calls,
    /// By what people are shown.
    pub(super) addressing: Addressing,
}

/// The picture of an account or a group.
#[derive(Serialize, Deserialize)]
pub(super) struct SavedPicture {
    pub(super) of: ChatId,
    pub(super) id: u64,
    pub(super) full: Base64,
    pub(super) preview: Base64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedAccount {
    #[serde(default)]
    pub(super) standing: SavedStanding,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) lid: String,
    #[serde(default)]
    pub(super) username: Option<String>,
    pub(super) script: Option<Script>,
    pub(super) next_device: u16,
    pub(super) next_key_index: u32,
    pub(super) watchers: BTreeSet<String>,
    #[serde(default)]
    pub(super) available_until_ms: Option<u64>,
    #[serde(default)]
    pub(super) privacy: Privacy,
    #[serde(default)]
    pub(super) profile: Profile,
    pub(super) handset: SavedHandset,
    pub(super) collections: BTreeMap<String, SavedCollection>,
    pub(super) companions: BTreeMap<u16, SavedCompanion>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedHandset {
    pub(super) signal: SavedSignal,
    pub(super) raw_id: u32,
    pub(super) keyring: Vec<SavedKey>,
    #[serde(default)]
    pub(super) settings: Settings,
    pub(super) chats: BTreeMap<String, SavedChat>,
    pub(super) address_book: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) scripted: Option<SavedPast>,
    #[serde(default)]
    pub(super) raw_past: Option<Base64>,
}

/// An invented past: what it follows from.
#[derive(Serialize, Deserialize)]
pub(super) struct SavedPast {
    pub(super) plan: HistoryPlan,
    pub(super) seed: u64,
    pub(super) ends_at_ms: u64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedChat {
    pub(super) unread: u32,
    pub(super) disappearing: Disappearing,
    #[serde(default)]
    pub(super) marks: ChatMarks,
    pub(super) messages: Vec<SavedMessage>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedMessage {
    pub(super) line: PhoneMessage,
    pub(super) body: Base64,
    /// It was addressed by privacy id.
    pub(super) by_lid: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedCompanion {
    pub(super) key_index: u32,
    pub(super) noise_key: Base64,
    pub(super) registration: u32,
    pub(super) identity_key: Base64,
    pub(super) signed_id: u32,
    pub(super) signed_key: Base64,
    pub(super) signed_signature: Base64,
    /// Rows of consecutive ids: the first id, and the keys one behind the other.
    pub(super) one_time: Vec<(u32, Base64)>,
    pub(super) identity: Base64,
    pub(super) platform: String,
    #[serde(default)]
    pub(super) about: About,
    pub(super) linked_at_ms: u64,
    pub(super) last_seen_ms: Option<u64>,
    pub(super) introduced: bool,
    #[serde(default)]
    pub(super) history: Syncing,
    pub(super) queue: Vec<SavedStanza>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedStanza {
    pub(super) class: String,
    pub(super) id: String,
    pub(super) node: Base64,
}
