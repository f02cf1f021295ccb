//! What WhatsApp brings again, and the library has opened before.
//!
//! The library opens a message, which uses its key up, keeps a copy, hands it over and acknowledges it. Whatever else it
//! does meanwhile can write down that the key is used. A process that is killed then and before the copy is written has
//! neither: WhatsApp brings the message again, and the library would take it for a repetition and acknowledge it. So
//! what it takes for one must be in the inbox, or its writer is asked for it.

use std::sync::Arc;

use portaria_domain::MessageId;
use wacore::store::error::{Result, StoreError};
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, JidExt as _, Node};
use whatsapp_rust::{Client, ClientError};

use super::address::{is_own, known};
use super::lifecycle::Lifecycle;
use crate::{Inbox, InboxClosed};

/// Knows what a repetition repeats.
pub(super) struct Redelivery {
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) lifecycle: Arc<Lifecycle>,
}

impl Redelivery {
    /// `Ok` lets the library acknowledge a message. After an error WhatsApp keeps it: either it could not be looked for,
    /// or it was asked for again, and the acknowledgement of what comes then counts for both.
    pub(super) async fn settle(&self, chat: &str, sender: &str, id: &str) -> Result<()> {
        let (Ok(chat), Ok(sender)) = (chat.parse::<Jid>(), sender.parse::<Jid>()) else { return Ok(()) };
        let Ok(message) = MessageId::parse(id) else { return Ok(()) };
        if chat.is_status_broadcast() || chat.is_newsletter() {
            return Ok(()); // what stands there is gone after a day, or nobody's to ask for
        }
        let client = self.lifecycle.client().ok_or(Unsettled::SessionOver)?;
        let Some(address) = known(&client, &chat, None).await else { return Ok(()) };
        if self.inbox.has(&address, &message).await.map_err(Unsettled::Unreadable)? {
            return Ok(());
        }
        tracing::info!(tenant.id = %self.lifecycle.tenant, message.id = %message, "a message was opened before and is not here; its writer is asked to send it again");
        // Not by the library's own asking, which also wakes the phone and for that waits for this very message.
        client.send_node(retry_receipt(&client, &chat, &sender, id)).await.map_err(Unsettled::NotAsked)?;
        // With itself the account exchanges keys and settings, for which nobody may answer a second time.
        if is_own(&client, &chat) { Ok(()) } else { Err(Unsettled::AskedAgain.into()) }
    }
}

/// Asks a device for what it wrote, for the first time.
pub(super) fn retry_receipt(client: &Client, chat: &Jid, sender: &Jid, id: &str) -> Node {
    let receipt = NodeBuilder::new("receipt").attr("id", id).attr("type", "retry");
    let receipt = if chat.is_group() || chat.is_broadcast_list() {
        receipt.attr("to", chat).attr("participant", sender)
    } else if is_own(client, sender) {
        receipt.attr("to", sender).attr("recipient", chat)
    } else {
        receipt.attr("to", sender)
    };
    let now_s = wacore::time::now_secs();
    let retry = NodeBuilder::new("retry").attr("v", "1").attr("id", id).attr("t", now_s).attr("count", "1").build();
    let registration_id = client.persistence_manager().get_device_snapshot().registration_id;
    let registration = NodeBuilder::new("registration").bytes(registration_id.to_be_bytes().to_vec()).build();
    receipt.children([retry, registration]).build()
}

/// Why a message is not acknowledged.
#[derive(Debug, thiserror::Error)]
enum Unsettled {
    #[error("the session is over")]
    SessionOver,
    #[error("whether it is stored is not known")]
    Unreadable(#[source] InboxClosed),
    #[error("its writer could not be asked to send it again")]
    NotAsked(#[source] ClientError),
    #[error("its writer was asked to send it again")]
    AskedAgain,
}

impl From<Unsettled> for StoreError {
    fn from(unsettled: Unsettled) -> Self {
        Self::Database(Box::new(unsettled))
    }
}
