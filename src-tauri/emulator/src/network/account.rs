//! An account: its phone, its companions, and how the network treats it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use wacore_binary::Jid;

use super::address::{DeviceAddress, Number};
use super::connection::ConnectionId;
use super::waiting::Waiting;
use crate::app_state::Collections;
use crate::contacts::Script;
use crate::devices::Upkeep;
use crate::history::Syncing;
use crate::keys::PublicKeys;
use crate::pairing::Coexistence;
use crate::phone::Handset;
use crate::presence::Availability;
use crate::privacy::Privacy;
use crate::profile::Profile;
use crate::standing::Standing;

/// One WhatsApp account.
pub(crate) struct Account {
    pub(crate) number: Number,
    /// What the person calls themselves; travels as `notify`.
    pub(crate) name: String,
    /// The user part of the privacy id.
    pub(crate) lid: String,
    /// What stands in the number's place: nobody else is told the number then.
    pub(crate) username: Option<String>,
    pub(crate) handset: Handset,
    /// Boxed, as a map has room for eleven from its first entry on.
    pub(crate) companions: BTreeMap<u16, Box<Companion>>,
    pub(crate) next_device: u16,
    pub(crate) next_key_index: u32,
    pub(crate) collections: Collections,
    pub(crate) script: Option<Script>,
    /// Accounts that asked for this one's devices and so are told of changes.
    pub(crate) watchers: BTreeSet<Number>,
    pub(crate) availability: Availability,
    pub(crate) privacy: Privacy,
    pub(crate) profile: Profile,
    pub(crate) refuse_login: Option<u16>,
    pub(crate) silent: bool,
    pub(crate) coexistence: Coexistence,
    pub(crate) standing: Standing,
}

impl Account {
    pub(crate) fn pn(&self, device: u16) -> Jid {
        Jid::pn_device(self.number.as_ref(), device)
    }

    pub(crate) fn lid(&self, device: u16) -> Jid {
        Jid::lid_device(self.lid.as_str(), device)
    }

    /// The address of a device in the asked form; who goes by a user name has one form only.
    pub(crate) fn jid(&self, device: u16, as_lid: bool) -> Jid {
        if as_lid || self.username.is_some() { self.lid(device) } else { self.pn(device) }
    }

    pub(crate) fn devices(&self) -> Vec<DeviceAddress> {
        std::iter::once(0)
            .chain(self.linked().map(|(id, _)| id))
            .map(|device| DeviceAddress::new(&self.number, device))
            .collect()
    }

    /// Companions that finished linking.
    pub(crate) fn linked(&self) -> impl Iterator<Item = (u16, &Companion)> {
        self.companions.iter().filter(|(_, companion)| companion.confirmed).map(|(id, companion)| (*id, &**companion))
    }
}

/// A linked device of an account.
pub(crate) struct Companion {
    pub(crate) key_index: u32,
    /// The Noise key it paired with; a login with another is refused.
    pub(crate) noise_key: [u8; 32],
    pub(crate) keys: PublicKeys,
    /// `ADVSignedDeviceIdentity`, at first as the phone signed it, then with the device's own signature.
    pub(crate) identity: Vec<u8>,
    /// It answered pair-success with a signature that verifies.
    pub(crate) confirmed: bool,
    pub(crate) platform: String,
    pub(crate) linked_at_ms: u64,
    pub(crate) last_seen_ms: Option<u64>,
    pub(crate) connection: Option<ConnectionId>,
    /// It asked for its backlog on this connection, so stanzas may flow.
    pub(crate) awake: bool,
    /// The phone has told it its app-state keys and history.
    pub(crate) introduced: bool,
    /// What it wants of the past, and how much of it has come.
    pub(crate) history: Syncing,
    pub(crate) queue: VecDeque<Waiting>,
    pub(crate) upkeep: Upkeep,
}
