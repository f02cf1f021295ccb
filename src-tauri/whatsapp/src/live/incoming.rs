//! From the library's messages to ours.

use portaria_domain::{Address, Content, MessageId, UnixMs};
use wacore::types::events::{DecryptFailMode, InboundMessage, UnavailableType, UndecryptableMessage};
use wacore::types::message::{MessageCategory, MessageInfo};
use wacore_binary::JidExt as _;
use whatsapp_rust::Client;

use super::address::{completed, known};
use super::content::content;
use crate::Incoming;

/// A message that arrived. `None`: nothing for a chat, or an address that the rooms above do not know.
pub(super) async fn incoming(client: &Client, message: &InboundMessage) -> Option<Incoming> {
    envelope(client, &message.info, content(&message.message)?).await
}

/// The place of a message that arrived and could not be decrypted.
pub(super) async fn undecryptable(client: &Client, event: &UndecryptableMessage) -> Option<Incoming> {
    let says = match (event.decrypt_fail_mode, event.unavailable_type) {
        (DecryptFailMode::Hide, _) => return None,
        // Only the phone may open it, so no copy for this device will ever come.
        (_, UnavailableType::ViewOnce) => Content::Unsupported { name: "viewOnceMessage".to_owned() },
        _ => Content::Undecryptable,
    };
    envelope(client, &event.info, says).await
}

async fn envelope(client: &Client, info: &MessageInfo, content: Content) -> Option<Incoming> {
    let source = &info.source;
    let not_a_chat = source.chat.is_status_broadcast() || source.chat.is_newsletter();
    if not_a_chat || info.category == MessageCategory::Peer {
        return None;
    }
    let id = MessageId::parse(&info.id).ok()?;
    let sender = known(client, &source.sender, source.sender_alt.as_ref()).await?;
    let chat = if source.is_group && source.chat.is_group() {
        known(client, &source.chat, None).await?
    } else if source.chat.is_broadcast_list() && !source.is_from_me {
        // A broadcast list is the sender's; here it is a message of theirs like any other.
        sender.clone()
    } else if source.is_from_me {
        let other = info.peer_recipient_pn.as_ref().or(source.recipient_alt.as_ref());
        known(client, &source.chat, other).await?
    } else {
        known(client, &source.chat, source.sender_alt.as_ref()).await?
    };
    Some(Incoming {
        id,
        is_group: source.chat.is_group(),
        from_me: source.is_from_me,
        push_name: info.push_name.clone(),
        at: UnixMs(info.timestamp.timestamp_millis()),
        chat,
        sender,
        content,
    })
}

/// The account itself, by both its addresses.
pub(super) async fn own_address(client: &Client) -> Option<Address> {
    let device = client.persistence_manager().get_device_snapshot();
    let pn = device.pn.as_ref().and_then(super::address::bare);
    let lid = device.lid.as_ref().and_then(super::address::bare);
    let address = match (pn, lid) {
        (Some(pn), lid) => Address::one(pn).with(lid),
        (None, Some(lid)) => Address::one(lid),
        (None, None) => return None,
    };
    Some(completed(client, address).await)
}
