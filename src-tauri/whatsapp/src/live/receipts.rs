//! Who has a message, and who has read it.

use portaria_domain::{ChatKind, MessageId, MessageStatus, Receipt, UnixMs};
use wacore::types::events::Receipt as WireReceipt;
use wacore::types::presence::ReceiptType;
use whatsapp_rust::Client;

use super::address::{is_own, known};
use super::groups::kind_of;
use crate::Signal;

/// `None`: it is between devices and the server, or nobody's whom the rooms above know.
pub(super) async fn signal(client: &Client, receipt: &WireReceipt) -> Option<Signal> {
    let source = &receipt.source;
    let kind = kind_of(&super::address::bare(&source.chat)?);
    let is_ours = is_own(client, &source.sender) && !is_own(client, &source.chat);
    let status = match receipt.r#type {
        ReceiptType::ReadSelf | ReceiptType::PlayedSelf if kind.is_of_many() => {
            return read_elsewhere(client, receipt).await;
        }
        ReceiptType::Read | ReceiptType::Played if is_ours && kind.is_of_many() => {
            return read_elsewhere(client, receipt).await;
        }
        _ if is_ours => return None,
        ReceiptType::Sent => MessageStatus::Sent,
        ReceiptType::Delivered => MessageStatus::Delivered,
        ReceiptType::Read => MessageStatus::Read,
        ReceiptType::Played => MessageStatus::Played,
        // Between devices and the server, or of a device that nobody looks at.
        _ => return None,
    };
    let (chat, by) = match kind {
        ChatKind::Direct => {
            let chat = known(client, &source.chat, source.sender_alt.as_ref()).await?;
            (chat.clone(), chat)
        }
        ChatKind::Group | ChatKind::Community | ChatKind::Status => {
            // A receipt that names nobody says nothing.
            if source.sender == source.chat {
                return None;
            }
            let by = known(client, &source.sender, source.sender_alt.as_ref()).await?;
            (known(client, &source.chat, None).await?, by)
        }
        ChatKind::Newsletter => return None,
    };
    let at = UnixMs(receipt.timestamp.timestamp_millis());
    Some(Signal::Receipt(Receipt { chat, by, ids: ids(&receipt.message_ids), status, at }))
}

async fn read_elsewhere(client: &Client, receipt: &WireReceipt) -> Option<Signal> {
    let chat = known(client, &receipt.source.chat, None).await?;
    Some(Signal::ReadElsewhere { chat, ids: ids(&receipt.message_ids) })
}

/// Ids as they stand in a stanza.
pub(super) fn ids(texts: &[String]) -> Vec<MessageId> {
    texts.iter().filter_map(|id| MessageId::parse(id).ok()).collect()
}
