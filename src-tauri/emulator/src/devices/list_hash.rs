//! The hash of an account's list of devices.

use wacore::messages::MessageUtils;
use wacore_binary::Jid;

use crate::network::Account;

/// The hash that names a list of devices, as clients compute it for `phash`.
pub(crate) fn list_hash(account: &Account) -> String {
    let devices: Vec<Jid> = account.devices().iter().map(|device| account.pn(device.device)).collect();
    MessageUtils::participant_list_hash(&devices).expect("SHA-256 takes any input")
}
