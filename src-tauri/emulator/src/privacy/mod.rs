//! Who may see and do what: the account's privacy settings, its blocked contacts, and what both lead to.
//!
//! The areas that show something ask [`shows`] and [`blocks`]; nothing is hidden here. Absent: asking for the
//! tokens by which restricted contacts recognise each other.

pub(crate) mod audience;
mod blocklist;
pub(crate) mod complaints;
mod disappearing;
mod handle;
mod notice;
mod rule;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use rule::{PrivacyCategory, PrivacyValue};

pub(crate) use blocklist::hear as blocklist;
pub(crate) use disappearing::{Disappearing, hear as disappearing};
pub(crate) use notice::tell_own_devices;
pub(crate) use rule::{blocks, blocks_either_way, read_ticks, shows};
pub(crate) use settings::hear as settings;

use crate::network::Number;

/// An account's privacy; what it does not name is at WhatsApp's default.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Privacy {
    values: BTreeMap<PrivacyCategory, PrivacyValue>,
    /// Contacts that are left out where the value is "my contacts except…".
    excluded: BTreeMap<PrivacyCategory, BTreeSet<String>>,
    /// Blocked numbers, and when each was blocked, in milliseconds since the epoch.
    blocked: BTreeMap<String, u64>,
    pub(crate) disappearing: Disappearing,
}

impl Privacy {
    pub(crate) fn value(&self, category: PrivacyCategory) -> PrivacyValue {
        self.values.get(&category).copied().unwrap_or_else(|| category.default())
    }

    fn excludes(&self, category: PrivacyCategory, number: &str) -> bool {
        self.excluded.get(&category).is_some_and(|numbers| numbers.contains(number))
    }

    pub(crate) fn blocks(&self, number: &str) -> bool {
        self.blocked.contains_key(number)
    }
}

/// The name of a list at one moment, by which a device notices that it knows an old one.
fn hash_of<'a>(members: impl Iterator<Item = &'a String>) -> String {
    let mut hash = Sha256::new();
    for member in members {
        hash.update(member.as_bytes());
        hash.update(b",");
    }
    hex::encode(&hash.finalize()[..8])
}

fn owned(number: &Number) -> String {
    number.as_ref().to_owned()
}
