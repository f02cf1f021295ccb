//! `status`: the about text.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::{followers, tell};
use crate::network::stanza::{bytes, refusal, result, seconds};
use crate::network::{Account, DeviceAddress, Number};
use crate::privacy::{PrivacyCategory, shows};
use crate::world::World;

/// What the owner says of themselves.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct About {
    pub(crate) text: String,
    /// When it was set, in milliseconds since the epoch.
    set_at_ms: u64,
}

/// A companion sets the text.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node) -> Node {
    let Some(status) = request.get_optional_child("status") else { return refusal(request, 400, "bad-request") };
    let text = String::from_utf8_lossy(&bytes(status)).into_owned();
    set(world, &from.number, &text, Some(from));
    result(request, [])
}

/// The same over mex, as newer clients say it.
pub(crate) fn hear_mex(world: &mut World, from: &DeviceAddress, variables: &Value) -> Value {
    let text = variables["input"]["text"].as_str().unwrap_or_default();
    set(world, &from.number, text, Some(from));
    json!({ "xwa2_update_text_status": { "result": "SUCCESS" } })
}

/// Sets the text; own devices learn it, and those followers who may see it.
pub(super) fn set(world: &mut World, number: &Number, text: &str, by: Option<&DeviceAddress>) {
    let set_at_ms = world.now_ms();
    let Some(account) = world.accounts.get_mut(number) else { return };
    account.profile.about = About { text: text.to_owned(), set_at_ms };
    let change = NodeBuilder::new("set").bytes(text.as_bytes()).build();
    let mut listeners = followers(world, number);
    listeners.retain(|listener| shows(world, number, listener, PrivacyCategory::About));
    listeners.push(Number::clone(number));
    tell(world, number, &listeners, by, "status", &change);
}

/// The text as a lookup of `asker` shows it; what is hidden is a code without text.
pub(crate) fn usync(world: &World, account: &Account, asker: &str) -> Node {
    if !shows(world, &account.number, asker, PrivacyCategory::About) {
        return NodeBuilder::new("status").attr("code", 401).attr("type", "fail").build();
    }
    let about = &account.profile.about;
    NodeBuilder::new("status").attr("t", seconds(about.set_at_ms)).bytes(about.text.as_bytes()).build()
}
