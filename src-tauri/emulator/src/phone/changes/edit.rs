//! The writer changes a message's words.

use wacore::message_edit::{MessageEditContext, decrypt_message_edit};
use wacore::proto_helpers::MessageExt as _;
use waproto::buffa::MessageField;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::secret_encrypted_message::SecretEncType;
use waproto::whatsapp::message::{ProtocolMessage, SecretEncryptedMessage};
use waproto::whatsapp::{Message, MessageKey};

use super::secret::opened;
use super::{key_of, target};
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, Number, World};
use crate::phone::lines::Heard;
use crate::phone::{Kind, SendOptions, send_message};

/// Gives one of the owner's own texts other words.
pub(crate) fn edit(world: &mut World, owner: &Number, chat: &ChatId, id: &str, text: &str) -> Result<String> {
    let line = world.account(owner)?.handset.line(chat, id)?;
    if !line.from_me || line.content.revoked || !matches!(line.content.kind, Kind::Text { .. }) {
        return Err(EmulatorError::Unfit("be edited: it is not a text of one's own"));
    }
    let key = key_of(world, owner, chat, id)?;
    let edited = Message { conversation: Some(text.to_owned()), ..Default::default() };
    let change = ProtocolMessage {
        key: MessageField::some(key),
        r#type: Some(Type::MESSAGE_EDIT),
        edited_message: MessageField::some(edited),
        timestamp_ms: Some(world.sender_timestamp_ms()),
        ..Default::default()
    };
    let message = Message { protocol_message: MessageField::some(change), ..Default::default() };
    send_message(world, owner, chat, &message, SendOptions::default())
}

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
