//! What the account wrote on another device, where the copy for this one could not be opened.
//!
//! The library (0.7.0) acknowledges such a copy of a direct message and asks nobody for it, so that WhatsApp brings it no
//! more. WhatsApp Web asks the device that wrote it, as it asks any other writer; so that is done here.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_domain::MessageId;
use wacore::types::events::UndecryptableMessage;
use wacore::types::message::MessageInfo;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, NodeRef};
use whatsapp_rust::{Client, RetryRequestOptions};

use super::address::known;
use super::lifecycle::Lifecycle;
use crate::Inbox;

/// How many copies are remembered. They are rare, and come again within moments.
const REMEMBERED: usize = 64;

/// Copies that are asked for again until they can be opened.
pub(super) struct OwnCopies {
    inbox: Arc<dyn Inbox>,
    lifecycle: Arc<Lifecycle>,
    missing: Mutex<VecDeque<Missing>>,
}

#[derive(Clone)]
struct Missing {
    info: Arc<MessageInfo>,
    /// Whether it came again, and WhatsApp was not told yet that it arrived.
    came_again: bool,
}

impl OwnCopies {
    pub(super) fn new(inbox: Arc<dyn Inbox>, lifecycle: Arc<Lifecycle>) -> Self {
        Self { inbox, lifecycle, missing: Mutex::default() }
    }

    /// Something could not be opened. Of a message the library tells it once.
    pub(super) fn unopened(self: &Arc<Self>, event: &UndecryptableMessage) {
        if !event.info.source.is_self_fanout() || event.is_unavailable {
            return;
        }
        let missing = Missing { info: Arc::clone(&event.info), came_again: false };
        {
            let mut all = self.missing();
            all.push_back(missing.clone());
            if all.len() > REMEMBERED {
                all.pop_front();
            }
        }
        let copies = Arc::clone(self);
        self.lifecycle.tasks.spawn(async move { copies.ask(&missing.info).await });
    }

    /// A message comes, and the library has not opened it yet.
    pub(super) fn comes(&self, message: &NodeRef<'_>) {
        let mut all = self.missing();
        if all.is_empty() || message.get_attr("recipient").is_none() {
            return;
        }
        let Some(id) = message.get_attr("id") else { return };
        for missing in all.iter_mut().filter(|missing| id == missing.info.id.as_str()) {
            missing.came_again = true;
        }
    }

    /// WhatsApp's server heard that a message arrived: the library has opened it and had it stored, or given it up.
    pub(super) fn acknowledged(self: &Arc<Self>, id: &str) {
        let mut all = self.missing();
        let Some(place) = all.iter().position(|missing| missing.came_again && missing.info.id == id) else { return };
        all[place].came_again = false;
        let info = Arc::clone(&all[place].info);
        let copies = Arc::clone(self);
        self.lifecycle.tasks.spawn(async move {
            if copies.is_here(&info).await {
                copies.missing().retain(|missing| missing.info.id != info.id);
            } else {
                copies.ask(&info).await;
            }
        });
    }

    async fn is_here(&self, info: &MessageInfo) -> bool {
        let (Some(client), Ok(id)) = (self.lifecycle.client(), MessageId::parse(&info.id)) else { return true };
        let Some(chat) = known(&client, &info.source.chat, None).await else { return true };
        // What cannot be looked for is asked for once more; it is kept once.
        self.inbox.has(&chat, &id).await.unwrap_or(false)
    }

    /// The library counts how often one message is asked for, and stops where WhatsApp Web does.
    async fn ask(&self, info: &MessageInfo) {
        let Some(client) = self.lifecycle.client() else { return };
        if let Err(error) = ask(&client, info).await {
            tracing::warn!(tenant.id = %self.lifecycle.tenant, message.id = info.id, %error, "the account's own device could not be asked to send a message again");
        }
    }

    fn missing(&self) -> MutexGuard<'_, VecDeque<Missing>> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn ask(client: &Arc<Client>, info: &MessageInfo) -> Result<(), whatsapp_rust::RetryRequestError> {
    let stanza = stanza(info);
    client.request_message_retry(&stanza.as_node_ref(), RetryRequestOptions::new()).await.map(drop)
}

/// The outside of the stanza that brought the copy: the library takes from it whom to ask for what.
fn stanza(info: &MessageInfo) -> Node {
    let message = NodeBuilder::new("message").attr("id", info.id.as_str()).attr("from", &info.source.sender);
    let recipient = info.source.recipient.as_ref().unwrap_or(&info.source.chat);
    message.attr("recipient", recipient).attr("t", info.timestamp.timestamp()).build()
}
