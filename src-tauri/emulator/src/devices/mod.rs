//! An account's companions as others see them: the signed list and its hash, who is told of changes, and how long a
//! companion and its keys last.

mod announce;
pub(crate) mod dirty;
mod expiry;
mod key_supply;
mod reinstall;
pub(crate) mod routing;

use serde::{Deserialize, Serialize};
use wacore::messages::MessageUtils;
use wacore_binary::Jid;

pub(crate) use announce::{announce_added, announce_removed};
pub(crate) use expiry::is_expired;
pub(crate) use key_supply::{keys_arrived, lose_keys, notice_taken_key, spend_keys};
pub(crate) use reinstall::reinstall;

use crate::messages::Backlog;
use crate::network::Account;

/// What the network notes of a companion beside its keys and its queue.
#[derive(Default)]
pub(crate) struct Upkeep {
    pub(crate) about: About,
    /// It was told that its one-time keys run low, and has not answered.
    asked_for_keys: bool,
    pub(crate) routing: routing::Routing,
    pub(crate) dirt: dirty::Dirt,
    pub(crate) backlog: Backlog,
    /// The session id that it reports for WhatsApp's statistics.
    pub(crate) session: Option<String>,
    /// `lc`: how often it says it has logged in.
    pub(crate) login_counter: Option<i32>,
}

impl Upkeep {
    pub(crate) fn of(about: About) -> Self {
        Self { about, ..Self::default() }
    }
}

/// What a companion told of itself when it was linked (`DeviceProps`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The system's or the program's name, e.g. `Windows`.
    pub os: String,
    /// The kind of program, e.g. `CHROME` or `DESKTOP`.
    pub platform: String,
    /// Its version, e.g. `0.1.0`.
    pub version: String,
}

/// The hash that names a list of devices, as clients compute it for `phash`.
pub(crate) fn list_hash(account: &Account) -> String {
    let devices: Vec<Jid> = account.devices().iter().map(|device| account.pn(device.device)).collect();
    MessageUtils::participant_list_hash(&devices).expect("SHA-256 takes any input")
}
