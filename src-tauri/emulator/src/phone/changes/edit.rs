//! The writer changes a message's words.

use wacore::message_edit::{MessageEditContext, decrypt_message_edit};
use wacore::proto_helpers::MessageExt as _;
use waproto::whatsapp::message::SecretEncryptedMessage;
use waproto::whatsapp::message::secret_encrypted_message::SecretEncType;
use waproto::whatsapp::{Message, MessageKey};

use super::secret::opened;
use super::target::target;
use crate::network::Number;
use crate::phone::heard::Heard;
use crate::world::World;

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, key: &MessageKey, edited: &Message) {
    let Some(line) = target(world, owner, heard, key) else { return };
    if line.sender == **heard.sender && !line.content.revoked {
        line.rewrite(edited);
    }
}

/// Newer clients encrypt the edit with the message's own secret.
pub(super) fn apply_secret(world: &mut World, owner: &Number, heard: &Heard<'_>, edit: &SecretEncryptedMessage) {
    if edit.secret_enc_type != Some(SecretEncType::MESSAGE_EDIT) {
        return;
    }
    let key = &edit.target_message_key;
    let inner = opened(world, owner, heard, key, |secret, id, author, editor| {
        let payload = edit.enc_payload.as_deref().unwrap_or_default();
        let iv = edit.enc_iv.as_deref().unwrap_or_default();
        let context = MessageEditContext { original_msg_id: id, original_sender_jid: author, editor_jid: editor };
        decrypt_message_edit(payload, iv, secret, &context).ok()
    });
    if let Some(inner) = inner {
        apply(world, owner, heard, key, &inner.get_base_message().protocol_message.edited_message);
    }
}
