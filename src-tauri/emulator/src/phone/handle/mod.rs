//! The phone as its owner holds it: the Rust API that tests are written against.

mod airplane;
mod calling;
mod devices;
mod faults;
mod files;
mod groups;
mod history;
mod kinds;
mod linking;
mod marks;
mod newsletters;
mod passkeys;
mod picture;
mod settings;
mod standing;
mod talking;

use std::sync::Arc;

pub use groups::{GroupChange, GroupEntry, NewGroup};
use serde::{Deserialize, Serialize};

use crate::contacts::{Script, cast};
use crate::devices::About;
use crate::network::{Account, Number};
use crate::running::Net;

/// An account to create.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPhone {
    /// What the owner calls themselves.
    pub name: String,
    /// Digits, country code first.
    pub number: String,
}

/// A companion as the phone lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkedDevice {
    /// The device's index in the account; the phone is 0.
    pub id: u16,
    /// Browser and system, as the companion told.
    pub name: String,
    /// Whether it is logged in now.
    pub online: bool,
    /// When it was linked, in milliseconds since the epoch.
    pub linked_at_ms: u64,
    /// When it was last logged in, in milliseconds since the epoch.
    pub last_seen_ms: Option<u64>,
    /// What it told of itself.
    pub about: About,
    /// Its place in the signed list of devices.
    pub key_index: u32,
    /// How many of its one-time keys the server still has.
    pub one_time_keys: usize,
    /// How often it says it has logged in before.
    pub login_counter: Option<i32>,
    /// The session id that it reports for WhatsApp's statistics.
    pub session: Option<String>,
    /// Its last connection showed the edge-routing token that the connection before had been given.
    pub routed: bool,
    /// What it was told is dirty and has not cleaned yet.
    pub dirty: Vec<String>,
}

/// A handle to one emulated phone; clones are the same phone.
#[derive(Clone)]
pub struct Phone {
    net: Arc<Net>,
    number: Number,
}

impl Phone {
    pub(crate) fn new(net: Arc<Net>, number: Number) -> Self {
        Self { net, number }
    }

    /// The account's number, digits only.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The account's privacy id: the user part of its `@lid` address.
    pub fn lid(&self) -> String {
        self.ask(|account| account.lid.clone())
    }

    /// What stands in place of the account's number, if it is hidden.
    pub fn username(&self) -> Option<String> {
        self.ask(|account| account.username.clone())
    }

    /// Lets the account go by a user name: nobody else is told its number from now on, in no stanza and no history.
    /// `None` shows the number again.
    pub fn go_by_username(&self, username: Option<&str>) {
        self.net.act(|world| world.go_by_username(&self.number, username)).expect("accounts are never deleted");
    }

    /// What the account calls itself.
    pub fn name(&self) -> String {
        self.ask(|account| account.name.clone())
    }

    /// How the owner answers by script, if at all.
    pub fn script(&self) -> Option<Script> {
        self.ask(|account| account.script)
    }

    /// Lets the owner answer by script from now on.
    pub fn auto_reply(&self, script: Script) {
        self.net.act(|world| cast(world, &self.number, Some(script), None));
    }

    /// Lets the owner write into each of its chats in turn, `per_minute` times a minute (1 to 6000).
    pub fn chatter(&self, per_minute: u32) {
        self.net.act(|world| cast(world, &self.number, Some(Script::Chatterbox), Some(per_minute)));
    }

    /// Leaves the phone to a person again.
    pub fn answer_by_hand(&self) {
        self.net.act(|world| cast(world, &self.number, None, None));
    }

    pub(crate) fn net(&self) -> &Net {
        &self.net
    }

    pub(crate) fn ask<T>(&self, ask: impl FnOnce(&Account) -> T) -> T {
        self.net.look(|world| ask(world.accounts.get(&self.number).expect("accounts are never deleted")))
    }
}

/// The companions of an account as its phone lists them.
pub(crate) fn linked_devices(account: &Account) -> Vec<LinkedDevice> {
    let listed = account.linked().map(|(id, companion)| LinkedDevice {
        id,
        name: companion.platform.clone(),
        online: companion.connection.is_some(),
        linked_at_ms: companion.linked_at_ms,
        last_seen_ms: companion.last_seen_ms,
        about: companion.upkeep.about.clone(),
        key_index: companion.key_index,
        one_time_keys: companion.keys.one_time.len(),
        login_counter: companion.upkeep.login_counter,
        session: companion.upkeep.session.clone(),
        routed: companion.upkeep.routing.is_followed(),
        dirty: companion.upkeep.dirt.keys().cloned().collect(),
    });
    listed.collect()
}
