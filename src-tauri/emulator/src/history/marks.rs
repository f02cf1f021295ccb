//! What became of a message, as the history tells it.

use wacore_binary::Jid;
use waproto::buffa::MessageField;
use waproto::whatsapp::web_message_info::StubType;
use waproto::whatsapp::{MessageKey, Reaction, WebMessageInfo};

use crate::phone::PhoneMessage;

/// Writes stars, reactions and deletion beside the message.
pub(super) fn mark(info: &mut WebMessageInfo, message: &PhoneMessage) {
    let content = &message.content;
    info.starred = content.starred.then_some(true);
    info.message_stub_type = content.revoked.then_some(StubType::REVOKE);
    let chat = info.key.remote_jid.clone();
    let reactions = content.reactions.iter().map(|(number, sign)| {
        let key = MessageKey {
            remote_jid: chat.clone(),
            participant: Some(Jid::pn(number.as_str()).to_string()),
            ..Default::default()
        };
        Reaction { key: MessageField::some(key), text: Some(sign.clone()), ..Default::default() }
    });
    info.reactions = reactions.collect();
}
