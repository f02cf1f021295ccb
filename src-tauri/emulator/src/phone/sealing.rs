//! A message becomes a ciphertext.

use wacore::messages::MessageUtils;
use wacore::send::{media_type_from_message, should_hide_decrypt_fail_for_send};
use wacore::types::message::EditAttribute;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::whatsapp::Message;

use crate::keys::take_bundle;
use crate::network::{DeviceAddress, Number};
use crate::world::World;

/// What a ciphertext says openly of its content.
pub(super) fn describe(mut enc: Node, message: &Message, edit: Option<&EditAttribute>) -> Node {
    if let Some(kind) = media_type_from_message(message) {
        enc.attrs.insert("mediatype", kind);
    }
    if should_hide_decrypt_fail_for_send(edit, message) {
        enc.attrs.insert("decrypt-fail", "hide");
    }
    enc
}

/// Encrypts for one device, meeting it first if need be; `None` if the device has no keys on the server.
pub(super) fn seal(world: &mut World, from: &Number, device: &DeviceAddress, message: &Message) -> Option<Node> {
    if !world.accounts.get(from)?.handset.signal.knows(device) {
        let bundle = take_bundle(world, device)?;
        world.accounts.get_mut(from)?.handset.signal.meet(device, &bundle, &mut world.rng).ok()?;
    }
    let (kind, bytes) =
        world.accounts.get_mut(from)?.handset.signal.seal(device, &MessageUtils::encode_and_pad(message)).ok()?;
    Some(NodeBuilder::new("enc").attr("v", "2").attr("type", kind).bytes(bytes).build())
}
